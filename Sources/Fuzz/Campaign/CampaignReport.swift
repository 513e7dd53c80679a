import Conformance

/// What a campaign says at its end, for people and for scripts.
package struct CampaignReport {
    private let summary: CampaignSummary

    package init(_ summary: CampaignSummary) { self.summary = summary }

    /// Lines for people.
    package var text: String {
        var lines = summary.findings.map(Self.line)
        lines += summary.internalErrors.map { "internal error: \($0)" }
        if summary.leftOut > 0 {
            lines.append(
                "\(summary.leftOut) cases left out: too many workers died in their batches"
                    + (summary.lastDeath.isEmpty ? "" : "; the last: \(summary.lastDeath)"))
        }
        if summary.isInterrupted { lines.append("Ended by a signal.") }
        lines.append(
            "\(summary.cases) cases, \(summary.comparisons) comparisons, "
                + "\(summary.noVerdict) without a verdict, \(summary.findings.count) findings; "
                + "seed \(summary.seed)")
        lines.append(
            "\(Decimals.text(summary.wallSeconds, 1)) s, "
                + "\(Int(summary.comparisonsPerSecond)) comparisons a second, "
                + "\(Int(summary.comparisonsPerProcessorSecond)) a processor second")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ finding: CampaignFinding) -> String {
        let cause = finding.inquiry?.cause ?? ""
        let others = finding.otherBuckets.map(\.name).joined(separator: ", ")
        let remarks = [
            "\(finding.count) cases", "first \(finding.origin)",
            finding.inquiry.map { "\($0.bytes) bytes, \($0.switches) switches" },
            cause.isEmpty ? nil : "to blame: \(cause)", finding.isFlaky ? "flaky" : nil,
            finding.isUnfinished ? "not looked at" : nil,
        ].compactMap(\.self)
        let lines = [
            "\(finding.bucket.name): \(remarks.joined(separator: ", "))", finding.description,
            finding.path.isEmpty ? nil : finding.path, others.isEmpty ? nil : "also as \(others)",
        ]
        return lines.compactMap(\.self).joined(separator: "\n  ")
    }

    /// One JSON object; its keys are promised in the README.
    package var json: String {
        let lines = [
            "\"seed\": \(summary.seed)",
            "\"cases\": \(summary.cases)",
            "\"comparisons\": \(summary.comparisons)",
            "\"comparisonsPerSecond\": \(Decimals.text(summary.comparisonsPerSecond, 1))",
            "\"comparisonsPerProcessorSecond\": "
                + Decimals.text(summary.comparisonsPerProcessorSecond, 1),
            "\"noVerdict\": \(summary.noVerdict)",
            "\"leftOut\": \(summary.leftOut)",
            "\"findings\": \(summary.findings.count)",
            "\"tiersReached\": {\(Self.table(summary.tiersReached))}",
            "\"exitsReached\": {\(Self.table(summary.exitsReached))}",
            "\"interrupted\": \(summary.isInterrupted)",
            "\"errors\": ["
                + summary.internalErrors.map(JSONEscape.quote).joined(separator: ", ") + "]",
            "\"results\": [\(results)]",
            "\"seconds\": {\"wall\": \(Decimals.text(summary.wallSeconds, 3)), "
                + "\"cpu\": \(Decimals.text(summary.processorSeconds, 3))}",
        ]
        return "{\n  " + lines.joined(separator: ",\n  ") + "\n}\n"
    }

    private static func table(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\(JSONEscape.quote($0.key)): \($0.value)" }
            .joined(separator: ", ")
    }

    private static func names(_ buckets: [Bucket]) -> String {
        buckets.map { JSONEscape.quote($0.name) }.joined(separator: ", ")
    }

    private var results: String {
        let entries = summary.findings.map { finding in
            "{\"name\": \(JSONEscape.quote(finding.bucket.name)), "
                + "\"signature\": \(JSONEscape.quote(finding.bucket.signature.description)), "
                + "\"subject\": \"\(finding.bucket.subject.text)\", "
                + "\"others\": [\(Self.names(finding.otherBuckets))], "
                + "\"cases\": \(finding.count), "
                + "\"batch\": \(finding.batch.index), \"ordinal\": \(finding.ordinal), "
                + "\"bytes\": \(finding.inquiry.map { "\($0.bytes)" } ?? "null"), "
                + "\"switches\": \(finding.inquiry.map { "\($0.switches)" } ?? "null"), "
                + "\"cause\": \(JSONEscape.quote(finding.inquiry?.cause ?? "")), "
                + "\"flaky\": \(finding.isFlaky), \"unfinished\": \(finding.isUnfinished), "
                + "\"what\": \(JSONEscape.quote(finding.description)), "
                + "\"case\": \(JSONEscape.quote(finding.path))}"
        }
        return entries.isEmpty ? "" : "\n    " + entries.joined(separator: ",\n    ") + "\n  "
    }
}
