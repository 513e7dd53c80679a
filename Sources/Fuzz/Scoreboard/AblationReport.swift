import Conformance
import VM

/// What each part of the fuzzer is good for: planted faults looked for with all of them, and
/// without each in turn.
package struct AblationReport {
    /// The scoreboard without one part.
    package struct Column: Sendable {
        /// The part that was left out; nil for none.
        package var without: FuzzOptions.Feature?
        /// A row for each fault, the same in all columns.
        package var rows: [ScoreboardRow]

        package init(without: FuzzOptions.Feature?, rows: [ScoreboardRow]) {
            self.without = without
            self.rows = rows
        }

        fileprivate var title: String { without.map { "Without \($0.rawValue)" } ?? "All" }
    }

    private let columns: [Column]

    /// - Parameter columns: that with every part first.
    package init(_ columns: [Column]) { self.columns = columns }

    /// A line for each column: how many faults were found, and how much sooner or later.
    package var summary: String {
        columns.map { column in
            let found = column.rows.count { $0.isFound }
            let line = "\(column.title): \(found) of \(column.rows.count) faults found"
            guard column.without != nil, let ratio = ratio(column) else { return line }
            return "\(line); those found with all parts, too, in \(Decimals.text(ratio, 2)) times "
                + "as many cases (median)"
        }.joined(separator: "\n")
    }

    /// The median of how many times as many cases it took as with every part.
    private func ratio(_ column: Column) -> Double? {
        guard let all = columns.first else { return nil }
        let ratios = zip(column.rows, all.rows).compactMap { row, whole -> Double? in
            guard row.isFound, whole.isFound, let cases = row.cases, let before = whole.cases else {
                return nil
            }
            return cases.median / before.median
        }
        return Spread(ratios)?.median
    }

    /// A table in Markdown: the median of cases, and of how many seeds where not of all.
    package var markdown: String {
        var lines = [
            "| Fault | \(columns.map(\.title).joined(separator: " | ")) |",
            "|---" + String(repeating: "|---", count: columns.count) + "|",
        ]
        for (index, row) in (columns.first?.rows ?? []).enumerated() {
            let cells = columns.map { Self.text($0.rows[index]) }
            lines.append("| `\(row.fault.rawValue)` | \(cells.joined(separator: " | ")) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ row: ScoreboardRow) -> String {
        let cases = row.cases.map { Decimals.text($0.median, 0) } ?? "none"
        if row.foundCount == row.results.count { return cases }
        if row.foundCount == 0 { return "**not in \(cases)**" }
        return "\(row.foundCount) of \(row.results.count) in \(cases)"
    }

    /// One JSON array, a fault in a column a line.
    package var json: String {
        let lines = columns.flatMap { column in
            column.rows.map { row in
                "{\"id\": \(JSONEscape.quote(row.fault.rawValue)), "
                    + "\"without\": \(column.without.map { JSONEscape.quote($0.rawValue) } ?? "null"), "
                    + "\"found\": \(row.isFound), \"foundSeeds\": \(row.foundCount), "
                    + "\"seeds\": \(row.results.count), "
                    + "\"cases\": \(row.cases.map { Decimals.text($0.median, 1) } ?? "null")}"
            }
        }
        return "[\n  " + lines.joined(separator: ",\n  ") + "\n]\n"
    }
}
