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
            case .message where index % 40 != 0: continue
            case .transactions where index % 4 != 0: continue
            case .transactions: transactions += 1
            case .message: break
            }
            let result = evaluator.evaluate(item)
            verdicts[result.verdict, default: 0] += 1
            #expect(!result.verdict.isBad, "\(item.name): \(result.explanation)")
        }
        #expect(transactions > 20)
        #expect(verdicts[.pass, default: 0] > 300)
        #expect(verdicts[.noVerdict, default: 0] < 10)
    }

    @Test func `the summary says why cases have no verdict`() throws {
        try Outside.start()
        let folder = try TemporaryFolder()
        let path = try folder.write(Outside.marked, to: "marks.yaml")
        var configuration = RunConfiguration()
        configuration.subjects = [try SubjectName(parsing: try Outside.wrapper("rejected"))]
        let summary = try Runner(configuration).run(paths: [path])
        #expect(summary.counts == [.pass: 2, .noVerdict: 1])
        #expect(TextReport(summary).text.contains("rejects what it was asked to execute"))
    }

    @Test func `a gas sweep goes over a machine of others, too`() throws {
        try Outside.start()
        var configuration = RunConfiguration()
        configuration.subjects = [try SubjectName(parsing: "evmc:\(try MachineLibrary.own())")]
        configuration.sweepLimit = 20
        let evaluator = try CaseEvaluator(configuration)
        for item in try Loaded.suite(Outside.marked).cases {
            let result = evaluator.evaluate(item)
            #expect(result.verdict == .pass, "\(result.explanation)")
        }
        #expect(evaluator.takeStatistics().sweptAmounts > 20)
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
