import Conformance
import Fuzz
import Testing
import VM

/// What a campaign makes of answers, in whatever order they come.
@Suite struct CampaignOrderTests {
    private final class Silence: CampaignObserver {
        func found(_ finding: CampaignFinding) {}
        func cannotSave(_ finding: CampaignFinding, _ reason: String) {}
        func progress(_ summary: CampaignSummary) {}
    }

    private static let bucket = Bucket(
        Signature(place: "head", fields: ["stack"]), SubjectName(tier: .method, execution: .native))

    /// A campaign of some batches that has passed its self-test, its folder, and its batches.
    private func campaign(batches: Int) throws -> (Campaign, String, [FuzzTask]) {
        var settings = CampaignSettings()
        settings.cases = batches * Batch.size
        settings.workerCommand = ["/nonexistent/program"]
        settings.configuration.replayCommand = [try #require(Program.path), "worker"]
        let folder = try FindingFolder(try Program.folder())
        let campaign = Campaign(settings, folder: folder, observer: Silence())
        _ = campaign.take(.selfTest(""), to: try #require(campaign.nextTask()))
        let tasks = try (0..<batches).map { _ in try #require(campaign.nextTask()) }
        return (campaign, folder.path, tasks)
    }

    private func end(_ task: FuzzTask, _ campaign: Campaign, sighting ordinal: Int) {
        var progress = BatchProgress()
        (progress.cases, progress.nextOrdinal) = (Batch.size, Batch.size)
        progress.sightings = [
            Sighting(bucket: Self.bucket, ordinal: ordinal, count: 1, description: "it differs")
        ]
        _ = campaign.take(.progress(progress), to: task)
    }

    private func investigation(_ task: FuzzTask?) throws -> FuzzTask.Investigation {
        guard case .investigation(let item) = try #require(task).kind else { throw NotFound() }
        return item
    }

    private struct NotFound: Error {}

    @Test func `the first case of a bucket stands for it, whichever batch is done first`() throws {
        let (campaign, _, tasks) = try campaign(batches: 2)
        end(tasks[1], campaign, sighting: 3)
        #expect(campaign.nextTask() == nil, "the first batch is not in")
        end(tasks[0], campaign, sighting: 70)
        let item = try investigation(campaign.nextTask())
        #expect(item.batch.index == 0 && item.ordinal == 70)
        #expect(campaign.nextTask() == nil)
    }

    /// What a campaign that is ended at once leaves behind: it has saved its state by then.
    private func state(_ campaign: Campaign, _ task: FuzzTask, _ folder: String) throws
        -> CampaignState
    {
        _ = campaign.wants(task)
        return try CampaignState(SourceText(path: "\(folder)/campaign.json"))
    }

    @Test func `what had not been looked at when a campaign was killed is looked at next`() throws {
        let (campaign, folder, tasks) = try campaign(batches: 1)
        end(tasks[0], campaign, sighting: 5)
        _ = try investigation(campaign.nextTask())
        var settings = CampaignSettings()
        settings.state = try state(campaign, tasks[0], folder)
        let next = Campaign(
            settings, folder: try FindingFolder(resuming: folder), observer: Silence())
        let selfTest = try #require(next.nextTask())
        #expect(next.nextTask() == nil, "nothing counts before the self-test")
        _ = next.take(.selfTest(""), to: selfTest)
        #expect(try investigation(next.nextTask()).bucket == Self.bucket)
    }

    @Test func `the cases of which workers died are passed over in a campaign that goes on`() throws
    {
        let (campaign, folder, tasks) = try campaign(batches: 1)
        var death = Self.early
        (death.ordinal, death.subject) = (40, Self.bucket.subject)
        campaign.bury(tasks[0], death)
        let rest = try #require(campaign.nextTask())
        end(rest, campaign, sighting: 77)
        let text = try state(campaign, rest, folder).text
        let again = try CampaignState(SourceText(file: "campaign.json", text: text))
        #expect(again.summary.findings.map(\.ordinal) == [40, 77])
        #expect(again.summary.findings.map(\.batch.passedOver) == [[], [40]])
    }

    @Test func `a finding that was left is looked at when it shows again`() throws {
        let (campaign, folder, tasks) = try campaign(batches: 1)
        end(tasks[0], campaign, sighting: 5)
        var settings = CampaignSettings()
        var state = try state(campaign, tasks[0], folder)
        // It came of a corpus, which may have changed: it cannot be made again.
        state.summary.findings[0].batch.isSeeded = true
        settings.state = state
        let next = Campaign(
            settings, folder: try FindingFolder(resuming: folder), observer: Silence())
        _ = next.take(.selfTest(""), to: try #require(next.nextTask()))
        let batch = try #require(next.nextTask())
        end(batch, next, sighting: 7)
        end(batch, next, sighting: 9)
        let item = try investigation(next.nextTask())
        #expect(item.batch.index == 1 && item.ordinal == 7)
        guard case .batch = try #require(next.nextTask()).kind else { throw NotFound() }
    }

    @Test func `a campaign that is killed has saved what processors worked until then`() throws {
        let (campaign, folder, tasks) = try campaign(batches: 1)
        let state = try state(campaign, tasks[0], folder)
        #expect(state.summary.processorSeconds > 0)
    }

    @Test func `where no worker can be started, what was found is kept`() throws {
        let (campaign, folder, tasks) = try campaign(batches: 1)
        end(tasks[0], campaign, sighting: 5)
        let summary = campaign.run()
        #expect(summary.exitCode == 3 && summary.internalErrors.count == 1)
        #expect(summary.findings.map(\.isUnfinished) == [true])
        let readme = try Program.text("\(folder)/findings/\(Self.bucket.name)/README.md")
        #expect(readme.contains("Seed 0, batch 0, case 5"))
        let report = CampaignReport(summary)
        #expect(report.text.contains("first batch 0, case 5, not looked at\n  it differs\n"))
        #expect(!report.text.contains("case.yaml"), "there is no such file")
        for text in ["\"batch\": 0, \"ordinal\": 5,", "\"unfinished\": true", "\"case\": \"\""] {
            #expect(report.json.contains(text))
        }
        let state = try CampaignState(SourceText(path: "\(folder)/campaign.json"))
        #expect(state.summary.findings.map(\.isUnfinished) == [true])
    }

    /// A death of a worker that was at no case yet.
    private static let early = WorkerDeath(
        WorkerEnd(description: "signal 9", signal: 9, lastWords: ""), nil,
        timeout: nil)

    @Test func `a batch whose workers die before its first case is tried again, then let go`()
        throws
    {
        let (campaign, _, tasks) = try campaign(batches: 2)
        campaign.bury(tasks[0], Self.early)
        for _ in 0..<2 {
            let again = try #require(campaign.nextTask())
            guard case .batch(let batch) = again.kind else { throw NotFound() }
            #expect(batch.index == 0 && batch.passedOver.isEmpty)
            campaign.bury(again, Self.early)
        }
        end(tasks[1], campaign, sighting: 5)
        #expect(try investigation(campaign.nextTask()).batch.index == 1, "the campaign goes on")
        let summary = campaign.run()
        #expect(summary.leftOut == Batch.size && summary.cases == Batch.size)
        #expect(CampaignReport(summary).text.contains("ended with signal 9"))
    }

    @Test func `a finding that no process could verify is unfinished, not flaky`() throws {
        let (campaign, folder, tasks) = try campaign(batches: 1)
        end(tasks[0], campaign, sighting: 5)
        var inquiry = Inquiry()
        inquiry.text = "no suite"
        _ = campaign.take(.inquiry(inquiry), to: try #require(campaign.nextTask()))
        let finding = try #require(campaign.run().findings.first)
        #expect(finding.isUnfinished && !finding.isFlaky)
        let readme = try Program.text("\(folder)/findings/\(Self.bucket.name)/README.md")
        #expect(readme.contains("Not verified: no worker process from /nonexistent/program"))
    }

    /// Looks at two findings with the same cause; the state of the campaign then, and its folder.
    private func merged(_ cause: String, isShared: Bool) throws -> (CampaignSummary, String) {
        let (campaign, folder, tasks) = try campaign(batches: 1)
        var progress = BatchProgress()
        (progress.cases, progress.nextOrdinal) = (Batch.size, Batch.size)
        progress.sightings = [
            Sighting(bucket: Self.bucket, ordinal: 1, count: 2, description: "it differs"),
            Sighting(bucket: Self.other, ordinal: 2, count: 3, description: "it differs, too"),
        ]
        _ = campaign.take(.progress(progress), to: tasks[0])
        var inquiry = Inquiry()
        (inquiry.text, inquiry.cause, inquiry.isCauseShared) = ("no suite", cause, isShared)
        for _ in 0..<2 {
            _ = campaign.take(.inquiry(inquiry), to: try #require(campaign.nextTask()))
        }
        return (campaign.run(), folder)
    }

    private static let other = Bucket(
        Signature(place: "end", fields: ["status"]), Self.bucket.subject)

    @Test func `findings whose cause names no instruction stay apart`() throws {
        let (summary, _) = try merged("switching", isShared: false)
        #expect(Set(summary.findings.map(\.bucket)) == [Self.bucket, Self.other])
    }

    @Test func `what is one finding with another is listed with it`() throws {
        let (summary, folder) = try merged("lowering-add", isShared: true)
        #expect(summary.findings.map(\.bucket) == [Self.bucket])
        let report = CampaignReport(summary)
        #expect(report.text.contains("\n  also as end-status-method\n"))
        #expect(report.json.contains("\"others\": [\"end-status-method\"]"))
        #expect(CampaignPage(summary).text.contains("also as end-status-method"))
        let readme = try Program.text("\(folder)/findings/\(Self.bucket.name)/README.md")
        #expect(readme.hasSuffix("**Also as.** `end-status-method`.\n"))
    }

    @Test func `a replay tells the same finding from another`() throws {
        var configuration = FuzzConfiguration()
        configuration.faults = [.subSwapsOperands]
        let runner = TaskRunner(configuration)
        // What is returned is wrong and nothing else: it shows when all is over.
        let code = "PUSH 1 PUSH 2 SUB PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN"
        let text =
            "suite: saved\ncases:\n  - {name: it, fork: [Osaka], code: \"\(code)\", "
            + "expect: {status: any}}\n"
        func replay(_ signature: Signature) throws -> Inquiry? {
            let bucket = Bucket(signature, Self.bucket.subject)
            var answers: [FuzzAnswer] = []
            let task = FuzzTask(number: 1, .replay(FuzzTask.Replay(text: text, bucket: bucket)))
            try runner.run(task) {
                answers.append($0)
                return true
            }
            guard case .inquiry(let inquiry) = answers.first else { return nil }
            return inquiry
        }
        let other = try #require(try replay(Self.bucket.signature))
        #expect(!other.isSame && !other.again.isEmpty)
        let same = Signature(place: "end", fields: ["output"])
        #expect(try replay(same)?.isSame == true, "\(other.again)")
    }

    @Test func `a death in a case that was survived before is no finding`() throws {
        let (campaign, _, tasks) = try campaign(batches: 1)
        var progress = BatchProgress()
        (progress.cases, progress.nextOrdinal) = (100, 100)
        let task = campaign.take(.progress(progress), to: tasks[0])
        var death = Self.early
        death.ordinal = 40
        campaign.bury(task, death)
        guard case .batch(let rest) = try #require(campaign.nextTask()).kind else {
            throw NotFound()
        }
        #expect(rest.firstOrdinal == 100 && rest.passedOver.isEmpty)
    }

    @Test func `a campaign that a signal ended says so, unless there is worse to say`() {
        var summary = CampaignSummary()
        summary.isInterrupted = true
        #expect(summary.exitCode == 130)
        summary.findings = [
            CampaignFinding(
                bucket: Self.bucket, batch: Batch(index: 0, seed: 0), ordinal: 1, count: 1,
                description: "it differs")
        ]
        #expect(summary.exitCode == 1)
        summary.internalErrors = ["the disk is full"]
        #expect(summary.exitCode == 3)
    }

    @Test func `cases left out without a case to blame are a fault of this program`() {
        var summary = CampaignSummary()
        summary.leftOut = 7
        #expect(summary.exitCode == 3)
    }

    @Test func `a campaign that goes on refuses to make up other cases than before`() throws {
        var settings = CampaignSettings()
        settings.configuration.options.forks = [.osaka, .berlin]
        settings.configuration.options.without = [.limbs]
        settings.configuration.options.maximumInstructions = 8
        settings.configuration.subjects = [SubjectName(tier: .method, execution: .lir)]
        settings.configuration.faults = [.addDropsCarry]
        let folder = try FindingFolder(try Program.folder())
        let campaign = Campaign(settings, folder: folder, observer: Silence())
        let task = try #require(campaign.nextTask())
        let state = try state(campaign, task, folder.path)
        #expect(state.recipe == settings.configuration.recipe)
        for option in [
            ["--subject", "method"], ["--fork", "Osaka"], ["--max-instructions", "64"],
            ["--without", "feedback"], ["--plant", "sub-operands"], ["--seed", "3"],
            ["--shard", "1/2"],
        ] {
            let program = try RunningProgram(["fuzz", "--resume", folder.path] + option)
            #expect(program.exitCode() == 2)
            let said = try Program.text("\(program.folder)/err")
            #expect(said.hasPrefix("error: \(option[0]) is not what"), "\(said)")
            #expect(said.split(separator: "\n").count == 1)
        }
    }

    @Test(arguments: [
        (Signature(place: "hang", fields: ["no end"]), "--case-timeout 10000ms`"),
        (Signature(place: "crash", fields: ["memory"]), "--memory 2048`"),
        (Signature(place: "head", fields: ["gas"]), "--subject method`"),
    ])
    func `the command that runs a finding again has the limits of its worker`(
        _ signature: Signature, _ end: String
    ) throws {
        let (campaign, folder, tasks) = try campaign(batches: 1)
        var progress = BatchProgress()
        let bucket = Bucket(signature, Self.bucket.subject)
        progress.nextOrdinal = Batch.size
        progress.sightings = [
            Sighting(bucket: bucket, ordinal: 1, count: 1, description: "it is there")
        ]
        _ = campaign.take(.progress(progress), to: tasks[0])
        var inquiry = Inquiry()
        (inquiry.text, inquiry.isSame) = ("no suite", true)
        _ = campaign.take(.inquiry(inquiry), to: try #require(campaign.nextTask()))
        let readme = try Program.text("\(folder)/findings/\(bucket.name)/README.md")
        #expect(readme.contains(end), "\(readme)")
        #expect(readme.contains("; more could be left out, "))
    }

    @Test func `where making small is given up, the README of the finding says so`() throws {
        let (campaign, folder, tasks) = try campaign(batches: 1)
        end(tasks[0], campaign, sighting: 5)
        let task = try #require(campaign.nextTask())
        var note = WorkerNote()
        (note.ordinal, note.name) = (5, TaskRunner.minimising)
        let killed = WorkerEnd(description: "signal 9", signal: 9, lastWords: "")
        campaign.bury(task, WorkerDeath(killed, note, timeout: 900))
        let again = try #require(campaign.nextTask())
        #expect(try investigation(again).way == .nowhere)
        var inquiry = Inquiry()
        inquiry.text = "no suite"
        _ = campaign.take(.inquiry(inquiry), to: again)
        let path = "\(folder)/findings/\(Self.bucket.name)/README.md"
        let readme = try Program.text(path)
        #expect(readme.contains("Not made small: no end after 900.0 seconds."))
    }
}
