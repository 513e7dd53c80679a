package import Conformance
import VM

/// Makes a diverging case small, its signature kept: 1-minimal in code, data, state and schedule.
package struct Minimiser {
    private let runner: DifferentialRunner
    /// Runs of both sides after which it ends with what it has.
    package var largestRunCount = 40_000
    /// Seconds after which it ends with what it has.
    package var largestSeconds = Double.infinity
    /// Whether the reference may be run in this process.
    package var isReferenceSafe = true
    /// Is told of each case that is smaller than all before.
    package var progress: ((FuzzCase, _ runs: Int) -> Void)?

    package init(_ runner: DifferentialRunner) { self.runner = runner }

    /// The smallest case found that still has the signature; `item` itself if there is none.
    ///
    /// - Parameters:
    ///   - item: a case, of which every part may change but what makes it diverge.
    ///   - signature: what the result has in common with it.
    /// - Returns: a case of which nothing can be left out.
    /// - Throws: that a case could not be run at all.
    package func minimise(
        _ item: FuzzCase, keeping signature: Signature
    ) throws(SubjectFailure) -> FuzzCase {
        try minimise(item) { [runner] candidate throws(SubjectFailure) in
            try runner.run(candidate).divergence.map(Signature.init) == signature
        }
    }

    /// The smallest case found for which `holds` is true; `item` itself if it is not true of that.
    ///
    /// - Parameters:
    ///   - item: a case, of which every part may change.
    ///   - holds: what is to stay true.
    /// - Returns: a case of which nothing can be left out.
    /// - Throws: that a case could not be run, or that even the empty program is accepted, which
    ///   says nothing about any case.
    package func minimise(
        _ item: FuzzCase, while holds: @escaping (FuzzCase) throws(SubjectFailure) -> Bool
    ) throws(SubjectFailure) -> FuzzCase {
        guard try holds(item) else { return item }
        guard try !holds(item.withoutProgram) else {
            throw SubjectFailure(
                "the empty program shows the same, so that the case has nothing to do with it; "
                    + "look for a cause outside the case, or ask for something else")
        }
        let reduction = Reduction(
            item, runner: isReferenceSafe ? runner : nil, largestRunCount: largestRunCount,
            deadline: Clock.now() + largestSeconds, holds: holds, progress: progress)
        try prepareSchedule(reduction)
        try repeatRounds(of: Self.reducers, reduction)
        try repeatRounds(of: [ScheduleReducer()] + Self.reducers + [GasReducer()], reduction)
        return reduction.item
    }

    /// Finds a schedule that keeps its meaning when code changes; failing that, one of few events.
    private func prepareSchedule(_ reduction: Reduction) throws(SubjectFailure) {
        for schedule in reduction.steadySchedules {
            if reduction.item.schedule == schedule { return }
            if try reduction.attempt(reduction.item.scheduled(schedule)) { return }
        }
        try ScheduleReducer().reduce(reduction)
    }

    private func repeatRounds(
        of reducers: [any Reducer], _ reduction: Reduction
    ) throws(SubjectFailure) {
        var before: Int
        repeat {
            before = reduction.changes
            for reducer in reducers { try reducer.reduce(reduction) }
        } while reduction.changes != before && !reduction.isSpent
    }

    /// What is large comes first: the less is left, the faster the rest.
    private static let reducers: [any Reducer] = [
        TransactionReducer(), FrameReducer(), AccountReducer(), ForkReducer(), CodeBlockReducer(),
        InstructionReducer(), ConstantReducer(), DataReducer(), StorageReducer(), FieldReducer(),
        ConditionReducer(),
    ]
}

extension FuzzCase {
    /// The case with nothing left that could run.
    fileprivate var withoutProgram: FuzzCase {
        var item = self
        item.schedule = .none
        for site in item.codeSites { item.setCode([], at: site) }
        return item
    }
}
