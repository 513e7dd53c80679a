import Conformance

/// What a campaign says at its end, as one page that needs nothing else.
package struct CampaignPage {
    private let summary: CampaignSummary

    package init(_ summary: CampaignSummary) { self.summary = summary }

    package var text: String {
        HTMLPage(
            title: "Synchromesh: \(summary.findings.count) findings", width: 80,
            styles: [
                "pre { font: 13px/1.4 ui-monospace, monospace; overflow: auto; }",
                "pre { background: #8881; padding: .6em; }",
            ],
            body: body
        ).text
    }

    private var body: String {
        """
        <h1>\(summary.findings.count) findings in \(summary.comparisons) comparisons</h1>
        <p>\(summary.cases) cases, \(summary.noVerdict) without a verdict, \(summary.leftOut) left out; seed \(summary.seed); \
        \(Decimals.text(summary.wallSeconds, 1)) s, \(Int(summary.comparisonsPerSecond)) comparisons \
        a second\(summary.isInterrupted ? "; ended by a signal" : "").</p>
        \(summary.internalErrors.map { "<p>internal error: \(escape($0))</p>" }.joined())
        \(summary.findings.map(section).joined(separator: "\n"))
        <h2>Reached</h2>
        <table>
        \(rows(summary.tiersReached))
        \(rows(summary.exitsReached))
        </table>
        """
    }

    private func section(_ finding: CampaignFinding) -> String {
        let cause = finding.inquiry?.cause ?? ""
        let remarks = [
            "\(finding.count) cases", cause.isEmpty ? nil : "to blame: \(cause)",
            finding.otherBuckets.isEmpty
                ? nil : "also as \(finding.otherBuckets.map(\.name).joined(separator: ", "))",
            finding.isFlaky ? "flaky" : nil, finding.isUnfinished ? "not looked at" : nil,
        ]
        return """
            <h2>\(escape(finding.bucket.name))</h2>
            <p>\(escape(remarks.compactMap(\.self).joined(separator: ", ")))<br>
            \(escape(finding.description))<br>\(escape(finding.path))</p>
            <pre>\(escape(finding.inquiry?.text ?? ""))</pre>
            """
    }

    private func rows(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map {
            "<tr><td>\(escape($0.key))</td><td class=\"number\">\($0.value)</td></tr>"
        }.joined(separator: "\n")
    }

    private func escape(_ text: String) -> String { MarkupEscape.escape(text) }
}
