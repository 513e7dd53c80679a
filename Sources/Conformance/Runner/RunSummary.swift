/// Everything that came out of a run.
public struct RunSummary: Sendable {
    /// How many cases got each verdict.
    public internal(set) var counts: [Verdict: Int] = [:]
    /// Unsupported fixtures by kind.
    public internal(set) var unsupportedKinds: [String: Int] = [:]
    /// What did not pass (everything, if asked for), in the order of the inputs.
    public internal(set) var results: [CaseResult] = []
    /// Inputs that could not be read, in order.
    public internal(set) var inputErrors: [FixtureError] = []
    /// What went wrong in the runner itself.
    public internal(set) var internalErrors: [String] = []
    /// Seconds from start to end.
    public internal(set) var wallSeconds = 0.0
    /// Processor seconds of all processes together.
    public internal(set) var processorSeconds = 0.0
    /// Whether a signal ended the run before everything had been run.
    public internal(set) var isInterrupted = false
    package var statistics = RunStatistics()
    /// How much of the inputs has been handed out, from 0 to 1; nil before anything has.
    package var shareDone: Double?

    package init(counts: [Verdict: Int] = [:]) { self.counts = counts }

    /// How many cases got a verdict.
    public var caseCount: Int { counts.values.reduce(0, +) }

    /// How many cases got a verdict that makes a run unsuccessful.
    public var badCount: Int { counts.reduce(0) { $1.key.isBad ? $0 + $1.value : $0 } }

    /// What the process answers.
    ///
    /// 0: all agreed; 1: a failure; 2: an unreadable input, or no case at all; 3: a fault of this program. Where
    /// several apply: 3, then 1, then 2. 130, as shells have it for Ctrl-C, if nothing went wrong up
    /// to a signal: not everything has been run.
    public var exitCode: Int32 {
        if !internalErrors.isEmpty { return 3 }
        if badCount > 0 { return 1 }
        if !inputErrors.isEmpty { return 2 }
        if isInterrupted { return 130 }
        return caseCount == 0 ? 2 : 0
    }
}
