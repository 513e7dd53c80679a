import Conformance
import Primitives
import Testing

@Suite struct AssemblyTests {
    @Test(arguments: [
        ("PUSH 0", "0x6000"), ("PUSH 255", "0x60ff"), ("PUSH 256", "0x610100"),
        ("push1 5 Add", "0x600501"), ("PUSH2 1", "0x610001"), ("PUSH0", "0x5f"),
        ("PUSH32 -1", "0x7f" + String(repeating: "f", count: 64)),
        ("SHA3 KECCAK256 DIFFICULTY PREVRANDAO", "0x20204444"),
        ("raw 0x60ff ; comment\nSTOP # another", "0x60ff00"),
        ("loop: @loop JUMP", "0x5b61000056"),
        ("PUSH1 @end JUMP end:", "0x6003565b"),
        ("PUSH @.data .data: raw 0xfe", "0x610003fe"),
    ])
    func `assembly gives bytes`(text: String, hex: String) throws {
        #expect(try Hex.encode(BytecodeAssembler.assemble(text)) == hex)
    }

    @Test(arguments: [
        ("ADD\n  MUUL", 2, 3), ("PUSH", 1, 5), ("PUSH1 256", 1, 7), ("PUSH1 -1", 1, 7),
        ("@nowhere", 1, 1), ("a: a:", 1, 4), ("raw 123", 1, 5), ("PUSH x", 1, 6), (":", 1, 1),
    ])
    func `a fault is named by line and column`(text: String, line: Int, column: Int) throws {
        let error = try #require(throws: AssemblyError.self) {
            try BytecodeAssembler.assemble(text)
        }
        #expect(error.line == line && error.column == column, "\(error)")
    }

    @Test func `a place that does not fit its instruction is refused`() {
        let text = "PUSH1 @far raw 0x\(String(repeating: "00", count: 300)) far:"
        #expect(throws: AssemblyError.self) { try BytecodeAssembler.assemble(text) }
    }

    @Test func `any bytes read back from their disassembly`() throws {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<500 {
            let code = (0..<generator.between(0...80)).map { _ in
                UInt8(truncatingIfNeeded: generator.next())
            }
            let text = Disassembler.text(of: code)
            #expect(try BytecodeAssembler.assemble(text) == code, "\(text)")
        }
    }
}
