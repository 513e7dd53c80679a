import Conformance
import Testing

/// What the fuzzer's commands refuse, write and answer.
@Suite struct CommandTests {
    private func said(_ program: RunningProgram, _ name: String = "err") throws -> String {
        try Program.text("\(program.folder)/\(name)")
    }

    /// A case that diverges where SUB is lowered wrongly.
    private func saved(_ code: String, gas: String = "100000") throws -> String {
        let path = "\(try Program.folder())/case.yaml"
        try Program.write(
            "suite: saved\ncases:\n  - {name: it, fork: [Osaka], code: \"\(code)\", "
                + "gas: \(gas), expect: {status: any}}\n", path)
        return path
    }

    private static let subtraction = "PUSH 1 PUSH 2 SUB"

    @Test func `a small case is confirmed whatever the name of its file`() throws {
        let folder = try Program.folder()
        let program = try RunningProgram([
            "minimize", try saved(Self.subtraction), "--plant", "sub-operands",
            "--out", "\(folder)/small.txt", "--json", "\(folder)/small.json",
        ])
        #expect(program.exitCode() == 1)
        let json = try Program.text("\(folder)/small.json")
        #expect(json.contains("\"confirmed\": true"))
        let small = try Program.text("\(folder)/small.txt")
        #expect(small.contains("SUB"))
    }

    @Test func `a divergence is answered where nothing can be written`() throws {
        let path = try saved(Self.subtraction)
        let missing = "/nonexistent/file"
        let commands = [
            ["minimize", path, "--out", missing], ["minimize", path, "--json", missing],
            ["explain", path, "--html", missing],
        ]
        for command in commands {
            let program = try RunningProgram(command + ["--plant", "sub-operands"])
            #expect(program.exitCode() == 1, "\(command)")
            #expect(try said(program).contains("\(missing):1:1: error: found no way"))
            #expect(try said(program, "out").contains("SUB"), "the case is not lost")
        }
    }

    @Test(arguments: ["minimize", "explain"])
    func `code that loops as good as for ever has no verdict`(_ command: String) throws {
        // Most of its gas goes into logs, so that even unoptimised code is soon done with it.
        let path = try saved(
            "again: PUSH 0x10000 PUSH 0 LOG0 PUSH @again JUMP", gas: "4611686018427387904")
        let program = try RunningProgram([command, path])
        #expect(program.exitCode(seconds: 30) == 0)
        #expect(try said(program).contains("no verdict: the interpreter comes to no end"))
    }

    @Test func `a small case that took too long is written as it is by then`() throws {
        let program = try RunningProgram([
            "minimize", try saved(Self.subtraction), "--plant", "sub-operands", "--runs", "1",
        ])
        #expect(program.exitCode() == 1)
        #expect(try said(program).contains("warning: ended early"))
        #expect(try said(program, "out").contains("SUB"))
    }

    @Test func `a campaign writes its page where it is asked to`() throws {
        let folder = try Program.folder()
        let program = try RunningProgram([
            "fuzz", "--cases", "10", "--out", "\(folder)/out", "--html", "\(folder)/page.html",
        ])
        #expect(program.exitCode(seconds: 120) == 0)
        let page = try Program.text("\(folder)/page.html")
        #expect(page.contains("<h1>0 findings in"))
    }

    @Test(arguments: [
        (["faults", "--seeds", "9223372036854775807"], "expected --seeds 1 to 10000"),
        (["fuzz", "--shard", "5/9223372036854775807"], "at most a million"),
        (["fuzz", "--case-timeout", "1e30"], "at most a year"),
        (["minimize", "a.yaml", "--runs", "9223372036854775807"], "expected 1 to 1,000,000,000"),
    ])
    func `numbers that nothing can have are refused`(_ command: [String], _ words: String) throws {
        let program = try RunningProgram(command)
        #expect(program.exitCode() == 2)
        #expect(try said(program).contains(words))
    }

    @Test func `a small case goes where there is room if its file cannot be written`() throws {
        let program = try RunningProgram([
            "minimize", try saved(Self.subtraction), "--plant", "sub-operands", "--runs", "1",
            "--out", "/no/such/folder/case.yaml", "--json", "-",
        ])
        #expect(program.exitCode() == 1)
        #expect(try said(program).contains("SUB"))
    }

    @Test(arguments: ["0", "-1", "16777217", "17592186044416"])
    func `memory that no machine has is refused`(_ memory: String) throws {
        let program = try RunningProgram([
            "fuzz", "--memory=\(memory)", "--cases", "1", "--out", "\(try Program.folder())/out",
        ])
        #expect(program.exitCode() == 2)
        #expect(try said(program).contains("--memory 1 to"))
    }
}
