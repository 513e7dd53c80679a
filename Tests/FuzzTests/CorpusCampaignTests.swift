import Conformance
import Fuzz
import Testing
import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Campaigns that start from cases, or from where others ended.
@Suite struct CorpusCampaignTests {
    private func run(_ settings: CampaignSettings, _ folder: FindingFolder) -> CampaignSummary {
        Campaign(settings, folder: folder, observer: Notebook()).run()
    }

    private func state(_ folder: FindingFolder) throws -> CampaignState {
        try CampaignState(SourceText(path: folder.statePath))
    }

    @Test func `broken and foreign files of a corpus are named, and the rest is taken`() throws {
        let folder = try Program.folder()
        try Program.write("suite: [", "\(folder)/broken.yaml")
        try Program.write("{\"a\": 1}", "\(folder)/foreign.json")
        try Program.write("no case at all", "\(folder)/notes.txt")
        try Program.write(
            "suite: good\ncases:\n  - {name: add, fork: [Osaka], code: \"PUSH 1 PUSH 2 ADD\", "
                + "expect: {stack: [3]}}\n", "\(folder)/good.yaml")
        let seeds = SeedCorpus(paths: [folder, "\(folder)/missing"])
        #expect(seeds.texts.count == 1)
        #expect(seeds.errors.contains { $0.description.contains("broken.yaml:2:1: error:") })
        #expect(seeds.errors.contains { $0.description.contains("missing") })
        var settings = try CampaignSettings.short(cases: 20)
        settings.configuration.seeds = seeds.texts
        let campaign = try FindingFolder(try Program.folder())
        let summary = run(settings, campaign)
        #expect(summary.cases == 20 && summary.exitCode == 0)
        let kept = FolderListing.names(in: campaign.corpus)
        #expect(kept.contains("batch-0-case-0.yaml"))
        let first = try SourceText(path: "\(campaign.corpus)/batch-0-case-0.yaml")
        let text = String(decoding: first.bytes, as: UTF8.self)
        #expect(text.contains("PUSH1 0x01 PUSH1 0x02 ADD"), "the seed comes first")
    }

    @Test func `what is kept depends on the seed alone, and every tier agrees on it`() throws {
        var settings = try CampaignSettings.short(cases: 40)
        let folder = try FindingFolder(try Program.folder())
        _ = run(settings, folder)
        settings.jobs = 2
        let other = try FindingFolder(try Program.folder())
        _ = run(settings, other)
        let names = FolderListing.names(in: folder.corpus)
        #expect(names == FolderListing.names(in: other.corpus))
        #expect(names.count > 10)
        let runner = try CaseRunner(subjects: ["interpreter", "method", "method@lir"])
        for item in try Suites(folder.corpus).cases {
            let result = runner.run(item)
            #expect(result.verdict == .pass, "\(item.name): \(result.explanation)")
        }
    }

    @Test func `a campaign goes on where it ended: no case and no finding twice`() throws {
        var settings = try CampaignSettings.short(cases: 60)
        settings.configuration.faults = [.subSwapsOperands]
        settings.maximumFindings = 1
        let folder = try FindingFolder(try Program.folder())
        let first = run(settings, folder)
        let state = try state(folder)
        #expect(state.batchCount == 1)
        #expect(state.summary.findings.map(\.bucket) == first.findings.map(\.bucket))
        settings.state = state
        settings.maximumFindings = 100
        settings.cases = 30
        let again = try FindingFolder(resuming: folder.path)
        let second = run(settings, again)
        #expect(second.cases == first.cases + 30)
        let found = second.findings.filter { $0.bucket == first.findings[0].bucket }
        #expect(found.count == 1)
        #expect(try self.state(folder).batchCount == 2)
    }

    @Test func `a campaign goes on with the subjects and options with which it began`() throws {
        var settings = try CampaignSettings.short(cases: 1)
        settings.configuration.options.forks = [.osaka]
        settings.configuration.subjects = [SubjectName(tier: .method, execution: .lir)]
        let folder = try FindingFolder(try Program.folder())
        _ = run(settings, folder)
        let program = try RunningProgram([
            "fuzz", "--resume", folder.path, "--cases", "1", "--subject", "method@lir",
        ])
        #expect(program.exitCode(seconds: 300) == 0)
        let state = try state(folder)
        #expect(state.batchCount == 2 && state.summary.cases == 2)
        #expect(state.recipe == settings.configuration.recipe)
    }

    @Test func `shares of a campaign have no case in common`() throws {
        var settings = try CampaignSettings.short(cases: 20)
        settings.shard = try #require(CampaignShard(parsing: "2/2"))
        let folder = try FindingFolder(try Program.folder())
        _ = run(settings, folder)
        let names = FolderListing.names(in: folder.corpus)
        #expect(!names.isEmpty)
        #expect(names.allSatisfy { $0.hasPrefix("batch-1-") })
        for text in ["0/2", "3/2", "1", "1/0", "a/b", "1/2/3", ""] {
            #expect(CampaignShard(parsing: text) == nil)
        }
    }

    @Test func `a state that is none is refused with its place`() throws {
        let text = SourceText(file: "campaign.json", text: "{\"seed\": 3}")
        #expect(throws: FixtureError.self) { try CampaignState(text) }
        let none = SourceText(file: "campaign.json", text: "[")
        #expect(throws: FixtureError.self) { try CampaignState(none) }
    }

    @Test func `numbers of a state that nothing can be counted to are refused`() throws {
        var settings = try CampaignSettings.short(cases: 20)
        settings.configuration.faults = [.subSwapsOperands]
        settings.maximumFindings = 1
        let folder = try FindingFolder(try Program.folder())
        _ = run(settings, folder)
        let text = try Program.text(folder.statePath)
        for name in ["batches", "cases", "comparisons", "wall", "batch", "case", "count", "bytes"] {
            let pattern = try Regex("\"\(name)\": [0-9]+")
            try #require(text.contains(pattern), "\(name)")
            for number in [Int.max, -1] {
                let wrong = text.replacing(pattern, with: "\"\(name)\": \(number)")
                let source = SourceText(file: "campaign.json", text: wrong)
                #expect(throws: FixtureError.self, "\(name)") { try CampaignState(source) }
            }
        }
        let wrong = text.replacing("\"features\": [", with: "\"features\": [65536,")
        let source = SourceText(file: "campaign.json", text: wrong)
        #expect(throws: FixtureError.self) { try CampaignState(source) }
    }

    @Test func `few cases are chosen that reach what all do`() throws {
        let minimiser = CorpusMinimiser(
            command: [try #require(Program.path), "corpus-worker"])
        let items = try Suites("\(Self.fixtures)/arithmetic/add.yaml").cases
        try #require(items.count > 20)
        for item in items { #expect(try minimiser.add(item) == nil) }
        let texts = minimiser.choose(limit: .max, largestSize: .max)
        #expect(!texts.isEmpty && texts.count < items.count / 2)
        #expect(minimiser.reachedCount == minimiser.featureCount)
        #expect(texts[0].hasPrefix("suite: \"seed-1\"\nabout: "))
    }

    @Test func `a worker that dies while it waits costs no case`() throws {
        let program = try #require(Program.path)
        let file = "\(try Program.folder())/process"
        let minimiser = CorpusMinimiser(
            command: ["/bin/sh", "-c", "echo $$ > \(file); exec \(program) corpus-worker"])
        let items = try Suites("\(Self.fixtures)/arithmetic/add.yaml").cases
        for item in items.prefix(3) {
            #expect(try minimiser.add(item) == nil)
            let process = try Program.text(file).filter { $0.isNumber }
            #expect(kill(try #require(pid_t(process)), SIGKILL) == 0)
        }
        #expect(minimiser.refused == 0)
    }

    @Test(arguments: ["crash:SUB", "hang:SUB"])
    func `cases of which a process dies are left out, and the others chosen from`(
        _ planted: String
    ) throws {
        let folder = try Program.folder()
        for (name, code) in [("a", "PUSH 1 PUSH 2 SUB"), ("b", "PUSH 1 PUSH 2 ADD")] {
            try Program.write(
                "suite: \(name)\ncases:\n  - {name: it, fork: [Osaka], code: \"\(code)\", "
                    + "expect: {status: any}}\n", "\(folder)/\(name).yaml")
        }
        let program = try RunningProgram([
            "corpus", "minimise", folder, "--out", "\(folder)/out", "--drill", planted,
            "--case-timeout", "1", "--json", "\(folder)/kept.json",
        ])
        #expect(program.exitCode() == 0)
        let kept = try Program.text("\(folder)/kept.json")
        #expect(kept.hasPrefix("{\"cases\": 2, \"refused\": 1, \"kept\": 1,"))
        #expect(try Program.text("\(program.folder)/err").contains("left out: "))
    }

    @Test func `a summary that finds no room is an error with a name, and findings stay`() throws {
        let folder = try Program.folder()
        let campaign = try RunningProgram(
            ["fuzz", "--cases", "60", "--plant", "sub-operands", "--max-findings", "1"]
                + ["--out", "\(folder)/out", "--json", "/dev/full"])
        #expect(campaign.exitCode(seconds: 300) == 1, "the findings come before the file")
        let said = try SourceText(path: "\(campaign.folder)/err")
        #expect(String(decoding: said.bytes, as: UTF8.self).contains("/dev/full:1:1: error:"))
    }

    private static let fixtures: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/") + "/spec-fixtures"
    }()
}
