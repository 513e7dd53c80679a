import Conformance

/// What a campaign says at its end, as one page that needs nothing else.
package struct CampaignPage {
    private let summary: CampaignSummary

    package init(_ summary: CampaignSummary) { self.summary = summary }

    package var text: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>Synchromesh: \(summary.findings.count) findings</title>
        <style>
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 80em; padding: 0 1em; }
        table { border-collapse: collapse; margin: 1em 0; }
        th, td { text-align: left; padding: .2em .8em .2em 0; vertical-align: top; }
        td.number { text-align: right; font-variant-numeric: tabular-nums; }
        pre { font: 13px/1.4 ui-monospace, monospace; background: #8881; padding: .6em; overflow: auto; }
        h2 { font-size: 1em; }
        @media (prefers-color-scheme: dark) { body { background: #111; color: #ddd; } }
        </style>
        </head>
        <body>
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
        </body>
        </html>

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
