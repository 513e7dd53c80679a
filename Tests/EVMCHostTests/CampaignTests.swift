import Conformance
import Foundation
import Fuzz
import TestSupport
import Testing
import VM

/// A campaign against a machine that is wrong in rare cases.
@Suite struct OutsideCampaignTests {
    /// Runs the command; its exit code and what it printed.
    private func run(_ arguments: [String]) throws -> (code: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(
            filePath: try #require(BuiltProgram.path("synchromesh"), "the command is built"))
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    @Test func `a campaign finds a rare mistake, makes it small, and replays it`() throws {
        let folder = try TemporaryFolder()
        let subject = try Outside.wrapper("signextend-gas")
        let campaign = try run([
            "fuzz", "--subject", subject, "--cases", "2000", "--jobs", "1", "--max-findings", "1",
            "--out", "\(folder.path)/out",
        ])
        #expect(campaign.code == 1, "\(campaign.text)")
        let findings = FolderListing.names(in: "\(folder.path)/out/findings")
        let name = try #require(findings.first, "\(campaign.text)")
        let path = "\(folder.path)/out/findings/\(name)/case.yaml"
        let saved = try String(contentsOfFile: path, encoding: .utf8)
        #expect(saved.contains("SIGNEXTEND"))
        let replay = try run(["replay", path, "--subject", subject])
        #expect(replay.code == 1, "\(replay.text)")
        let right = try run(["replay", path, "--subject", try Outside.wrapper("none")])
        // The case names the subject that it is for.
        #expect(right.code == 0, "\(right.text)")
    }

    @Test func `a crash is made small like a wrong result`() throws {
        try Outside.start()
        let item = try #require(
            try Loaded.suite(
                """
                suite: a long way to a mark
                cases:
                  - name: marked
                    fork: Osaka
                    code: PUSH 1 PUSH 2 ADD POP PUSH 0x6d61726b POP PUSH 3 PUSH 4 MUL POP GAS POP
                    expect: {}
                """
            ).cases.first)
        var minimisation = try #require(
            try Minimisation(
                of: item, subjects: [SubjectName(parsing: try Outside.wrapper("crash"))],
                faults: []))
        #expect(minimisation.signature.place == "conduct")
        #expect(minimisation.signature.fields.contains("crash"))
        try minimisation.reduce(largestRunCount: 300, largestSeconds: 120) { _, _ in }
        #expect(minimisation.after.codeByteCount <= 5, "PUSH4 and the mark")
    }
}
