import VM

extension BenchReport {
    /// One JSON object: all figures, each round's too.
    ///
    /// It can be held against later runs.
    package var json: String { json(with: nil) }

    /// The same, with what came of a comparison.
    package func json(with gate: BenchGate?) -> String {
        let means = means.map { mean in
            Self.object([
                ("group", Self.quote(mean.group)), ("subject", Self.quote(mean.subject)),
                ("count", "\(mean.count)"), ("geometricMean", Self.number(mean.ratio, 6)),
            ])
        }
        let made = run.configuration
        let comparison = gate.map { ",\n  \"comparison\": \($0.json)" } ?? ""
        return """
            {
              "format": \(Self.quote(SavedBench.format)),
              "version": \(SavedBench.version),
              "machine": \(Self.quote(BenchMachine.name)),
              "rounds": \(made.roundCount),
              "measurementSeconds": \(Self.number(made.measurementSeconds, 6)),
              "warmUpSeconds": \(Self.number(made.warmUpSeconds, 6)),
              "subjects": [\(run.subjects.map(Self.quote).joined(separator: ", "))],
              "benchmarks": \(Self.list(run.entries.map(entry))),
              "means": \(Self.list(means)),
              "differences": \(Self.list(run.differences.map(Self.quote))),
              "notes": \(Self.list(notes.map(Self.quote))),
              "errors": \(Self.list(errors.map(Self.quote)))\(comparison)
            }

            """
    }

    private func entry(_ entry: BenchRun.Entry) -> String {
        let rows = entry.rows.map { row($0, of: entry) }
        return Self.object([
            ("name", Self.quote(entry.name)), ("group", Self.quote(entry.group)),
            ("fork", Self.quote(entry.fork.name)), ("gas", "\(entry.gas)"),
            ("frameGas", "\(entry.frameGas)"),
            ("blocks", "\(entry.blocks)"), ("status", Self.quote(entry.status)),
            ("success", "\(entry.isSuccess)"), ("unmet", entry.unmet.map(Self.quote) ?? "null"),
            ("subjects", "[\n      \(rows.joined(separator: ",\n      "))]"),
        ])
    }

    private func row(_ row: BenchRun.Row, of entry: BenchRun.Entry) -> String {
        let effort = row.rounds.last?.effort ?? CompileEffort()
        let ratios = entry.ratios(row)
        let rounds = row.rounds.enumerated().map { place, round in
            Self.round(round, ratio: ratios.indices.contains(place) ? ratios[place] : nil)
        }
        return Self.object([
            ("name", Self.quote(row.subject)), ("failure", row.failure.map(Self.quote) ?? "null"),
            ("seconds", Self.spread(entry.seconds(row), 12)), ("ratio", Self.spread(ratios, 6)),
            ("wallSeconds", Self.number(row.median(\.wallSeconds), 12)),
            ("gasPerSecond", Self.number(entry.gasPerSecond(row), 0)),
            ("firstCallSeconds", Self.number(row.median(\.firstSeconds), 9)),
            ("firstCallWallSeconds", Self.number(row.median(\.firstWallSeconds), 9)),
            ("firstCallCompileSeconds", Self.number(row.median(\.firstCompileSeconds), 9)),
            ("warmUpSeconds", Self.number(row.median(\.warmUpSeconds), 9)),
            ("compileSeconds", Self.number(row.compileSeconds, 9)),
            ("breakEvenCalls", Self.number(entry.breakEven(row), 0)),
            ("exitsPerThousandBlocks", Self.number(entry.exitsPerThousandBlocks(row), 3)),
            ("compiledCodes", "\(effort.count)"), ("compiledBytes", "\(effort.byteCount)"),
            ("machineBytes", "\(effort.machineCodeByteCount)"),
            ("machineBytesPerByte", Self.number(row.codeGrowth, 3)),
            ("compiledGasShare", Self.number(row.compiledShare(\.usage), 6)),
            ("interpretedSeconds", Self.number(row.median(\.interpretedSeconds), 12)),
            ("compiledSeconds", Self.number(row.median(\.compiledSeconds), 12)),
            ("rounds", "[\n        \(rounds.joined(separator: ",\n        "))]"),
        ])
    }

    private static func round(_ round: BenchRound, ratio: Double?) -> String {
        object([
            ("seconds", number(round.seconds, 12)), ("wallSeconds", number(round.wallSeconds, 12)),
            ("ratio", number(ratio, 6)), ("count", "\(round.count)"),
            ("firstCallSeconds", number(round.firstSeconds, 9)),
            ("firstCallWallSeconds", number(round.firstWallSeconds, 9)),
            ("firstCallCompileSeconds", number(round.firstCompileSeconds, 9)),
            ("warmUpCount", "\(round.warmUpCount)"),
            ("warmUpSeconds", number(round.warmUpSeconds, 9)),
            ("isStillWarming", "\(round.isStillWarming)"),
            ("compileSeconds", number(round.effort.seconds, 9)),
            ("exits", number(round.exits, 3)),
            ("firstCallGas", usage(round.firstUsage)), ("warmUpGas", usage(round.warmUpUsage)),
            ("gas", usage(round.usage)),
            ("interpretedSeconds", number(round.interpretedSeconds, 12)),
            ("compiledSeconds", number(round.compiledSeconds, 12)),
        ])
    }

    private static func usage(_ used: TierUsage?) -> String {
        guard let used else { return "null" }
        return object([
            ("interpreted", "\(used.interpretedGas)"), ("compiled", "\(used.compiledGas)"),
        ])
    }

    private static func spread(_ values: [Double], _ decimals: Int) -> String {
        guard let spread = Quartiles(values) else { return "null" }
        return object([
            ("median", number(spread.median, decimals)),
            ("lowerQuartile", number(spread.lowerQuartile, decimals)),
            ("upperQuartile", number(spread.upperQuartile, decimals)),
        ])
    }

    private static func number(_ value: Double?, _ decimals: Int) -> String {
        value.map { Decimals.text($0, decimals) } ?? "null"
    }

    private static func quote(_ text: String) -> String { JSONEscape.quote(text) }

    private static func object(_ members: [(String, String)]) -> String {
        "{\(members.map { "\"\($0)\": \($1)" }.joined(separator: ", "))}"
    }

    private static func list(_ lines: [String]) -> String {
        lines.isEmpty ? "[]" : "[\n    \(lines.joined(separator: ",\n    "))\n  ]"
    }
}
