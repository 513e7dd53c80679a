import Primitives
import Testing
import VM

/// Blocks: where they begin, how they end, and what all of one needs together; counted by hand.
@Suite struct BlockTableTests {
    private func table(_ program: String, _ fork: Fork = .osaka) -> BlockTable {
        BlockTable(Code(assemble(program)), InstructionTable.table(for: fork))
    }

    @Test func `blocks begin at the start, at JUMPDESTs, and behind JUMPI and calls`() {
        // 0 PUSH1 1, 2 PUSH2, 5 JUMPI, 6 JUMPDEST, 7 six PUSH1, 19 DELEGATECALL, 20 POP
        let table = table("1 @a JUMPI a: 0 0 0 0 0 0 DELEGATECALL POP")
        #expect(table.blocks.map(\.startPC) == [0, 6, 20])
        #expect(table.blocks.map(\.endPC) == [6, 20, 21])
        #expect(table.blocks.map(\.end) == [.branch, .call, .stop])
        #expect(table.number(at: 6) == 1)
        #expect(table.number(at: 7) == nil)
        #expect(table.number(at: -1) == nil)
        #expect(table.number(at: 1000) == nil)
    }

    @Test(
        arguments: [
            ("1 a:", .fallThrough), ("0 JUMP", .jump), ("0 0 JUMPI", .branch),
            ("0 0 0 CREATE", .call), ("0 0 0 0 CREATE2", .call), ("STOP", .stop), ("1", .stop),
            ("0 0 RETURN", .return), ("0 0 REVERT", .revert), ("0 SELFDESTRUCT", .selfDestruct),
            ("1 INVALID", .undefined), ("1 #0c", .undefined),
        ] as [(String, BlockEnd)])
    func `a block ends as its last instruction has it`(program: String, end: BlockEnd) {
        #expect(table(program).blocks[0].end == end)
    }

    @Test func `what cannot be reached is no block`() {
        // 0 PUSH2, 3 JUMP, 4 PUSH1 1, 6 ADD, 7 JUMPDEST
        #expect(table("@a JUMP 1 ADD a:").blocks.map(\.startPC) == [0, 7])
        #expect(table("STOP 1 2 ADD").blocks.map(\.startPC) == [0])
    }

    @Test func `a JUMPDEST in a PUSH's data begins nothing`() {
        #expect(table("#605b5b00").blocks.map(\.startPC) == [0, 2])
    }

    @Test func `a block's gas is the sum of static gas, the last instruction's included`() {
        // PUSH1 3, SLOAD 100, MSTORE never reached: PUSH1 3 + JUMP 8
        #expect(table("0 SLOAD @a JUMP a:").blocks.map(\.staticGas) == [3 + 100 + 3 + 8, 1])
        #expect(table("0 SLOAD", .frontier).blocks[0].staticGas == 3 + 50)
    }

    @Test(
        arguments: [
            ("", 0, 0), ("1 2 ADD", 0, 2), ("ADD", 2, 0), ("POP POP 1 1 1", 2, 1),
            ("DUP16", 16, 1), ("SWAP16", 17, 0), ("1 ADD ADD", 2, 1), ("POP 1 DUP2", 2, 1),
            ("1 2 3 POP POP POP POP", 1, 3),
        ] as [(String, Int, Int)])
    func `a block needs as much stack as its deepest reach`(
        program: String, required: Int, growth: Int
    ) {
        let block = table(program).blocks[0]
        #expect(block.stackRequired == required)
        #expect(block.stackGrowth == growth)
        #expect(block.stackRoom == 1024 - required - growth)
    }

    @Test func `what an undefined byte would need does not count`() {
        let block = table("1 #0c", .osaka).blocks[0]
        #expect((block.staticGas, block.endPC) == (3, 2))
        // PUSH0 begins with Shanghai.
        #expect(table("PUSH0 POP", .paris).blocks[0].end == .undefined)
        #expect(table("PUSH0 POP", .shanghai).blocks[0].staticGas == 4)
    }

    @Test(arguments: [
        ("1", true), ("a:", true), ("STOP", false), ("RETURN", false), ("REVERT", false),
        ("INVALID", false), ("#0c", false), ("", false), ("SELFDESTRUCT", true),
    ])
    func `an end that costs nothing is no checked head`(program: String, isHead: Bool) {
        #expect(table(program).blocks[0].isCheckedHead == isHead)
    }

    @Test func `a truncated PUSH ends with the code`() {
        let block = table("1 #7fff").blocks[0]
        #expect((block.endPC, block.end) == (4, .stop))
        #expect(block.staticGas == 6)
    }

    @Test func `a block that no height of the stack fits is not for compilers`() {
        let fits = table(String(repeating: "1 ", count: 1024)).blocks[0]
        let overflows = table(String(repeating: "1 ", count: 1025)).blocks[0]
        #expect(fits.fitsCompiler && fits.stackRoom == 0)
        #expect(!overflows.fitsCompiler)
    }
}
