import VM

/// What each subject did, for `--stats`.
package struct StatisticsReport {
    private let summary: RunSummary

    package init(_ summary: RunSummary) { self.summary = summary }

    package var text: String {
        var lines: [String] = []
        let entries = summary.statistics.subjects.sorted { $0.key.text < $1.key.text }
        for (name, entry) in entries {
            var line = "\(name.text): \(entry.runs) runs"
            if entry.switches > 0 { line += ", \(entry.switches) switches" }
            if entry.instructions > 0 {
                let share =
                    100 * Double(entry.compiledInstructions) / Double(entry.instructions)
                line += ", \(entry.instructions) instructions"
                line += ", \(Decimals.text(share, 1)) % of them compiled"
                if let median = entry.medianShare, name.tier != .interpreter {
                    line += " (median run \(Decimals.text(100 * median, 1)) %)"
                }
            }
            if entry.compiledBytes > 0 {
                line += ", \(entry.compiledBytes) bytes compiled in "
                line += "\(Decimals.text(entry.compileSeconds, 4)) s"
            }
            if entry.emulatedSeconds > 0 {
                line += ", \(Decimals.text(entry.emulatedSeconds, 2)) s emulated"
            }
            lines.append(line)
            if !entry.exits.isEmpty {
                let counts = MethodExitKind.allCases.map { "\(entry.exits[$0]) \($0.name)" }
                lines.append("  side exits taken: \(counts.joined(separator: ", "))")
            }
            for (reason, cases) in entry.uncompiled.sorted(by: { $0.key < $1.key }) {
                lines.append("  nothing compiled in \(cases.count) cases: \(reason)")
            }
        }
        return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }
}
