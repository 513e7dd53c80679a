package import Conformance

/// The cases of one batch, in order, and what subjects make of them.
///
/// Each case depends on the batch's seed and on what became of the cases before it, and on
/// nothing else: machines are made anew for each batch.
package struct BatchCases {
    private var source: CaseSource
    private let runners: [DifferentialRunner]
    private let learns: Bool
    /// What the last case was the first of the batch to reach.
    package private(set) var news: [Int] = []
    /// How many cases have been made.
    package private(set) var ordinal = 0

    /// How many cases of a corpus each batch begins with, as long as there are any.
    package static let seedCount = 250

    /// - Throws: that this process has no room for a machine.
    package init(
        _ batch: Batch, _ configuration: FuzzConfiguration, seeds: [FuzzCase] = []
    ) throws(SubjectFailure) {
        let seeds = seeds.filter {
            batch.isSeeded && configuration.options.forks.contains($0.fork)
        }
        source = CaseSource(
            configuration.optionsForSubjects, seed: batch.seed, bases: seeds,
            first: seeds.dropFirst(batch.index * Self.seedCount).prefix(Self.seedCount))
        learns = configuration.options.uses(.feedback) || configuration.options.uses(.gasSweep)
        var runners: [DifferentialRunner] = []
        for subject in configuration.subjects {
            runners.append(
                try DifferentialRunner(
                    subject, faults: configuration.faults, limits: configuration.limits))
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
        if learns, let trial = trials.first { news = source.learn(item, trial) }
        return trials
    }

    /// Makes a case of the batch again; what was learned on the way to it is learned again.
    package static func make(
        _ ordinal: Int, of batch: Batch, _ configuration: FuzzConfiguration,
        seeds: [FuzzCase] = [], willRun: (Int, SubjectName) -> Void
    ) throws(SubjectFailure) -> FuzzCase {
        var cases = try BatchCases(batch, configuration, seeds: seeds)
        while cases.ordinal < ordinal {
            let number = cases.ordinal
            let item = cases.next()
            guard cases.learns, !batch.passedOver.contains(number) else { continue }
            _ = try cases.run(item) { willRun(number, $0) }
        }
        return cases.next()
    }
}
