/// The passes that a chain can hold, in the order in which they stand in it.
package enum LIRPass: String, CaseIterable, Sendable {
    case expression
    case commonSubexpression = "cse"
    /// Carries are computed anew where flags cannot hold them.
    case carry
    /// No flags at all.
    case carryAll = "carry-all"
}

/// Makes chains of writers: the validator, the chosen passes, the validator again, the buffer.
package struct PassPipeline: Sendable {
    package var passes: Set<LIRPass>
    package var isValidating: Bool

    /// Everything that production code goes through.
    package static let standard = PassPipeline()

    package init(
        passes: Set<LIRPass> = [.expression, .commonSubexpression, .carry],
        isValidating: Bool = false
    ) {
        self.passes = passes
        self.isValidating = isValidating
    }

    /// The head of a chain that ends in `buffer`.
    ///
    /// With `show`, each stage tells what reaches it: the passes by name, and `input`. `faults` are
    /// mistakes that the passes make.
    package func chain(
        to buffer: LIRBuffer, faults: CodegenFaults = [], show: ((String) -> Void)? = nil
    ) -> any LIRWriter {
        var head: any LIRWriter = BufferWriter(buffer)
        if isValidating {
            head = ValidateWriter(head, where: "after passes", requiresAdjacentFlags: true)
        }
        for pass in LIRPass.allCases.reversed() where passes.contains(pass) {
            // What these two fold away may have been the only way to some code.
            let folds =
                pass == .commonSubexpression
                || pass == .expression && !passes.contains(.commonSubexpression)
            if folds { head = UnreachableFilter(head) }
            if let show { head = VerboseWriter(head, where: "after \(pass.rawValue)", show: show) }
            head = link(pass, head, faults)
        }
        if let show { head = VerboseWriter(head, where: "input", show: show) }
        if isValidating {
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
        case .carry: CarryFilter(next, mode: .whereNeeded)
        case .carryAll: CarryFilter(next, mode: .all)
        }
    }

    /// The fragment written once more, through the chain.
    package func rewrite(
        _ fragment: Fragment, show: ((String) -> Void)? = nil
    ) throws(LIRViolation) -> Fragment {
        let buffer = LIRBuffer()
        let rewriter = LIRRewriter(from: fragment.buffer, to: chain(to: buffer, show: show))
        try rewriter.run()
        return Fragment(
            identifier: fragment.identifier, kind: fragment.kind, key: fragment.key,
            buffer: buffer)
    }
}
