/// The results in the XML that continuous integration services read.
///
/// One suite for each folder or suite file. Cases that passed are counted; they are listed too if
/// the run kept them.
package struct JUnitReport {
    private let summary: RunSummary

    package init(_ summary: RunSummary) { self.summary = summary }

    package var text: String {
        var groups: [String: [CaseResult]] = [:]
        for result in summary.results {
            groups[CaseGroup.name(of: result.name), default: []].append(result)
        }
        let skipped = Verdict.allCases.filter(Self.isSkipped)
            .reduce(0) { $0 + (summary.counts[$1] ?? 0) }
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<testsuites name=\"synchromesh\" tests=\"\(summary.caseCount + errorCount)\" "
                + "failures=\"\(summary.badCount)\" errors=\"\(errorCount)\" skipped=\"\(skipped)\" "
                + "time=\"\(Decimals.text(summary.wallSeconds, 3))\">",
        ]
        for (name, results) in groups.sorted(by: { $0.key < $1.key }) {
            lines += suite(name, results)
        }
        if errorCount > 0 { lines += errors }
        return (lines + ["</testsuites>"]).joined(separator: "\n") + "\n"
    }

    private var errorCount: Int { summary.inputErrors.count + summary.internalErrors.count }

    private static func isSkipped(_ verdict: Verdict) -> Bool {
        switch verdict {
        case .noVerdict, .knownFailure, .unsupported: true
        case .pass, .fail, .divergence, .unreached, .unexpectedPass: false
        }
    }

    private func suite(_ name: String, _ results: [CaseResult]) -> [String] {
        let bad = results.count { $0.verdict.isBad }
        let skipped = results.count { Self.isSkipped($0.verdict) }
        let name = MarkupEscape.escape(name)
        let head =
            "  <testsuite name=\"\(name)\" tests=\"\(results.count)\" failures=\"\(bad)\" "
            + "errors=\"0\" skipped=\"\(skipped)\">"
        return [head] + results.flatMap { testCase($0, suite: name) } + ["  </testsuite>"]
    }

    private func testCase(_ result: CaseResult, suite: String) -> [String] {
        let head =
            "    <testcase classname=\"\(suite)\" name=\"\(MarkupEscape.escape(result.name))\""
        let kind: String
        if result.verdict.isBad {
            kind = "failure"
        } else if Self.isSkipped(result.verdict) {
            kind = "skipped"
        } else {
            return [head + "/>"]
        }
        let verdict = result.verdict.rawValue
        let what = result.findings.first.map { "\(verdict): \($0.description)" } ?? verdict
        let place = result.location.isEmpty ? "" : "at \(result.location)\n"
        return [
            head + ">",
            "      <\(kind) type=\"\(verdict)\" message=\"\(MarkupEscape.escape(what))\">"
                + "\(MarkupEscape.escape(place + result.explanation))</\(kind)>",
            "    </testcase>",
        ]
    }

    private var errors: [String] {
        let inputs = summary.inputErrors.map { error in
            (name: "\(error.file):\(error.line):\(error.column)", text: error.description)
        }
        let faults = summary.internalErrors.map { (name: "the run itself", text: $0) }
        let head =
            "  <testsuite name=\"inputs\" tests=\"\(errorCount)\" failures=\"0\" "
            + "errors=\"\(errorCount)\" skipped=\"0\">"
        let cases = (inputs + faults).map { entry in
            "    <testcase classname=\"inputs\" name=\"\(MarkupEscape.escape(entry.name))\">"
                + "<error message=\"\(MarkupEscape.escape(entry.text))\"/></testcase>"
        }
        return [head] + cases + ["  </testsuite>"]
    }
}
