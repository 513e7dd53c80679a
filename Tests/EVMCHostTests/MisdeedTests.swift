import Conformance
import EVMCHost
import TestSupport
import Testing

/// What a machine does that none may becomes a finding of its case, and of no other.
@Suite struct MisdeedTests {
    /// What is to be said of a machine that goes wrong.
    struct Expected: CustomTestStringConvertible {
        let misdeed: String
        let words: String
        var testDescription: String { misdeed }

        init(_ misdeed: String, _ words: String) {
            self.misdeed = misdeed
            self.words = words
        }
    }

    private static let deaths = [
        Expected("crash", "crashes: its process ended with signal 6"),
        Expected("exit", "crashes: its process ended with exit code 0"),
        Expected("hang", "hangs: no end after"),
        Expected("null", "touched address 0x0, where nothing is to be touched"),
        Expected("stack", "ran over the end of the native stack"),
    ]

    private static let writes = [
        Expected("code", "wrote to the code, at byte 0"),
        Expected("behind-code", "wrote to the code, at byte 16"),
        Expected("input", "wrote to the call data, at byte 0"),
        Expected("message", "wrote to the message, at byte 16"),
        Expected("host", "wrote to the table of the host's functions, at byte 64"),
        Expected("context", "wrote to the host's context, at byte 0"),
        Expected("call-output", "wrote to the output of a call"),
        Expected("behind-output", "wrote behind the output of a call, which has 32 bytes"),
    ]

    private static let lies = [
        Expected("gas-more", "returned gas_left 100001 of 100000"),
        Expected("gas-negative", "returned gas_left -1 of 100000"),
        Expected("gas-failure", "with status 1, a failure: expected 0"),
        Expected("refund", "returned gas_refund 9223372036854775807, which"),
        Expected("refund-revert", "returned gas_refund 1 of what did not succeed"),
        Expected("null-output", "returned output_data NULL with output_size 32"),
        Expected("huge-output", "returned output_size 1099511627776, for which memory costs"),
        Expected("status", "returned status_code 99, which the interface does not have"),
        Expected("internal", "says that it broke down: status -1"),
        Expected("double-release", "released a call's result twice"),
        Expected("no-release", "did not release 1 results of calls"),
        Expected("call-depth", "asked for a call at depth 0, from depth 0"),
        Expected("call-gas", "handed 9223372036854775807 gas to a call, of 100000"),
        Expected("call-sender", "asked for a call by 0x01000000"),
        Expected("call-input", "asked for a call with input_data NULL and input_size 32"),
        Expected("log", "emitted a log of 5 topics"),
    ]

    /// Its findings, in a run in which the cases around it must pass.
    private func findings(_ misdeed: String, _ evaluator: CaseEvaluator) throws -> [Finding] {
        let cases = try Loaded.suite(Outside.marked).cases
        try #require(cases.count == 3)
        let results = cases.map(evaluator.evaluate)
        #expect(results[0].verdict == .pass, "\(results[0].explanation)")
        #expect(results[2].verdict == .pass, "\(results[2].explanation)")
        return results[1].findings
    }

    @Test(arguments: deaths + writes + lies)
    func `a misdeed is told of, and the cases before and after it pass`(
        expected: Expected
    ) throws {
        try Outside.start()
        let subject = try Outside.wrapper(expected.misdeed)
        let seconds = expected.misdeed == "hang" ? 4.0 : 120
        let findings = try findings(
            expected.misdeed, CaseEvaluator(subject: subject, caseTimeout: seconds))
        let finding = try #require(findings.first)
        #expect(findings.count == 1)
        #expect(finding.verdict == .divergence)
        #expect(finding.subject == subject)
        #expect(finding.what.contains(expected.words), "\(finding.what)")
    }

    @Test(arguments: [
        Expected("wrong-output", "output: 0xee"),
        Expected("wrong-gas", "gas left:"),
    ])
    func `a wrong result is an ordinary divergence`(expected: Expected) throws {
        try Outside.start()
        let findings = try findings(
            expected.misdeed,
            CaseEvaluator(subject: try Outside.wrapper(expected.misdeed)))
        #expect(findings.map(\.verdict) == [.divergence])
        #expect(findings.first?.what.contains(expected.words) == true)
    }

    @Test(arguments: [
        Expected("rejected", "rejects what it was asked to execute, by the rules of Osaka"),
        Expected("no-memory", "ran out of memory"),
    ])
    func `what a machine does not do is no verdict, with the reason`(expected: Expected) throws {
        try Outside.start()
        let findings = try findings(
            expected.misdeed,
            CaseEvaluator(subject: try Outside.wrapper(expected.misdeed)))
        #expect(findings.map(\.verdict) == [.noVerdict])
        #expect(findings.first?.what.contains(expected.words) == true)
    }

    @Test func `a failure without a name is any failure, and no success`() throws {
        try Outside.start()
        let evaluator = try CaseEvaluator(subject: try Outside.wrapper("unnamed"))
        #expect(try findings("unnamed", evaluator).map(\.verdict) == [.divergence])
        let failing = try Loaded.suite(
            """
            suite: a mark and a failure
            cases:
              - name: marked
                fork: Osaka
                code: PUSH 0x6d61726b POP POP
                expect: {status: stack-underflow}
            """
        ).cases
        #expect(failing.map { evaluator.evaluate($0).verdict } == [.pass])
    }

    @Test func `a creation that succeeds shows its creator no output`() throws {
        try Outside.start()
        let evaluator = try CaseEvaluator(subject: try Outside.wrapper("create"))
        // The account that the machine makes on its own is the divergence; it dies otherwise.
        let findings = try findings("create", evaluator)
        #expect(findings.count == 1)
        #expect(findings.first?.what.contains("state root") == true, "\(findings)")
    }

    @Test func `a machine that takes all memory is ended`() throws {
        try Outside.start()
        var limits = OutsideLimits()
        limits.seconds = 60
        limits.memory = 512 << 20
        let name = try SubjectName(parsing: try Outside.wrapper("memory"))
        let subject = try OutsideSubject(name, try #require(name.outside), limits: limits)
        let cases = try Loaded.suite(Outside.marked).cases
        let outcome = try subject.run(cases[1], plan: RunPlan())
        let fields = outcome.misconduct?.fields ?? []
        #expect(fields.first == "crash" && fields.last == "takes more than 512 MiB", "\(fields)")
    }

    @Test func `a machine that died of what ran before it says so`() throws {
        let subject = try Outside.subject(try Outside.wrapper("crash"))
        let cases = try Loaded.suite(Outside.marked).cases
        _ = try subject.run(cases[0], plan: RunPlan())
        let outcome = try subject.run(cases[1], plan: RunPlan())
        #expect(outcome.misconduct?.fields.first == "crash")
        #expect(outcome.misconduct?.text.contains("signal 6") == true)
        // It crashes alone, too: nothing before it is to blame.
        #expect(outcome.misconduct?.text.contains("case before") == false)
    }
}
