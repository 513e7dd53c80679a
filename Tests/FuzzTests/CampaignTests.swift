import Conformance
import Fuzz
import Testing
import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Campaigns with worker processes of their own.
@Suite struct CampaignTests {
    private func run(
        _ settings: CampaignSettings, _ observer: Notebook = Notebook()
    ) throws -> CampaignSummary {
        try Campaign(settings, folder: FindingFolder(try Program.folder()), observer: observer)
            .run()
    }

    @Test func `without a fault every case is compared and nothing is found`() throws {
        let summary = try run(.short(cases: 600))
        #expect(summary.cases == 600)
        #expect(summary.comparisons + summary.noVerdict == 600)
        #expect(summary.findings.isEmpty && summary.internalErrors.isEmpty)
        // Of six cases five run compiled; of so few as 150 it may be four of five.
        #expect((summary.tiersReached["method"] ?? 0) > 490)
        #expect(summary.exitCode == 0)
    }

    @Test func `the self-test may take longer than a case`() throws {
        var settings = try CampaignSettings.short(cases: 1)
        settings.configuration.caseTimeout = 0.05
        settings.configuration.probingSeconds = 1
        let summary = try run(settings)
        #expect(summary.internalErrors.isEmpty)
        #expect(summary.cases == 1)
    }

    @Test func `a planted fault is found, saved, and found again by a fresh process`() throws {
        var settings = try CampaignSettings.short(cases: 60)
        settings.configuration.faults = [.subSwapsOperands]
        settings.maximumFindings = 1
        let summary = try run(settings)
        #expect(summary.exitCode == 1, "\(summary.internalErrors)")
        let finding = try #require(summary.findings.first)
        #expect(!finding.isFlaky, "\(finding.verification?.description ?? "")")
        let text = try SourceText(path: finding.path)
        #expect(String(decoding: text.bytes, as: UTF8.self) == finding.inquiry?.text)
    }

    @Test func `cases that are left out behind deaths are counted, and it is said`() throws {
        var settings = try CampaignSettings.short(cases: 120)
        settings.configuration.planted = PlantedFailure(parsing: "crash:PUSH1")
        // No process replays anything: making it small is for another test.
        settings.configuration.replayCommand = ["/bin/false"]
        let folder = try FindingFolder(try Program.folder())
        let summary = Campaign(settings, folder: folder, observer: Notebook()).run()
        #expect(summary.leftOut > 0)
        #expect(summary.cases + summary.leftOut == 120)
        #expect(CampaignReport(summary).text.contains("\(summary.leftOut) cases left out"))
        #expect(CampaignReport(summary).json.contains("\"leftOut\": \(summary.leftOut),"))
        let state = try CampaignState(SourceText(path: folder.statePath))
        #expect(state.summary.leftOut == summary.leftOut)
    }

    #if DEBUG
    private static let isOptimised = false
    #else
    private static let isOptimised = true
    #endif

    @Test(.enabled(if: isOptimised, "thousands of cases"))
    func `a campaign repeats exactly, whatever the number of its workers`() throws {
        var settings = try CampaignSettings.short(cases: 2 * Batch.size)
        settings.configuration.faults = [.shlWrapsCount]
        settings.configuration.options.maximumInstructions = 8
        settings.configuration.options.without = [.feedback, .gasSweep]
        let alone = try run(settings)
        settings.jobs = 3
        let together = try run(settings)
        func lines(_ summary: CampaignSummary) -> [String] {
            summary.findings.map {
                "\($0.bucket.name) \($0.otherBuckets.map(\.name)) \($0.batch.index) \($0.ordinal) "
                    + "\($0.count) \($0.description) \($0.inquiry?.text ?? "")"
            }
        }
        #expect(!alone.findings.isEmpty)
        #expect(lines(alone) == lines(together))
    }

    @Test func `findings of one cause are one, however it shows`() throws {
        var settings = try CampaignSettings.short(cases: 400)
        settings.configuration.faults = [.mstoreKeepsLimbOrder]
        let summary = try run(settings)
        #expect(summary.findings.map(\.inquiry?.cause) == ["lowering-mstore"])
        #expect(summary.findings.first?.otherBuckets.isEmpty == false)
    }

    @Test(arguments: [WorkerFailure.crash, .hang])
    func `a worker's death is a finding, and the rest of its batch is run`(
        _ drill: WorkerFailure
    ) throws {
        var settings = try CampaignSettings.short(cases: 120)
        settings.configuration.drill = drill
        // The case itself is innocent: longer than any case takes in an unoptimised build.
        settings.configuration.caseTimeout = 5
        let summary = try run(settings)
        #expect(summary.cases == 120)
        #expect(summary.comparisons + summary.noVerdict == 119)
        let finding = try #require(summary.findings.first)
        #expect(summary.findings.count == 1)
        #expect(finding.ordinal == 100)
        #expect(finding.bucket.signature.place == drill.rawValue)
        #expect(finding.isFlaky, "a fresh process does not fail where nobody asks for it")
        #expect(finding.inquiry?.text.isEmpty == false)
    }

    /// The same calls of calls end a worker, or are said to be out of gas: only the second is for
    /// the comparison to tell.
    @Test(arguments: [(Fault.callsUseNativeStack, true), (.nativeFaultIsHalt, false)])
    func `what overflows the native stack is a crash, and one that passes for a halt differs`(
        _ fault: Fault, _ isCrash: Bool
    ) throws {
        var settings = ScoreboardSettings()
        settings.faults = [fault]
        settings.seedCount = 1
        settings.limits = DetectionLimits(cases: 2_000)
        settings.caseTimeout = 30
        settings.workerCommand = [try #require(Program.path), "fuzz-worker"]
        settings.configuration.replayCommand = [try #require(Program.path), "worker"]
        settings.configuration.probingSeconds = 3
        let scoreboard = Scoreboard(settings) { _, _ in }
        let result = try #require(try scoreboard.run().first?.results.first)
        #expect(result.isFound)
        #expect(result.signature.hasPrefix("crash-") == isCrash, "\(result.signature)")
        #expect(try #require(result.bytes) > 0, "of a crash, too, there is a small case")
        #expect(scoreboard.internalErrors.isEmpty)
    }

    @Test(arguments: ["crash:SSTORE", "hang:SSTORE", "memory:SSTORE"])
    func `a case of which workers die is made small, and a fresh process dies of it, too`(
        _ planted: String
    ) throws {
        var settings = try CampaignSettings.short(cases: 120)
        settings.configuration.planted = PlantedFailure(parsing: planted)
        settings.configuration.caseTimeout = planted.hasPrefix("hang") ? 5 : 30
        settings.configuration.memory = 256 << 20
        settings.maximumFindings = 1
        let summary = try run(settings)
        let finding = try #require(summary.findings.first)
        #expect(summary.internalErrors.isEmpty)
        #expect(finding.bucket.signature.isDeath)
        #expect(finding.bucket.signature.place == (planted.hasPrefix("hang") ? "hang" : "crash"))
        #expect(planted.hasPrefix("memory") == finding.bucket.name.contains("memory"))
        #expect(!finding.isFlaky, "\(finding.verification?.description ?? "")")
        #expect(finding.inquiry?.isSame == true)
        #expect(finding.inquiry?.bytes == 1, "nothing is left but SSTORE")
        #expect(finding.inquiry?.text.contains("SSTORE") == true)
    }

    @Test func `a finding that cannot be saved is handed over`() throws {
        var settings = try CampaignSettings.short(cases: 60)
        settings.configuration.faults = [.subSwapsOperands]
        settings.maximumFindings = 1
        let path = try Program.folder()
        let folder = try FindingFolder(path)
        try #require(rmdir("\(path)/findings") == 0)
        try #require(close(creat("\(path)/findings", 0o644)) == 0)
        let notebook = Notebook()
        let summary = Campaign(settings, folder: folder, observer: notebook).run()
        #expect(summary.exitCode == 3)
        #expect(notebook.lost.count == 1)
        #expect(notebook.lost.first?.contains("code:") == true)
    }

    @Test func `a folder that holds something is refused`() throws {
        let path = try Program.folder()
        try #require(close(creat("\(path)/mine", 0o644)) == 0)
        #expect(throws: FolderError.self) { try FindingFolder(path) }
        #expect(throws: FolderError.self) { try FindingFolder("\(path)/mine") }
        #expect(throws: FolderError.self) { try FindingFolder("\(path)/not/there") }
    }

    @Test func `a case is made again from its batch's seed and its number`() throws {
        let configuration = FuzzConfiguration()
        let batch = Batch(index: 0, seed: Campaign.seed(ofBatch: 0, campaign: 9))
        var cases = try BatchCases(batch, configuration)
        for ordinal in 0..<40 {
            let item = cases.next()
            _ = try cases.run(item) { _ in }
            guard ordinal % 13 == 0 else { continue }
            let again = try BatchCases.make(ordinal, of: batch, configuration) { _, _ in }
            #expect(again.accounts == item.accounts)
            #expect(again.schedule == item.schedule)
            #expect(again.fork == item.fork)
        }
    }
}
