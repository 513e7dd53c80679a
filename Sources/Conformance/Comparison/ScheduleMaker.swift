import Primitives
package import VM

/// One run that a schedule policy asks for.
package struct PlannedRun: Sendable {
    /// The policy's name, with the number of the run where there are several.
    package var label: String
    package var plan: SwitchPlan
    /// The tier in which frames begin.
    package var firstTier: Tier
    /// Exits at helpers that are forced, and what happens to code.
    package var forced = Schedule()
    /// Whether the plan was written down, so that each of its events can be asked for.
    package var isWritten = false

    package init(
        label: String, plan: SwitchPlan, firstTier: Tier, forced: Schedule = Schedule(),
        isWritten: Bool = false
    ) {
        self.label = label
        self.plan = plan
        self.firstTier = firstTier
        self.forced = forced
        self.isWritten = isWritten
    }
}

/// Makes the runs of a case from a policy and the trail of its reference.
package enum ScheduleMaker {
    /// How many heads a sweep visits at most; of longer trails, as many spread evenly.
    package static let largestSweep = 1000

    /// The runs that `policy` asks for.
    ///
    /// - Parameters:
    ///   - policy: how schedules are made.
    ///   - tier: the tier of the subject; nil for one in which no tier can be changed.
    ///   - trail: the reference's heads.
    ///   - seed: of random schedules; made from the case's name, so that no case depends on others.
    /// - Returns: at least one run.
    package static func runs(
        _ policy: SchedulePolicy, tier: Tier?, trail: Trail, seed: UInt64
    ) -> [PlannedRun] {
        guard let tier else {
            return [PlannedRun(label: "none", plan: .none, firstTier: .interpreter)]
        }
        switch policy {
        case .none:
            return [PlannedRun(label: "none", plan: .none, firstTier: tier)]
        case .everyHead:
            let plan = SwitchPlan.everyHead(of: trail, in: tier)
            return [PlannedRun(label: "every-head", plan: plan, firstTier: tier)]
        case .alternate:
            return alternations(of: tier).enumerated().map {
                PlannedRun(
                    label: "alternate #\($0 + 1)",
                    plan: .alternate(over: trail, first: $1.0, second: $1.1), firstTier: tier)
            }
        case .random(let count):
            return (0..<count).map { index in
                var generator = SeededGenerator(seed: seed &+ UInt64(index))
                return random(index, tier: tier, trail: trail, using: &generator)
            }
        case .sweep:
            return sweep(tier: tier, trail: trail)
        case .fixed(let schedule):
            let plan = SwitchPlan(schedule, on: trail).adapted(to: tier)
            return [
                PlannedRun(
                    label: "as written", plan: plan, firstTier: tier, forced: schedule,
                    isWritten: true)
            ]
        }
    }

    /// The tiers at even and at odd heads; the tiered subject changes with either of the others.
    private static func alternations(of tier: Tier) -> [(Tier, Tier)] {
        switch tier {
        case .interpreter, .method: [(tier, .interpreter), (.interpreter, tier)]
        case .tiered: [(.tiered, .interpreter), (.method, .tiered)]
        }
    }

    private static func random(
        _ index: Int, tier: Tier, trail: Trail, using generator: inout SeededGenerator
    ) -> PlannedRun {
        let tiers: [Tier] = tier == .tiered ? Tier.allCases : [.interpreter, tier]
        let plan = SwitchPlan.random(over: trail, tiers: tiers, using: &generator)
        var run = PlannedRun(label: "random #\(index + 1)", plan: plan, firstTier: tier)
        if tier == .tiered {
            run.forced.tiering = TieringEvent.random(
                over: trail, switchCount: plan.switches.count, using: &generator)
        }
        return run
    }

    /// From the interpreter into the tier, once at each head.
    private static func sweep(tier: Tier, trail: Trail) -> [PlannedRun] {
        let count = trail.heads.count
        guard count > 0 else {
            return [PlannedRun(label: "sweep", plan: .none, firstTier: tier)]
        }
        let visited = min(count, largestSweep)
        return (0..<visited).map { step in
            let head = step * count / visited
            return PlannedRun(
                label: "sweep at head \(head)", plan: .single(at: head, of: trail, to: tier),
                firstTier: .interpreter)
        }
    }
}
