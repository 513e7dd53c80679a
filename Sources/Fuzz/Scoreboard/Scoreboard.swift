package import Conformance
import Primitives
package import VM

/// What is looked for, and how long.
package struct ScoreboardSettings: Sendable {
    /// The faults are planted in turn; the first subject is the one that they are planted in.
    package var configuration = FuzzConfiguration()
    package var faults = Fault.allCases
    package var firstSeed: UInt64 = 0
    /// How many searches each fault gets.
    package var seedCount = 3
    package var limits = DetectionLimits(seconds: 120)
    /// Whether the cases that are found are made small.
    package var isMinimised = true
    package var jobs = 1
    package var caseTimeout = 10.0
    package var workerCommand: [String] = []

    package init() {}
}

/// What became of a fault.
package struct ScoreboardRow: Sendable {
    package var fault: Fault
    /// One for each seed, in order of seeds.
    package var results: [DetectionResult]

    package init(fault: Fault, results: [DetectionResult]) {
        self.fault = fault
        self.results = results
    }

    /// Found from most of the seeds.
    package var isFound: Bool { foundCount * 2 > results.count }
    package var foundCount: Int { results.count { $0.isFound } }

    /// Of all searches; one that ended without the fault counts with what it tried, as a lower
    /// bound.
    package var cases: Spread? { Spread(results.map { Double($0.cases) }) }
    package var seconds: Spread? { Spread(results.map(\.seconds)) }
    /// Of those that found it.
    package var bytes: Spread? { Spread(results.compactMap { $0.bytes.map(Double.init) }) }
    package var switches: Spread? { Spread(results.compactMap { $0.switches.map(Double.init) }) }
}

/// The median of some measurements, and between which values they lie.
package struct Spread: Equatable, Sendable {
    package var median: Double
    package var least: Double
    package var most: Double

    /// - Parameter values: the measurements; of none there is no median.
    package init?(_ values: [Double]) {
        let sorted = values.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        let middle = sorted.count / 2
        median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        least = first
        most = last
    }
}

/// Plants each fault in turn and looks for it, from several seeds.
package final class Scoreboard {
    private let settings: ScoreboardSettings
    private let didSearch: (FuzzTask.Detection, DetectionResult) -> Void
    private var pending: [FuzzTask.Kind]
    private var results: [Key: DetectionResult] = [:]
    private var taskCount = 0
    private var starts: [Int: Double] = [:]
    package private(set) var internalErrors: [String] = []

    private struct Key: Hashable {
        var fault: Fault
        var seed: UInt64

        init(_ item: FuzzTask.Detection) { (fault, seed) = (item.fault, item.seed) }

        init(_ fault: Fault, _ seed: UInt64) { (self.fault, self.seed) = (fault, seed) }
    }

    /// - Parameters:
    ///   - settings: what is looked for.
    ///   - didSearch: told of each search that ended.
    package init(
        _ settings: ScoreboardSettings,
        didSearch: @escaping (FuzzTask.Detection, DetectionResult) -> Void
    ) {
        self.settings = settings
        self.didSearch = didSearch
        pending = settings.faults.flatMap { fault in
            (0..<settings.seedCount).map { index in
                .detection(
                    FuzzTask.Detection(
                        fault: fault, seed: settings.firstSeed &+ UInt64(index),
                        limits: settings.limits, isMinimised: settings.isMinimised))
            }
        }
        pending.reverse()
    }

    /// Searches for all of them.
    ///
    /// - Returns: a row for each fault, in the order in which they were given.
    /// - Throws: that there can be no worker.
    package func run() throws(SubjectFailure) -> [ScoreboardRow] {
        let pool = TaskPool(
            command: settings.workerCommand, configuration: settings.configuration,
            jobs: settings.jobs, caseTimeout: settings.caseTimeout)
        try pool.run(for: self)
        return rows
    }

    /// What is known by now.
    package var rows: [ScoreboardRow] {
        settings.faults.map { fault in
            let seeds = (0..<settings.seedCount).map { settings.firstSeed &+ UInt64($0) }
            return ScoreboardRow(
                fault: fault, results: seeds.compactMap { results[Key(fault, $0)] })
        }
    }

    /// Keeps what became of a search; the same again replaces it, when its case was made small.
    private func keep(_ result: DetectionResult, of item: FuzzTask.Detection) {
        let earlier = results.updateValue(result, forKey: Key(item))
        if earlier == nil { didSearch(item, result) }
    }
}

extension Scoreboard: TaskOwner {
    package func nextTask() -> FuzzTask? {
        guard internalErrors.isEmpty, let kind = pending.popLast() else { return nil }
        taskCount += 1
        starts[taskCount] = Clock.now()
        return FuzzTask(number: taskCount, kind)
    }

    package func wants(_ task: FuzzTask) -> Bool { internalErrors.isEmpty }

    package func take(_ answer: FuzzAnswer, to task: FuzzTask) -> FuzzTask {
        switch (answer, task.kind) {
        case (.detected(let result), .detection(let item)): keep(result, of: item)
        case (.inquiry(let inquiry), .autopsy(let item)): take(inquiry, of: item)
        case (.detected, _), (.selfTest, _), (.progress, _), (.inquiry, _):
            internalErrors.append("a worker answered what it was not asked")
        }
        return task
    }

    package func fail(_ task: FuzzTask, _ reason: String) {
        // A case that cannot be made again, or written, is not made small; the fault stays found.
        if case .autopsy = task.kind { return }
        internalErrors.append(reason)
    }

    /// A fault that may crash is found by a crash, and by one where it is planted; any other death is
    /// an error of this program.
    package func bury(_ task: FuzzTask, _ death: WorkerDeath) {
        switch task.kind {
        case .detection(let item): bury(item, task, death)
        // The fault was found; what is missing is a small case.
        case .autopsy: break
        case .selfTest, .batch, .investigation, .replay: internalErrors.append(death.description)
        }
    }

    private func bury(_ item: FuzzTask.Detection, _ task: FuzzTask, _ death: WorkerDeath) {
        let mayBeTheFault = item.fault.mayCrash && death.isCrash
        if results[Key(item)] != nil {
            // It was found already: what is missing is a small case, for which there is no time.
            if mayBeTheFault || death.isHang { return }
        } else if mayBeTheFault, let ordinal = death.ordinal, isSubject(death) {
            keep(detection(task, ordinal, death), of: item)
            guard item.isMinimised, let subject = death.subject else { return }
            let bucket = Bucket(death.signature, subject)
            pending.append(
                .autopsy(FuzzTask.Autopsy(detection: item, ordinal: ordinal, bucket: bucket)))
            return
        }
        let place = death.subject.map { " in \($0.text)" } ?? ""
        internalErrors.append(
            "\(item.fault.rawValue), seed \(item.seed), case \(death.ordinal ?? 0)\(place): "
                + death.description)
    }

    /// Takes the size of a small case, if that still shows what was found.
    private func take(_ inquiry: Inquiry, of item: FuzzTask.Autopsy) {
        guard inquiry.isSame, var result = results[Key(item.detection)] else { return }
        (result.bytes, result.switches) = (inquiry.bytes, inquiry.switches)
        keep(result, of: item.detection)
    }

    /// Whether a worker died in the machine in which the fault was planted.
    private func isSubject(_ death: WorkerDeath) -> Bool {
        death.subject != nil && death.subject == settings.configuration.subjects.first
    }

    private func detection(
        _ task: FuzzTask, _ ordinal: Int, _ death: WorkerDeath
    ) -> DetectionResult {
        var result = DetectionResult()
        result.isFound = true
        result.cases = ordinal + 1
        result.seconds = Clock.now() - (starts[task.number] ?? Clock.now())
        result.signature = death.signature.description
        return result
    }
}
