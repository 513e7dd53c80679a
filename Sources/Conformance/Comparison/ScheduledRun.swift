import Primitives
import VM

/// One run that a policy asks for: where it switches, and what to call it in a report.
struct ScheduledRun {
    /// The policy's name, with the run's number where there are several.
    var label: String
    var plan: SwitchPlan
    /// Exits at helpers that are forced besides.
    var forcedExits: Schedule?

    init(_ label: String, _ plan: SwitchPlan, forcedExits: Schedule? = nil) {
        self.label = label
        self.plan = plan
        self.forcedExits = forcedExits
    }
}

extension SchedulePolicy {
    /// The most runs that a sweep makes of one case; of more heads it takes evenly spaced ones.
    static let sweepLimit = 2_000

    /// The runs of one case, in an order that the seed alone decides.
    ///
    /// - Parameter tier: the subject's own, in which runs begin.
    /// - Returns: at least one run.
    func runs(over trail: Trail, tier: Tier, caseName: String, seed: UInt64) -> [ScheduledRun] {
        switch self {
        case .none:
            return [ScheduledRun(name, .none)]
        case .everyHead:
            return [ScheduledRun(name, .everyHead(of: trail, in: tier))]
        case .alternate:
            return [
                ScheduledRun(
                    "\(name)#1", .alternate(over: trail, first: .interpreter, second: tier)),
                ScheduledRun(
                    "\(name)#2", .alternate(over: trail, first: tier, second: .interpreter)),
            ]
        case .random(let count):
            var digest = Digest64(seed: seed)
            caseName.utf8.forEach { digest.mix(UInt64($0)) }
            var generator = SeededGenerator(seed: digest.finalize())
            return (1...count).map { number in
                ScheduledRun(
                    "\(name)#\(number)",
                    .random(over: trail, tiers: [.interpreter, tier], using: &generator))
            }
        case .sweep:
            let step = max(1, trail.heads.count / Self.sweepLimit)
            let runs = stride(from: 0, to: trail.heads.count, by: step).map { head in
                ScheduledRun(
                    "\(name)#\(head + 1)",
                    .excursion(at: head, of: trail, to: .interpreter, backTo: tier))
            }
            return runs.isEmpty ? [ScheduledRun(name, .none)] : runs
        case .fixed(let schedule):
            return [ScheduledRun(name, SwitchPlan(schedule, on: trail), forcedExits: schedule)]
        }
    }
}
