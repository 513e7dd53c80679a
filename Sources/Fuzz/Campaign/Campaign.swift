import Conformance
import Primitives
import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Is told how a campaign goes.
package protocol CampaignObserver: AnyObject {
    /// A finding was looked at, verified and saved.
    func found(_ finding: CampaignFinding)
    /// A finding could not be saved; its case is handed over so that it is not lost.
    func cannotSave(_ finding: CampaignFinding, _ reason: String)
    /// The counts so far.
    func progress(_ summary: CampaignSummary)
}

/// Makes up cases and compares them until its time is over; saves what it finds, and goes on.
package final class Campaign {
    private let settings: CampaignSettings
    private let folder: FindingFolder
    private let observer: any CampaignObserver
    private var summary = CampaignSummary()
    private var corpus: CampaignCorpus
    private var start = 0.0
    private var processorStart = 0.0
    /// When the state was last saved.
    private var lastSaved = 0.0
    /// Of the campaign that is continued.
    private var earlier = (wall: 0.0, cpu: 0.0)

    private var taskCount = 0
    private var batchCount = 0
    /// Cases that were handed out.
    private var plannedCases = 0
    /// What goes before new cases: the self-test, and batches that were broken off.
    private var pending: [FuzzTask.Kind] = [.selfTest]
    private var inquiries: InquiryQueue
    /// Buckets that are to be looked at, or are just being.
    private var unseen: Set<Bucket> = []
    private var hasPassedSelfTest = false

    /// Seconds between two savings of the state.
    private static let savingInterval = 10.0

    /// Deaths after which the rest of a batch is let go.
    private static let largestDeathCount = 3

    package init(
        _ settings: CampaignSettings, folder: FindingFolder, observer: any CampaignObserver
    ) {
        self.settings = settings
        self.folder = folder
        self.observer = observer
        let (shard, state) = (settings.shard, settings.state)
        batchCount = state?.batchCount ?? 0
        inquiries = InquiryQueue(isOrdered: settings.cases != nil)
        corpus = CampaignCorpus(
            seen: state?.features ?? [], first: shard.index + batchCount * shard.count,
            stride: shard.count)
        summary.seed = settings.seed
        if let state { resume(state) }
    }

    /// Takes over what was found; what had not been looked at comes next, where its case can be made
    /// again: not if it came of a corpus, which may have changed.
    private func resume(_ state: CampaignState) {
        summary = state.summary
        earlier = (summary.wallSeconds, summary.processorSeconds)
        for index in summary.findings.indices {
            let finding = summary.findings[index]
            guard finding.isUnfinished, !finding.batch.isSeeded else { continue }
            unseen.insert(finding.bucket)
            inquiries.add(investigation(of: finding))
        }
    }

    private func investigation(of finding: CampaignFinding) -> FuzzTask.Investigation {
        FuzzTask.Investigation(
            batch: finding.batch, ordinal: finding.ordinal, bucket: finding.bucket,
            way: finding.bucket.signature.isDeath ? .apart : .here)
    }

    /// Runs the campaign to its end, in good order even where there can be no worker.
    package func run() -> CampaignSummary {
        // A file that may not grow is to be an error, as a full disk is.
        signal(SIGXFSZ, SIG_IGN)
        start = Clock.now()
        processorStart = Clock.processorSeconds()
        let pool = TaskPool(
            command: settings.workerCommand, configuration: settings.configuration,
            jobs: settings.jobs, caseTimeout: settings.configuration.caseTimeout)
        do throws(SubjectFailure) {
            try pool.run(for: self)
        } catch {
            summary.internalErrors.append(error.description)
        }
        for conclusion in inquiries.endAll() { take(conclusion) }
        for finding in summary.findings where unseen.contains(finding.bucket) { leave(finding) }
        keep(corpus.endAll())
        summary.isInterrupted = Interruption.isRequested
        summary.findings.sort { $0.bucket.name < $1.bucket.name }
        takeTimes()
        saveState()
        return summary
    }

    private func takeTimes() {
        summary.wallSeconds = earlier.wall + Clock.now() - start
        summary.processorSeconds = earlier.cpu + Clock.processorSeconds() - processorStart
    }

    private var isOver: Bool {
        if !summary.internalErrors.isEmpty { return true }
        if summary.findings.count >= settings.maximumFindings { return true }
        return settings.seconds.map { Clock.now() - start > $0 } ?? false
    }

    /// The seed of a batch: known without those before it.
    package static func seed(ofBatch index: Int, campaign seed: UInt64) -> UInt64 {
        var generator = SeededGenerator(seed: seed)
        let start = generator.next()
        generator = SeededGenerator(seed: start ^ UInt64(truncatingIfNeeded: index))
        return generator.next()
    }

    private func nextBatch() -> Batch? {
        guard !isOver else { return nil }
        let index = settings.shard.index + batchCount * settings.shard.count
        var batch = Batch(
            index: index, seed: Self.seed(ofBatch: index, campaign: settings.seed))
        batch.isSeeded = !settings.configuration.seeds.isEmpty
        if let cases = settings.cases {
            batch.count = min(batch.count, cases - plannedCases)
            guard batch.count > 0 else { return nil }
        }
        batchCount += 1
        plannedCases += batch.count
        inquiries.open(index)
        return batch
    }
}

// MARK: Tasks

extension Campaign: TaskOwner {
    package func nextTask() -> FuzzTask? {
        guard summary.internalErrors.isEmpty else { return nil }
        taskCount += 1
        return nextKind().map { FuzzTask(number: taskCount, $0) }
    }

    private func nextKind() -> FuzzTask.Kind? {
        if let kind = pending.popLast() { return kind }
        guard hasPassedSelfTest else { return nil }
        if !inquiries.isOrdered, let item = inquiries.next() { return .investigation(item) }
        if let batch = nextBatch() { return .batch(batch) }
        return inquiries.next().map { .investigation($0) }
    }

    package func wants(_ task: FuzzTask) -> Bool {
        takeTimes()
        observer.progress(summary)
        if Clock.now() - lastSaved > Self.savingInterval { saveState() }
        switch task.kind {
        case .batch(let batch):
            if isOver { inquiries.close(batch.index) }
            return !isOver
        case .selfTest, .investigation, .replay, .detection, .autopsy:
            return summary.internalErrors.isEmpty
        }
    }

    package func take(_ answer: FuzzAnswer, to task: FuzzTask) -> FuzzTask {
        var task = task
        switch (answer, task.kind) {
        case (.selfTest(let problem), _):
            hasPassedSelfTest = problem.isEmpty
            if !problem.isEmpty { summary.internalErrors.append("self-test: \(problem)") }
        case (.progress(let progress), .batch(var batch)):
            summary.add(progress)
            for sighting in progress.sightings { take(sighting, of: batch) }
            corpus.add(progress.novelties, of: batch.index)
            if progress.nextOrdinal >= batch.count { close(batch) }
            batch.firstOrdinal = max(batch.firstOrdinal, progress.nextOrdinal)
            task.kind = .batch(batch)
        case (.inquiry(let inquiry), .investigation(let item)):
            conclude(InquiryQueue.Conclusion(bucket: item.bucket, inquiry: inquiry))
        case (.progress, _), (.inquiry, _), (.detected, _):
            summary.internalErrors.append("a worker answered what it was not asked")
        }
        return task
    }

    package func fail(_ task: FuzzTask, _ reason: String) {
        if case .investigation(let item) = task.kind {
            // The finding stays, with the seed from which its case can be made again.
            conclude(InquiryQueue.Conclusion(bucket: item.bucket, problem: reason))
        } else {
            summary.internalErrors.append(reason)
        }
    }

    package func bury(_ task: FuzzTask, _ death: WorkerDeath) {
        switch task.kind {
        case .batch(let batch): bury(batch, death)
        case .investigation(var item):
            guard item.way != .nowhere else {
                conclude(
                    InquiryQueue.Conclusion(bucket: item.bucket, problem: death.description))
                return
            }
            // Without running it, at least the case can be saved.
            let known = summary.findings.firstIndex { $0.bucket == item.bucket }
            if let known { summary.findings[known].remark = "Not made small: \(death.description)" }
            item.way = .nowhere
            pending.append(.investigation(item))
        case .selfTest, .replay, .detection, .autopsy:
            summary.internalErrors.append("self-test: \(death.description)")
        }
    }

    /// Makes a finding of a worker's death, and leaves the rest of its batch to another.
    ///
    /// A death before the first case, or in one that was survived before, has no case to blame.
    private func bury(_ batch: Batch, _ death: WorkerDeath) {
        var rest = batch
        rest.deathCount += 1
        if let ordinal = death.ordinal, ordinal >= batch.firstOrdinal {
            summary.cases += 1
            take(
                Sighting(
                    bucket: Bucket(death.signature, death.subject ?? .interpreter),
                    ordinal: ordinal, count: 1, description: death.description),
                of: batch)
            rest.passedOver.append(ordinal)
        }
        if rest.deathCount < Self.largestDeathCount {
            pending.insert(.batch(rest), at: 0)
        } else {
            summary.leftOut += rest.openCount
            summary.lastDeath = death.description
            close(batch)
        }
    }

    /// Takes note that no more comes of a batch.
    private func close(_ batch: Batch) {
        inquiries.close(batch.index)
        keep(corpus.end(batch.index))
    }
}

// MARK: Saving

extension Campaign {
    private func keep(_ entries: [CampaignCorpus.Entry]) {
        do throws(FolderError) {
            for entry in entries { try folder.save(entry) }
        } catch {
            summary.internalErrors.append(error.description)
        }
    }

    /// Saves what it takes to continue; a campaign whose findings cannot be saved has said so.
    private func saveState() {
        lastSaved = Clock.now()
        let state = CampaignState(
            summary, settings.shard, settings.configuration.recipe, batches: batchCount,
            features: corpus.seen)
        do throws(FolderError) {
            try folder.save(state)
        } catch {
            if summary.internalErrors.isEmpty { summary.internalErrors.append(error.description) }
        }
    }
}

// MARK: Findings

extension Campaign {
    /// Puts a sighting in its bucket; a new one is looked at.
    private func take(_ sighting: Sighting, of batch: Batch) {
        var finding = CampaignFinding(
            bucket: sighting.bucket, batch: batch, ordinal: sighting.ordinal,
            count: sighting.count, description: sighting.description)
        let known = summary.findings.firstIndex {
            $0.bucket == sighting.bucket || $0.otherBuckets.contains(sighting.bucket)
        }
        if let known {
            summary.findings[known].count += sighting.count
            guard stands(finding, for: summary.findings[known]) else { return }
            summary.findings[known].batch = batch
            summary.findings[known].ordinal = sighting.ordinal
            summary.findings[known].description = sighting.description
            return
        }
        guard summary.findings.count < settings.maximumFindings else { return }
        // Until it has been looked at: this process may be ended at any moment.
        finding.isUnfinished = true
        unseen.insert(sighting.bucket)
        summary.findings.append(finding)
        inquiries.add(investigation(of: finding))
    }

    /// Lets a case stand for its bucket: one that comes before the one that does, or a new one where
    /// an earlier campaign had no time to look at its own.
    private func stands(_ finding: CampaignFinding, for known: CampaignFinding) -> Bool {
        guard known.isUnfinished, known.bucket == finding.bucket,
            unseen.insert(finding.bucket).inserted
        else { return inquiries.replace(by: investigation(of: finding)) }
        inquiries.add(investigation(of: finding))
        return true
    }

    private func conclude(_ conclusion: InquiryQueue.Conclusion) {
        for conclusion in inquiries.conclude(conclusion) { take(conclusion) }
    }

    /// Saves a finding's case, and lets a process that knows nothing of it replay it.
    ///
    /// - Parameters:
    ///   - conclusion: what came of looking at it.
    ///   - isUnfinished: whether there was no time to do so.
    private func take(_ conclusion: InquiryQueue.Conclusion, isUnfinished: Bool = false) {
        let (bucket, problem) = (conclusion.bucket, conclusion.problem)
        guard let index = summary.findings.firstIndex(where: { $0.bucket == bucket }) else {
            return
        }
        unseen.remove(bucket)
        var finding = summary.findings[index]
        finding.inquiry = conclusion.inquiry
        finding.isUnfinished = isUnfinished
        if merge(finding, at: index) { return }
        do throws(FolderError) {
            finding.path = try save(finding, problem)
            if finding.inquiry != nil {
                verify(&finding)
                _ = try save(finding, problem)
            }
        } catch {
            summary.internalErrors.append(error.description)
            observer.cannotSave(finding, error.description)
        }
        summary.findings[index] = finding
        observer.found(finding)
    }

    /// Verifies a finding, which is unfinished where that cannot be done.
    private func verify(_ finding: inout CampaignFinding) {
        do throws(SubjectFailure) {
            finding.verification = try Verifier(settings).verify(finding)
        } catch {
            if finding.remark.isEmpty { finding.remark = "Not verified: \(error.description)" }
        }
        finding.isUnfinished = finding.verification == nil
    }

    /// Saves what is known of a finding that there was no time to look at.
    private func leave(_ finding: CampaignFinding) {
        let problem = "the campaign was ended before it was looked at"
        take(
            InquiryQueue.Conclusion(bucket: finding.bucket, problem: problem), isUnfinished: true)
    }

    /// Adds a finding to one that has the same cause, if there is one.
    private func merge(_ finding: CampaignFinding, at index: Int) -> Bool {
        guard let inquiry = finding.inquiry, inquiry.isCauseShared else { return false }
        let same = summary.findings.indices.first {
            $0 != index && summary.findings[$0].inquiry?.cause == inquiry.cause
                && summary.findings[$0].bucket.subject == finding.bucket.subject
        }
        guard let same else { return false }
        summary.findings[same].otherBuckets.append(finding.bucket)
        summary.findings[same].count += finding.count
        do throws(FolderError) {
            let name = summary.findings[same].bucket.name
            try folder.add(FindingReadme.line(finding.bucket), toReadmeOf: name)
        } catch {
            summary.internalErrors.append(error.description)
        }
        summary.findings.remove(at: index)
        return true
    }

    private func save(
        _ finding: CampaignFinding, _ problem: String
    ) throws(FolderError) -> String {
        let readme = FindingReadme(
            finding, settings: settings, problem: problem,
            path: "\(folder.path)/findings/\(finding.bucket.name)/case.yaml")
        return try folder.save(
            finding.bucket.name, case: finding.inquiry?.text, readme: readme.text)
    }
}
