#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Runs every case behind some paths and gathers what came out.
package final class Runner {
    private let configuration: RunConfiguration
    private let observer: any RunObserver
    private var summary = RunSummary()
    private var results: [Place<CaseResult>] = []
    private var errors: [Place<FixtureError>] = []
    private var isStopped = false

    private typealias CaseWorker = WorkerProcess<WorkUnit>

    /// Something with its place among the inputs, by which it is put in order.
    private struct Place<Content> {
        var input: Int
        var ordinal: Int
        var content: Content
    }

    /// - Parameters:
    ///   - configuration: what to do.
    ///   - observer: is told how the run goes.
    package init(_ configuration: RunConfiguration, observer: any RunObserver = SilentObserver()) {
        self.configuration = configuration
        self.observer = observer
    }

    /// Runs everything.
    ///
    /// - Throws: what kept the run from starting at all.
    package func run(paths: [String]) throws(SubjectFailure) -> RunSummary {
        let start = Clock.now()
        let processorStart = Clock.processorSeconds()
        var source = WorkSource(paths: paths, workerCount: configuration.jobs)
        observer.runBegins(paths: paths)
        if configuration.jobs == 0 {
            try runHere(&source)
        } else {
            try runInWorkers(&source)
        }
        for (input, error) in source.errors {
            errors.append(Place(input: input, ordinal: -1, content: error))
        }
        results.sort { ($0.input, $0.ordinal) < ($1.input, $1.ordinal) }
        errors.sort { ($0.input, $0.ordinal) < ($1.input, $1.ordinal) }
        summary.results = results.map(\.content)
        summary.inputErrors = errors.map(\.content)
        summary.wallSeconds = Clock.now() - start
        summary.processorSeconds = Clock.processorSeconds() - processorStart
        observer.runEnds()
        return summary
    }

    // MARK: In this process

    private func runHere(_ source: inout WorkSource) throws(SubjectFailure) {
        let runner = try UnitRunner(configuration)
        while !isStopped, let unit = source.next() {
            summary.shareDone = source.share
            runner.run(unit) { _, _ in
            } didRun: { [self] batch in
                take(batch, of: unit)
                heedInterruption()
                return !isStopped
            }
        }
        summary.statistics = runner.takeStatistics()
    }

    private func heedInterruption() {
        guard Interruption.isRequested else { return }
        summary.isInterrupted = true
        isStopped = true
    }

    private func take(_ batch: ResultBatch, of unit: WorkUnit) {
        for (verdict, count) in batch.counts { summary.counts[verdict, default: 0] += count }
        for (kind, count) in batch.unsupportedKinds {
            summary.unsupportedKinds[kind, default: 0] += count
        }
        for (ordinal, result) in batch.results {
            results.append(Place(input: unit.inputNumber, ordinal: ordinal, content: result))
            if result.verdict.isBad && configuration.stopsAtFirstFailure { isStopped = true }
            observer.caseEnds(result)
        }
        for (ordinal, error) in batch.errors {
            errors.append(Place(input: unit.inputNumber, ordinal: ordinal, content: error))
            observer.inputFails(error)
        }
        observer.progress(summary)
    }

    // MARK: In worker processes

    private func runInWorkers(_ source: inout WorkSource) throws(SubjectFailure) {
        var workers: [CaseWorker] = []
        var pending: [WorkUnit] = []
        defer {
            for worker in workers { worker.finish() }
        }
        while true {
            heedInterruption()
            for worker in workers where worker.unit == nil && !isStopped {
                guard let unit = pending.popLast() ?? source.next() else { break }
                worker.start(unit, now: Clock.now())
            }
            while workers.count < configuration.jobs, !isStopped,
                let unit = pending.popLast() ?? source.next()
            {
                let worker = try CaseWorker(
                    command: configuration.workerCommand, configuration: configuration)
                worker.start(unit, now: Clock.now())
                workers.append(worker)
            }
            if isStopped {
                for worker in workers where worker.unit != nil { worker.terminate() }
                return
            }
            summary.shareDone = source.share
            let busy = workers.filter { $0.unit != nil }
            if busy.isEmpty { return }
            for worker in wait(for: busy) where !receive(from: worker) {
                workers.removeAll { $0 === worker }
                if let rest = bury(worker, hanging: false) { pending.append(rest) }
            }
            for worker in busy where isHanging(worker, among: workers) {
                worker.terminate()
                workers.removeAll { $0 === worker }
                if let rest = bury(worker, hanging: true) { pending.append(rest) }
            }
        }
    }

    private func isHanging(_ worker: CaseWorker, among workers: [CaseWorker]) -> Bool {
        guard workers.contains(where: { $0 === worker }) else { return false }
        return worker.isHanging(now: Clock.now(), timeout: configuration.caseTimeout)
    }

    /// Waits until some worker has said something, for as long as hanging ones can wait.
    private func wait(for workers: [CaseWorker]) -> [CaseWorker] {
        var polls = workers.map {
            pollfd(fd: $0.output.descriptor, events: Int16(POLLIN), revents: 0)
        }
        let span = Int32(min(500, max(10, configuration.caseTimeout * 250)))
        guard poll(&polls, nfds_t(polls.count), span) > 0 else {
            observer.progress(summary)
            return []
        }
        return zip(workers, polls).filter { $1.revents != 0 }.map(\.0)
    }

    /// Takes what a worker has sent.
    ///
    /// - Returns: false if the worker is gone.
    private func receive(from worker: CaseWorker) -> Bool {
        guard worker.output.fill() else { return false }
        do {
            while var message = try worker.output.message() {
                try take(&message, from: worker)
            }
            return true
        } catch {
            summary.internalErrors.append("a worker sent something unreadable")
            worker.terminate()
            return false
        }
    }

    private func take(
        _ message: inout WireReader, from worker: CaseWorker
    ) throws(WireError) {
        switch WireKind(rawValue: try message.integer()) {
        case .batch:
            let batch = try ResultBatch(from: &message)
            summary.statistics.add(try RunStatistics(from: &message))
            guard let unit = worker.unit else { throw WireError() }
            take(batch, of: unit)
            worker.unit?.firstOrdinal = max(unit.firstOrdinal, batch.nextOrdinal)
        case .done:
            summary.statistics.add(try RunStatistics(from: &message))
            worker.unit = nil
        case .failure:
            summary.internalErrors.append(try message.text())
            isStopped = true
        case .configuration, .unit, nil:
            throw WireError()
        }
    }

    /// Makes a finding of a worker's death.
    ///
    /// - Returns: what is left of its unit.
    private func bury(_ worker: CaseWorker, hanging: Bool) -> WorkUnit? {
        let end = worker.end()
        guard var unit = worker.unit else { return nil }
        let note = worker.note
        worker.unit = nil
        guard let note, note.ordinal >= unit.firstOrdinal else {
            summary.internalErrors.append(
                "a worker process ended (\(end.description)) while it read \(unit.input.name)"
                    + (end.lastWords.isEmpty ? "" : ": \(end.lastWords)"))
            return nil
        }
        let what =
            hanging
            ? "hangs: no end after \(configuration.caseTimeout) seconds"
            : "crashes: the worker process ended with \(end.description)"
                + (end.lastWords.isEmpty ? "" : ": \(end.lastWords)")
        let finding = Finding(verdict: .divergence, subject: "", schedule: "", what: what)
        var batch = ResultBatch()
        batch.counts[.divergence] = 1
        batch.results = [
            (
                note.ordinal,
                CaseResult(name: note.name, verdict: .divergence, findings: [finding])
            )
        ]
        take(batch, of: unit)
        unit.passedOver.insert(note.ordinal)
        return isStopped ? nil : unit
    }
}

/// Is told how a run goes.
package protocol RunObserver: AnyObject {
    func runBegins(paths: [String])
    /// A case that did not pass, or any case if all are wanted.
    func caseEnds(_ result: CaseResult)
    func inputFails(_ error: FixtureError)
    /// The counts so far.
    func progress(_ summary: RunSummary)
    func runEnds()
}

/// Says nothing.
package final class SilentObserver: RunObserver {
    package init() {}
    package func runBegins(paths: [String]) {}
    package func caseEnds(_ result: CaseResult) {}
    package func inputFails(_ error: FixtureError) {}
    package func progress(_ summary: RunSummary) {}
    package func runEnds() {}
}
