import Conformance
import Primitives
import VM

/// Makes up schedules and conditions, before anybody knows how many heads a run has.
enum ScheduleGenerator {
    private static let largestSwitchCount = 48

    /// `every-head` mostly, as that sees most; else no switch, or some at random; with or without
    /// forced exits; where tiers change by themselves, mostly with something happening to code.
    static func schedule(
        isTiered: Bool, using generator: inout SeededGenerator
    ) -> FuzzSchedule {
        var schedule = FuzzSchedule.none
        switch generator.below(8) {
        case 0: break
        case 1, 2: schedule.switches = switches(isTiered: isTiered, using: &generator)
        default: schedule = .everyHead
        }
        if generator.oneIn(6) { schedule.helperExits = helperExits(using: &generator) }
        if isTiered, !generator.oneIn(4) { schedule.tiering = tiering(using: &generator) }
        return schedule
    }

    /// Changes of tier at heads that are a few apart, from the first on.
    static func switches(
        isTiered: Bool, using generator: inout SeededGenerator
    ) -> [SwitchPlan.Switch] {
        let gap = generator.element(of: [1, 2, 4, 16]) ?? 1
        var head = generator.below(gap)
        return (0..<generator.between(1...largestSwitchCount)).map { _ in
            defer { head += generator.between(1...gap) }
            return SwitchPlan.Switch(
                head: head, tier: tier(isTiered: isTiered, using: &generator))
        }
    }

    /// A tier to go on in.
    static func tier(isTiered: Bool, using generator: inout SeededGenerator) -> Tier {
        if isTiered, generator.oneIn(2) { return .tiered }
        return generator.oneIn(2) ? .interpreter : .method
    }

    /// Events of code that are a few apart, mostly of the first frames' code.
    static func tiering(using generator: inout SeededGenerator) -> [FuzzSchedule.Tiering] {
        let gap = generator.element(of: [1, 2, 8]) ?? 1
        var ordinal = 1 + generator.below(gap)
        return (0..<generator.between(1...8)).map { _ in
            defer { ordinal += generator.below(gap + 1) }
            return event(at: ordinal, using: &generator)
        }
    }

    /// Something that happens to code: mostly it is compiled, without which nothing else does.
    static func event(
        at ordinal: Int, using generator: inout SeededGenerator
    ) -> FuzzSchedule.Tiering {
        let actions = [TieringEvent.Action.compile, .compile] + TieringEvent.Action.allCases
        return FuzzSchedule.Tiering(
            ordinal: ordinal, action: generator.element(of: actions) ?? .compile,
            frame: generator.oneIn(2) ? 0 : generator.below(6))
    }

    /// Exits at instructions that are a few apart; those that call no helper pass them by.
    static func helperExits(using generator: inout SeededGenerator) -> [FuzzSchedule.HelperExit] {
        let gap = generator.element(of: [1, 2, 8]) ?? 1
        var step = generator.below(8)
        return (0..<generator.between(1...largestSwitchCount)).map { _ in
            defer { step += generator.between(1...gap) }
            return FuzzSchedule.HelperExit(
                step: step, moment: generator.oneIn(2) ? .before : .after)
        }
    }

    /// What is found where nothing may be read: mostly the usual; else what could pass for a word
    /// that somebody wrote.
    static func poison(using generator: inout SeededGenerator) -> UInt8? {
        generator.oneIn(2) ? nil : generator.element(of: [0, 1, 0x5b, 0x80, 0xff])
    }

    /// Code made of fewer registers, or with moves that nothing needs.
    static func conditions(using generator: inout SeededGenerator) -> Conditions {
        Conditions(
            registerCount: generator.oneIn(2) ? generator.between(5...8) : nil,
            noiseSeed: generator.oneIn(2) ? generator.next() : nil)
    }
}
