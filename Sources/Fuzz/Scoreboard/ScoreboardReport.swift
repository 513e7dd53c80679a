import Conformance
import VM

/// The table of planted faults, for people, for the repository and for scripts.
package struct ScoreboardReport {
    private let rows: [ScoreboardRow]

    package init(_ rows: [ScoreboardRow]) { self.rows = rows }

    private var foundCount: Int { rows.count { $0.isFound } }

    /// A sentence, and medians of what was made small.
    package var summary: String {
        let bytes = Spread(rows.compactMap { $0.bytes?.median })
        let switches = Spread(rows.compactMap { $0.switches?.median })
        return "\(foundCount) of \(rows.count) faults found; median of what was made small: "
            + "\(Self.median(bytes)) bytes, \(Self.median(switches)) switches"
    }

    /// A table in Markdown.
    package var markdown: String {
        var lines = [
            "| Fault | Found | Cases | Seconds | Bytes | Switches | Shows as |",
            "|---|---|---|---|---|---|---|",
        ]
        lines += rows.map { row in
            let cells = [
                "`\(row.fault.rawValue)`", "\(row.foundCount) of \(row.results.count)",
                Self.text(row.cases, 0), Self.text(row.seconds, 2), Self.text(row.bytes, 0),
                Self.text(row.switches, 0), Self.signatures(row),
            ]
            return "| \(cells.joined(separator: " | ")) |"
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// One JSON array, a row a line.
    package var json: String {
        let lines = rows.map { row in
            "{\"id\": \(JSONEscape.quote(row.fault.rawValue)), \"found\": \(row.isFound), "
                + "\"foundSeeds\": \(row.foundCount), \"seeds\": \(row.results.count), "
                + "\"cases\": \(Self.number(row.cases?.median, 1)), "
                + "\"casesInterval\": \(Self.interval(row.cases, 0)), "
                + "\"seconds\": \(Self.number(row.seconds?.median, 3)), "
                + "\"secondsInterval\": \(Self.interval(row.seconds, 3)), "
                + "\"bytes\": \(Self.number(row.bytes?.median, 1)), "
                + "\"switches\": \(Self.number(row.switches?.median, 1)), "
                + "\"signatures\": [\(Self.quotedSignatures(row))]}"
        }
        return "[\n  " + lines.joined(separator: ",\n  ") + "\n]\n"
    }

    private static func median(_ spread: Spread?) -> String {
        spread.map { Decimals.text($0.median, 1) } ?? "no"
    }

    /// The median, and the interval where there is one.
    private static func text(_ spread: Spread?, _ decimals: Int) -> String {
        guard let spread else { return "" }
        let median = Decimals.text(spread.median, decimals)
        guard spread.least != spread.most else { return median }
        return "\(median) (\(Decimals.text(spread.least, decimals))–"
            + "\(Decimals.text(spread.most, decimals)))"
    }

    private static func number(_ value: Double?, _ decimals: Int) -> String {
        value.map { Decimals.text($0, decimals) } ?? "null"
    }

    private static func interval(_ spread: Spread?, _ decimals: Int) -> String {
        guard let spread else { return "null" }
        return "[\(number(spread.least, decimals)), \(number(spread.most, decimals))]"
    }

    private static func names(_ row: ScoreboardRow) -> [String] {
        Set(row.results.map(\.signature).filter { !$0.isEmpty }).sorted()
    }

    private static func signatures(_ row: ScoreboardRow) -> String {
        names(row).joined(separator: ", ")
    }

    private static func quotedSignatures(_ row: ScoreboardRow) -> String {
        names(row).map(JSONEscape.quote).joined(separator: ", ")
    }
}
