import Conformance
import Testing

/// What `synchromesh bench --mix` refuses, writes and answers.
@Suite struct MixCommandTests {
    /// A contract that returns 5 - 3, padded so that the profile takes it.
    private static let fixture = """
        {"difference": {
          "env": {"currentCoinbase": "0x0000000000000000000000000000000000000000",
            "currentGasLimit": "0x7fffffffffffffff", "currentNumber": "0x1",
            "currentTimestamp": "0x1", "currentBaseFee": "0x0"},
          "pre": {"0x00000000000000000000000000000000000000cc": {"balance": "0x0",
            "code": "0x600360050360005260206000f3", "nonce": "0x0", "storage": {}}},
          "transaction": [{"data": "0x", "gasLimit": "0xf4240", "gasPrice": "0x0", "nonce": "0x0",
            "sender": "0x00000000000000000000000000000000000000aa",
            "to": "0x00000000000000000000000000000000000000cc", "value": "0x0"}]
        }}
        """

    private func bench(_ options: [String]) throws -> (code: Int32?, out: String, err: String) {
        let path = "\(try Program.folder())/difference.json"
        try Program.write(Self.fixture, path)
        let program = try RunningProgram(["bench", path] + options)
        let code = program.exitCode()
        return (
            code, try Program.text("\(program.folder)/out"),
            try Program.text("\(program.folder)/err")
        )
    }

    @Test func `equal subjects end with 0, and a table of them`() throws {
        let (code, out, _) = try bench(["--mix", "20", "--codes", "3", "--check"])
        #expect(code == 0)
        for name in ["interpreter", "method", "tiered", "tiered,compile=background"] {
            #expect(out.contains("\n\(name) "), "\(name)")
        }
        #expect(out.contains("20 transactions over 3 codes of 1 contracts"))
    }

    @Test func `a difference ends with 1 and is named`() throws {
        let (code, out, _) = try bench(
            ["--mix", "5", "--codes", "1", "--plant", "sub-operands", "--json", "-"])
        #expect(code == 1)
        #expect(out.contains("transaction 1 (difference #1): digest of the output: "))
    }

    @Test func `what makes no mix is bad usage`() throws {
        let wrong = [
            ["--mix", "0"], ["--mix", "5", "--codes", "0"], ["--codes", "5"],
            ["--mix", "5", "--fork", "x"],
        ]
        for options in wrong {
            #expect(try bench(options).code == 2, "\(options)")
        }
    }
}
