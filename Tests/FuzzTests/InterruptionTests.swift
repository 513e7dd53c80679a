import Conformance
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Ctrl-C.
@Suite struct InterruptionTests {
    private func text(_ path: String) -> String {
        guard let text = try? SourceText(path: path) else { return "" }
        return String(decoding: text.bytes, as: UTF8.self)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a signal ends a campaign in good order, and what was found is kept`(
        _ signal: Int32
    ) throws {
        let folder = try Program.folder()
        let campaign = try RunningProgram([
            "fuzz", "--plant", "sub-operands", "--for", "10m", "--jobs", "2", "--seed", "3",
            "--out", "\(folder)/out", "--json", "\(folder)/summary.json",
        ])
        // It may not have had the time to look at what it found.
        #expect(campaign.wait(seconds: 300) { text("\(folder)/out/campaign.json").contains("[[") })
        campaign.send(signal)
        #expect(campaign.exitCode() == 1)
        #expect(text("\(campaign.folder)/out").contains("Ended by a signal."))
        let summary = text("\(folder)/summary.json")
        #expect(summary.contains("\"interrupted\": true"))
        let findings = FolderListing.names(in: "\(folder)/out/findings")
        #expect(!findings.isEmpty)
        for name in findings { #expect(summary.contains("\"\(name)\"")) }
        for name in findings {
            #expect(!text("\(folder)/out/findings/\(name)/README.md").isEmpty)
        }
    }

    @Test func `the same signal twice in a moment is one`() throws {
        let folder = try Program.folder()
        let campaign = try RunningProgram([
            "fuzz", "--for", "10m", "--jobs", "1", "--out", "\(folder)/out",
        ])
        #expect(campaign.wait { !FolderListing.names(in: "\(folder)/out").isEmpty })
        usleep(300_000)
        campaign.send(SIGTERM)
        usleep(20_000)
        campaign.send(SIGTERM)
        _ = campaign.exitCode()
        #expect(text("\(campaign.folder)/out").contains("Ended by a signal."))
    }

    @Test func `a second signal ends a campaign at once`() throws {
        let folder = try Program.folder()
        let campaign = try RunningProgram([
            "fuzz", "--for", "10m", "--jobs", "1", "--out", "\(folder)/out",
        ])
        #expect(campaign.wait { !FolderListing.names(in: "\(folder)/out").isEmpty })
        usleep(300_000)
        campaign.send(SIGINT)
        usleep(1000)
        campaign.send(SIGTERM)
        // Unless the first was so fast that there was nothing left to end.
        let code = campaign.exitCode(seconds: 5)
        #expect(code == 128 + SIGTERM || code == 128 + SIGINT)
    }

    @Test func `a signal ends the scoreboard, and what was measured is printed`() throws {
        let folder = try Program.folder()
        let faults = try RunningProgram([
            "faults", "sub-operands", "mstore-order", "--seeds", "400", "--jobs", "2",
            "--json", "\(folder)/faults.json",
        ])
        #expect(faults.wait { text("\(faults.folder)/err").contains(" of 800: ") })
        faults.send(SIGINT)
        #expect(faults.exitCode() == 1, "the second fault was not looked for")
        #expect(text("\(folder)/faults.json").contains("sub-operands"))
        #expect(text("\(faults.folder)/out").contains("sub-operands"))
    }
}
