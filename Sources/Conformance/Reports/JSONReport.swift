import VM

/// The summary that scripts read; its keys are promised in the README.
package struct JSONReport {
    private let summary: RunSummary

    package init(_ summary: RunSummary) { self.summary = summary }

    /// The report as one JSON object, a result a line.
    package var text: String {
        let verdicts = Verdict.allCases.map { "\"\($0.rawValue)\": \(summary.counts[$0] ?? 0)" }
        let lines = [
            "\"cases\": \(summary.caseCount)",
            "\"verdicts\": {\(verdicts.joined(separator: ", "))}",
            "\"unsupportedKinds\": {\(unsupportedKinds)}",
            "\"inputErrors\": \(summary.inputErrors.count)",
            "\"errors\": [\(errors)]",
            "\"switches\": \(summary.statistics.switches)",
            "\"gasSweep\": {\"swept\": \(summary.statistics.sweptAmounts), "
                + "\"leftOut\": \(summary.statistics.unsweptAmounts)}",
            "\"seconds\": {\"wall\": \(seconds(summary.wallSeconds)), "
                + "\"cpu\": \(seconds(summary.processorSeconds))}",
            "\"subjects\": [\(subjects)]",
            "\"results\": [\(results)]",
        ]
        return "{\n  " + lines.joined(separator: ",\n  ") + "\n}\n"
    }

    private var unsupportedKinds: String {
        summary.unsupportedKinds.sorted { $0.key < $1.key }
            .map { "\(JSONEscape.quote($0.key)): \($0.value)" }.joined(separator: ", ")
    }

    private var errors: String {
        let texts =
            summary.inputErrors.map { JSONEscape.quote($0.description) }
            + summary.internalErrors.map { JSONEscape.quote("internal error: \($0)") }
        return texts.isEmpty ? "" : "\n    " + texts.joined(separator: ",\n    ") + "\n  "
    }

    private var subjects: String {
        summary.statistics.subjects.sorted { $0.key.text < $1.key.text }.map { name, entry in
            let share =
                entry.instructions > 0
                ? Double(entry.compiledInstructions) / Double(entry.instructions) : 0
            return "{\"name\": \(JSONEscape.quote(name.text)), "
                + "\"isa\": \"\(name.architecture)\", \"execution\": \"\(name.execution.name)\", "
                + "\"runs\": \(entry.runs), \"instructions\": \(entry.instructions), "
                + "\"compiledShare\": \(Decimals.text(share, 4)), "
                + "\"medianCompiledShare\": \(Decimals.text(entry.medianShare ?? 0, 4)), "
                + "\"uncompiled\": {\(Self.uncompiled(entry.uncompiled))}, "
                + "\"compiledBytes\": \(entry.compiledBytes), "
                + "\"compileSeconds\": \(Decimals.text(entry.compileSeconds, 6)), "
                + "\"emulatedSeconds\": \(seconds(entry.emulatedSeconds)), "
                + "\"exits\": {\(Self.exits(entry.exits))}"
                + (name.tier == .tiered
                    ? ", \(TieringJSON.members(entry.tiering, entry.usage))" : "") + "}"
        }.joined(separator: ", ")
    }

    private static func exits(_ counts: MethodExitCounts) -> String {
        MethodExitKind.allCases.map { "\"\($0.name)\": \(counts[$0])" }.joined(separator: ", ")
    }

    private static func uncompiled(_ cases: [String: [String]]) -> String {
        cases.sorted { $0.key < $1.key }.map { reason, names in
            "\(JSONEscape.quote(reason)): [\(names.map(JSONEscape.quote).joined(separator: ", "))]"
        }.joined(separator: ", ")
    }

    private var results: String {
        let entries = summary.results.flatMap(Self.entries)
        return entries.isEmpty ? "" : "\n    " + entries.joined(separator: ",\n    ") + "\n  "
    }

    /// One entry for each run that did not go well, or one for the case.
    private static func entries(_ result: CaseResult) -> [String] {
        let findings =
            result.findings.isEmpty
            ? [Finding(verdict: result.verdict, subject: "", schedule: "", what: "")]
            : result.findings
        return findings.map { finding in
            "{\"case\": \(JSONEscape.quote(result.name)), "
                + "\"verdict\": \"\(result.verdict.rawValue)\", "
                + "\"subject\": \(JSONEscape.quote(finding.subject)), "
                + "\"schedule\": \(JSONEscape.quote(finding.schedule)), "
                + "\"what\": \(JSONEscape.quote(finding.what)), "
                + "\"location\": \(JSONEscape.quote(result.location))}"
        }
    }

    private func seconds(_ value: Double) -> String { Decimals.text(value, 3) }
}
