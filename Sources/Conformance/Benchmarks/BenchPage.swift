import VM

/// What benchmarks took, as one page with plots that needs nothing else.
package struct BenchPage {
    private let report: BenchReport
    private let gate: BenchGate?
    private var run: BenchRun { report.run }

    /// - Parameters:
    ///   - report: what is shown.
    ///   - gate: what came of a comparison with a saved run.
    package init(_ report: BenchReport, _ gate: BenchGate? = nil) {
        self.report = report
        self.gate = gate
    }

    private static let styles = [
        "td { text-align: right; font-variant-numeric: tabular-nums; }",
        "td:first-child, td:nth-child(2) { text-align: left; }",
        "td, th { white-space: nowrap; }",
        "svg { max-width: 100%; height: auto; display: block; margin: 1em 0; }",
        "h2 { font-size: 1.2em; margin-top: 2em; }",
        ".table { overflow-x: auto; font-size: 13px; }",
        ".axis { stroke: #888; } .grid { stroke: #8883; } .one { stroke: currentColor; }",
        ".dashed { stroke: #888; stroke-dasharray: 3 5; } .spread { stroke: currentColor; }",
        ".small { font-size: 10px; } .mean { font-weight: bold; }",
        ".interpreted { fill: #999; } .compiled { fill: #3b7dd8; }",
        ".subject0 { fill: #888; } .subject1 { fill: #3b7dd8; } .subject2 { fill: #d9822b; }",
        ".subject3 { fill: #2f9e6e; } .subject4 { fill: #a55ac0; } .subject5 { fill: #c94f5e; }",
        ".key { display: inline-block; width: .8em; height: .8em; margin: 0 .4em 0 1.2em; }",
        ".bad { color: #d33; font-weight: bold; }",
        "@media (prefers-color-scheme: dark) { .bad { color: #f77; } }",
    ]

    package var text: String {
        HTMLPage(title: "Synchromesh: benchmarks", width: 62, styles: Self.styles, body: body).text
    }

    private var body: String {
        let plots = BenchPlots(report)
        let tiers = run.subjects.indices.map { place in
            section("Gas by tier: \(run.subjects[place])", plots.tiers(of: place), tierCaption)
        }
        return """
            <h1>\(BenchReport.benchmarks(run.entries.count)) side by side</h1>
            <p>\(escape(summary))</p>
            \(problems)
            \(comparison)
            \(run.subjects.count > 1 ? section("Ratios", plots.ratios, ratioCaption, key: true) : "")
            \(section("Gas rate", plots.gasRates, "", key: true))
            \(tiers.joined(separator: "\n"))
            \(section("When compiling pays", plots.breakEven, breakEvenCaption, key: true))
            <h2>All figures</h2>
            \(table)
            """
    }

    private func section(
        _ title: String, _ plot: String, _ caption: String, key: Bool = false
    ) -> String {
        guard !plot.isEmpty else { return "" }
        return "<h2>\(escape(title))</h2>\n<p>\(caption)\(key ? " \(legend)" : "")</p>\n\(plot)"
    }

    private var legend: String {
        run.subjects.enumerated().map { place, name in
            // A box of its own, as a page's style has fills and not backgrounds.
            "<svg class=\"key\" viewBox=\"0 0 1 1\"><rect width=\"1\" height=\"1\" "
                + "class=\"\(BenchPlots.style(place))\"/></svg>\(escape(name))"
        }.joined()
    }

    private let ratioCaption =
        "Processor time of one execution, divided by the reference's of the same round: medians, "
        + "and a line between the quartiles."
    private let tierCaption =
        "Grey is interpreted, blue compiled."
    private let breakEvenCaption =
        "What is below its line has paid only after more calls; what never pays is not here."

    private var summary: String {
        "\(BenchMachine.name); \(run.configuration.roundCount) rounds; "
            + "the reference is \(run.subjects[0])."
    }

    private var problems: String {
        let failing = run.entries.filter { !$0.isSuccess }.map {
            "no success: \($0.name): \($0.status)"
        }
        let lines =
            run.differences.map { "different: \($0)" }
            + report.unmet.map { "not as its fixture says: \($0)" } + failing
            + report.errors
        return lines.map { "<p class=\"bad\">\(escape($0))</p>" }.joined(separator: "\n")
    }

    private var comparison: String {
        guard let gate else { return "" }
        let lines = gate.text.split(separator: "\n").map { line in
            let isBad = line.hasPrefix("WORSE") || line.hasPrefix("MISSING")
            return isBad
                ? "<span class=\"bad\">\(escape(String(line)))</span>" : escape(String(line))
        }
        return "<h2>Comparison</h2>\n<p>\(lines.joined(separator: "<br>\n"))</p>"
    }

    // MARK: Figures

    private var table: String {
        let titles = [
            "Benchmark", "Subject", "Time", "±", "Ratio", "Mgas/s", "First call", "Compiling",
            "Pays after", "Compiled gas", "In interpreter", "In compiled code", "Exits/1000",
            "Code/byte",
        ]
        let rows = run.entries.flatMap { entry in entry.rows.map { cells($0, of: entry) } }
        let lines = rows.map { "<tr>\($0.map { "<td>\(escape($0))</td>" }.joined())</tr>" }
        return """
            <div class="table"><table>
            <tr>\(titles.map { "<th>\(escape($0))</th>" }.joined())</tr>
            \(lines.joined(separator: "\n"))
            </table></div>
            """
    }

    private func cells(_ row: BenchRun.Row, of entry: BenchRun.Entry) -> [String] {
        func cell(_ value: Double?, _ text: (Double) -> String) -> String {
            value.map(text) ?? ""
        }
        let seconds = Quartiles(entry.seconds(row))
        return [
            entry.name, row.subject, row.failure ?? cell(seconds?.median, TimeText.of),
            cell(seconds?.relative) { Decimals.text(100 * $0, 1) + " %" },
            cell(Quartiles(entry.ratios(row))?.median) { Decimals.text($0, 3) },
            cell(entry.gasPerSecond(row)) { Decimals.text($0 / 1e6, 1) },
            cell(row.median(\.firstWallSeconds), TimeText.of),
            cell(row.codeGrowth == nil ? nil : row.compileSeconds, TimeText.of),
            cell(entry.breakEven(row)) { Decimals.text($0, 0) },
            cell(row.compiledShare(\.usage)) { Decimals.text(100 * $0, 1) + " %" },
            cell(row.median(\.interpretedSeconds), TimeText.of),
            cell(row.median(\.compiledSeconds), TimeText.of),
            cell(row.codeGrowth == nil ? nil : entry.exitsPerThousandBlocks(row)) {
                Decimals.text($0, 1)
            },
            cell(row.codeGrowth) { Decimals.text($0, 1) },
        ]
    }

    private func escape(_ text: String) -> String { MarkupEscape.escape(text) }
}
