package import Conformance
import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Carries out tasks of a campaign, in whatever process this is.
package struct TaskRunner {
    /// What is being done, for whoever watches this process: which case, and with what.
    package typealias Watcher = (_ ordinal: Int, _ what: String) -> Void

    /// The note of a worker that makes a case small, which takes as long as it takes.
    package static let minimising = "minimising"

    private let configuration: FuzzConfiguration
    private let watcher: Watcher

    package init(_ configuration: FuzzConfiguration, watcher: @escaping Watcher = { _, _ in }) {
        self.configuration = configuration
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
        case .investigation(let item): _ = tell(.inquiry(try investigate(item)))
        case .detection(let item):
            _ = tell(.detected(try Detector(configuration, watcher: watcher).detect(item)))
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
        var cases = try BatchCases(seed: batch.seed, configuration)
        var progress = BatchProgress()
        var lastTold = Clock.now()
        while cases.ordinal < batch.count {
            let ordinal = cases.ordinal
            let item = cases.next()
            guard !batch.passedOver.contains(ordinal) else { continue }
            let trials = try cases.run(item) { subject in
                watcher(ordinal, subject.text)
                rehearse(batch, ordinal)
            }
            guard ordinal >= batch.firstOrdinal else { continue }
            add(trials, ordinal, to: &progress)
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

    // MARK: Findings

    /// Makes a case again and, where its signature holds, small.
    private func investigate(
        _ task: FuzzTask.Investigation
    ) throws(SubjectFailure) -> Inquiry {
        let item = try BatchCases.make(task.ordinal, of: task.batch, configuration) {
            watcher($0, $1.text)
        }
        watcher(task.ordinal, Self.minimising)
        let runner = try DifferentialRunner(task.bucket.subject, faults: configuration.faults)
        var inquiry = Inquiry()
        var small = item
        if task.runs, let divergence = try runner.run(item).divergence {
            inquiry.again = divergence.description.shortened
            inquiry.isSame = Signature(divergence) == task.bucket.signature
        }
        if inquiry.isSame {
            small = Self.small(item, keeping: task.bucket.signature, runner)
            let again = try runner.run(small).divergence
            inquiry.again = again?.description.shortened ?? inquiry.again
            inquiry.cause = try cause(of: small, task, runner)
        }
        inquiry.bytes = small.codeByteCount
        inquiry.switches = small.schedule.eventCount
        inquiry.text = try text(of: small, task, inquiry, runner)
        return inquiry
    }

    /// What is to blame for a finding, where that can be told.
    private func cause(
        of item: FuzzCase, _ task: FuzzTask.Investigation, _ runner: DifferentialRunner
    ) throws(SubjectFailure) -> String {
        let subject = task.bucket.subject
        let saved = try CaseWriter.scheduled(item, subject: subject, runner: runner)
        return try Explainer(subject, faults: configuration.faults).explain(saved)?.key ?? ""
    }

    /// A case made small; as it is, if nothing smaller says anything about it.
    static func small(
        _ item: FuzzCase, keeping signature: Signature, _ runner: DifferentialRunner
    ) -> FuzzCase {
        do throws(SubjectFailure) {
            return try Minimiser(runner).minimise(item, keeping: signature)
        } catch {
            return item
        }
    }

    private func text(
        of item: FuzzCase, _ task: FuzzTask.Investigation, _ inquiry: Inquiry,
        _ runner: DifferentialRunner
    ) throws(SubjectFailure) -> String {
        let name = task.bucket.name
        let about =
            inquiry.again.isEmpty ? "Found by a campaign." : "Found by a campaign: \(inquiry.again)"
        do {
            return try CaseWriter.suite(
                of: item, named: name, about: about, subject: task.bucket.subject, runner: runner)
        } catch {
            throw SubjectFailure("the case cannot be written: \(error)")
        }
    }

    // MARK: Fire drill

    /// Fails on purpose where the fire drill asks for it.
    private func rehearse(_ batch: Batch, _ ordinal: Int) {
        guard let drill = configuration.drill, batch.index == 0, ordinal == 100 else { return }
        switch drill {
        case .crash: abort()
        case .hang: while true { sleep(60) }
        case .memory:
            var hoard: [[UInt8]] = []
            while true { hoard.append([UInt8](repeating: 1, count: 64 << 20)) }
        }
    }
}

/// What a campaign shows of itself before anything counts.
struct SelfTest {
    private static let cases = 2_000
    private static let cleanCases = 200

    private let configuration: FuzzConfiguration

    init(_ configuration: FuzzConfiguration) { self.configuration = configuration }

    /// What is wrong with the comparison; nil if it finds a fault, and none where there is none.
    func problem() throws(SubjectFailure) -> String? {
        var source = CaseSource(seed: 0)
        let same = try DifferentialRunner(.interpreter)
        for _ in 0..<Self.cleanCases {
            if let divergence = try same.run(source.next()).divergence {
                return "the interpreter differs from itself: \(divergence.description)"
            }
        }
        for subject in configuration.subjects where subject.tier != .interpreter {
            guard try !finds(.subSwapsOperands, on: subject) else { continue }
            return "the fault sub-operands, planted in \(subject.text), is not found in "
                + "\(Self.cases) cases"
        }
        return nil
    }

    private func finds(
        _ fault: Fault, on subject: SubjectName
    ) throws(SubjectFailure) -> Bool {
        var source = CaseSource(seed: 0)
        let runner = try DifferentialRunner(subject, faults: [fault])
        for _ in 0..<Self.cases where try runner.run(source.next()).divergence != nil {
            return true
        }
        return false
    }
}
