package import Codegen

/// What compiling took, for people, for the repository and for scripts.
package struct CompileReport {
    /// A contract that is not compiled.
    package struct Refusal: Sendable {
        package let name: String
        package let instructionSet: InstructionSet
        package let reason: String

        package init(name: String, instructionSet: InstructionSet, reason: String) {
            self.name = name
            self.instructionSet = instructionSet
            self.reason = reason
        }
    }

    let rows: [CompileMeasurement]
    let refusals: [Refusal]
    private let errors: [String]
    let summaries: [CompileSummary]

    package init(
        _ rows: [CompileMeasurement], refusals: [Refusal] = [], errors: [String] = []
    ) {
        self.rows = rows
        self.refusals = refusals
        self.errors = errors
        summaries = InstructionSet.allCases.compactMap { CompileSummary(rows, for: $0) }
    }

    // MARK: People

    /// A table, the refusals, and a few lines for each instruction set.
    package var text: String {
        let titles = ["bytes", "in blocks", "LIR", "machine code", "ms", "µs a byte"]
        let names = rows.map { $0.name.count } + [8]
        let width = min(40, names.max() ?? 0)
        var lines: [String] = []
        if !rows.isEmpty {
            lines.append(
                Self.padded("contract", width) + " " + Self.padded("", 9)
                    + titles.map { Self.aligned($0, 13) }.joined())
        }
        for row in rows {
            lines.append(
                Self.padded(row.name, width) + " "
                    + Self.padded(row.instructionSet.rawValue, 9)
                    + Self.cells(row).map { Self.aligned($0, 13) }.joined())
        }
        lines += refusals.map { "\($0.name) (\($0.instructionSet)): not compiled: \($0.reason)" }
        return (lines + summaries.map(Self.sentence)).joined(separator: "\n") + "\n"
    }

    private static func cells(_ row: CompileMeasurement) -> [String] {
        [
            "\(row.byteCount)", "\(row.reachedByteCount)", "\(row.instructionCount)",
            "\(row.machineByteCount)", Decimals.text(row.seconds * 1000, 3),
            Decimals.text(row.microsecondsPerByte, 3),
        ]
    }

    /// The totals of an instruction set.
    static func sentence(_ summary: CompileSummary) -> String {
        let growth = summary.growth.map {
            "; time grows as size to the power of \(Decimals.text($0.exponent, 3)) "
                + "(R² \(Decimals.text($0.determination, 3)))"
        }
        return "\(summary.instructionSet): \(summary.contractCount) contracts, "
            + "\(summary.reachedByteCount) bytes in blocks, "
            + "\(Decimals.text(summary.seconds * 1000, 1)) ms: "
            + "\(Decimals.text(summary.microsecondsPerByte, 3)) µs a byte, geometric mean "
            + "\(Decimals.text(summary.meanMicrosecondsPerByte, 3)), at most "
            + "\(Decimals.text(summary.slowest.microsecondsPerByte, 3)) (\(summary.slowest.name))"
            + (growth ?? "")
            + (summary.dataCount > 0 ? "; \(summary.dataCount) that are mostly data left out" : "")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        let shown = text.count > width ? text.prefix(width - 1) + "…" : Substring(text)
        return shown + String(repeating: " ", count: width - shown.count)
    }

    private static func aligned(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }

    // MARK: The repository

    /// A table in Markdown: a contract a line, with the times of each instruction set.
    package var markdown: String {
        let sets = summaries.map(\.instructionSet)
        let titles =
            ["Contract", "Bytes", "In blocks", "LIR"]
            + sets.flatMap { ["\($0), bytes", "ms", "µs a byte"] }
        var lines = [
            Self.line(titles), Self.line(["---"] + titles.dropFirst().map { _ in "---:" }),
        ]
        var shown: Set<String> = []
        for row in rows where shown.insert(row.name).inserted {
            let cells = sets.flatMap { set in
                let same = rows.first { $0.name == row.name && $0.instructionSet == set }
                return same.map { Array(Self.cells($0).suffix(3)) } ?? ["", "", ""]
            }
            lines.append(Self.line([row.name] + Self.cells(row).prefix(3) + cells))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ cells: [String]) -> String {
        "| \(cells.joined(separator: " | ")) |"
    }

    /// The sentences of all instruction sets, a list in Markdown.
    package var markdownSummary: String {
        summaries.map { "- \(Self.sentence($0)).\n" }.joined()
    }

    // MARK: Scripts

    /// One JSON object.
    package var json: String {
        let rows = rows.map { row in
            "{\"name\": \(JSONEscape.quote(row.name)), "
                + "\"instructionSet\": \"\(row.instructionSet)\", \"bytes\": \(row.byteCount), "
                + "\"bytesInBlocks\": \(row.reachedByteCount), \"lir\": \(row.instructionCount), "
                + "\"machineBytes\": \(row.machineByteCount), "
                + "\"seconds\": \(Decimals.text(row.seconds, 9)), "
                + "\"microsecondsPerByte\": \(Decimals.text(row.microsecondsPerByte, 6))}"
        }
        let refusals = refusals.map {
            "{\"name\": \(JSONEscape.quote($0.name)), "
                + "\"instructionSet\": \"\($0.instructionSet)\", "
                + "\"reason\": \(JSONEscape.quote($0.reason))}"
        }
        return """
            {
              "rows": \(Self.list(rows)),
              "summaries": \(Self.list(summaries.map(Self.json))),
              "refused": \(Self.list(refusals)),
              "errors": \(Self.list(errors.map(JSONEscape.quote)))
            }

            """
    }

    private static func json(_ summary: CompileSummary) -> String {
        let exponent = summary.growth.map { Decimals.text($0.exponent, 6) } ?? "null"
        let determination = summary.growth.map { Decimals.text($0.determination, 6) } ?? "null"
        return "{\"instructionSet\": \"\(summary.instructionSet)\", "
            + "\"contracts\": \(summary.contractCount), "
            + "\"mostlyData\": \(summary.dataCount), "
            + "\"bytesInBlocks\": \(summary.reachedByteCount), "
            + "\"lir\": \(summary.instructionCount), "
            + "\"machineBytes\": \(summary.machineByteCount), "
            + "\"seconds\": \(Decimals.text(summary.seconds, 9)), "
            + "\"microsecondsPerByte\": \(Decimals.text(summary.microsecondsPerByte, 6)), "
            + "\"geometricMean\": \(Decimals.text(summary.meanMicrosecondsPerByte, 6)), "
            + "\"greatest\": \(Decimals.text(summary.slowest.microsecondsPerByte, 6)), "
            + "\"exponent\": \(exponent), \"determination\": \(determination)}"
    }

    private static func list(_ lines: [String]) -> String {
        lines.isEmpty ? "[]" : "[\n    \(lines.joined(separator: ",\n    "))\n  ]"
    }
}
