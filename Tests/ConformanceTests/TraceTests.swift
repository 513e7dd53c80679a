import Conformance
import TestSupport
import Testing

/// The lines of a trace, as EIP-3155 has them.
@Suite struct TraceTests {
    /// The example of EIP-3155's test cases: a store to memory and to storage, and a call of SHA-256.
    private static let code = "0x604080536040604055604060006040600060025afa6040f3"

    private func lines(showsMemory: Bool) throws -> [String] {
        let loaded = try Loaded.suite(
            "cases: [{name: a, fork: Berlin, hex: \(Self.code), gas: 1000000, expect: {}}]")
        var lines: [String] = []
        let item = try #require(loaded.cases.first)
        let passed = try CaseTracer.trace(item, subject: .interpreter, showsMemory: showsMemory) {
            lines.append($0)
        }
        #expect(passed)
        return lines
    }

    @Test func `a line has every field that EIP-3155 requires, in its order`() throws {
        let keys = [
            "pc", "op", "gas", "gasCost", "memSize", "stack", "depth", "returnData", "refund",
            "opName",
        ]
        for line in try lines(showsMemory: false).dropLast() {
            let root = try JSONDocument(SourceText(file: "trace", text: line)).root
            #expect(root.members.map { $0.key.text } == keys)
        }
    }

    @Test func `the example of EIP-3155 comes out as it stands there, but for its gas`() throws {
        let lines = try lines(showsMemory: true)
        #expect(lines.count == 16)
        let zeros = String(repeating: "0", count: 128)
        let memory = "40" + String(repeating: "0", count: 62)
        let digest = "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"
        let behind = String(repeating: "0", count: 64)
        let expected: [(index: Int, start: String, parts: [String])] = [
            (0, #"{"pc":0,"op":96,"#, [#""memSize":0,"stack":[],"#, #""memory":"0x"}"#]),
            (2, #"{"pc":3,"op":83,"#, [#""gasCost":"0xc","#, #""stack":["0x40","0x40"],"#]),
            (3, #"{"pc":4,"op":96,"#, [#""memSize":96,"#, #""memory":"0x\#(zeros)\#(memory)"}"#]),
            (12, #"{"pc":20,"op":250,"#, [#""returnData":"0x","#, #""opName":"STATICCALL","#]),
            (
                13, #"{"pc":21,"op":96,"#,
                [
                    #""stack":["0x1"],"depth":1,"returnData":"0x\#(digest)","refund":0,"#,
                    #""memory":"0x\#(digest)\#(behind)\#(memory)"}"#,
                ]
            ),
            (14, #"{"pc":23,"op":243,"#, [#""gasCost":"0x0","#, #""stack":["0x1","0x40"],"#]),
        ]
        for (index, start, parts) in expected {
            #expect(lines[index].hasPrefix(start))
            for part in parts { #expect(lines[index].contains(part), "\(lines[index])") }
        }
    }
}
