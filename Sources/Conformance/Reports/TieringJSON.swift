import VM

/// What a profile came to, as members of a JSON object.
enum TieringJSON {
    static func members(_ done: TieringStatistics, _ used: TierUsage) -> String {
        "\"profile\": {\(counters(done))}, \"usage\": {\(usage(used))}"
    }

    private static func counters(_ done: TieringStatistics) -> String {
        var members = TieringStatistics.counters.map {
            "\"\($0.name)\": \(done[keyPath: $0.path])"
        }
        members.append("\"largestQueueDepth\": \(done.largestQueueDepth)")
        let rejected = done.rejected.map { ($0.key.rawValue, $0.value) }
        members.append("\"rejected\": {\(counts(rejected))}")
        members.append("\"failed\": {\(counts(done.failed.map { ($0.key, $0.value) }))}")
        let times = done.compileTimes.counts.enumerated().filter { $0.element > 0 }.map {
            "{\"upToMicroseconds\": \(1 << $0.offset), \"count\": \($0.element)}"
        }
        members.append("\"compileTimes\": [\(times.joined(separator: ", "))]")
        members.append("\"compileSeconds\": \(Decimals.text(done.compileTimes.seconds, 6))")
        return members.joined(separator: ", ")
    }

    private static func counts(_ reasons: [(String, Int)]) -> String {
        reasons.sorted { $0.0 < $1.0 }
            .map { "\(JSONEscape.quote($0.0)): \($0.1)" }.joined(separator: ", ")
    }

    private static func usage(_ used: TierUsage) -> String {
        [
            "\"interpretedGas\": \(used.interpretedGas)", "\"compiledGas\": \(used.compiledGas)",
            "\"interpretedSeconds\": \(Decimals.text(used.interpretedSeconds, 6))",
            "\"compiledSeconds\": \(Decimals.text(used.compiledSeconds, 6))",
        ].joined(separator: ", ")
    }
}
