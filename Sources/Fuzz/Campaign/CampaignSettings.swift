import Conformance

/// What a campaign does.
package struct CampaignSettings: Sendable {
    package var configuration = FuzzConfiguration()
    package var seed: UInt64 = 0
    package var shard = CampaignShard()
    /// What was there when an earlier campaign ended, which this one continues.
    package var state: CampaignState?
    /// Seconds after which no more cases are made up; nil for no limit.
    package var seconds: Double?
    /// Cases after which the campaign ends; nil for no limit.
    package var cases: Int?
    /// How many worker processes run cases; at least one.
    package var jobs = 1
    /// Findings after which the campaign ends.
    package var maximumFindings = 100
    /// The program that is started for a worker, and the arguments that make it one.
    package var workerCommand: [String] = []

    package init() {}
}

/// Everything that came out of a campaign.
package struct CampaignSummary: Sendable {
    package var seed: UInt64 = 0
    package var cases = 0
    package var comparisons = 0
    package var noVerdict = 0
    /// Cases that were made up for nothing, as too many workers died in their batches.
    package var leftOut = 0
    /// How the last of those workers died; empty if none did.
    package var lastDeath = ""
    /// In how many comparisons a tier ran, and a side exit of a kind was taken.
    package var tiersReached: [String: Int] = [:]
    package var exitsReached: [String: Int] = [:]
    package var findings: [CampaignFinding] = []
    /// Whether a signal ended the campaign.
    package var isInterrupted = false
    /// What went wrong in the campaign itself.
    package var internalErrors: [String] = []
    package var wallSeconds = 0.0
    /// Of all processes together.
    package var processorSeconds = 0.0

    package init() {}

    /// By the clock.
    package var comparisonsPerSecond: Double { Double(comparisons) / max(wallSeconds, 0.001) }
    /// By the seconds that processors worked, making small and starting included.
    package var comparisonsPerProcessorSecond: Double {
        Double(comparisons) / max(processorSeconds, 0.001)
    }

    /// What the process answers: 0 without findings, 1 with, 3 for a fault of this program, such as
    /// workers that died without a case to blame; 130, as shells have it for Ctrl-C, if nothing went
    /// wrong up to a signal.
    package var exitCode: Int32 {
        if !internalErrors.isEmpty { return 3 }
        if !findings.isEmpty { return 1 }
        if leftOut > 0 { return 3 }
        return isInterrupted ? 130 : 0
    }

    mutating func add(_ progress: BatchProgress) {
        cases += progress.cases
        comparisons += progress.comparisons
        noVerdict += progress.noVerdict
        tiersReached.merge(progress.tiers, uniquingKeysWith: +)
        exitsReached.merge(progress.exits, uniquingKeysWith: +)
    }
}

/// A bucket of findings, and the case that stands for it.
package struct CampaignFinding: Sendable {
    package var bucket: Bucket
    /// Other ways in which the same cause showed.
    package var otherBuckets: [Bucket] = []
    /// Where the first case of the bucket came from: all that it takes to make it again.
    package var batch: Batch
    package var ordinal: Int
    /// How many cases showed it.
    package var count: Int
    /// What the first run said.
    package var description: String
    /// The saved case; nil before it was looked at, or if it cannot be written.
    package var inquiry: Inquiry?
    /// What a fresh process made of the saved case.
    package var verification: Verification?
    /// Why the saved case is not small, or not verified; empty if it is.
    package var remark = ""
    /// The saved case's file; empty if there is none.
    package var path = ""

    /// Whether the campaign was ended before the saved case was verified, or has not come to it.
    package var isUnfinished = false

    /// From what the case can be made again, with the campaign's seed.
    package var origin: String { "batch \(batch.index), case \(ordinal)" }

    /// Whether the saved case did not do again what the first run did.
    package var isFlaky: Bool { !isUnfinished && verification?.isReproduced != true }

    package init(
        bucket: Bucket, otherBuckets: [Bucket] = [], batch: Batch, ordinal: Int, count: Int,
        description: String
    ) {
        self.bucket = bucket
        self.otherBuckets = otherBuckets
        self.batch = batch
        self.ordinal = ordinal
        self.count = count
        self.description = description
    }

    package struct Verification: Sendable {
        package var isReproduced: Bool
        package var description: String
    }
}
