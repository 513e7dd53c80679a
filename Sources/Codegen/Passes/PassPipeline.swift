/// The passes by name, in the order in which they stand in a chain.
package enum LIRPass: String, CaseIterable, Sendable {
    case expression
    case commonSubexpression = "cse"
    case knownConditions = "conditions"
    case guards
    /// Carries are computed anew where flags cannot hold them.
    case carry
    /// No flags at all.
    case carryAll = "carry-all"
    case deadStores = "dead-stores"
    /// A load that is used once, close by, becomes an operand of its use: no link of the chain, but
    /// a choice of the assembler, on instruction sets that have such operands.
    case loadFolding = "load-folding"

    /// Whether it is a link of the chain that looks at instructions as they come.
    var isLink: Bool {
        switch self {
        case .expression, .commonSubexpression, .knownConditions, .guards, .carry, .carryAll: true
        case .deadStores, .loadFolding: false
        }
    }

    /// The passes whose work shows in the LIR.
    package static let rewriting = allCases.filter { $0 != .loadFolding }

    /// Whether it can settle jumps, so that some code is no longer reached.
    var settlesJumps: Bool {
        switch self {
        case .expression, .knownConditions, .guards: true
        case .commonSubexpression, .carry, .carryAll, .deadStores, .loadFolding: false
        }
    }
}

/// Where a chain is checked.
package enum Validation: Sendable {
    case none
    /// In front of all passes and behind them.
    case ends
    /// Behind each pass as well, so that it is known which one broke a rule.
    case everyPass
}

/// Makes chains of writers: the validator, the chosen passes, the validator again, the buffer.
package struct PassPipeline: Sendable {
    package var passes: Set<LIRPass>
    package var validation: Validation

    /// Everything that makes code better.
    package static let standard = PassPipeline()

    package init(
        passes: Set<LIRPass> = [
            .expression, .commonSubexpression, .knownConditions, .guards, .carry, .deadStores,
            .loadFolding,
        ],
        validation: Validation = .none
    ) {
        self.passes = passes
        self.validation = validation
    }

    package init(passes: Set<LIRPass>, isValidating: Bool) {
        self.init(passes: passes, validation: isValidating ? .ends : .none)
    }

    package init(isValidating: Bool) {
        self.init(validation: isValidating ? .ends : .none)
    }

    /// The head of a chain that ends in `buffer`.
    ///
    /// With `show`, each stage tells what reaches it: the passes by name, and `input`. `faults` are
    /// mistakes that the passes make.
    package func chain(
        to buffer: LIRBuffer, faults: CodegenFaults = [], show: ((String) -> Void)? = nil
    ) -> any LIRWriter {
        let end: any LIRWriter =
            passes.contains(.deadStores) ? DeadStoreFilter(buffer) : BufferWriter(buffer)
        return chain(to: end, faults: faults, show: show)
    }

    private func chain(
        to end: any LIRWriter, faults: CodegenFaults, show: ((String) -> Void)?
    ) -> any LIRWriter {
        var head = end
        var asksForFlags = true
        if validation != .none {
            head = ValidateWriter(head, where: "after passes", requiresAdjacentFlags: true)
        }
        let lastToSettle = LIRPass.allCases.last { $0.settlesJumps && passes.contains($0) }
        for pass in LIRPass.allCases.reversed() where pass.isLink && passes.contains(pass) {
            if validation == .everyPass {
                head = ValidateWriter(
                    head, where: "after \(pass.rawValue)", requiresAdjacentFlags: asksForFlags)
            }
            // Rules are kept again only where what nothing leads to is gone.
            if pass == lastToSettle || validation == .everyPass && pass.settlesJumps {
                head = UnreachableFilter(head)
            }
            if let show { head = VerboseWriter(head, where: "after \(pass.rawValue)", show: show) }
            head = link(pass, head, faults)
            if pass == .carry || pass == .carryAll { asksForFlags = false }
        }
        if let show { head = VerboseWriter(head, where: "input", show: show) }
        if validation != .none {
            head = ValidateWriter(head, where: "before passes", requiresAdjacentFlags: false)
        }
        return head
    }

    private func link(
        _ pass: LIRPass, _ next: any LIRWriter, _ faults: CodegenFaults
    ) -> any LIRWriter {
        switch pass {
        case .expression: ExpressionFilter(next)
        case .commonSubexpression: CommonSubexpressionFilter(next, faults: faults)
        case .knownConditions: KnownConditionFilter(next)
        case .guards: GuardFilter(next)
        case .carry: CarryFilter(next, mode: .whereNeeded)
        case .carryAll: CarryFilter(next, mode: .all)
        case .deadStores, .loadFolding: next
        }
    }
}

// MARK: Rewriting

extension PassPipeline {
    /// The fragment written once more, through the chain.
    package func rewrite(
        _ fragment: Fragment, show: ((String) -> Void)? = nil
    ) throws(LIRViolation) -> Fragment {
        var buffer = LIRBuffer()
        let head = chain(to: BufferWriter(buffer), faults: [], show: show)
        try LIRRewriter(from: fragment.buffer, to: head).run()
        if passes.contains(.deadStores) { buffer = try withoutDeadStores(buffer, show) }
        return Fragment(
            identifier: fragment.identifier, kind: fragment.kind, key: fragment.key,
            buffer: buffer)
    }

    /// A copy without dead stores, for a reader: nothing is left in their place.
    private func withoutDeadStores(
        _ buffer: LIRBuffer, _ show: ((String) -> Void)?
    ) throws(LIRViolation) -> LIRBuffer {
        let place = "after \(LIRPass.deadStores.rawValue)"
        var dead: Set<LIRReference> = []
        var stores = DeadStores()
        stores.forEach(in: buffer) { dead.insert($0) }
        let rest = LIRBuffer()
        var head: any LIRWriter = BufferWriter(rest)
        if validation != .none {
            head = ValidateWriter(head, where: place, requiresAdjacentFlags: true)
        }
        if let show { head = VerboseWriter(head, where: place, show: show) }
        try LIRRewriter(from: buffer, to: head, leavingOut: dead).run()
        return rest
    }
}
