import Codegen

/// What the options ask for, applied to one fragment after another.
struct LirasmSession {
    let pipeline: PassPipeline
    let stages: [Stage]
    let backend: BackendName
    let machine: MachineOptions
    /// What runs machine code; nil where the interpreter runs fragments.
    private let runner: MachineRunner?
    let isVerbose: Bool
    private let scratch = ScratchMemory()

    init(
        pipeline: PassPipeline, stages: [Stage], backend: BackendName, machine: MachineOptions,
        isVerbose: Bool
    ) throws {
        self.pipeline = pipeline
        self.stages = stages
        self.backend = backend
        self.machine = machine
        runner = try backend.instructionSet.map {
            try MachineRunner($0, machine, isRunning: true)
        }
        self.isVerbose = isVerbose
    }

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
        case .code(let instructionSet):
            try MachineRunner(instructionSet, machine, isRunning: false).listing(of: passed)
        }
    }

    /// The fragment after the chosen passes up to one, that one included.
    private func prefix(upTo last: LIRPass, of fragment: Fragment) throws -> Fragment {
        var shorter = pipeline
        let order = LIRPass.allCases
        let end = order.firstIndex(of: last) ?? order.endIndex
        shorter.passes = pipeline.passes.intersection(order[..<end]).union([last])
        // Only behind a carry pass must flags be adjacent.
        let legalises = !shorter.passes.isDisjoint(with: [.carry, .carryAll])
        shorter.validation = legalises ? .everyPass : .none
        return try shorter.rewrite(fragment)
    }

    // MARK: Running

    private func executor(for fragment: Fragment) throws -> any FragmentExecutor {
        try runner?.executor(for: fragment) ?? LIRInterpreter(fragment)
    }

    /// Runs every entry, prints what happened, and says whether both forms agreed.
    func execute(_ fragment: Fragment, passed: Fragment, input: RunInput) throws -> Bool {
        var executor = try executor(for: passed)
        var isGood = true
        for entry in passed.buffer.entries.indices {
            let observed = scratch.observe(&executor, entry: entry, input: input)
            print("entry \(entry): \(observed.text(of: passed.buffer))")
            if case .failed = observed.outcome { isGood = false }
        }
        let agreement = try agreement(fragment, passed: passed, inputs: [input])
        guard let difference = agreement.difference else { return isGood }
        StandardError.write("fragment \(fragment.identifier): \(difference)\n")
        return false
    }

    /// How the plain fragment on the LIR interpreter and the passed one on the chosen back end
    /// compare, as they are on every input, and on the first with each guard forced in turn.
    ///
    /// Guards that a pass found a constant outcome for are gone, and cannot be forced.
    func agreement(
        _ fragment: Fragment, passed: Fragment, inputs: [RunInput]
    ) throws -> Agreement {
        var plain: any FragmentExecutor = LIRInterpreter(fragment)
        var other = try executor(for: passed)
        let common = Set(fragment.buffer.guardExits).intersection(passed.buffer.guardExits)
        let exits = common.sorted { $0.identifier < $1.identifier }
        var agreement = Agreement()
        for forced in [nil] + exits.map(Optional.some) {
            try plain.forceExits(Set([forced].compactMap(\.self)))
            try other.forceExits(Set([forced].compactMap(\.self)))
            let inputs = forced == nil ? inputs[...] : inputs.prefix(1)
            for entry in fragment.buffer.entries.indices {
                for input in inputs {
                    let expected = scratch.observe(&plain, entry: entry, input: input)
                    let found = scratch.observe(&other, entry: entry, input: input)
                    agreement.runs += 1
                    if forced != nil, expected.outcome == forced.map(ExecutionOutcome.exited) {
                        agreement.forcedExits += 1
                    }
                    guard let difference = expected.difference(found, fragment.buffer) else {
                        continue
                    }
                    let guardName = forced.map { ", exit\($0.identifier) forced" } ?? ""
                    agreement.difference =
                        "entry \(entry), state \(input.state.defaultValueDescription)"
                        + "\(guardName): \(difference)"
                    return agreement
                }
            }
        }
        return agreement
    }
}

/// What a comparison of two ways to run a fragment came to.
struct Agreement {
    var runs = 0
    /// Runs that ended at the guard that was forced.
    var forcedExits = 0
    /// The first difference, and where; nil if there is none.
    var difference: String?
}

extension LIRBuffer {
    /// The exits of guards, which can be forced.
    fileprivate var guardExits: [LIRExit] {
        instructions.filter { $0.opcode.row.c == .exit && $0.opcode != .xbarrier }.map(\.exit)
    }
}
