import Conformance
import Fuzz
import Testing

/// Keeps what a campaign tells.
final class Notebook: CampaignObserver {
    private(set) var found: [CampaignFinding] = []
    private(set) var lost: [String] = []

    func found(_ finding: CampaignFinding) { found.append(finding) }
    func cannotSave(_ finding: CampaignFinding, _ reason: String) {
        lost.append(finding.inquiry?.text ?? "")
    }
    func progress(_ summary: CampaignSummary) {}
}

extension CampaignSettings {
    /// A short campaign from a fixed seed, its workers the command that the tests' build makes.
    static func short(cases: Int) throws -> CampaignSettings {
        let program = try #require(Program.path)
        var settings = CampaignSettings()
        settings.cases = cases
        settings.seed = 3
        settings.configuration.caseTimeout = 30
        settings.workerCommand = [program, "fuzz-worker"]
        settings.configuration.replayCommand = [program, "worker"]
        return settings
    }
}
