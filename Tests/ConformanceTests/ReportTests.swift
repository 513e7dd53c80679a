import Conformance
import TestSupport
import Testing
import VM

@Suite struct ReportTests {
    private func summary() throws -> RunSummary {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            """
            defaults: {fork: Osaka, code: STOP}
            cases:
              - {name: 'wrong <&"', expect: {gas-used: 1}}
              - {name: right, expect: {gas-used: 0}}
              - {name: odd, expect: {gas-used: 0}, gass: 1}
            """, to: "suite.yaml")
        var configuration = RunConfiguration()
        configuration.keepsAll = true
        return try Runner(configuration).run(
            paths: [path, Resource.path("unsupported.json")])
    }

    @Test func `the JSON summary has every key that scripts rely on`() throws {
        let text = try JSONReport(summary()).text
        let root = try JSONDocument(SourceText(file: "x.json", text: text)).root
        let keys = root.members.map { $0.key.text }
        for key in [
            "cases", "verdicts", "inputErrors", "switches", "seconds", "subjects", "results",
        ] {
            #expect(keys.contains(key))
        }
        #expect(root["cases"]?.text == "6")
        let verdicts = try root.required("verdicts")
        #expect(
            verdicts.members.map { $0.key.text } == [
                "pass", "fail", "divergence", "no-verdict", "unreached", "known-failure",
                "unexpected-pass", "unsupported",
            ])
        #expect(verdicts["pass"]?.text == "1" && verdicts["fail"]?.text == "1")
        #expect(verdicts["unsupported"]?.text == "4")
        #expect(root["inputErrors"]?.text == "1")
        let results = try Array(root.required("results").elements)
        #expect(results.count == 6)
        #expect(results[0]["case"]?.text == "suite/wrong <&\" [Osaka]")
        #expect(results[0]["verdict"]?.text == "fail")
        #expect(results[0]["subject"]?.text == "interpreter")
        #expect(results[0]["what"]?.text == "gas used 0, expected 1")
        let subjects = try Array(root.required("subjects").elements)
        #expect(subjects.map { $0["name"]?.text } == ["interpreter"])
    }

    @Test func `markup in names is escaped`() throws {
        let summary = try summary()
        let junit = JUnitReport(summary).text
        #expect(junit.contains("name=\"suite/wrong &lt;&amp;&quot; [Osaka]\""))
        #expect(HTMLReport(summary).text.contains("suite/wrong &lt;&amp;&quot; [Osaka]"))
        #expect(MarkupEscape.escape("a\u{0}b") == "a\u{fffd}b")
    }

    @Test func `JUnit tells of each case once, with its place and what was wrong`() throws {
        let junit = try JUnitReport(summary()).text
        #expect(junit.contains("tests=\"7\" failures=\"1\" errors=\"1\" skipped=\"4\""))
        #expect(junit.split(separator: "<testcase").count - 1 == 7)
        let what = "interpreter: gas used 0, expected 1"
        #expect(junit.contains("<failure type=\"fail\" message=\"fail: \(what)\">at /"))
        #expect(junit.contains("suite.yaml:3:12\n\(what)</failure>"))
        #expect(junit.contains("suite.yaml:5:40\"><error message=\""))
    }

    @Test func `the text says what went wrong, where, and how much`() throws {
        let text = try TextReport(summary()).text
        #expect(text.contains("fail: suite/wrong <&\" [Osaka]"))
        #expect(text.contains("    interpreter: gas used 0, expected 1"))
        #expect(text.contains("1 EOF tests, 1 RLP tests, 1 blockchain tests"))
        #expect(text.contains("1 of 6 cases went wrong"))
    }

    @Test func `one case and one input are counted as one`() {
        let one = RunSummary(counts: [.pass: 1])
        #expect(one.headline == "1 case agrees")
        #expect(RunSummary(counts: [.pass: 2]).headline == "All 2 cases agree")
        #expect(RunSummary(counts: [.fail: 1]).headline == "1 of 1 case went wrong")
    }

    @Test(arguments: [(1.25, 1, "1.3"), (0.05, 2, "0.05"), (-2.5, 0, "-3"), (12, 3, "12.000")])
    func `decimals are rounded and padded`(value: Double, count: Int, text: String) {
        #expect(Decimals.text(value, count) == text)
    }

    @Test(
        arguments: [
            ([Verdict.pass: 3], 0),
            ([.pass: 1, .noVerdict: 2, .knownFailure: 1, .unsupported: 1], 0),
            ([.fail: 1], 1), ([.unexpectedPass: 1], 1), ([.unreached: 1], 1), ([.divergence: 1], 1),
        ] as [([Verdict: Int], Int32)])
    func `the exit code follows from the verdicts`(counts: [Verdict: Int], code: Int32) {
        #expect(RunSummary(counts: counts).exitCode == code)
    }
}
