package import Conformance
package import VM

/// A case as it was read, on its way to become one that can be changed.
package struct SavedCase {
    private let item: Case

    package init(_ item: Case) { self.item = item }

    /// The cases that it stands for, one for each schedule; without any, by none and by `every-head`.
    ///
    /// - Parameter runner: runs the reference, whose trail says where the schedule's places are.
    /// - Returns: at least one case, unless the reference comes to no end.
    /// - Throws: that the reference cannot run.
    package func cases(_ runner: DifferentialRunner) throws(SubjectFailure) -> [FuzzCase] {
        var base = FuzzCase(
            fork: item.fork, block: item.block,
            accounts: item.world.accounts.map { FuzzAccount($0.address, $0.content) },
            body: item.body, schedule: .none, conditions: item.directives.conditions)
        switch item.directives.schedule {
        case nil: return [base, base.scheduled(.everyHead)]
        case .some(.none): return [base]
        case .everyHead: return [base.scheduled(.everyHead)]
        case .some(let policy):
            // A helper exit is looked up among all instructions, which are recorded on demand.
            base.schedule.helperExits = [FuzzSchedule.HelperExit(step: 0, moment: .before)]
            let recording = try runner.record(base)
            guard let trail = recording.outcome.trail else { return [] }
            let runs = ScheduleMaker.runs(
                policy, tier: runner.subject.name.tier, trail: trail, seed: 0)
            return runs.map { base.scheduled(FuzzSchedule($0, steps: recording.steps, on: trail)) }
        }
    }
}

extension Case {
    /// Why there is no verdict on the case; nil if the interpreter comes to an end with it.
    ///
    /// - Throws: that this process has no room for a machine.
    package func lackOfVerdict() throws(SubjectFailure) -> String? {
        let work = DifferentialRunner.largestWork
        let interpreter = try MachineSubject(.interpreter, largestWork: work)
        guard try interpreter.run(self, plan: RunPlan(for: self)).limit != nil else { return nil }
        return "no verdict: the interpreter comes to no end within \(work) gas of work"
    }
}

extension FuzzCase {
    /// The same case by another schedule.
    package func scheduled(_ schedule: FuzzSchedule) -> FuzzCase {
        var item = self
        item.schedule = schedule
        return item
    }
}

extension FuzzSchedule {
    /// The schedule of a planned run, its helper exits found among the reference's instructions,
    /// and code among what its frames run.
    package init(_ run: PlannedRun, steps: [ReferenceStep], on trail: Trail) {
        self.init()
        switches = run.plan.switches
        for event in run.forced.events {
            guard case .helperExit(let pc, _, let moment) = event.action else { continue }
            let step = steps.firstIndex {
                $0.frame == event.frame && $0.gas == event.gas && $0.pc == pc
            }
            if let step { helperExits.append(HelperExit(step: step, moment: moment)) }
        }
        tiering = run.forced.tiering.compactMap { event in
            trail.frames.firstIndex { $0.code.hash == event.codeHash }.map {
                Tiering(ordinal: event.ordinal, action: event.action, frame: $0)
            }
        }
    }
}
