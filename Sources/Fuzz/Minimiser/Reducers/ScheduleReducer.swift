import Conformance
import VM

/// Drops events of the schedule: `every-head` becomes a few switches, or none.
struct ScheduleReducer: Reducer {
    func reduce(_ reduction: Reduction) throws(SubjectFailure) {
        guard reduction.item.schedule != .none else { return }
        if try reduction.attempt(reduction.item.scheduled(.none)) { return }
        if reduction.item.schedule.isEveryHead { try spellOut(reduction) }
        guard !reduction.item.schedule.isEveryHead else { return }
        try ListReduction.drop(from: reduction.item.schedule.switches) {
            switches throws(SubjectFailure) in
            try reduction.attempt { $0.schedule.switches = switches }
        }
        try ListReduction.drop(from: reduction.item.schedule.helperExits) {
            exits throws(SubjectFailure) in
            try reduction.attempt { $0.schedule.helperExits = exits }
        }
        try ListReduction.drop(from: reduction.item.schedule.tiering) {
            events throws(SubjectFailure) in
            try reduction.attempt { $0.schedule.tiering = events }
        }
    }

    /// Names each head, so that heads can be left out.
    private func spellOut(_ reduction: Reduction) throws(SubjectFailure) {
        guard let trail = try reduction.trail(of: reduction.item) else { return }
        try reduction.attempt {
            $0.schedule.isEveryHead = false
            $0.schedule.switches = trail.heads.indices.map {
                SwitchPlan.Switch(head: $0, tier: reduction.tier)
            }
        }
    }
}
