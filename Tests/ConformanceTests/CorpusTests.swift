import Conformance
import Testing

/// Every finding that was kept: what was mended stays mended.
@Suite struct CorpusTests {
    private static let folder = Project.path("corpus/findings")
    private static let findings = FolderListing.names(in: folder).sorted()

    private func cases(of finding: String) throws -> [Case] {
        try Suites("\(Self.folder)/\(finding)").cases
    }

    private func expectPass(_ item: Case, schedule: String) throws {
        let runner = try CaseRunner(
            subjects: ["interpreter", "method", "method@lir"], schedule: schedule, seed: 1)
        let result = runner.run(item)
        #expect(result.verdict == .pass, "\(item.name): \(result.explanation)")
    }

    @Test(arguments: findings)
    func `a saved case passes in every tier, with its own schedule`(finding: String) throws {
        let cases = try cases(of: finding)
        #expect(!cases.isEmpty)
        for item in cases { try expectPass(item, schedule: "none") }
    }

    @Test(arguments: findings, ["none", "every-head", "alternate", "random:3", "sweep"])
    func `a saved case passes in every tier, with every kind of schedule`(
        finding: String, schedule: String
    ) throws {
        for var item in try cases(of: finding) {
            item.directives = Directives()
            try expectPass(item, schedule: schedule)
        }
    }

    @Test(arguments: findings)
    func `a finding says in three lines what it was`(finding: String) throws {
        let note = try SourceText(path: "\(Self.folder)/\(finding)/README.md")
        #expect(note.bytes.split(separator: UInt8(ascii: "\n")).count == 3)
    }

    private static let seeds = FolderListing.names(in: Project.path("corpus/seeds")).filter {
        $0.hasSuffix(".yaml")
    }

    @Test func `every seed passes in every tier, with its own schedule`() throws {
        #expect(Self.seeds.count >= 50)
        let runner = try CaseRunner(
            subjects: ["interpreter", "method", "method@lir"], schedule: "none", seed: 1)
        for name in Self.seeds {
            for item in try Suites(Project.path("corpus/seeds/\(name)")).cases {
                #expect(item.directives.schedule != nil)
                let result = runner.run(item)
                #expect(result.verdict == .pass, "\(name): \(result.explanation)")
            }
        }
    }

    @Test func `there are findings to run`() {
        #expect(!Self.findings.isEmpty)
    }
}
