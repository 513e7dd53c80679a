import Conformance
import Fuzz

/// One line that changes on a terminal, a line now and then in a pipe.
final class StatusLine {
    let isTerminal = Console.isTerminal
    private let start = Clock.now()
    private var lastShown = Clock.now()
    private var hasLine = false

    private var interval: Double { isTerminal ? 0.2 : 15 }

    /// Shows a line if the last one has stood long enough; it is only made then.
    func show(_ line: (_ seconds: Double) -> String) {
        let now = Clock.now()
        guard now - lastShown >= interval else { return }
        lastShown = now
        let text = line(now - start)
        if isTerminal {
            Console.mutter("\r\u{1b}[K\(text)")
            hasLine = true
        } else {
            Console.say(text)
        }
    }

    func clear() {
        if hasLine { Console.mutter("\r\u{1b}[K") }
        hasLine = false
    }

    /// Says something that stays.
    func say(_ line: String) {
        clear()
        Console.say(line)
    }

    static func time(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        if whole >= 3600 { return "\(whole / 3600) h \(whole / 60 % 60) min" }
        return whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
    }
}

/// Shows how a run goes.
final class ProgressLine: RunObserver {
    private let status = StatusLine()

    func runBegins(paths: [String]) {}

    func caseEnds(_ result: CaseResult) {
        guard result.verdict.isBad, status.isTerminal else { return }
        status.say("\(result.verdict.rawValue): \(result.name)")
    }

    func inputFails(_ error: FixtureError) {
        guard status.isTerminal else { return }
        status.say(error.description)
    }

    func progress(_ summary: RunSummary) {
        status.show { seconds in
            let rate = Double(summary.caseCount) / max(seconds, 0.001)
            var line = "\(summary.caseCount) cases, \(Int(rate)) a second"
            if let share = summary.shareDone, share > 0.01 {
                line += ", \(Int(share * 100)) %, "
                line += "\(StatusLine.time(seconds / share - seconds)) left"
            }
            if summary.badCount > 0 { line += ", \(summary.badCount) wrong" }
            return line
        }
    }

    func runEnds() { status.clear() }
}

/// Shows how a campaign goes.
final class CampaignProgress: CampaignObserver {
    private let status = StatusLine()

    func found(_ finding: CampaignFinding) {
        let remark = finding.isUnfinished ? " (not looked at)" : finding.isFlaky ? " (flaky)" : ""
        let place = finding.path.isEmpty ? finding.origin : finding.path
        status.say("found \(finding.bucket.name)\(remark): \(place)")
    }

    func cannotSave(_ finding: CampaignFinding, _ reason: String) {
        let text = finding.inquiry?.text ?? ""
        let what = text.isEmpty ? finding.origin : "the case follows on standard output"
        status.say("error: \(reason); \(what)")
        Console.write(text)
    }

    func progress(_ summary: CampaignSummary) {
        status.show { seconds in
            // Of a campaign that goes on, all comparisons in all its seconds.
            let rate = Int(summary.comparisonsPerSecond)
            return "\(summary.comparisons) comparisons, \(rate) a second, "
                + "\(summary.findings.count) findings, \(StatusLine.time(seconds))"
        }
    }

    func ends() { status.clear() }
}
