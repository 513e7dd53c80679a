import Codegen
package import Conformance
import Disassembly
import Primitives
package import VM

/// Finds the block and the part of the machine that make a subject differ from the interpreter.
package struct Explainer {
    private let subject: SubjectName
    private let faults: Faults
    private let reference: MachineSubject

    /// - Parameters:
    ///   - subject: what is compared with the interpreter.
    ///   - faults: mistakes that its compiler makes.
    /// - Throws: that this process has no room for a machine.
    package init(_ subject: SubjectName, faults: Faults = []) throws(SubjectFailure) {
        self.subject = subject
        self.faults = faults
        reference = try MachineSubject(
            .interpreter, largestWork: DifferentialRunner.largestWork)
    }

    /// Explains the first divergence of a case; nil if the subject agrees with the interpreter,
    /// by the case's own schedule and left at every head.
    ///
    /// Where tiers change by themselves, compiled code alone comes first: what is wrong with that
    /// is not put down to a change.
    ///
    /// - Throws: that the case could not be run.
    package func explain(_ item: Case) throws(SubjectFailure) -> Explanation? {
        var plan = RunPlan(for: item)
        plan.watch = .recording
        plan.wantsFinalFrame = true
        let outcome = try reference.run(item, plan: plan)
        guard let trail = outcome.trail, outcome.limit == nil else {
            throw SubjectFailure("the interpreter comes to no end")
        }
        var searches: [(name: SubjectName, policy: SchedulePolicy)] = [
            (subject, .everyHead), (subject, item.directives.schedule ?? .none),
        ]
        if subject.tier == .tiered {
            let compiled = SubjectName(tier: .method, execution: subject.execution)
            searches.insert((compiled, .everyHead), at: 0)
        }
        for (name, policy) in searches {
            let bench = Bench(
                item: item, reference: reference, outcome: outcome, trail: trail, name: name,
                faults: faults)
            guard let found = try bench.first(bench.runs(policy)) else { continue }
            return try explanation(found, bench)
        }
        return nil
    }

    private func explanation(
        _ found: Bench.Found, _ bench: Bench
    ) throws(SubjectFailure) -> Explanation {
        let candidates = bench.blocks(behind: found.divergence)
        var confirmed: BlockPlace?
        for block in candidates where confirmed == nil {
            if try bench.diverges(found.run, choice: block.alone) { confirmed = block }
        }
        var culprit: Culprit?
        if let confirmed { culprit = try self.culprit(in: confirmed, found.run, bench) }
        let block = confirmed ?? candidates.first
        let cause = found.run.isSwitching ? .switching : try cause(found.run, bench)
        return Explanation(
            name: bench.item.name, subject: bench.name, schedule: found.run.label,
            divergence: found.divergence,
            cause: cause, block: block,
            isConfirmed: confirmed != nil, culprit: culprit, states: try bench.states(found),
            listings: block.map { MethodListings.listings(of: $0, bench, faults) } ?? [])
    }

    /// Finds the instruction with which a block goes wrong: compiled code can be left before it and
    /// all is well, and cannot be left behind it.
    private func culprit(
        in block: BlockPlace, _ run: PlannedRun, _ bench: Bench
    ) throws(SubjectFailure) -> Culprit? {
        guard bench.name.compiles else { return nil }
        let lines = block.lines
        var (right, wrong) = (-1, lines.count)
        while wrong - right > 1 {
            let middle = (right + wrong) / 2
            var choice = block.alone
            choice.leaving = .init(codeHash: block.code.hash, pc: lines[middle].pc)
            if try bench.diverges(run, choice: choice) { wrong = middle } else { right = middle }
        }
        return right < 0 ? .head : .instruction(lines[right])
    }

    /// Bisects over what lies between byte code and machine code.
    private func cause(_ run: PlannedRun, _ bench: Bench) throws(SubjectFailure) -> Cause {
        guard bench.name.compiles else { return .unknown }
        let onLIR = bench.name.onLIR
        guard try bench.diverges(run, on: onLIR) else { return try backEndCause(run, bench) }
        var bare = CompileChoice()
        bare.passes = []
        if try bench.diverges(run, on: onLIR, choice: bare) { return .lowering }
        for pass in CompileChoice.methodPasses.sorted(by: { $0.rawValue < $1.rawValue }) {
            var choice = CompileChoice()
            choice.passes.remove(pass)
            if try !bench.diverges(run, on: onLIR, choice: choice) { return .pass(pass.rawValue) }
        }
        return .pass("several")
    }

    /// What is left when the LIR runs right: the back end, or what it does by choice.
    private func backEndCause(
        _ run: PlannedRun, _ bench: Bench
    ) throws(SubjectFailure) -> Cause {
        var choice = CompileChoice()
        choice.passes.remove(.loadFolding)
        return try bench.diverges(run, choice: choice)
            ? .backEnd : .pass(LIRPass.loadFolding.rawValue)
    }
}

extension PlannedRun {
    /// Whether it goes from tier to tier in ways of its own: what goes wrong at every head as well
    /// is not put down to that.
    package var isSwitching: Bool {
        label != "every-head" && !(plan.switches.isEmpty && forced.events.isEmpty)
    }
}

extension SubjectName {
    /// The same subject, before any machine code is made.
    fileprivate var onLIR: SubjectName {
        var tiering = tiering
        if tiering?.compilation == .background { tiering?.compilation = .scheduled }
        return SubjectName(tier: tier ?? .interpreter, execution: .lir, tiering: tiering)
    }
}

extension BlockPlace {
    func isSameCode(as other: BlockPlace) -> Bool {
        startPC == other.startPC && code.hash == other.code.hash
    }

    /// This block compiled and no other.
    fileprivate var alone: CompileChoice {
        var choice = CompileChoice()
        choice.heads = [.init(codeHash: code.hash, pc: startPC)]
        return choice
    }
}

/// One case with its reference run, to be run again in many ways.
struct Bench {
    let item: Case
    let reference: MachineSubject
    let outcome: Outcome
    let trail: Trail
    let name: SubjectName
    let faults: Faults

    struct Found {
        let run: PlannedRun
        let divergence: Divergence
    }

    func runs(_ policy: SchedulePolicy) -> [PlannedRun] {
        ScheduleMaker.runs(policy, tier: name.tier, trail: trail, seed: 0)
    }

    /// The first run that diverges.
    func first(_ runs: [PlannedRun]) throws(SubjectFailure) -> Found? {
        let comparison = try comparison(on: name, .all)
        for run in runs {
            if let divergence = try comparison.divergence(try comparison.run(run), of: run) {
                return Found(run: run, divergence: divergence)
            }
        }
        return nil
    }

    func diverges(
        _ run: PlannedRun, on name: SubjectName? = nil, choice: CompileChoice = .all
    ) throws(SubjectFailure) -> Bool {
        let comparison = try comparison(on: name ?? self.name, choice)
        return try comparison.divergence(try comparison.run(run), of: run) != nil
    }

    func comparison(
        on name: SubjectName, _ choice: CompileChoice
    ) throws(SubjectFailure) -> Comparison {
        Comparison(
            item: item, reference: reference, outcome: outcome, trail: trail,
            subject: try SubjectFactory.make(
                name, largestWork: DifferentialRunner.largestSubjectWork, faults: faults,
                choice: choice))
    }

    /// What is compared at the end of outermost frames alone.
    private static let outermostFields: Set<String> = [
        Observable.stack.rawValue, Observable.memory.rawValue,
    ]

    /// Blocks that may have gone wrong, the likeliest first: that behind the last head of the frame
    /// in question, then those that ran before, in whatever frame, the last first.
    func blocks(behind divergence: Divergence) -> [BlockPlace] {
        let ran: ArraySlice<Head>
        let likeliest: Head?
        switch divergence.place {
        case .head(let index, let frame, _):
            ran = trail.heads[..<index]
            likeliest = ran.last { Int($0.frame) == frame }
        case .end(let transaction) where !Self.outermostFields.isDisjoint(with: divergence.fields):
            // Behind its last call the frame may have ended without a head.
            let outermost = trail.frames.firstIndex { $0.transaction == transaction }
            ran = trail.heads[...]
            likeliest = ran.last { Int($0.frame) == outermost }
        case .charge, .conduct, .end:
            ran = trail.heads[...]
            likeliest = ran.last
        }
        var blocks: [BlockPlace] = []
        for head in [likeliest].compactMap(\.self) + ran.suffix(64).reversed() {
            guard blocks.count < 16, let block = block(at: head) else { continue }
            if !blocks.contains(where: block.isSameCode(as:)) { blocks.append(block) }
        }
        return blocks
    }

    private func block(at head: Head) -> BlockPlace? {
        let code = trail.frames[Int(head.frame)].code
        let table = BlockTable(code, InstructionTable.table(for: item.fork))
        guard let number = table.number(at: Int(head.pc)) else { return nil }
        return BlockPlace(
            frame: Int(head.frame), code: code, startPC: Int(head.pc),
            endPC: table.blocks[number].endPC)
    }
}
