package import Conformance

/// The cases of one batch, in order, and what subjects make of them.
///
/// Each case depends on the batch's seed and on what became of the cases before it, and on
/// nothing else: machines are made anew for each batch.
package struct BatchCases {
    private var source: CaseSource
    private let runners: [DifferentialRunner]
    private let learns: Bool
    /// How many cases have been made.
    package private(set) var ordinal = 0

    /// - Throws: that this process has no room for a machine.
    package init(seed: UInt64, _ configuration: FuzzConfiguration) throws(SubjectFailure) {
        source = CaseSource(configuration.options, seed: seed)
        learns = configuration.options.uses(.feedback) || configuration.options.uses(.gasSweep)
        var runners: [DifferentialRunner] = []
        for subject in configuration.subjects {
            runners.append(try DifferentialRunner(subject, faults: configuration.faults))
        }
        self.runners = runners
    }

    /// Makes the next case.
    package mutating func next() -> FuzzCase {
        ordinal += 1
        return source.next()
    }

    /// Runs a case once in the interpreter and then on every subject.
    ///
    /// - Parameters:
    ///   - item: the case that was made last.
    ///   - willRun: told of each before it runs.
    /// - Returns: a trial for each subject, in their order.
    /// - Throws: that the case could not be run at all.
    package mutating func run(
        _ item: FuzzCase, willRun: (SubjectName) -> Void
    ) throws(SubjectFailure) -> [Trial] {
        guard let first = runners.first else { return [] }
        willRun(.interpreter)
        let recording = try first.record(item)
        var trials: [Trial] = []
        for runner in runners {
            willRun(runner.subject.name)
            trials.append(try runner.run(item, by: item.schedule, after: recording))
        }
        if learns, let trial = trials.first { source.learn(item, trial) }
        return trials
    }

    /// Makes a case of the batch again; what was learned on the way to it is learned again.
    package static func make(
        _ ordinal: Int, of batch: Batch, _ configuration: FuzzConfiguration,
        willRun: (Int, SubjectName) -> Void
    ) throws(SubjectFailure) -> FuzzCase {
        var cases = try BatchCases(seed: batch.seed, configuration)
        while cases.ordinal < ordinal {
            let number = cases.ordinal
            let item = cases.next()
            guard cases.learns, !batch.passedOver.contains(number) else { continue }
            _ = try cases.run(item) { willRun(number, $0) }
        }
        return cases.next()
    }
}
