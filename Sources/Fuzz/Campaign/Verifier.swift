import Conformance

/// Lets a process that knows nothing of a finding replay its saved case.
struct Verifier {
    private let configuration: FuzzConfiguration
    private let workerCommand: [String]

    init(_ settings: CampaignSettings) {
        var configuration = settings.configuration
        configuration.seeds = []
        self.configuration = configuration
        workerCommand = settings.workerCommand
    }

    /// Whether the process finds it again, in the same way; nil if a signal asked for the end.
    ///
    /// - Throws: that there can be no such process, which says nothing about the case.
    func verify(
        _ finding: CampaignFinding
    ) throws(SubjectFailure) -> CampaignFinding.Verification? {
        let (bucket, text) = (finding.bucket, finding.inquiry?.text ?? "")
        return bucket.signature.isDeath ? try death(bucket, text) : try divergence(bucket, text)
    }

    private func divergence(
        _ bucket: Bucket, _ text: String
    ) throws(SubjectFailure) -> CampaignFinding.Verification? {
        let worker = try WorkerProcess<FuzzTask>(
            command: workerCommand, configuration: configuration)
        var answer: FuzzAnswer?
        let death = try worker.carryOut(
            FuzzTask(number: 1, .replay(FuzzTask.Replay(text: text, bucket: bucket))),
            timeout: configuration.caseTimeout
        ) { (reader) throws(WireError) in answer = try FuzzAnswer(from: &reader) }
        if let death {
            return CampaignFinding.Verification(
                isReproduced: false, description: death.description)
        }
        guard case .inquiry(let inquiry) = answer else { return nil }
        worker.finish()
        let again = inquiry.again
        return CampaignFinding.Verification(
            isReproduced: inquiry.isSame,
            description: again.isEmpty ? "the subject agrees with the interpreter" : again)
    }

    private func death(
        _ bucket: Bucket, _ text: String
    ) throws(SubjectFailure) -> CampaignFinding.Verification? {
        let probe = DeathProbe(configuration, bucket.subject, timeout: configuration.caseTimeout)
        let death = try probe.death(of: text)
        if Interruption.isRequested { return nil }
        return CampaignFinding.Verification(
            isReproduced: death?.signature == bucket.signature,
            description: death?.description ?? "the process survives")
    }
}
