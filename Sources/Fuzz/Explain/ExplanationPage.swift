import Conformance

/// An explanation as one page that needs nothing else.
package struct ExplanationPage {
    private let explanation: Explanation

    package init(_ explanation: Explanation) { self.explanation = explanation }

    package var text: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>\(escape(explanation.key))</title>
        <style>
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 90em; padding: 0 1em; }
        table { border-collapse: collapse; margin: 1em 0; }
        th, td { text-align: left; padding: .2em .8em .2em 0; vertical-align: top; }
        td { font: 13px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
        tr.differs td { color: #a00; font-weight: bold; }
        .listings { display: grid; grid-template-columns: repeat(auto-fit, minmax(24em, 1fr)); gap: 1em; }
        pre { font: 12px/1.4 ui-monospace, monospace; max-height: 40em; overflow: auto;
              background: #8881; padding: .6em; margin: 0; }
        h2 { font-size: 1em; }
        @media (prefers-color-scheme: dark) { body { background: #111; color: #ddd; } tr.differs td { color: #f88; } }
        </style>
        </head>
        <body>
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
        </body>
        </html>

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
