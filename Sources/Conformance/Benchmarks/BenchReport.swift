import VM

/// What benchmarks took in each subject, for people and, in another file, for scripts.
package struct BenchReport {
    package let run: BenchRun
    /// Inputs that could not be read, and what of them is no benchmark.
    let errors: [String]
    let notes: [String]

    package init(_ run: BenchRun, errors: [String] = [], notes: [String] = []) {
        self.run = run
        self.errors = errors
        self.notes = notes
    }

    /// What the interpreter made of benchmarks and their fixtures say otherwise.
    package var unmet: [String] {
        run.entries.compactMap { entry in entry.unmet.map { "\(entry.name): \($0)" } }
    }

    /// The mean of a group's ratios.
    package struct Mean: Sendable {
        package let group: String
        package let subject: String
        package let count: Int
        package let ratio: Double
    }

    /// The name under which the mean of all benchmarks stands.
    package static let allGroups = "all"

    /// For each group and all of them together, the geometric mean of each subject's median
    /// ratios; benchmarks in which it or the reference failed do not count.
    package var means: [Mean] {
        var groups: [String] = []
        for entry in run.entries where !groups.contains(entry.group) { groups.append(entry.group) }
        if groups.count != 1 { groups.append(Self.allGroups) }
        return groups.flatMap { group in
            run.subjects.indices.dropFirst().compactMap { place in mean(group, place) }
        }
    }

    private func mean(_ group: String, _ place: Int) -> Mean? {
        let ratios = run.entries
            .filter { (group == Self.allGroups || $0.group == group) && !$0.rows.isEmpty }
            .compactMap { Quartiles($0.ratios($0.rows[place]))?.median }
        return GeometricMean.of(ratios).map {
            Mean(group: group, subject: run.subjects[place], count: ratios.count, ratio: $0)
        }
    }

    // MARK: People

    /// A table of all benchmarks, the means, and what is wrong, which comes last.
    package var text: String {
        let loud =
            run.entries.compactMap(Self.warning)
            + run.differences.map { "DIFFERENT: \($0)" }
        let parts = [
            [heading], run.entries.flatMap(lines), [""], meanLines, conclusion, notes, loud,
        ]
        return parts.joined().joined(separator: "\n") + "\n"
    }

    /// Columns behind the subject's name, and their widths.
    private static let columns = [
        ("time", 9), ("±", 8), ("ratio", 8), ("Mgas/s", 9), ("first call", 11), ("compiling", 10),
        ("compiled", 9), ("exits/k", 8), ("code", 6),
    ]

    private var width: Int {
        min(24, run.subjects.reduce(7) { max($0, shown($1).count) })
    }

    /// A subject's name in the table: a library without its folders, where that says which it is.
    private func shown(_ subject: String) -> String {
        let short = Self.withoutFolders(subject)
        let isUnique = run.subjects.count { Self.withoutFolders($0) == short } == 1
        return isUnique ? short : subject
    }

    private static func withoutFolders(_ subject: String) -> String {
        guard subject.hasPrefix("evmc:") else { return subject }
        let parts = subject.split(separator: ",", maxSplits: 1).map(String.init)
        let file = parts[0].split(separator: "/").last.map(String.init) ?? parts[0]
        let start = file.hasPrefix("evmc:") ? file : "evmc:\(file)"
        return parts.count == 2 ? "\(start),\(parts[1])" : start
    }

    private func line(_ name: String, _ cells: [String]) -> String {
        // A name that is too long pushes its own line alone.
        let start = name + String(repeating: " ", count: max(0, width + 2 - name.count))
        return start
            + zip(cells, Self.columns).map { cell, column in
                String(repeating: " ", count: max(1, column.1 - cell.count)) + cell
            }.joined()
    }

    private var heading: String { line("subject", Self.columns.map(\.0)) }

    private func lines(_ entry: BenchRun.Entry) -> [String] {
        var title = "\(entry.name): \(entry.gas) gas, \(entry.frameGas) in frames, "
        title += "\(entry.blocks) blocks, \(entry.fork.name)"
        if !entry.isSuccess { title += ", NO SUCCESS: \(entry.status)" }
        return [title]
            + entry.rows.map { row in
                row.failure.map { line("  \(shown(row.subject))", []) + " FAILED: \($0)" }
                    ?? line("  \(shown(row.subject))", cells(row, of: entry))
            }
    }

    private func cells(_ row: BenchRun.Row, of entry: BenchRun.Entry) -> [String] {
        let seconds = Quartiles(entry.seconds(row))
        func cell(_ value: Double?, _ text: (Double) -> String) -> String {
            value.map(text) ?? "-"
        }
        let growth = row.codeGrowth
        let compiles = growth != nil
        return [
            cell(seconds?.median, TimeText.of),
            cell(seconds?.relative) { Decimals.text(100 * $0, 1) + " %" },
            cell(Quartiles(entry.ratios(row))?.median) { Decimals.text($0, 3) },
            cell(entry.gasPerSecond(row)) { Decimals.text($0 / 1e6, 1) },
            cell(row.median(\.firstWallSeconds), TimeText.of),
            cell(compiles ? row.compileSeconds : nil, TimeText.of),
            cell(row.compiledShare(\.usage)) { Decimals.text(100 * $0, 1) + " %" },
            cell(compiles ? entry.exitsPerThousandBlocks(row) : nil) { Decimals.text($0, 1) },
            cell(growth) { Decimals.text($0, 1) },
        ]
    }

    private var meanLines: [String] {
        guard !means.isEmpty else { return [] }
        let names = means.map { "\($0.group): \(shown($0.subject))" }
        let width = names.reduce(0) { max($0, $1.count) }
        return ["geometric means of ratios to \(shown(run.subjects[0]))"]
            + zip(means, names).map { mean, name in
                "  \(name)\(String(repeating: " ", count: width - name.count))  "
                    + "\(Decimals.text(mean.ratio, 3))  of \(Self.benchmarks(mean.count))"
            }
    }

    private var conclusion: [String] {
        let failing = run.entries.count { !$0.isSuccess }
        let rounds = run.configuration.roundCount
        var line = "\(Self.benchmarks(run.entries.count)), \(rounds) round\(rounds == 1 ? "" : "s")"
        if failing > 0 { line += "; \(failing) END IN NO SUCCESS" }
        return [
            "", line,
            "All are medians: time is processor time, first call and compiling are by the clock.",
            "±: half the distance between the quartiles. exits/k: side exits in a thousand blocks.",
            "code: bytes of machine code for each byte of byte code.",
        ]
    }

    static func benchmarks(_ count: Int) -> String {
        "\(count) benchmark\(count == 1 ? "" : "s")"
    }

    private static func warning(_ entry: BenchRun.Entry) -> String? {
        if let unmet = entry.unmet { return "NOT AS ITS FIXTURE SAYS: \(entry.name): \(unmet)" }
        guard !entry.isSuccess else { return nil }
        let measured = entry.rows.isEmpty ? "; it was not measured" : ""
        return "NO SUCCESS: \(entry.name): \(entry.status)\(measured)"
    }
}

/// Seconds in the unit that suits them, with three digits that count.
package enum TimeText {
    package static func of(_ seconds: Double) -> String {
        for (unit, name) in [(1e-6, "µs"), (1e-3, "ms")] where seconds < 999.5 * unit {
            return "\(digits(seconds / unit)) \(name)"
        }
        return "\(digits(seconds)) s"
    }

    private static func digits(_ value: Double) -> String {
        Decimals.text(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0)
    }
}
