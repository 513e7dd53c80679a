import Conformance

/// An explanation for a terminal.
package struct ExplanationText {
    private let explanation: Explanation
    /// Of a longer listing, only so many lines.
    private let lineLimit: Int

    package init(_ explanation: Explanation, lineLimit: Int = 120) {
        self.explanation = explanation
        self.lineLimit = lineLimit
    }

    package var text: String {
        var lines = [
            explanation.name,
            "subject \(explanation.subject.text), schedule \(explanation.schedule)",
            explanation.divergence.description,
            "cause: \(explanation.cause)"
                + (explanation.isConfirmed ? ", with that block alone compiled, too" : ""),
            "key: \(explanation.key)",
        ]
        if let culprit = explanation.culprit { lines.insert("goes wrong at: \(culprit)", at: 4) }
        if !explanation.states.isEmpty { lines += ["", "State there"] + states }
        for listing in explanation.listings {
            lines += ["", listing.title] + listing.lines.prefix(lineLimit).map { "  \($0)" }
            let rest = listing.lines.count - lineLimit
            if rest > 0 { lines.append("  … \(rest) lines more; the HTML page has them") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Both sides beside each other; what differs is marked.
    private var states: [String] {
        let rows = explanation.states
        let nameWidth = rows.map(\.name.count).max() ?? 0
        let width = max(9, rows.map(\.reference.count).max() ?? 0)
        let heading =
            "    " + pad("", nameWidth) + "  " + pad("reference", width) + "  subject"
        return [heading]
            + rows.map { row in
                "  \(row.differs ? "≠" : " ") " + pad(row.name, nameWidth) + "  "
                    + pad(row.reference, width) + "  " + row.subject
            }
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
