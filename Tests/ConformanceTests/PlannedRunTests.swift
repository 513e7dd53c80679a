import Conformance
import Primitives
import Testing
import VM

/// The runs that a policy asks for of the tiered subject, and the demands held against them.
@Suite struct PlannedRunTests {
    private static let codes = [Code([0x5b, 0x00]), Code([0x5b, 0x5b, 0x00])]

    /// Two frames of other code, and six heads.
    private static let trail = Trail(
        heads: (0..<6).map {
            Head(frame: UInt32($0 % 2), pc: 0, gas: 100 - $0, instructions: 0, digest: 0)
        },
        frames: codes.map { FrameRecord(transaction: 0, code: $0, instructions: 6) },
        headCount: 6)

    private func planned(_ policy: SchedulePolicy, _ tier: Tier = .tiered) -> [PlannedRun] {
        ScheduleMaker.runs(policy, tier: tier, trail: Self.trail, seed: 7)
    }

    @Test func `each head of alternate runs is tiered once, and once in either other tier`() {
        let runs = planned(.alternate)
        #expect(runs.allSatisfy { $0.firstTier == .tiered })
        let tiers = (0..<6).map { head in runs.map { $0.plan.switches[head].tier } }
        #expect(tiers.allSatisfy { $0.count { $0 == .tiered } == 1 })
        #expect(Set(tiers.joined()) == [.tiered, .interpreter, .method])
    }

    @Test func `random runs switch among all tiers and have things happen to code that ran`() {
        let runs = planned(.random(200))
        let events = runs.flatMap(\.forced.tiering)
        #expect(Set(events.map(\.codeHash)) == Set(Self.codes.map(\.hash)))
        #expect(Set(events.map(\.action)) == Set(TieringEvent.Action.allCases))
        #expect(events.allSatisfy { $0.ordinal >= 1 })
        #expect(events.contains { $0.ordinal > 4 })
        #expect(
            Set(runs.flatMap(\.plan.switches).map(\.tier)) == [.tiered, .interpreter, .method])
        let again = planned(.random(200))
        #expect(again.map(\.forced) == runs.map(\.forced))
        #expect(again.map(\.plan.switches) == runs.map(\.plan.switches))
    }

    @Test func `nothing happens to code in other tiers' random runs`() {
        for tier in [Tier.interpreter, .method] {
            let runs = planned(.random(50), tier)
            #expect(runs.allSatisfy { $0.forced.isEmpty })
            #expect(runs.flatMap(\.plan.switches).allSatisfy { $0.tier != .tiered })
        }
    }

    @Test func `nothing is drawn where no code ran`() {
        let empty = Trail(heads: [], frames: [], headCount: 0)
        let runs = ScheduleMaker.runs(.random(3), tier: .tiered, trail: empty, seed: 1)
        #expect(runs.count == 3)
        #expect(runs.allSatisfy { $0.forced.isEmpty && $0.plan.switches.isEmpty })
    }

    private static let tiered = SubjectName(tier: .tiered, execution: .native)
    private static let method = SubjectName(tier: .method, execution: .native)

    private static func asking(_ demands: [Demand], of tiers: [String]?) -> Directives {
        var directives = Directives()
        directives.mustReach = demands
        directives.tiers = tiers
        return directives
    }

    @Test func `what a profile comes to is asked only by cases that are for it`() {
        let demands = Self.asking(
            [.tier(.interpreter), .tier(.method), .tier(.tiered), .exit(.head)], of: nil)
        let unmet = DemandCheck(demands, subject: Self.tiered).unmet
        #expect(unmet == ["never reached tier tiered"])
        #expect(DemandCheck(demands, subject: Self.method).unmet.count == 2)
    }

    @Test func `a tiered subject is asked for every tier and for exits`() throws {
        let demands = Self.asking(
            [.tier(.interpreter), .tier(.method), .tier(.tiered), .exit(.head)],
            of: ["tiered", "method", "interpreter"])
        #expect(DemandCheck(demands, subject: Self.tiered).unmet.count == 4)
        #expect(DemandCheck(demands, subject: Self.method).unmet.count == 2)
        #expect(DemandCheck(demands, subject: .interpreter).unmet.count == 1)
        for (option, count) in [("compile=failing", 2), ("compile=background", 1)] {
            let name = try SubjectName(parsing: "tiered,\(option)")
            #expect(DemandCheck(demands, subject: name).unmet.count == count)
        }
        var conduct = Conduct()
        conduct.tiers = [.interpreter, .method, .tiered]
        conduct.exits[.head] = 1
        var check = DemandCheck(demands, subject: Self.tiered)
        check.add(conduct, of: PlannedRun(label: "", plan: .none, firstTier: .tiered))
        #expect(check.unmet.isEmpty)
    }

    @Test func `written events of tiering have to take place, where tiers change by themselves`() {
        let switches = Self.asking([.everySwitch], of: ["tiered"])
        let event = TieringEvent(ordinal: 1, action: .evict, codeHash: Self.codes[0].hash)
        var run = PlannedRun(label: "", plan: .none, firstTier: .tiered, isWritten: true)
        run.forced.tiering = [event, event]
        var conduct = Conduct()
        conduct.tieringEvents = 1
        var check = DemandCheck(switches, subject: Self.tiered)
        check.add(conduct, of: run)
        #expect(check.unmet.first?.hasSuffix("1 of 2 events took place") == true)

        var other = DemandCheck(switches, subject: Self.method)
        other.add(Conduct(), of: run)
        #expect(other.unmet.isEmpty)

        run.isWritten = false
        var drawn = DemandCheck(switches, subject: Self.tiered)
        drawn.add(conduct, of: run)
        #expect(drawn.unmet.isEmpty)
    }
}
