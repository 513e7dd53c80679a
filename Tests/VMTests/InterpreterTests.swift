import Primitives
import Testing
import VM

/// Whole programs: what comes out, and what is left of the gas.
@Suite struct InterpreterTests {
    @Test func `a sum is returned`() throws {
        // PUSH1 2, PUSH1 3, ADD, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN
        let machine = try TestMachine(
            .shanghai, code: [0x60, 2, 0x60, 3, 0x01, 0x5f, 0x52, 0x60, 32, 0x5f, 0xf3])
        let result = machine.call(gas: 1000)
        #expect(result.outcome == .ended(.return))
        #expect(result.output == Word256(5).bytes)
        // 3+3+3+2+(3+3)+3+2 by the yellow paper's appendix G and EIP-3855
        #expect(result.gasLeft == 1000 - 22)
    }

    @Test func `gas runs out in a loop`() throws {
        // JUMPDEST, PUSH0, JUMP
        let machine = try TestMachine(.shanghai, code: [0x5b, 0x5f, 0x56])
        let result = machine.call(gas: 1000)
        #expect(result.outcome == .ended(.outOfGas))
        #expect(result.gasLeft == 0)
    }

    @Test func `a call beyond the machine's memory gives no verdict`() throws {
        // PUSH4 0x0fffffff, MLOAD
        let machine = try TestMachine(
            .shanghai, code: [0x63, 0x0f, 0xff, 0xff, 0xff, 0x51], memoryByteCount: 1 << 20)
        #expect(machine.call(gas: .max).outcome == .resourceLimit)
    }
}
