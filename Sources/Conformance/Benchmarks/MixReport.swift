import Primitives
import VM

/// What a mix took in each subject, for people and for scripts.
///
/// Of several rounds, all figures of time are medians.
package struct MixReport {
    private let plan: MixPlan
    private let run: MixRun
    private let errors: [String]

    package init(_ plan: MixPlan, _ run: MixRun, errors: [String] = []) {
        self.plan = plan
        self.run = run
        self.errors = errors
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
        return (low + high) / 2
    }

    private func median(_ row: MixRun.Row, _ figure: (MixFigures) -> Double) -> Double {
        Self.median(row.rounds.map(figure))
    }

    /// Times that of the fastest subject of the same round.
    private func ratios(_ row: MixRun.Row, _ figure: (MixFigures) -> Double) -> [Double] {
        row.rounds.enumerated().map { round, figures in
            let best = run.rows.map { figure($0.rounds[round]) }.min() ?? 0
            return best > 0 ? figure(figures) / best : 1
        }
    }

    private static func share(_ usage: TierUsage?) -> Double? {
        guard let usage, usage.gas > 0 else { return nil }
        return Double(usage.compiledGas) / Double(usage.gas)
    }

    /// Gas of all transactions, as the first subject used it.
    private var gas: UInt64 { run.rows.first?.rounds.first?.gas ?? 0 }

    private var failures: Int { run.failedCount }

    // MARK: People

    /// A table, what the profiles came to, and what the mix is made of.
    package var text: String {
        (table + facts + run.rows.flatMap(profile) + run.differences.map { "DIFFERENT: \($0)" })
            .joined(separator: "\n") + "\n"
    }

    private var table: [String] {
        let titles = [
            "CPU s", "ratio", "wall s", "Mgas/s", "first calls s", "compiling s", "codes",
            "compiled gas",
        ]
        let width = run.rows.map { $0.name.text.count }.reduce(10, max) + 1
        func line(_ name: String, _ cells: [String]) -> String {
            name + String(repeating: " ", count: width - name.count)
                + zip(cells, titles).map { cell, title in
                    String(repeating: " ", count: max(2, title.count + 2 - cell.count)) + cell
                }.joined()
        }
        return [line("subject", titles)] + run.rows.map { line($0.name.text, cells($0)) }
    }

    private func cells(_ row: MixRun.Row) -> [String] {
        let seconds = median(row, \.processorSeconds)
        let last = row.rounds.last
        let share = Self.share(last?.usage).map { Decimals.text(100 * $0, 1) + " %" }
        return [
            Decimals.text(seconds, 3),
            Decimals.text(Self.median(ratios(row, \.processorSeconds)), 3),
            Decimals.text(median(row, \.wallSeconds), 3),
            Decimals.text(seconds > 0 ? Double(gas) / seconds / 1e6 : 0, 1),
            Decimals.text(median(row, \.firstCallSeconds), 3),
            Decimals.text(median(row, \.effort.seconds), 3),
            "\(last?.effort.count ?? 0)", share ?? "-",
        ]
    }

    private var facts: [String] {
        let made = plan.configuration
        let sizes = run.residentBytes.map { Decimals.text(Double($0) / 1e6, 1) }
        var lines = [
            "\(plan.draws.count) transactions over \(plan.codes.count) codes of "
                + "\(plan.contractCount) contracts, \(Decimals.text(Double(gas) / 1e6, 1)) Mgas, "
                + "\(failures) that fail; \(made.fork.name), Zipf's exponent "
                + "\(Decimals.text(made.exponent, 2)), seed \(made.seed), "
                + "rounds: \(made.roundCount)",
            "resident memory of all subjects together, at the start and behind each tenth: "
                + "\(sizes.joined(separator: " ")) MB",
        ]
        let rarer = plan.rarer.map { "\($0.name) (1/\(Decimals.text($0.factor, 1)))" }
        if !rarer.isEmpty {
            lines.append(
                "drawn less often, for more than \(made.gasScale) gas: "
                    + rarer.joined(separator: ", "))
        }
        for checked in run.rows {
            let checks = checked.rounds.map(\.profileChecks)
            guard let count = checks.first?.count, count > 0 else { continue }
            lines.append(
                "\(checked.name): counters compared with a recount of the window at \(count) "
                    + "steps, \(checks.reduce(0) { $0 + $1.failureCount }) of them wrong")
        }
        return lines + plan.leftOut.map { "left out: \($0.name): \($0.reason)" }
    }

    private func profile(_ row: MixRun.Row) -> [String] {
        guard let last = row.rounds.last, let done = last.tiering, let used = last.usage
        else { return [] }
        return ["\(row.name):"] + StatisticsReport.tiering(done, used)
    }

    // MARK: Scripts

    /// One JSON object.
    package var json: String {
        let made = plan.configuration
        let mix = [
            "\"transactions\": \(plan.draws.count)", "\"codes\": \(plan.codes.count)",
            "\"contracts\": \(plan.contractCount)", "\"gas\": \(gas)",
            "\"failing\": \(failures)",
            "\"fork\": \(JSONEscape.quote(made.fork.name))",
            "\"exponent\": \(Decimals.text(made.exponent, 6))", "\"seed\": \(made.seed)",
            "\"gasScale\": \(made.gasScale)", "\"mostGas\": \(made.mostGas)",
            "\"rounds\": \(made.roundCount)", "\"stateRoot\": \"\(root)\"",
        ]
        let leftOut = plan.leftOut.map {
            "{\"name\": \(JSONEscape.quote($0.name)), \"reason\": \(JSONEscape.quote($0.reason))}"
        }
        let rarer = plan.rarer.map {
            "{\"name\": \(JSONEscape.quote($0.name)), \"gas\": \($0.gasUsed), "
                + "\"factor\": \(Decimals.text($0.factor, 3))}"
        }
        return """
            {
              "mix": {\(mix.joined(separator: ", "))},
              "subjects": \(Self.list(run.rows.map(row))),
              "residentBytes": [\(run.residentBytes.map { "\($0)" }.joined(separator: ", "))],
              "rarer": \(Self.list(rarer)),
              "leftOut": \(Self.list(leftOut)),
              "differences": \(Self.list(run.differences.map(JSONEscape.quote))),
              "errors": \(Self.list(errors.map(JSONEscape.quote)))
            }

            """
    }

    private var root: String {
        (run.rows.first?.rounds.first?.stateRoot ?? .zero).hex64String
    }

    private func row(_ row: MixRun.Row) -> String {
        let last = row.rounds.last ?? MixFigures()
        let rounds = row.rounds.enumerated().map { round, figures in
            "{\"processorSeconds\": \(Decimals.text(figures.processorSeconds, 6)), "
                + "\"backgroundSeconds\": \(Decimals.text(figures.backgroundSeconds, 6)), "
                + "\"wallSeconds\": \(Decimals.text(figures.wallSeconds, 6)), "
                + "\"firstCallSeconds\": \(Decimals.text(figures.firstCallSeconds, 6)), "
                + "\"compileSeconds\": \(Decimals.text(figures.effort.seconds, 6)), "
                + "\"ratio\": \(Decimals.text(ratios(row, \.processorSeconds)[round], 6))}"
        }
        let seconds = median(row, \.processorSeconds)
        var members = [
            "\"name\": \(JSONEscape.quote(row.name.text))",
            "\"processorSeconds\": \(Decimals.text(seconds, 6))",
            "\"ratio\": \(Decimals.text(Self.median(ratios(row, \.processorSeconds)), 6))",
            "\"wallSeconds\": \(Decimals.text(median(row, \.wallSeconds), 6))",
            "\"firstCallSeconds\": \(Decimals.text(median(row, \.firstCallSeconds), 6))",
            "\"compileSeconds\": \(Decimals.text(median(row, \.effort.seconds), 6))",
            "\"gasPerSecond\": \(Decimals.text(seconds > 0 ? Double(gas) / seconds : 0, 0))",
            "\"compiledCodes\": \(last.effort.count)",
            "\"machineBytes\": \(last.effort.machineCodeByteCount)",
            "\"profileChecks\": \(last.profileChecks.count)",
            "\"profileFailures\": \(last.profileChecks.failureCount)",
            "\"rounds\": [\(rounds.joined(separator: ", "))]",
        ]
        if let share = Self.share(last.usage) {
            members.append("\"compiledGasShare\": \(Decimals.text(share, 6))")
        }
        if let done = last.tiering, let used = last.usage {
            members.append(TieringJSON.members(done, used))
        }
        return "{\(members.joined(separator: ", "))}"
    }

    private static func list(_ lines: [String]) -> String {
        lines.isEmpty ? "[]" : "[\n    \(lines.joined(separator: ",\n    "))\n  ]"
    }
}
