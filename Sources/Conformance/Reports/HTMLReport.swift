/// The results as one page that needs nothing else.
package struct HTMLReport {
    private let summary: RunSummary

    package init(_ summary: RunSummary) { self.summary = summary }

    package var text: String {
        HTMLPage(
            title: "Synchromesh: \(summary.caseCount) cases", width: 70,
            styles: [
                "tr.bad td { color: #a00; }",
                "details { border-top: 1px solid #ccc; padding: .4em 0; }",
                "code { font: 13px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }",
                "@media (prefers-color-scheme: dark) { tr.bad td { color: #f88; } }",
            ],
            body: body
        ).text
    }

    private var body: String {
        """
        <h1>\(escape(summary.headline))</h1>
        <p>\(Decimals.text(summary.wallSeconds, 1)) s, \(Decimals.text(summary.processorSeconds, 1)) s \
        of processor time, \(summary.statistics.switches) tier switches.</p>
        <table>
        <tr><th>Verdict</th><th>Cases</th></tr>
        \(verdicts)
        </table>
        \(section("Unreadable inputs", summary.inputErrors.map { escape($0.description) }))
        \(section("Faults of the run", summary.internalErrors.map(escape)))
        \(details)
        """
    }

    private var verdicts: String {
        Verdict.allCases.map { verdict in
            let count = summary.counts[verdict] ?? 0
            let mark = verdict.isBad && count > 0 ? " class=\"bad\"" : ""
            return "<tr\(mark)><td>\(verdict.rawValue)</td><td class=\"number\">\(count)</td></tr>"
        }.joined(separator: "\n")
    }

    /// Cases by verdict, the bad ones first.
    private var details: String {
        Verdict.allCases.filter { $0 != .pass }.sorted { $0.isBad && !$1.isBad }
            .map { verdict in
                let results = summary.results.filter { $0.verdict == verdict }
                return section(verdict.rawValue, results.map(entry), isOpen: verdict.isBad)
            }.joined(separator: "\n")
    }

    private func entry(_ result: CaseResult) -> String {
        let place = result.location.isEmpty ? "" : "<br><code>\(escape(result.location))</code>"
        let what = result.findings.map { "<br>\(escape($0.description))" }.joined()
        return "<code>\(escape(result.name))</code>\(place)\(what)"
    }

    private func section(_ title: String, _ entries: [String], isOpen: Bool = true) -> String {
        guard !entries.isEmpty else { return "" }
        let items = entries.map { "<li>\($0)</li>" }.joined(separator: "\n")
        return "<details\(isOpen ? " open" : "")><summary>\(title): \(entries.count)</summary>"
            + "<ul>\n\(items)\n</ul></details>"
    }

    private func escape(_ text: String) -> String { MarkupEscape.escape(text) }
}
