package import Conformance
import VM

/// Carries out tasks of a campaign, in whatever process this is.
package struct TaskRunner {
    /// What is being done, for whoever watches this process: which case, and with what.
    package typealias Watcher = (_ ordinal: Int, _ what: String) -> Void

    /// The note of a worker that makes a case small, which takes as long as it takes.
    package static let minimising = "minimising"

    /// The note of a worker in which a fault is looked for, while it runs what is right.
    package static let reference = "reference"

    private let configuration: FuzzConfiguration
    private let seeds: [FuzzCase]
    private let memory: FeatureMemory
    private let watcher: Watcher

    package init(
        _ configuration: FuzzConfiguration, seeds: [FuzzCase] = [],
        memory: FeatureMemory = FeatureMemory(),
        watcher: @escaping Watcher = { _, _ in }
    ) {
        self.configuration = configuration
        self.seeds = seeds
        self.memory = memory
        self.watcher = watcher
    }

    /// Carries out a task.
    ///
    /// - Parameters:
    ///   - task: what to do.
    ///   - tell: takes answers; says whether anybody listens.
    /// - Throws: that cases cannot be run here at all.
    package func run(
        _ task: FuzzTask, tell: (FuzzAnswer) -> Bool
    ) throws(SubjectFailure) {
        switch task.kind {
        case .selfTest: _ = tell(.selfTest(try SelfTest(configuration).problem() ?? ""))
        case .batch(let batch): try run(batch) { tell(.progress($0)) }
        case .investigation(let item):
            let investigator = Investigator(configuration, seeds: seeds, watcher: watcher)
            _ = tell(.inquiry(try investigator.investigate(item)))
        case .replay(let item):
            let investigator = Investigator(configuration, seeds: [], watcher: watcher)
            _ = tell(.inquiry(try investigator.replay(item)))
        case .detection(let item):
            let detector = Detector(configuration, watcher: watcher)
            let result = try detector.detect(item) { _ = tell(.detected($0)) }
            _ = tell(.detected(result))
        case .autopsy(let item):
            var planted = configuration
            planted.faults = [item.detection.fault]
            let investigator = Investigator(planted, seeds: seeds, watcher: watcher)
            _ = tell(.inquiry(try investigator.investigate(item.investigation)))
        }
    }

    // MARK: Batches

    /// Seconds after which what has come out is told.
    private static let span = 0.2

    /// Runs the cases of a batch.
    ///
    /// - Parameters:
    ///   - batch: the cases.
    ///   - didRun: takes what came out, several times a second; says whether to go on.
    /// - Throws: that cases cannot be run here at all.
    package func run(
        _ batch: Batch, didRun: (BatchProgress) -> Bool
    ) throws(SubjectFailure) {
        var cases = try BatchCases(batch, configuration, seeds: seeds)
        var progress = BatchProgress()
        var lastTold = Clock.now()
        while cases.ordinal < batch.count {
            let ordinal = cases.ordinal
            let item = cases.next()
            guard !batch.passedOver.contains(ordinal) else { continue }
            let trials = try cases.run(item) { subject in
                watcher(ordinal, subject.text)
                rehearse(batch, ordinal, item, subject)
            }
            guard ordinal >= batch.firstOrdinal else { continue }
            add(trials, ordinal, to: &progress)
            if let trial = trials.first, memory.isNews(cases.news, in: batch.index) {
                let name = "batch-\(batch.index)-case-\(ordinal)"
                if progress.add(cases.news, of: item, trial, name, ordinal: ordinal) {
                    memory.note(cases.news, in: batch.index)
                }
            }
            guard ordinal % 16 == 0, Clock.now() - lastTold > Self.span else { continue }
            lastTold = Clock.now()
            guard didRun(progress) else { return }
            progress = BatchProgress()
        }
        progress.nextOrdinal = batch.count
        _ = didRun(progress)
    }

    private func add(_ trials: [Trial], _ ordinal: Int, to progress: inout BatchProgress) {
        progress.cases += 1
        progress.nextOrdinal = ordinal + 1
        for (subject, trial) in zip(configuration.subjects, trials) {
            progress.add(trial)
            guard let divergence = trial.divergence else { continue }
            progress.add(divergence, of: subject, ordinal: ordinal)
        }
    }

    // MARK: Fire drill

    /// Fails on purpose where the fire drill asks for it.
    private func rehearse(_ batch: Batch, _ ordinal: Int, _ item: FuzzCase, _ subject: SubjectName)
    {
        if batch.index == 0, ordinal == 100 { configuration.drill?.happen() }
        guard subject != .interpreter else { return }
        configuration.planted?.rehearse(item.accounts.map(\.content.code))
    }
}
