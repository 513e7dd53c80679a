/// The summary that a person reads at the end of a run.
package struct TextReport {
    private let summary: RunSummary
    /// How many findings are spelled out.
    private let largestListing: Int

    package init(_ summary: RunSummary, largestListing: Int = 50) {
        self.summary = summary
        self.largestListing = largestListing
    }

    /// The whole report, ending with a line break.
    package var text: String {
        (findings + inputErrors + internalErrors + [table] + [conclusion])
            .joined(separator: "\n") + "\n"
    }

    private var findings: [String] {
        let bad = summary.results.filter(\.verdict.isBad)
        guard !bad.isEmpty else { return [] }
        var lines: [String] = []
        for result in bad.prefix(largestListing) {
            lines.append("\(result.verdict.rawValue): \(result.name)")
            if !result.location.isEmpty { lines.append("    at \(result.location)") }
            lines += result.findings.map { "    \($0.description)" }
        }
        if bad.count > largestListing {
            lines.append("… and \(bad.count - largestListing) more")
            lines += groups(bad)
        }
        return lines + [""]
    }

    /// Where the failures are, by folder: what one looks at when there are thousands.
    private func groups(_ bad: [CaseResult]) -> [String] {
        var counts: [String: Int] = [:]
        for result in bad { counts[CaseGroup.name(of: result.name), default: 0] += 1 }
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        var lines = ["", "By folder:"]
        for (name, count) in sorted.prefix(40) { lines.append("  \(pad(count, 7))  \(name)") }
        if sorted.count > 40 { lines.append("  … and \(sorted.count - 40) folders more") }
        return lines
    }

    private var inputErrors: [String] {
        guard !summary.inputErrors.isEmpty else { return [] }
        return summary.inputErrors.map(\.description) + [""]
    }

    private var internalErrors: [String] {
        summary.internalErrors.map { "internal error: \($0)" }
    }

    private var table: String {
        var lines: [String] = []
        for verdict in Verdict.allCases {
            guard let count = summary.counts[verdict], count > 0 else { continue }
            var line = "\(pad(count, 9)) \(verdict.rawValue)"
            if verdict == .unsupported {
                let kinds = summary.unsupportedKinds.sorted { $0.key < $1.key }
                line += " (" + kinds.map { "\($0.value) \($0.key)" }.joined(separator: ", ") + ")"
            }
            lines.append(line)
            if verdict == .noVerdict { lines += reasons }
        }
        if !summary.inputErrors.isEmpty {
            let count = summary.inputErrors.count
            lines.append("\(pad(count, 9)) unreadable input\(count == 1 ? "" : "s")")
        }
        return lines.joined(separator: "\n")
    }

    /// Why there is no verdict, with numbers left out, so that what is alike is one line.
    private var reasons: [String] {
        var counts: [String: Int] = [:]
        for result in summary.results where result.verdict == .noVerdict {
            let reasons = Set(
                result.findings.filter { $0.verdict == .noVerdict }.map {
                    let what = $0.what.replacing(/[0-9]{5,}/, with: "…")
                    return $0.subject.isEmpty ? what : "\($0.subject): \(what)"
                })
            for reason in reasons { counts[reason, default: 0] += 1 }
        }
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return sorted.prefix(10).map { "\(pad($0.value, 11)) \($0.key)" }
    }

    private var conclusion: String {
        let rate =
            summary.processorSeconds > 0
            ? Double(summary.caseCount) / summary.processorSeconds : 0
        let times =
            "\(Decimals.text(summary.wallSeconds, 1)) s, \(Decimals.text(summary.processorSeconds, 1)) s "
            + "of processor time, \(Int(rate)) cases a processor second"
        return "\(summary.headline): \(times)\(switches)\(sweep)."
    }

    private var switches: String {
        let count = summary.statistics.switches
        return count > 0 ? ", \(count) tier switches" : ""
    }

    private var sweep: String {
        let (swept, unswept) = (
            summary.statistics.sweptAmounts, summary.statistics.unsweptAmounts
        )
        guard swept > 0 else { return "" }
        return ", \(swept) amounts of gas swept" + (unswept > 0 ? " and \(unswept) left out" : "")
    }

    private func pad(_ number: Int, _ width: Int) -> String {
        let text = "\(number)"
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

/// Puts cases into groups by where they come from.
package enum CaseGroup {
    /// The folder of a case's file, or its suite's name.
    package static func name(of caseName: String) -> String {
        guard let end = caseName.firstRange(of: "::") else {
            return String(caseName.prefix { $0 != "/" })
        }
        let file = caseName[..<end.lowerBound]
        guard let slash = file.lastIndex(of: "/") else { return String(file) }
        return String(file[..<slash])
    }
}

/// Numbers with a fixed count of decimals.
package enum Decimals {
    package static func text(_ value: Double, _ count: Int) -> String {
        let scale = (0..<count).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((value * Double(scale)).rounded())
        let sign = scaled < 0 ? "-" : ""
        guard count > 0 else { return "\(scaled)" }
        let fraction = "\(scaled.magnitude % UInt(scale))"
        let zeros = String(repeating: "0", count: count - fraction.count)
        return "\(sign)\(scaled.magnitude / UInt(scale)).\(zeros)\(fraction)"
    }
}
