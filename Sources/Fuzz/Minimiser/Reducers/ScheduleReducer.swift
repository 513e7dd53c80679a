import Conformance
import VM

/// Drops events of the schedule: `every-head` becomes a few switches, or none; what is to happen to
/// code happens earlier.
struct ScheduleReducer: Reducer {
    func reduce(_ reduction: Reduction) throws(SubjectFailure) {
        guard reduction.item.schedule != .none else { return }
        if try reduction.attempt(reduction.item.scheduled(.none)) { return }
        if reduction.item.schedule.isEveryHead, !reduction.item.schedule.tiering.isEmpty {
            try reduction.attempt { $0.schedule.isEveryHead = false }
        }
        try reduceTiering(reduction)
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
    }

    /// Leaves events of code out, and has the others happen as early as they may: nothing need run
    /// before them.
    private func reduceTiering(_ reduction: Reduction) throws(SubjectFailure) {
        try ListReduction.drop(from: reduction.item.schedule.tiering) {
            events throws(SubjectFailure) in
            try reduction.attempt { $0.schedule.tiering = events }
        }
        for index in reduction.item.schedule.tiering.indices {
            let event = reduction.item.schedule.tiering[index]
            if event.ordinal > 1,
                try !reduction.attempt({ $0.schedule.tiering[index].ordinal = 1 })
            {
                try reduction.attempt { $0.schedule.tiering[index].ordinal -= 1 }
            }
            if event.frame > 0 {
                try reduction.attempt { $0.schedule.tiering[index].frame = 0 }
            }
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
