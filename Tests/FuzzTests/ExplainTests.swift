import Conformance
import Fuzz
import TestSupport
import Testing
import VM

/// Who is to blame for a divergence.
@Suite struct ExplainTests {
    private static let method = SubjectName(tier: .method, execution: .native)

    /// The first made-up case in which a fault shows, as a case with its schedule.
    private func firstCase(showing fault: Fault) throws -> Case {
        var source = CaseSource(seed: 5)
        let runner = try DifferentialRunner(faults: [fault])
        for _ in 0..<2000 {
            let item = source.next()
            guard try runner.run(item).divergence != nil else { continue }
            var found = item.unscheduled(name: "a case for \(fault.rawValue)")
            found.directives.schedule = .everyHead
            return found
        }
        throw NotFound()
    }

    private struct NotFound: Error {}

    @Test(arguments: [
        (Fault.subSwapsOperands, "sub"), (.addDropsCarry, "add"), (.lessSwapsOperands, "lt"),
    ])
    func `a wrong lowering is blamed, and its block shown`(
        _ fault: Fault, _ operation: String
    ) throws {
        let item = try firstCase(showing: fault)
        let explainer = try Explainer(Self.method, faults: [fault])
        let explanation = try #require(try explainer.explain(item))
        #expect(explanation.cause == .lowering)
        #expect(explanation.isConfirmed)
        #expect(explanation.key == "lowering-\(operation)")
        let block = try #require(explanation.listings.first)
        #expect(block.lines.contains { $0.hasSuffix(operation.uppercased()) })
        let titles = explanation.listings.map(\.title)
        #expect(titles.contains("LIR as lowered") && titles.contains("Side exits"))
        #expect(explanation.states.contains { $0.differs })
        #expect(ExplanationText(explanation).text.contains("cause: lowering"))
        #expect(ExplanationPage(explanation).text.contains("LIR behind the passes"))
    }

    @Test func `where the end alone differs, both ends are shown`() throws {
        // What an exit to the interpreter lacks shows when the frame has failed.
        let loaded = try firstCase(showing: .snapshotIsShort)
        let explainer = try Explainer(Self.method, faults: [.snapshotIsShort])
        let explanation = try #require(try explainer.explain(loaded))
        guard case .end = explanation.divergence.place else {
            Issue.record("it shows at \(explanation.divergence.place)")
            return
        }
        #expect(explanation.states.contains { $0.name == "status" })
        #expect(explanation.states.contains { $0.differs })
    }

    @Test func `only a run that goes from tier to tier in ways of its own is put down to that`()
        throws
    {
        let text =
            "suite: it\ncases:\n  - {name: it, fork: [Osaka], code: \"PUSH 5 next: PUSH 1 ADD\", "
            + "expect: {status: any}}\n"
        let item = try #require(try Loaded.suite(text).cases.first)
        let runner = try DifferentialRunner()
        let made = try #require(try SavedCase(item).cases(runner).first)
        let trail = try #require(try runner.record(made).outcome.trail)
        func isSwitching(_ policy: SchedulePolicy) -> [Bool] {
            ScheduleMaker.runs(policy, tier: .method, trail: trail, seed: 0).map(\.isSwitching)
        }
        #expect(isSwitching(.none) == [false])
        #expect(isSwitching(.everyHead) == [false])
        #expect(isSwitching(.alternate) == [true, true])
    }

    @Test func `a case in which all agree has no explanation`() throws {
        let item = try firstCase(showing: .subSwapsOperands)
        #expect(try Explainer(Self.method).explain(item) == nil)
    }
}
