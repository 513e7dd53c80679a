import Conformance

/// Shows how a run goes: one line that changes on a terminal, a line now and then in a pipe.
final class ProgressLine: RunObserver {
    private let isTerminal = Console.isTerminal
    private let start = Clock.now()
    private var lastShown = 0.0
    private var hasLine = false

    private var interval: Double { isTerminal ? 0.2 : 15 }

    func runBegins(paths: [String]) { lastShown = start }

    func caseEnds(_ result: CaseResult) {
        guard result.verdict.isBad, isTerminal else { return }
        clear()
        Console.say("\(result.verdict.rawValue): \(result.name)")
    }

    func inputFails(_ error: FixtureError) {
        guard isTerminal else { return }
        clear()
        Console.say(error.description)
    }

    func progress(_ summary: RunSummary) {
        let now = Clock.now()
        guard now - lastShown >= interval else { return }
        lastShown = now
        let seconds = now - start
        let rate = Double(summary.caseCount) / max(seconds, 0.001)
        var line = "\(summary.caseCount) cases, \(Int(rate)) a second"
        if let share = summary.shareDone, share > 0.01 {
            line += ", \(Int(share * 100)) %, \(Self.time(seconds / share - seconds)) left"
        }
        if summary.badCount > 0 { line += ", \(summary.badCount) wrong" }
        if isTerminal {
            Console.mutter("\r\u{1b}[K\(line)")
            hasLine = true
        } else {
            Console.say(line)
        }
    }

    func runEnds() { clear() }

    private func clear() {
        if hasLine { Console.mutter("\r\u{1b}[K") }
        hasLine = false
    }

    private static func time(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        if whole >= 3600 { return "\(whole / 3600) h \(whole / 60 % 60) min" }
        return whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
    }
}
