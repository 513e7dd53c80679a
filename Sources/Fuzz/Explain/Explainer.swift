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
        reference = try MachineSubject(.interpreter)
    }

    /// Explains the first divergence of a case; nil if the subject agrees with the interpreter,
    /// by the case's own schedule and left at every head.
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
        let bench = Bench(
            item: item, reference: reference, outcome: outcome, trail: trail, name: subject,
            faults: faults)
        let own = bench.runs(item.directives.schedule ?? .none)
        let everyHead = bench.runs(.everyHead)
        var found = try bench.first(everyHead)
        if found == nil { found = try bench.first(own) }
        guard let found else { return nil }
        return try explanation(found, bench, isSwitching: found.run.label != "every-head")
    }

    private func explanation(
        _ found: Bench.Found, _ bench: Bench, isSwitching: Bool
    ) throws(SubjectFailure) -> Explanation {
        let block = bench.block(behind: found.divergence)
        var choice = CompileChoice()
        choice.heads = block.map { [.init(codeHash: $0.code.hash, pc: $0.startPC)] }
        var isConfirmed = false
        if block != nil { isConfirmed = try bench.diverges(found.run, choice: choice) }
        let cause = isSwitching ? .switching : try cause(found.run, bench)
        return Explanation(
            name: bench.item.name, subject: subject, schedule: found.run.label,
            divergence: found.divergence,
            cause: cause, block: block,
            isConfirmed: isConfirmed, states: try bench.states(found),
            listings: block.map { MethodListings.listings(of: $0, bench, faults) } ?? [])
    }

    /// Bisects over what lies between byte code and machine code.
    private func cause(_ run: PlannedRun, _ bench: Bench) throws(SubjectFailure) -> Cause {
        guard subject.tier == .method else { return .unknown }
        let onLIR = SubjectName(tier: .method, execution: .lir)
        guard try bench.diverges(run, on: onLIR) else { return .backEnd }
        var bare = CompileChoice()
        bare.passes = []
        if try bench.diverges(run, on: onLIR, choice: bare) { return .lowering }
        for pass in PassPipeline.standard.passes.sorted(by: { $0.rawValue < $1.rawValue }) {
            var choice = CompileChoice()
            choice.passes.remove(pass)
            if try !bench.diverges(run, on: onLIR, choice: choice) { return .pass(pass.rawValue) }
        }
        return .pass("several")
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

    private func comparison(
        on name: SubjectName, _ choice: CompileChoice
    ) throws(SubjectFailure) -> Comparison {
        Comparison(
            item: item, reference: reference, outcome: outcome, trail: trail,
            subject: try MachineSubject(name, faults: faults, choice: choice))
    }

    /// What is compared at the end of outermost frames alone.
    private var outermostFields: Set<String> {
        [Observable.stack.rawValue, Observable.memory.rawValue]
    }

    /// The block between the last head of the frame that agreed and the one that does not.
    func block(behind divergence: Divergence) -> BlockPlace? {
        let start: Head?
        switch divergence.place {
        case .head(let index, let frame, _):
            let before = trail.heads[..<index]
            start = before.last { Int($0.frame) == frame } ?? before.last
        case .end(let transaction) where !outermostFields.isDisjoint(with: divergence.fields):
            // Behind its last call the frame may have ended without a head.
            let outermost = trail.frames.firstIndex { $0.transaction == transaction }
            start = trail.heads.last { Int($0.frame) == outermost }
        case .charge, .end: start = trail.heads.last
        }
        guard let start else { return nil }
        let code = trail.frames[Int(start.frame)].code
        let table = BlockTable(code, InstructionTable.table(for: item.fork))
        guard let number = table.number(at: Int(start.pc)) else { return nil }
        return BlockPlace(
            frame: Int(start.frame), code: code, startPC: Int(start.pc),
            endPC: table.blocks[number].endPC)
    }

    /// Both states at the head where the sides differ, observable by observable.
    func states(_ found: Found) throws(SubjectFailure) -> [Explanation.Row] {
        guard case .head(let index, _, _) = found.divergence.place,
            let (wanted, actual) = try comparison(on: name, .all).states(at: index, found.run)
        else { return [] }
        var rows = [
            Explanation.Row(name: "pc", reference: "\(wanted.pc)", subject: "\(actual.pc)"),
            Explanation.Row(name: "gas", reference: "\(wanted.gas)", subject: "\(actual.gas)"),
        ]
        for slot in (0..<max(wanted.stack.count, actual.stack.count)).reversed() {
            rows.append(
                Explanation.Row(
                    name: "stack[\(slot)]", reference: Self.word(wanted.stack, slot),
                    subject: Self.word(actual.stack, slot)))
        }
        rows.append(Self.bytes("memory", wanted.memory, actual.memory))
        rows.append(Self.bytes("return data", wanted.returnData, actual.returnData))
        rows.append(
            Explanation.Row(
                name: "refund", reference: "\(wanted.refund)", subject: "\(actual.refund)"))
        rows.append(
            Explanation.Row(
                name: "journal", reference: String(wanted.journal, radix: 16),
                subject: String(actual.journal, radix: 16)))
        return rows
    }

    private static func word(_ stack: [Word256], _ slot: Int) -> String {
        slot < stack.count ? stack[slot].hexString : "none"
    }

    private static func bytes(
        _ name: String, _ reference: [UInt8], _ subject: [UInt8]
    ) -> Explanation.Row {
        Explanation.Row(
            name: name, reference: Excerpt.bytes(reference), subject: Excerpt.bytes(subject))
    }
}
