import Conformance

/// An explanation as one page that needs nothing else.
package struct ExplanationPage {
    private let explanation: Explanation

    package init(_ explanation: Explanation) { self.explanation = explanation }

    package var text: String {
        HTMLPage(
            title: explanation.key, width: 90,
            styles: [
                "td { font: 13px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }",
                "tr.differs td { color: #a00; font-weight: bold; }",
                ".listings { display: grid; gap: 1em; }",
                ".listings { grid-template-columns: repeat(auto-fit, minmax(24em, 1fr)); }",
                "pre { font: 12px/1.4 ui-monospace, monospace; max-height: 40em; overflow: auto; }",
                "pre { background: #8881; padding: .6em; margin: 0; }",
                "@media (prefers-color-scheme: dark) { tr.differs td { color: #f88; } }",
            ],
            body: body
        ).text
    }

    private var body: String {
        """
        <h1>\(escape(explanation.name))</h1>
        <p>\(escape(explanation.divergence.description))</p>
        <table>
        <tr><th>Subject</th><td>\(escape(explanation.subject.text))</td></tr>
        <tr><th>Schedule</th><td>\(escape(explanation.schedule))</td></tr>
        <tr><th>Cause</th><td>\(escape("\(explanation.cause)"))\(confirmation)</td></tr>
        <tr><th>Goes wrong at</th><td>\(escape(explanation.culprit?.description ?? "not known"))</td></tr>
        <tr><th>Key</th><td>\(escape(explanation.key))</td></tr>
        </table>
        \(states)
        <div class="listings">
        \(listings)
        </div>
        """
    }

    private var confirmation: String {
        explanation.isConfirmed ? ", with the block below alone compiled, too" : ""
    }

    private var states: String {
        guard !explanation.states.isEmpty else { return "" }
        let rows = explanation.states.map { row in
            "<tr\(row.differs ? " class=\"differs\"" : "")><td>\(escape(row.name))</td>"
                + "<td>\(escape(row.reference))</td><td>\(escape(row.subject))</td></tr>"
        }
        return "<table>\n<tr><th></th><th>Reference</th><th>Subject</th></tr>\n"
            + rows.joined(separator: "\n") + "\n</table>"
    }

    private var listings: String {
        explanation.listings.map { listing in
            "<section><h2>\(escape(listing.title))</h2>"
                + "<pre>\(escape(listing.lines.joined(separator: "\n")))</pre></section>"
        }.joined(separator: "\n")
    }

    private func escape(_ text: String) -> String { MarkupEscape.escape(text) }
}
