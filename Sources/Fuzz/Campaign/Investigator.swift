import Conformance
import VM

/// Makes the case of a finding again and looks at it: makes it small and asks what is to blame.
struct Investigator {
    private let configuration: FuzzConfiguration
    private let seeds: [FuzzCase]
    private let watcher: TaskRunner.Watcher

    init(
        _ configuration: FuzzConfiguration, seeds: [FuzzCase],
        watcher: @escaping TaskRunner.Watcher
    ) {
        self.configuration = configuration
        self.seeds = seeds
        self.watcher = watcher
    }

    /// Looks at a finding.
    ///
    /// - Throws: that its case cannot be made again, run or written.
    func investigate(_ task: FuzzTask.Investigation) throws(SubjectFailure) -> Inquiry {
        let item = try BatchCases.make(task.ordinal, of: task.batch, configuration, seeds: seeds) {
            watcher($0, $1.text)
        }
        watcher(task.ordinal, TaskRunner.minimising)
        let runner = try DifferentialRunner(
            task.bucket.subject, faults: configuration.faults, limits: configuration.limits)
        var inquiry = Inquiry()
        var small = item
        switch task.way {
        case .here: small = try examine(item, task.bucket, runner, &inquiry)
        case .apart: small = try examineApart(item, task.bucket, runner, &inquiry)
        case .nowhere: break
        }
        inquiry.bytes = small.codeByteCount
        inquiry.switches = small.schedule.eventCount
        inquiry.text = try text(of: small, task.bucket, inquiry.again, runner)
        return inquiry
    }

    /// Runs a saved case by its own schedule.
    ///
    /// - Throws: that it cannot be read or run.
    func replay(_ task: FuzzTask.Replay) throws(SubjectFailure) -> Inquiry {
        var read: Case?
        let consumer = CaseConsumer { item, _ in
            if case .run(let item) = item { read = item }
            return read == nil
        }
        SuiteLoader(consumer: consumer).load(SourceText(file: "case.yaml", text: task.text))
        guard let read else { throw SubjectFailure("the saved case cannot be read") }
        watcher(0, task.bucket.subject.text)
        let found = try Minimisation(
            of: read, subjects: [task.bucket.subject], faults: configuration.faults)
        var inquiry = Inquiry()
        inquiry.again = found?.what.shortened ?? ""
        inquiry.isSame = found?.signature == task.bucket.signature
        return inquiry
    }

    // MARK: Divergences

    private func examine(
        _ item: FuzzCase, _ bucket: Bucket, _ runner: DifferentialRunner, _ inquiry: inout Inquiry
    ) throws(SubjectFailure) -> FuzzCase {
        guard let divergence = try runner.run(item).divergence else { return item }
        inquiry.again = divergence.description.shortened
        inquiry.isSame = Signature(divergence) == bucket.signature
        guard inquiry.isSame else { return item }
        var minimiser = Minimiser(runner)
        let small: FuzzCase
        (small, inquiry.isSmall) = minimised(item, &minimiser) {
            candidate throws(SubjectFailure) in
            try runner.run(candidate).divergence.map(Signature.init) == bucket.signature
        }
        let again = try runner.run(small).divergence
        inquiry.again = again?.description.shortened ?? inquiry.again
        let explanation = try explanation(of: small, bucket.subject, runner)
        inquiry.cause = explanation?.key ?? ""
        inquiry.isCauseShared = explanation?.namesInstruction == true
        return small
    }

    /// What is to blame for a finding, where that can be told.
    private func explanation(
        of item: FuzzCase, _ subject: SubjectName, _ runner: DifferentialRunner
    ) throws(SubjectFailure) -> Explanation? {
        let saved = try CaseWriter.scheduled(item, subject: subject, runner: runner)
        return try Explainer(subject, faults: configuration.faults).explain(saved)
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

    /// A case made small, and whether nothing more can be left out: not if runs or time gave out, or
    /// if something smaller says nothing about it.
    private func minimised(
        _ item: FuzzCase, _ minimiser: inout Minimiser,
        while holds: @escaping (FuzzCase) throws(SubjectFailure) -> Bool
    ) -> (FuzzCase, isSmall: Bool) {
        var small = item
        minimiser.progress = { candidate, _ in small = candidate }
        // Of the runs, one is of the case as it is and one of the empty program.
        var runsLeft = minimiser.largestRunCount + 2
        let deadline = Clock.now() + minimiser.largestSeconds
        do throws(SubjectFailure) {
            small = try minimiser.minimise(item) { candidate throws(SubjectFailure) in
                runsLeft -= 1
                return try holds(candidate)
            }
        } catch {
            return (small, false)
        }
        return (small, runsLeft > 0 && Clock.now() <= deadline)
    }

    // MARK: Deaths

    /// What making small a case of which workers die may take: each run is a process, and each that
    /// hangs takes its time.
    private static let largestRunCount = 600
    private static let largestTimeout = 2.0

    private func examineApart(
        _ item: FuzzCase, _ bucket: Bucket, _ runner: DifferentialRunner, _ inquiry: inout Inquiry
    ) throws(SubjectFailure) -> FuzzCase {
        // Waiting for what hangs takes nearly all the time; other deaths need not be waited for.
        let isHang = bucket.signature.place == "hang"
        let timeout = configuration.caseTimeout
        let probe = DeathProbe(
            configuration, bucket.subject,
            timeout: isHang ? min(timeout, Self.largestTimeout) : timeout)
        guard let death = try probe.death(of: text(of: item, bucket, "", runner)) else {
            return item
        }
        inquiry.again = death.description.shortened
        inquiry.isSame = death.signature == bucket.signature
        guard inquiry.isSame else { return item }
        var minimiser = Minimiser(runner)
        minimiser.largestRunCount = Self.largestRunCount
        minimiser.largestSeconds = configuration.probingSeconds
        minimiser.isReferenceSafe = bucket.subject != .interpreter
        let small: FuzzCase
        (small, inquiry.isSmall) = minimised(item, &minimiser) {
            candidate throws(SubjectFailure) in
            guard let text = try? text(of: candidate, bucket, "", runner) else { return false }
            return try probe.death(of: text)?.signature == bucket.signature
        }
        return small
    }

    // MARK: Saving

    private func text(
        of item: FuzzCase, _ bucket: Bucket, _ again: String, _ runner: DifferentialRunner
    ) throws(SubjectFailure) -> String {
        let about = again.isEmpty ? "Found by a campaign." : "Found by a campaign: \(again)"
        do {
            // The interpreter must not be run here if a worker died in it.
            if bucket.subject == .interpreter {
                return try CaseWriter.interpreterSuite(of: item, named: bucket.name, about: about)
            }
            return try CaseWriter.suite(
                of: item, named: bucket.name, about: about, subject: bucket.subject,
                runner: runner)
        } catch {
            throw SubjectFailure("the case cannot be written: \(error)")
        }
    }
}
