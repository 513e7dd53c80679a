import Conformance
import TestSupport
import Testing
import VM

/// Cases and outcomes on their way between processes.
@Suite struct WireTests {
    private static let cases = Loaded(paths: ["spec-fixtures"]).cases

    /// One message and one case of transactions.
    private static var two: [Case] {
        let message = cases.first { if case .message = $0.body { true } else { false } }
        let transactions = cases.first { if case .transactions = $0.body { true } else { false } }
        return [message, transactions].compactMap(\.self)
    }

    @Test func `a case that went to another process runs as before`() throws {
        let subject = try MachineSubject(.interpreter)
        var plan = RunPlan()
        plan.wantsAccounts = true
        for (index, item) in Self.cases.enumerated() where index % 10 == 0 {
            var writer = WireWriter()
            item.write(to: &writer, withWorld: true)
            var reader = WireReader(writer.bytes)
            let received = try Case(from: &reader, withWorld: true)
            let (sent, again) = (
                try subject.run(item, plan: plan), try subject.run(received, plan: plan)
            )
            #expect(
                Comparator.firstDifference(reference: sent, subject: again) == nil,
                "\(item.name)")
            #expect(sent.accounts?.map(\.content) == again.accounts?.map(\.content))
        }
    }

    @Test func `an outcome that comes from another process is the same`() throws {
        let subject = try MachineSubject(.interpreter)
        var plan = RunPlan()
        plan.wantsAccounts = true
        for (index, item) in Self.cases.enumerated() where index % 10 == 0 {
            var outcome = try subject.run(item, plan: plan)
            // The order of effects is not exposed, and not told.
            outcome.effects = []
            var writer = WireWriter()
            outcome.write(to: &writer)
            var reader = WireReader(writer.bytes)
            let received = try Outcome(from: &reader)
            #expect(received.results == outcome.results, "\(item.name)")
            #expect(received.stateRoot == outcome.stateRoot)
            #expect(received.accounts?.map(\.address) == outcome.accounts?.map(\.address))
        }
        var told = Outcome()
        told.unsupported = "a reason"
        told.misconduct = Misconduct(fields: ["hang"], text: "hangs")
        var writer = WireWriter()
        told.write(to: &writer)
        var reader = WireReader(writer.bytes)
        let received = try Outcome(from: &reader)
        #expect(received.unsupported == "a reason")
        #expect(received.misconduct == told.misconduct)
    }

    @Test func `a message that is cut off is an error and not a crash`() throws {
        for item in Self.two {
            var writer = WireWriter()
            item.write(to: &writer, withWorld: true)
            for count in 0..<writer.bytes.count {
                var reader = WireReader(Array(writer.bytes.prefix(count)))
                #expect(throws: WireError.self) { try Case(from: &reader, withWorld: true) }
            }
        }
        #expect(Self.two.count == 2)
    }
}
