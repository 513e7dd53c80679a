import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What came out of some cases of a unit.
package struct ResultBatch: Sendable {
    /// Every case below this number has its result in this batch or in one before.
    package var nextOrdinal = 0
    package var counts: [Verdict: Int] = [:]
    /// Unsupported fixtures by kind.
    package var unsupportedKinds: [String: Int] = [:]
    /// Results worth telling one by one, each with its number in the unit.
    package var results: [(ordinal: Int, result: CaseResult)] = []
    package var errors: [(ordinal: Int, error: FixtureError)] = []

    package init() {}
}

/// Runs the cases of units, in whatever process this is.
package final class UnitRunner {
    private let configuration: RunConfiguration
    private let evaluator: CaseEvaluator

    package init(_ configuration: RunConfiguration) throws(SubjectFailure) {
        self.configuration = configuration
        evaluator = try CaseEvaluator(configuration)
    }

    /// Hands out what the subjects did since this was last asked.
    package func takeStatistics() -> RunStatistics { evaluator.takeStatistics() }

    /// Runs a unit.
    ///
    /// - Parameters:
    ///   - unit: what to run.
    ///   - willRun: told of each case before it runs.
    ///   - didRun: takes results, at least every so many cases; answers whether to go on.
    package func run(
        _ unit: WorkUnit, willRun: @escaping (_ ordinal: Int, _ name: String) -> Void,
        didRun: @escaping (ResultBatch) -> Bool
    ) {
        var batch = ResultBatch()
        let consumer = CaseConsumer(
            selection: configuration.selection, slice: unit.slice,
            firstOrdinal: unit.firstOrdinal, passedOver: unit.passedOver
        ) { [self] item, ordinal in
            add(item, ordinal: ordinal, to: &batch, willRun: willRun)
            guard isFull(batch) else { return true }
            let goesOn = didRun(batch)
            batch = ResultBatch()
            return goesOn
        }
        unit.load(into: consumer)
        _ = didRun(batch)
    }

    private func isFull(_ batch: ResultBatch) -> Bool {
        if configuration.stopsAtFirstFailure && !batch.results.isEmpty { return true }
        return batch.counts.values.reduce(0, +) >= 256 || batch.results.count >= 16
    }

    private func add(
        _ item: LoadedItem, ordinal: Int, to batch: inout ResultBatch,
        willRun: (Int, String) -> Void
    ) {
        batch.nextOrdinal = ordinal + 1
        switch item {
        case .error(let error):
            batch.errors.append((ordinal, error))
        case .unsupported(let name, let kind):
            batch.counts[.unsupported, default: 0] += 1
            batch.unsupportedKinds[kind, default: 0] += 1
            let finding = Finding(
                verdict: .unsupported, subject: "", schedule: "", what: "\(kind) are not run")
            if configuration.keepsAll {
                batch.results.append(
                    (ordinal, CaseResult(name: name, verdict: .unsupported, findings: [finding])))
            }
        case .run(let item):
            willRun(ordinal, item.name)
            rehearse(item)
            let result = evaluator.evaluate(item)
            batch.counts[result.verdict, default: 0] += 1
            if result.verdict != .pass || configuration.keepsAll {
                batch.results.append((ordinal, result))
            }
        }
    }

    /// Fails on purpose where the fire drill asks for it.
    private func rehearse(_ item: Case) {
        let drill = configuration.drill
        if drill.crash?.matches(item.name) == true { WorkerFailure.crash.happen() }
        if drill.hang?.matches(item.name) == true { WorkerFailure.hang.happen() }
        drill.planted?.rehearse(item.world.accounts.map(\.content.code))
    }
}
