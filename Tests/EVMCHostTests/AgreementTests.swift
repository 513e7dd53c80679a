import Conformance
import TestSupport
import Testing
import VM

/// Our own machine, through the interface that any other would be asked by.
@Suite struct OwnPlugInTests {
    @Test(arguments: ["interpreter", "method"])
    func `our plug-in agrees with the interpreter over messages and transactions`(
        tier: String
    ) throws {
        try Outside.start()
        let evaluator = try CaseEvaluator(
            subject: "evmc:\(try MachineLibrary.own()),tier=\(tier)")
        var verdicts: [Verdict: Int] = [:]
        var transactions = 0
        for (index, item) in Loaded(paths: ["spec-fixtures"]).cases.enumerated() {
            switch item.body {
            case .message where index % 20 != 0: continue
            case .transactions: transactions += 1
            case .message: break
            }
            let result = evaluator.evaluate(item)
            verdicts[result.verdict, default: 0] += 1
            #expect(!result.verdict.isBad, "\(item.name): \(result.explanation)")
        }
        #expect(transactions > 20)
        #expect(verdicts[.pass, default: 0] > 500)
        #expect(verdicts[.noVerdict, default: 0] < 10)
    }

    @Test func `an outside machine runs once, whatever the schedule`() throws {
        try Outside.start()
        var configuration = RunConfiguration()
        configuration.subjects = [
            try SubjectName(parsing: "evmc:\(try MachineLibrary.own())")
        ]
        configuration.schedules = [.everyHead]
        let evaluator = try CaseEvaluator(configuration)
        for item in try Loaded.suite(Outside.marked).cases {
            #expect(evaluator.evaluate(item).verdict == .pass)
        }
        let statistics = evaluator.takeStatistics().subjects[configuration.subjects[0]]
        #expect(statistics?.runs == 3)
        #expect(statistics?.switches == 0)
    }
}
