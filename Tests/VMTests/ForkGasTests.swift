import Primitives
import Testing
import VM

/// What a program costs in every fork, where that changed.
struct ForkGas: CustomTestStringConvertible, Sendable {
    let program: String
    /// The gas from each fork on in which it changed; before the first, the program fails.
    let gas: [Fork: Int64]

    init(_ program: String, _ gas: [Fork: Int64]) {
        self.program = program
        self.gas = gas
    }

    var testDescription: String { program }

    func gas(in fork: Fork) -> Int64? {
        gas.filter { $0.key <= fork }.max { $0.key < $1.key }?.value
    }
}

/// Gas by fork; expected values are those of the Python execution specification.
@Suite struct ForkGasTests {
    /// The specification has no Constantinople with EIP-1283: `StorageGasTests` has that.
    private static let forks = Fork.allCases.filter { $0 != .constantinople }

    @Test(arguments: forks, programs)
    func `a program costs what the fork says`(fork: Fork, program: ForkGas) throws {
        let machine = try TestMachine(
            fork, code: assemble(program.program), storage: [1: 0x2a])
        let result = machine.call(gas: 1_000_000)
        let used = result.isSuccess ? 1_000_000 - result.gasLeft : nil
        #expect(used == program.gas(in: fork))
    }

    private static let programs = [
        ForkGas(
            "0x1234 BALANCE POP",
            [.frontier: 25, .tangerineWhistle: 405, .istanbul: 705, .berlin: 2605]),
        ForkGas(
            "CALLER BALANCE POP",
            [.frontier: 24, .tangerineWhistle: 404, .istanbul: 704, .berlin: 104]),
        ForkGas("0x1234 EXTCODESIZE POP", [.frontier: 25, .tangerineWhistle: 705, .berlin: 2605]),
        ForkGas("0x1234 EXTCODEHASH POP", [.petersburg: 405, .istanbul: 705, .berlin: 2605]),
        ForkGas(
            "40 0 0 0x1234 EXTCODECOPY",
            [.frontier: 44, .tangerineWhistle: 724, .berlin: 2624]),
        ForkGas(
            "7 SLOAD POP",
            [.frontier: 55, .tangerineWhistle: 205, .istanbul: 805, .berlin: 2105]),
        ForkGas(
            "1 SLOAD POP",
            [.frontier: 55, .tangerineWhistle: 205, .istanbul: 805, .berlin: 2105]),
        ForkGas("5 7 SSTORE", [.frontier: 20006, .berlin: 22106]),
        ForkGas("0 1 SSTORE", [.frontier: 5006]),
        ForkGas("0x2a 1 SSTORE", [.frontier: 5006, .istanbul: 806, .berlin: 2206]),
        ForkGas("9 1 SSTORE", [.frontier: 5006]),
        ForkGas("0 1 SSTORE 9 1 SSTORE", [.frontier: 25012, .istanbul: 5812, .berlin: 5112]),
        ForkGas("256 2 EXP POP", [.frontier: 38, .spuriousDragon: 118]),
        ForkGas("2^255 2 EXP POP", [.frontier: 338, .spuriousDragon: 1618]),
        ForkGas(
            "0 0 0 0 0 0x1234 5000 CALL",
            [.frontier: 25061, .tangerineWhistle: 25721, .spuriousDragon: 721, .berlin: 2621]),
        ForkGas(
            "0 0 0 0 1 0x1234 5000 CALL",
            [.frontier: 31761, .tangerineWhistle: 32421, .berlin: 34321]),
        ForkGas(
            "0 0 0 0 1 CALLER 5000 CALL",
            [.frontier: 6760, .tangerineWhistle: 7420, .berlin: 6820]),
        ForkGas(
            "0 0 0 0 1 0x1234 5000 CALLCODE",
            [.frontier: 6761, .tangerineWhistle: 7421, .berlin: 9321]),
        ForkGas(
            "0 0 0 0 0x1234 5000 DELEGATECALL",
            [.homestead: 58, .tangerineWhistle: 718, .berlin: 2618]),
        ForkGas("0 0 0 0 0x1234 5000 STATICCALL", [.byzantium: 718, .berlin: 2618]),
        ForkGas(
            "32 0 64 0 0 4 5000 CALL",
            [.frontier: 25088, .tangerineWhistle: 25748, .spuriousDragon: 748, .berlin: 148]),
        ForkGas(
            "0 0 0 0 2000 0x1234 5000 CALL",
            [.frontier: 31761, .tangerineWhistle: 32421, .berlin: 34321]),
        ForkGas("0 0 0 CREATE", [.frontier: 32009]),
        ForkGas("64 0 0 CREATE", [.frontier: 32015, .shanghai: 32019]),
        ForkGas("5 64 0 0 CREATE2", [.petersburg: 32030, .shanghai: 32034]),
        ForkGas("0 0 2000 CREATE", [.frontier: 32009]),
        ForkGas("0x1234 SELFDESTRUCT", [.frontier: 3, .tangerineWhistle: 30003, .berlin: 32603]),
        ForkGas("CALLER SELFDESTRUCT", [.frontier: 2, .tangerineWhistle: 5002]),
        ForkGas("7 7 100 3 LOG2", [.frontier: 1949]),
        ForkGas("64 0 KECCAK256", [.frontier: 54]),
        ForkGas("5 1000 MSTORE", [.frontier: 110]),
        ForkGas("33 1 0 CALLDATACOPY", [.frontier: 24]),
        ForkGas("33 1 0 CODECOPY", [.frontier: 24]),
        ForkGas("1 BLOCKHASH", [.frontier: 23]),
        ForkGas("PUSH0 PUSH0 TLOAD", [.cancun: 104]),
        ForkGas("PUSH0 PUSH0 TSTORE", [.cancun: 104]),
        ForkGas("65 0 3 MCOPY", [.cancun: 30]),
        ForkGas("1 CLZ", [.osaka: 8]),
        ForkGas("0 BLOBHASH", [.cancun: 6]),
        ForkGas("CHAINID SELFBALANCE", [.istanbul: 7]),
        ForkGas("BASEFEE BLOBBASEFEE", [.cancun: 4]),
        ForkGas("2 1 SHL 3 SHR 4 SAR", [.petersburg: 21]),
        ForkGas("RETURNDATASIZE 0 0 RETURNDATACOPY", [.byzantium: 11]),
    ]
}
