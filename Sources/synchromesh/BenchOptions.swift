import ArgumentParser
import Conformance

/// What is measured, and for how long.
struct MeasuringOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only benchmarks whose name matches; can be repeated.",
            discussion: "'*' is any text, '?' any character; the pattern may begin behind any '/'.",
            valueName: "glob"))
    var filter: [String] = []

    @Option(
        help: ArgumentHelp("No benchmarks whose name matches; can be repeated.", valueName: "glob"))
    var exclude: [String] = []

    @Option(
        help: ArgumentHelp(
            "A measurement takes so long at least. (default: "
                + "\(Int(1000 * BenchConfiguration().measurementSeconds)))",
            valueName: "milliseconds"))
    var time: Double?

    @Option(help: ArgumentHelp("Write a page with plots.", valueName: "file"))
    var html: String?

    /// The first option that was given and means nothing in a mix.
    var givenOption: String? {
        let given = [
            ("--filter", !filter.isEmpty), ("--exclude", !exclude.isEmpty), ("--time", time != nil),
            ("--html", html != nil),
        ]
        return given.first { $0.1 }?.0
    }

    var selection: CaseSelection {
        var selection = CaseSelection()
        selection.filters = filter.map { Glob($0) }
        selection.exclusions = exclude.map { Glob($0) }
        return selection
    }

    func configuration(rounds: Int?) throws -> BenchConfiguration {
        var made = BenchConfiguration()
        made.roundCount = rounds ?? made.roundCount
        guard (1...1000).contains(made.roundCount) else {
            throw ValidationError("expected --rounds 1 to 1000, found \(made.roundCount)")
        }
        if let time {
            guard (0.1...10_000).contains(time) else {
                throw ValidationError("expected --time 0.1 to 10000 milliseconds, found \(time)")
            }
            made.measurementSeconds = time / 1000
        }
        return made
    }
}

/// What a run is held against.
struct GateOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Write the run, to hold later ones against it.", valueName: "file"))
    var save: String?

    @Option(
        help: ArgumentHelp(
            "Compare with a run that was saved; of several, rounds are put together.",
            valueName: "file"))
    var against: [String] = []

    @Option(
        help: ArgumentHelp(
            "Compare these saved runs in place of measuring; can be repeated.", valueName: "file"))
    var runs: [String] = []

    @Option(
        help: ArgumentHelp(
            "Fail if a ratio got worse by more than this, beyond the noise. (default: 10)",
            valueName: "percent"))
    var gate: Double?

    @Option(
        help: ArgumentHelp(
            "Fail if a time got longer by more than this, too; the field's own gate is 25.",
            valueName: "percent"))
    var gateTime: Double?

    /// The first option that was given and means nothing in a mix.
    var givenOption: String? {
        let given = [
            ("--save", save != nil), ("--against", !against.isEmpty), ("--runs", !runs.isEmpty),
            ("--gate", gate != nil), ("--gate-time", gateTime != nil),
        ]
        return given.first { $0.1 }?.0
    }

    /// What this run is compared with.
    ///
    /// - Throws: that a file is no such run, or that a gate has nothing to hold.
    func saved() throws -> SavedBench? {
        for (name, value) in [("--gate", gate), ("--gate-time", gateTime)] {
            guard let value else { continue }
            guard (0...1000).contains(value) else {
                throw ValidationError("expected \(name) 0 to 1000 percent, found \(value)")
            }
            guard !against.isEmpty else {
                throw ValidationError("\(name) needs --against, a run to compare with")
            }
        }
        return try Self.read(against)
    }

    /// Reads runs and puts their rounds together; nil for none.
    static func read(_ paths: [String]) throws -> SavedBench? {
        var all: SavedBench?
        for path in paths {
            let next = try SavedBench(path: path)
            guard var sum = all else {
                all = next
                continue
            }
            guard sum.subjects == next.subjects else {
                throw ValidationError(
                    "\(path) has the subjects \(next.subjects.joined(separator: "; ")), expected "
                        + "those of the other run, \(sum.subjects.joined(separator: "; "))")
            }
            sum.add(next)
            all = sum
        }
        return all
    }

    func compare(_ saved: SavedBench, _ now: SavedBench) throws -> BenchGate {
        do throws(BenchGate.Obstacle) {
            return try BenchGate(
                before: saved, now: now, ratioGate: (gate ?? 10) / 100,
                timeGate: gateTime.map { $0 / 100 })
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
