/// What is said about a case.
public enum Verdict: String, CaseIterable, Sendable {
    /// All expectations are met and all subjects agree.
    case pass
    /// An expectation is not met.
    case fail
    /// Two subjects differ; a crash, or a hang where the reference ended, is one too.
    case divergence
    /// A limit of ours, not of the EVM, ended it.
    case noVerdict = "no-verdict"
    /// Something that the case demands was never reached.
    case unreached
    /// It fails, and a list says so.
    case knownFailure = "known-failure"
    /// It passes, and a list says that it fails: the list is wrong.
    case unexpectedPass = "unexpected-pass"
    /// A known kind of fixture that is not run.
    case unsupported

    /// Whether the case makes a run unsuccessful.
    public var isBad: Bool {
        switch self {
        case .fail, .divergence, .unreached, .unexpectedPass: true
        case .pass, .noVerdict, .knownFailure, .unsupported: false
        }
    }

    /// How much a verdict weighs among those of one case's runs: the heaviest is the case's.
    var weight: Int {
        switch self {
        case .pass: 0
        case .unsupported: 1
        case .noVerdict: 2
        case .unexpectedPass: 3
        case .knownFailure: 4
        case .unreached: 5
        case .fail: 6
        case .divergence: 7
        }
    }
}

/// What is said about one case, and why.
public struct CaseResult: Sendable, Equatable {
    /// The case's name.
    public var name: String
    /// What is said about it.
    public var verdict: Verdict
    /// The runs that did not go well; of a case that passed, none.
    public var findings: [Finding]
    /// Where the case is written: `file:line:column`.
    public var location: String

    package init(name: String, verdict: Verdict, findings: [Finding] = [], location: String = "") {
        self.name = name
        self.verdict = verdict
        self.findings = findings
        self.location = location
    }

    /// The findings in a few words each, one a line.
    public var explanation: String {
        findings.map(\.description).joined(separator: "\n")
    }
}

/// What went wrong in one run of a case.
public struct Finding: Sendable, Equatable, CustomStringConvertible {
    /// What this run alone would be called.
    public var verdict: Verdict
    /// The subject that ran.
    public var subject: String
    /// The schedule under which it ran, by name or as text.
    public var schedule: String
    /// What was observed and what was expected.
    public var what: String

    package init(verdict: Verdict, subject: String, schedule: String, what: String) {
        self.verdict = verdict
        self.subject = subject
        self.schedule = schedule
        self.what = what
    }

    /// Subject, schedule and observation in one line.
    public var description: String {
        let plan = schedule == "none" || schedule.isEmpty ? "" : ", schedule \(schedule)"
        return subject.isEmpty ? what : "\(subject)\(plan): \(what)"
    }
}
