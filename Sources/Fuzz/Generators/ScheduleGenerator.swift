import Conformance
import Primitives
import VM

/// Makes up schedules and conditions, before anybody knows how many heads a run has.
enum ScheduleGenerator {
    private static let largestSwitchCount = 48

    /// `every-head` mostly, as that sees most; else no switch, or some at random; with or without
    /// forced exits.
    static func schedule(using generator: inout SeededGenerator) -> FuzzSchedule {
        var schedule = FuzzSchedule.none
        switch generator.below(8) {
        case 0: break
        case 1, 2: schedule.switches = switches(using: &generator)
        default: schedule = .everyHead
        }
        if generator.oneIn(6) { schedule.helperExits = helperExits(using: &generator) }
        return schedule
    }

    /// Changes of tier at heads that are a few apart, from the first on.
    static func switches(using generator: inout SeededGenerator) -> [SwitchPlan.Switch] {
        let gap = generator.element(of: [1, 2, 4, 16]) ?? 1
        var head = generator.below(gap)
        return (0..<generator.between(1...largestSwitchCount)).map { _ in
            defer { head += generator.between(1...gap) }
            return SwitchPlan.Switch(
                head: head, tier: generator.oneIn(2) ? .interpreter : .method)
        }
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
