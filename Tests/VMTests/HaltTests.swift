import Primitives
import Testing
import VM

/// Exceptional halts: which, in which order of precedence, and that they use up all gas.
@Suite struct HaltTests {
    private func outcome(
        _ program: String, _ fork: Fork = .osaka, gas: Int64 = 100_000, isStatic: Bool = false
    ) throws -> MessageOutcome {
        let machine = try TestMachine(fork, code: assemble(program))
        let result = machine.call(gas: gas, isStatic: isStatic)
        if case .ended(let halt) = result.outcome, !halt.isSuccess, halt != .revert {
            #expect(result.gasLeft == 0)
            #expect(result.output.isEmpty)
        }
        return result.outcome
    }

    @Test(arguments: OpcodeTable.rows.filter { $0.pops > 0 }.map(\.opcode))
    func `an instruction with a word too few underflows`(opcode: Opcode) throws {
        let row = try #require(OpcodeTable.row(opcode.rawValue, in: .osaka))
        let words = Array(repeating: "0", count: row.pops - 1).joined(separator: " ")
        #expect(try outcome("\(words) \(opcode.mnemonic)") == .ended(.stackUnderflow))
    }

    @Test(arguments: OpcodeTable.rows.filter { $0.heightChange > 0 }.map(\.opcode))
    func `an instruction that makes word 1025 overflows`(opcode: Opcode) throws {
        let words = Array(repeating: "0", count: 1024).joined(separator: " ")
        #expect(try outcome("\(words) \(opcode.mnemonic)") == .ended(.stackOverflow))
        let fewer = Array(repeating: "0", count: 1023).joined(separator: " ")
        #expect(try outcome("\(fewer) \(opcode.mnemonic)") == .ended(.stop))
    }

    @Test(arguments: OpcodeTable.rows.filter { $0.since > .frontier })
    func `an instruction is undefined before its fork`(row: OpcodeRow) throws {
        for fork in Fork.allCases where fork < row.since {
            let byte = String(row.opcode.rawValue, radix: 16)
            #expect(try outcome("#\(byte)", fork) == .ended(.undefinedOpcode))
        }
    }

    @Test func `an undefined byte is noticed before an empty stack and before missing gas`() throws
    {
        #expect(try outcome("#0c", gas: 0) == .ended(.undefinedOpcode))
        #expect(try outcome("TLOAD", .shanghai, gas: 0) == .ended(.undefinedOpcode))
        #expect(try outcome("ADD", gas: 0) == .ended(.stackUnderflow))
        #expect(try outcome("PUSH0", gas: 1) == .ended(.outOfGas))
    }

    @Test func `INVALID is an instruction`() throws {
        #expect(try outcome("INVALID") == .ended(.invalidOpcode))
    }

    @Test(arguments: ["2 JUMP", "2^64 JUMP", "5 JUMP STOP JUMPDEST", "1 9 JUMPI", "4 JUMP #615b00"])
    func `a jump lands on a JUMPDEST that is no data`(program: String) throws {
        #expect(try outcome(program) == .ended(.invalidJump))
    }

    @Test func `a JUMPI that does not jump may have any destination`() throws {
        #expect(try outcome("0 2^255 JUMPI") == .ended(.stop))
    }

    @Test(arguments: [
        "1 1 SSTORE", "1 1 TSTORE", "0 0 LOG0", "0 0 0 CREATE", "0 0 0 0 CREATE2", "1 SELFDESTRUCT",
        "0 0 0 0 1 7 0 CALL",
    ])
    func `a static call changes nothing`(program: String) throws {
        #expect(try outcome(program, isStatic: true) == .ended(.writeProtection))
    }

    @Test func `a static call may call without value, and CALLCODE with`() throws {
        #expect(try outcome("0 0 0 0 0 7 0 CALL", isStatic: true) == .ended(.stop))
        #expect(try outcome("0 0 0 0 1 7 0 CALLCODE", isStatic: true) == .ended(.stop))
    }

    @Test(arguments: ["1 0 0 RETURNDATACOPY", "0 1 0 RETURNDATACOPY", "0 2^256-1 0 RETURNDATACOPY"])
    func `return data ends where it ends`(program: String) throws {
        #expect(try outcome(program) == .ended(.returnDataOutOfBounds))
    }

    @Test(arguments: [
        "2^256-1 MLOAD", "1 2^64 MSTORE", "1 2^63-1 MSTORE8", "2^256-1 0 RETURN",
        "2^64 2^64 KECCAK256", "2^32 0 0 CALLDATACOPY", "2^256-1 0 2^256-1 MCOPY", "2^62 0 LOG0",
    ])
    func `memory beyond all gas is out of gas`(program: String) throws {
        #expect(try outcome(program, gas: 1_000_000) == .ended(.outOfGas))
    }

    @Test func `SSTORE needs more than the stipend since Istanbul`() throws {
        // Pushing two words costs 6: 2306 leaves exactly the stipend of 2300 (EIP-2200).
        #expect(try outcome("0 1 SSTORE", .istanbul, gas: 2306) == .ended(.outOfGas))
        #expect(try outcome("0 1 SSTORE", .istanbul, gas: 2307) == .ended(.stop))
    }

    @Test func `work beyond the machine's limit gives no verdict`() throws {
        let machine = try TestMachine(.osaka, code: assemble("a: @a JUMP"))
        machine.machine.pointee.remainingWork = 50_000
        let result = machine.call(gas: 1_000_000)
        #expect(result.outcome == .resourceLimit)
        #expect(machine.machine.pointee.frameCount == 0)
    }
}
