import Codegen
import Testing
import VM

/// Contracts full of jumps whose targets are computed.
@Suite struct ComputedJumpTests {
    /// So many JUMPDESTs, each followed by a jump to an address from the call data.
    private func machineCodeSize(jumps: Int) throws -> Int {
        let code = Code((0..<jumps).flatMap { _ in assemble("#5b 0 CALLDATALOAD JUMP") })
        let table = InstructionTable.table(for: .osaka)
        let method = try MethodCompiler(.native).compile(code, table)
        return try #require(method.code).codeByteCount
    }

    @Test(.enabled(if: MethodCompiler(.native).execution == .native))
    func `machine code grows linearly with computed jumps and their targets`() throws {
        let small = try machineCodeSize(jumps: 250)
        let large = try machineCodeSize(jumps: 1000)
        // A table for each jump would make it more than ten times as much.
        #expect(large * 10 < small * 42)
    }

    @Test(arguments: [MethodExecution.lirInterpreter, .native])
    func `a computed jump is compiled although code before every head is not`(
        _ execution: MethodExecution
    ) throws {
        // Nothing enters at the STOP, so that nothing of its block is written.
        let code = Code(assemble("STOP a: PUSH0 CALLDATALOAD JUMP"))
        let method = try MethodCompiler(execution).compile(code, .table(for: .osaka))
        #expect(method.exitCount > 0)
    }
}
