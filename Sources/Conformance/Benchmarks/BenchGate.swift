#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Compares a run with a saved one, and says what became slower than is allowed.
///
/// What is compared is the median over all rounds of the ratio of a subject to its own run's
/// reference (or, where absolute times are held, of its seconds). With `a` before and `b` now the
/// change is `b / a - 1`. The noise of a benchmark is the sum of both runs' spreads: of each, half
/// the distance between the quartiles, divided by the median. A benchmark is worse if its change is
/// greater than gate + noise. Of a group, the change is that of the geometric mean over what both
/// runs have, and the noise the root of the sum of the squares of its benchmarks' noises, divided
/// by how many they are, as what is chance in one is independent of the others.
package struct BenchGate: Sendable {
    /// What is compared.
    package enum Measure: String, Sendable {
        case ratio
        case time
    }

    /// One comparison.
    package struct Row: Equatable, Sendable {
        /// A benchmark, or a group, for its geometric mean.
        package let name: String
        package let isMean: Bool
        package let subject: String
        package let measure: Measure
        package let before: Double
        package let now: Double
        package let noise: Double
        /// The gate, as a part of `before`.
        package let gate: Double

        package var change: Double { now / before - 1 }
        package var isWorse: Bool { change > gate + noise }
    }

    /// Why two runs cannot be compared.
    package struct Obstacle: Error, CustomStringConvertible {
        package let description: String
    }

    package private(set) var rows: [Row] = []
    /// What is in one of the runs only.
    package private(set) var missing: [String] = []
    /// What to bear in mind of absolute times.
    package private(set) var warnings: [String] = []
    private let limits: [(Measure, Double)]

    package var worse: [Row] { rows.filter(\.isWorse) }

    /// - Parameters:
    ///   - before: the saved run.
    ///   - now: the run that is judged.
    ///   - ratioGate: by what part a ratio may get worse.
    ///   - timeGate: the same of absolute times; nil: they are not compared.
    /// - Throws: that they have nothing to compare.
    package init(
        before: SavedBench, now: SavedBench, ratioGate: Double, timeGate: Double? = nil
    ) throws(Obstacle) {
        limits = [(.ratio, ratioGate)] + (timeGate.map { [(.time, $0)] } ?? [])
        guard let reference = now.subjects.first, before.subjects.first == reference else {
            throw Obstacle(
                description: "the saved run's ratios are to '\(before.subjects.first ?? "")', "
                    + "this one's to '\(now.subjects.first ?? "")': name the same subject first")
        }
        if timeGate != nil, before.machine != now.machine {
            warnings.append(
                "absolute times are of two machines: \(before.machine) before, \(now.machine) now")
        }
        let names = now.benchmarks.map(\.name).filter { before.times(of: $0) != nil }
        noteMissing(before, now)
        for subject in now.subjects where before.subjects.contains(subject) {
            for (measure, gate) in limits where measure == .time || subject != reference {
                compare(names, subject, measure, gate, before, now)
            }
        }
        guard !rows.isEmpty else {
            throw Obstacle(
                description: "the saved run has no benchmark and subject in common with this one, "
                    + "beside the reference: run what it has, "
                    + "\(before.subjects.joined(separator: ", ")) on "
                    + before.benchmarks.prefix(3).map(\.name).joined(separator: ", ")
                    + (before.benchmarks.count > 3 ? ", …" : ""))
        }
    }

    private mutating func noteMissing(_ before: SavedBench, _ now: SavedBench) {
        func note(_ kind: String, _ these: [String], _ those: [String], _ place: String) {
            for name in these where !those.contains(name) {
                missing.append("\(kind) \(name) is not in \(place)")
            }
        }
        let (old, new) = (before.benchmarks.map(\.name), now.benchmarks.map(\.name))
        note("benchmark", old, new, "this run")
        note("benchmark", new, old, "the saved run")
        note("subject", before.subjects, now.subjects, "this run")
        note("subject", now.subjects, before.subjects, "the saved run")
    }

    private mutating func compare(
        _ names: [String], _ subject: String, _ measure: Measure, _ gate: Double,
        _ before: SavedBench, _ now: SavedBench
    ) {
        var made: [Row] = []
        for name in names {
            guard let old = Self.spread(before, name, subject, measure),
                let new = Self.spread(now, name, subject, measure), old.median > 0, new.median > 0
            else {
                missing.append("\(subject) has no time of \(name) in one of the runs")
                continue
            }
            made.append(
                Row(
                    name: name, isMean: false, subject: subject, measure: measure,
                    before: old.median, now: new.median, noise: old.relative + new.relative,
                    gate: gate))
        }
        var groups: [String] = []
        for row in made where !groups.contains(Benchmark.group(of: row.name)) {
            groups.append(Benchmark.group(of: row.name))
        }
        rows += made
        for group in groups {
            let members = made.filter { Benchmark.group(of: $0.name) == group }
            rows += Self.mean(of: members, named: group).map { [$0] } ?? []
        }
    }

    private static func spread(
        _ run: SavedBench, _ name: String, _ subject: String, _ measure: Measure
    ) -> Quartiles? {
        switch measure {
        case .ratio: Quartiles(run.ratios(name, subject))
        case .time: Quartiles(run.times(of: name)?[subject] ?? [])
        }
    }

    private static func mean(of rows: [Row], named group: String) -> Row? {
        guard let first = rows.first, let before = GeometricMean.of(rows.map(\.before)),
            let now = GeometricMean.of(rows.map(\.now))
        else { return nil }
        let squares = rows.reduce(0) { $0 + $1.noise * $1.noise }
        return Row(
            name: group, isMean: true, subject: first.subject, measure: first.measure,
            before: before, now: now, noise: squares.squareRoot() / Double(rows.count),
            gate: first.gate)
    }
}

// MARK: Telling

extension BenchGate {
    /// The groups' means, then what is worse, and last what is missing.
    package var text: String {
        let means = rows.filter(\.isMean)
        let gates = limits.map { "\($0.rawValue)s \(Self.percent($1))" }.joined(separator: ", ")
        return
            (["compared with the saved run; allowed beyond the noise: \(gates)"]
            + means.map { "  \(Self.phrase($0))" } + warnings.map { "WARNING: \($0)" }
            + missing.map { "MISSING: \($0)" } + worse.map { "WORSE: \(Self.phrase($0))" }
            + [conclusion]).joined(separator: "\n") + "\n"
    }

    private var conclusion: String {
        let count = rows.count { !$0.isMean }
        return worse.isEmpty
            ? "no regression in \(count) comparisons"
            : "\(worse.count) of \(rows.count) comparisons are worse than allowed"
    }

    private static func phrase(_ row: Row) -> String {
        let name = row.isMean ? "geometric mean of \(row.name)" : row.name
        let values =
            switch row.measure {
            case .ratio: "\(Decimals.text(row.before, 3)) → \(Decimals.text(row.now, 3))"
            case .time: "\(TimeText.of(row.before)) → \(TimeText.of(row.now))"
            }
        let sign = row.change < 0 ? "" : "+"
        return "\(name): \(row.subject): \(row.measure.rawValue) \(values), "
            + "\(sign)\(percent(row.change)) (noise \(percent(row.noise)))"
    }

    private static func percent(_ share: Double) -> String {
        Decimals.text(100 * share, 1) + " %"
    }

    /// One JSON object, a member of the report's.
    package var json: String {
        let list = rows.map { row in
            "{\"name\": \(JSONEscape.quote(row.name)), \"isMean\": \(row.isMean), "
                + "\"subject\": \(JSONEscape.quote(row.subject)), "
                + "\"measure\": \"\(row.measure.rawValue)\", "
                + "\"before\": \(Decimals.text(row.before, 9)), "
                + "\"now\": \(Decimals.text(row.now, 9)), "
                + "\"noise\": \(Decimals.text(row.noise, 6)), "
                + "\"gate\": \(Decimals.text(row.gate, 6)), \"isWorse\": \(row.isWorse)}"
        }
        let missing = missing.map(JSONEscape.quote).joined(separator: ", ")
        return "{\"worse\": \(worse.count), \"missing\": [\(missing)], "
            + "\"rows\": [\n    \(list.joined(separator: ",\n    "))]}"
    }
}
