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
            if name.tier == .tiered { lines += Self.tiering(entry.tiering, entry.usage) }
            for (reason, cases) in entry.uncompiled.sorted(by: { $0.key < $1.key }) {
                lines.append("  nothing compiled in \(cases.count) cases: \(reason)")
            }
        }
        return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    /// What a profile came to.
    static func tiering(_ done: TieringStatistics, _ used: TierUsage) -> [String] {
        var lines = [
            "  profile: \(done.calls) calls, \(done.triggers) triggers, \(done.compiled) compiled, "
                + "\(done.published) published, \(done.evicted) evicted, "
                + "\(done.discarded) discarded, \(done.cancelled) called off, "
                + "\(done.queueFull) times no room in the queue (\(done.largestQueueDepth) deep)"
        ]
        let refused =
            done.rejected.map { ("rejected, \($0.key.rawValue)", $0.value) }
            + done.failed.map { ("failed, \($0.key)", $0.value) }
        for (reason, count) in refused.sorted(by: { $0.0 < $1.0 }) {
            lines.append("  \(count) \(reason)")
        }
        if done.compileTimes.count > 0 {
            let times = [0.5, 0.9, 1].map {
                Decimals.text(1e6 * done.compileTimes.time(ofShare: $0), 0)
            }
            lines.append(
                "  compile times: half within \(times[0]) µs, nine tenths within \(times[1]) µs, "
                    + "all within \(times[2]) µs, together "
                    + "\(Decimals.text(done.compileTimes.seconds, 4)) s")
        }
        let share = 100 * Double(used.compiledGas) / Double(max(1, used.gas))
        var gas = "  gas: \(used.interpretedGas) interpreted, \(used.compiledGas) compiled "
        gas += "(\(Decimals.text(share, 1)) %)"
        if used.interpretedSeconds + used.compiledSeconds > 0 {
            gas += "; time: \(Decimals.text(used.interpretedSeconds, 4)) s interpreted, "
            gas += "\(Decimals.text(used.compiledSeconds, 4)) s compiled"
        }
        return lines + [gas]
    }
}
