import Conformance
import Fuzz
import Primitives
import TestSupport
import Testing
import VM

/// Made-up schedules for subjects whose tiers change by themselves.
@Suite struct TieredScheduleTests {
    private static let tiered = SubjectName(tier: .tiered, execution: .native)
    private static let options = {
        var options = FuzzOptions()
        options.isTiered = true
        return options
    }()

    @Test func `schedules have all that can happen to code, if a subject is tiered`() {
        var source = CaseSource(Self.options, seed: 3)
        let schedules = (0..<1_000).map { _ in source.next().schedule }
        let events = schedules.flatMap(\.tiering)
        #expect(Set(events.map(\.action)) == Set(TieringEvent.Action.allCases))
        #expect(events.allSatisfy { $0.ordinal >= 1 && $0.frame >= 0 })
        #expect(Set(schedules.flatMap(\.switches).map(\.tier)) == Set(Tier.allCases))
        #expect(schedules.count { $0.tiering.isEmpty } > 100)
    }

    @Test func `other campaigns have nothing happen to code`() {
        var source = CaseSource(seed: 3)
        for _ in 0..<1_000 {
            let schedule = source.next().schedule
            #expect(schedule.tiering.isEmpty)
            #expect(schedule.switches.allSatisfy { $0.tier != .tiered })
        }
    }

    @Test func `cases that are changed keep events that mean something`() {
        var source = CaseSource(Self.options, seed: 5)
        var material = MutationMaterial(
            SeededGenerator(seed: 6), Self.options, other: source.next())
        var (changed, all) = (0, 0)
        for _ in 0..<400 {
            let base = source.next()
            var item = base
            ScheduleChange.mutate(&item, using: &material)
            all += 1
            changed += item.schedule.tiering == base.schedule.tiering ? 0 : 1
            #expect(item.schedule.tiering.allSatisfy { $0.ordinal >= 1 && $0.frame >= 0 })
        }
        #expect(changed > all / 3 && changed < all)
    }

    @Test func `a saved case becomes the made-up case that it was`() throws {
        var source = CaseSource(Self.options, seed: 33)
        let runner = try DifferentialRunner(Self.tiered)
        var events = 0
        for _ in 0..<200 {
            let item = source.next()
            let recording = try runner.record(item)
            guard let trail = recording.outcome.trail else { continue }
            let text = try CaseWriter.suite(
                of: item, named: "a", about: "", subject: Self.tiered, runner: runner)
            let read = try #require(try Loaded.suite(text).cases.first)
            let found = try #require(try SavedCase(read).cases(runner).first)
            let (wanted, again) = (item.schedule, found.schedule)
            let (first, second) = (
                wanted.plannedRun(on: trail, steps: recording.steps, tier: .tiered),
                again.plannedRun(on: trail, steps: recording.steps, tier: .tiered)
            )
            #expect(first.plan.switches == second.plan.switches)
            #expect(first.forced.tiering == second.forced.tiering)
            events += first.forced.tiering.count
        }
        #expect(events > 100)
    }

    @Test func `nothing happens to code of a subject that is not tiered`() throws {
        var source = CaseSource(Self.options, seed: 7)
        let runner = try DifferentialRunner()
        for _ in 0..<100 {
            let item = source.next()
            let recording = try runner.record(item)
            guard let trail = recording.outcome.trail else { continue }
            let run = item.schedule.plannedRun(on: trail, steps: recording.steps, tier: .method)
            #expect(run.forced.tiering.isEmpty)
            #expect(run.plan.switches.allSatisfy { $0.tier != .tiered })
        }
    }

    @Test func `all events but the one that matters go`() throws {
        var source = CaseSource(Self.options, seed: 8)
        let runner = try DifferentialRunner(Self.tiered)
        var minimised = 0
        for _ in 0..<1_000 where minimised < 3 {
            let item = source.next()
            guard item.schedule.tiering.count > 3,
                item.schedule.tiering.contains(where: { $0.action == .evict })
            else { continue }
            let small = try Minimiser(runner).minimise(item) { candidate in
                candidate.schedule.tiering.contains { $0.action == .evict }
            }
            #expect(small.schedule.tiering.map(\.action) == [.evict])
            #expect(small.schedule.eventCount == 1)
            minimised += 1
        }
        #expect(minimised == 3)
    }

    @Test(arguments: [Fault.subSwapsOperands, .dupIsShallow, .mstoreKeepsLimbOrder])
    func `what a compiler does wrong is found, made small, and found again`(fault: Fault) throws {
        let name = try SubjectName(parsing: "tiered,minimum-size=0")
        let runner = try DifferentialRunner(name, faults: [fault])
        var source = CaseSource(Self.options, seed: 10)
        var found: (item: FuzzCase, signature: Signature)?
        for _ in 0..<1_000 where found == nil {
            let item = source.next()
            found = try runner.run(item).divergence.map { (item, Signature($0)) }
        }
        let (item, signature) = try #require(found)
        let small = try Minimiser(runner).minimise(item, keeping: signature)
        #expect(small.codeByteCount <= 32)
        #expect((1...2).contains(small.schedule.eventCount) && !small.schedule.isEveryHead)

        let text = try CaseWriter.suite(
            of: small, named: "a", about: "", subject: name, runner: runner)
        let read = try #require(try Loaded.suite(text).cases.first)
        let again = try #require(try SavedCase(read).cases(runner).first)
        #expect(try runner.run(again).divergence.map(Signature.init) == signature)
        let explanation = try #require(try Explainer(name, faults: [fault]).explain(read))
        #expect(explanation.cause == .lowering)
        #expect(explanation.culprit != nil)
    }

    @Test func `an event of a frame that is no more is left out`() throws {
        var source = CaseSource(seed: 9)
        let runner = try DifferentialRunner(Self.tiered)
        var item = source.next()
        item.schedule.tiering = [0, 99].map {
            FuzzSchedule.Tiering(ordinal: 1, action: .compile, frame: $0)
        }
        let recording = try runner.record(item)
        let trail = try #require(recording.outcome.trail)
        let run = item.schedule.plannedRun(on: trail, steps: [], tier: .tiered)
        #expect(run.forced.tiering.map(\.codeHash) == [trail.frames[0].code.hash])
    }
}
