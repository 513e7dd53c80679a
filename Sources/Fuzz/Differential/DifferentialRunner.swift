package import Conformance
package import VM

/// Runs made-up cases in the interpreter and on a subject, and compares them.
///
/// What the subject compiles is kept from case to case, as in use.
package final class DifferentialRunner {
    package let subject: any Subject
    private let reference: any Subject

    /// Gas of frames' own work after which a case ends without a verdict.
    package static let largestWork: Int64 = 20_000_000

    /// The same of the subject, which has done less when it is told to end.
    static let largestSubjectWork = largestWork + 1_000_000

    /// - Parameters:
    ///   - subject: what is compared with the interpreter.
    ///   - faults: mistakes that its compiler makes; none but to prove the comparison.
    ///   - limits: what it may take, if it is a machine of others.
    /// - Throws: that this process has no room for a machine.
    package init(
        _ subject: SubjectName = SubjectName(tier: .method, execution: .native),
        faults: Faults = [], limits: OutsideLimits = OutsideLimits()
    ) throws(SubjectFailure) {
        reference = try MachineSubject(.interpreter, largestWork: Self.largestWork)
        self.subject = try SubjectFactory.make(
            subject, largestWork: Self.largestSubjectWork, faults: faults, limits: limits)
    }

    /// Runs a case by its own schedule.
    package func run(_ item: FuzzCase) throws(SubjectFailure) -> Trial {
        try run(item, by: item.schedule, after: try record(item))
    }

    /// The reference run alone.
    package func record(_ item: FuzzCase) throws(SubjectFailure) -> Recording {
        let unscheduled = item.unscheduled(name: "made up")
        var plan = RunPlan(for: unscheduled)
        plan.watch = .recording
        plan.wantsFinalFrame = true
        let collector = item.schedule.helperExits.isEmpty ? nil : StepCollector()
        plan.tracer = collector
        let outcome = try reference.run(unscheduled, plan: plan)
        return Recording(item: unscheduled, outcome: outcome, steps: collector?.steps ?? [])
    }

    /// Runs the subject along the reference run of the same case.
    package func run(
        _ item: FuzzCase, by schedule: FuzzSchedule, after recording: Recording
    ) throws(SubjectFailure) -> Trial {
        guard recording.outcome.limit == nil, let trail = recording.outcome.trail else {
            return Trial(recording: recording, run: nil, conduct: Conduct(), divergence: nil)
        }
        if let rise = trail.gasFinding {
            let divergence = Divergence(
                place: .end(transaction: 0), fields: ["gas-rise"], description: rise)
            return Trial(
                recording: recording, run: nil, conduct: Conduct(), divergence: divergence)
        }
        let comparison = comparison(recording, trail)
        let run = schedule.plannedRun(
            on: trail, steps: recording.steps, tier: subject.name.tier)
        let actual = try comparison.run(run)
        guard actual.unsupported == nil else {
            return Trial(recording: recording, run: nil, conduct: Conduct(), divergence: nil)
        }
        return Trial(
            recording: recording, run: run, conduct: actual.conduct,
            divergence: try comparison.divergence(actual, of: run))
    }

    /// Both sides of a case, for whoever wants to look closer.
    package func comparison(_ recording: Recording, _ trail: Trail) -> Comparison {
        Comparison(
            item: recording.item, reference: reference, outcome: recording.outcome, trail: trail,
            subject: subject)
    }
}

/// What the reference made of a case.
package struct Recording: Sendable {
    package let item: Case
    package let outcome: Outcome
    /// Every instruction, where the schedule has helper exits.
    package let steps: [ReferenceStep]
}

/// One comparison.
package struct Trial: Sendable {
    package let recording: Recording
    /// What the subject was made to do; nil where the reference came to no end.
    package let run: PlannedRun?
    package let conduct: Conduct
    package let divergence: Divergence?

    /// Whether both sides came to an end and were compared.
    package var isCompared: Bool { run != nil || divergence != nil }
}

/// Collects the instructions of a run.
private final class StepCollector: InstructionTracer {
    private(set) var steps: [ReferenceStep] = []

    func didRun(_ step: TraceStep) {
        steps.append(
            ReferenceStep(frame: step.frame, pc: step.pc, byte: step.byte, gas: step.gas))
    }
}
