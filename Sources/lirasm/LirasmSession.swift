import Codegen

/// What the options ask for, applied to one fragment after another.
struct LirasmSession {
    let pipeline: PassPipeline
    let stages: [Stage]
    let backend: BackendName
    let registers: Int?
    let noise: UInt64?
    let seed: UInt64
    let state: StateArgument
    let isVerbose: Bool

    // MARK: Passing and printing

    func pass(_ fragment: Fragment) throws -> Fragment {
        try pipeline.rewrite(fragment, show: isVerbose ? { print($0) } : nil)
    }

    /// Prints the stages that were asked for, or the last, and gives the passed fragment.
    func show(_ fragment: Fragment) throws -> Fragment {
        let passed = try pass(fragment)
        for stage in stages.isEmpty ? [.final] : stages {
            if stages.count > 1 { print("; \(stage.name)") }
            print(try text(of: fragment, passed: passed, at: stage), terminator: "")
        }
        return passed
    }

    private func text(of fragment: Fragment, passed: Fragment, at stage: Stage) throws -> String {
        switch stage {
        case .input: LIRPrinter.text(of: fragment)
        case .after(let pass): LIRPrinter.text(of: try prefix(upTo: pass, of: fragment))
        case .final: LIRPrinter.text(of: passed)
        case .code: try NativeRunner.listing(of: passed, self)
        }
    }

    /// The fragment after the chosen passes up to one, that one included.
    private func prefix(upTo last: LIRPass, of fragment: Fragment) throws -> Fragment {
        var shorter = pipeline
        let order = LIRPass.allCases
        let end = order.firstIndex(of: last) ?? order.endIndex
        shorter.passes = pipeline.passes.intersection(order[..<end]).union([last])
        // Only behind a carry pass must flags be adjacent.
        shorter.isValidating = last == .carry || last == .carryAll
        return try shorter.rewrite(fragment)
    }

    // MARK: Running

    private func executor(for fragment: Fragment) throws -> any FragmentExecutor {
        switch backend {
        case .interpreter: LIRInterpreter(fragment)
        case .x86: try NativeRunner.executor(for: fragment, self)
        }
    }

    /// Runs every entry, prints what happened, and says whether both forms agreed.
    func execute(_ fragment: Fragment, passed: Fragment) throws -> Bool {
        var executor = try executor(for: passed)
        let scratch = ScratchMemory()
        var isGood = true
        for entry in passed.buffer.entries.indices {
            let observed = scratch.observe(&executor, entry: entry, seed: seed, state: state)
            print("entry \(entry): \(observed.text(of: passed.buffer))")
            if case .failed = observed.outcome { isGood = false }
        }
        guard let difference = try difference(fragment, passed: passed) else { return isGood }
        StandardError.write("fragment \(fragment.identifier): \(difference)\n")
        return false
    }

    /// Where running the plain fragment on the LIR interpreter and the passed one on the chosen
    /// back end differ, or nil; every guard that both have is forced in turn as well.
    func difference(_ fragment: Fragment, passed: Fragment) throws -> String? {
        var plain: any FragmentExecutor = LIRInterpreter(fragment)
        var other = try executor(for: passed)
        let scratch = ScratchMemory()
        let common = Set(fragment.buffer.guardExits).intersection(passed.buffer.guardExits)
        let exits = common.sorted { $0.identifier < $1.identifier }
        for forced in [nil] + exits.map(Optional.some) {
            try plain.forceExits(Set([forced].compactMap(\.self)))
            try other.forceExits(Set([forced].compactMap(\.self)))
            for entry in fragment.buffer.entries.indices {
                let expected = scratch.observe(&plain, entry: entry, seed: seed, state: state)
                let found = scratch.observe(&other, entry: entry, seed: seed, state: state)
                if expected.isSame(as: found) { continue }
                let place = forced.map { ", exit\($0.identifier) forced" } ?? ""
                return "entry \(entry)\(place): \(expected.text(of: fragment.buffer)) "
                    + "became \(found.text(of: passed.buffer))"
            }
        }
        return nil
    }
}

extension LIRBuffer {
    /// The exits of guards, which can be forced.
    fileprivate var guardExits: [LIRExit] {
        instructions.filter { $0.opcode.row.c == .exit && $0.opcode != .xbarrier }.map(\.exit)
    }
}
