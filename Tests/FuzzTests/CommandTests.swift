import Conformance
import Testing

/// What the fuzzer's commands refuse, write and answer.
@Suite struct CommandTests {
    private func said(_ program: RunningProgram, _ name: String = "err") throws -> String {
        let text = try SourceText(path: "\(program.folder)/\(name)")
        return String(decoding: text.bytes, as: UTF8.self)
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
