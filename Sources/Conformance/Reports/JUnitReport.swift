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
            "<testsuites name=\"synchromesh\" tests=\"\(summary.caseCount)\" "
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
        let what = MarkupEscape.escape(result.explanation)
        let verdict = result.verdict.rawValue
        if result.verdict.isBad {
            return [
                head + ">",
                "      <failure type=\"\(verdict)\" message=\"\(verdict)\">\(what)</failure>",
                "    </testcase>",
            ]
        }
        if Self.isSkipped(result.verdict) {
            return [
                head + ">", "      <skipped message=\"\(verdict): \(what)\"/>", "    </testcase>",
            ]
        }
        return [head + "/>"]
    }

    private var errors: [String] {
        let texts = summary.inputErrors.map(\.description) + summary.internalErrors
        let head =
            "  <testsuite name=\"inputs\" tests=\"\(texts.count)\" failures=\"0\" "
            + "errors=\"\(texts.count)\" skipped=\"0\">"
        let cases = texts.map { text in
            "    <testcase classname=\"inputs\" name=\"input\"><error message=\""
                + MarkupEscape.escape(text) + "\"/></testcase>"
        }
        return [head] + cases + ["  </testsuite>"]
    }
}
