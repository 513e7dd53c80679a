import Primitives
import Testing
import VM

/// What instructions leave on the stack and what they cost, by programs that return one word.
@Suite struct SemanticsTests {
    /// The block of the vectors.
    private static var block: BlockEnvironment {
        var block = BlockEnvironment()
        block.number = 1000
        block.timestamp = 1_700_000_000
        block.coinbase = Address(number: 0xcb)
        block.gasLimit = 30_000_000
        block.baseFee = 7
        block.prevRandao = Word256(bigEndian: [UInt8](repeating: 0x11, count: 32))
        block.chainIdentifier = 1
        return block
    }

    private static func machine(_ fork: Fork, _ program: String) throws -> TestMachine {
        let machine = try TestMachine(
            fork, code: assemble(program), storage: [1: 0x2a], block: block)
        machine.machine.pointee.transaction.origin = Address(number: 0xabc)
        machine.machine.pointee.transaction.gasPrice = 9
        return machine
    }

    @Test(arguments: ValueVectors.all)
    func `the word and the gas are the specification's`(vector: ValueVector) throws {
        let machine = try Self.machine(.osaka, vector.program + " 0 MSTORE 32 0 RETURN")
        let result = machine.call(gas: 100_000, data: [1, 2, 3, 4, 5], value: 3)
        #expect(result.outcome == .ended(.return))
        #expect(Word256(bigEndian: result.output) == number(vector.word))
        #expect(100_000 - result.gasLeft == vector.gas)
    }

    @Test(arguments: ValueVectors.all)
    func `one gas less is too little`(vector: ValueVector) throws {
        // SSTORE's sentry and GAS look at what is left, so less gas changes more than the end.
        guard !vector.program.contains("SSTORE"), !vector.program.contains("GAS") else { return }
        let machine = try Self.machine(.osaka, vector.program + " 0 MSTORE 32 0 RETURN")
        let result = machine.call(gas: vector.gas - 1, data: [1, 2, 3, 4, 5], value: 3)
        #expect(result.outcome == .ended(.outOfGas))
        #expect(result.gasLeft == 0)
        #expect(result.output.isEmpty)
    }

    @Test func `DIFFICULTY became PREVRANDAO with Paris`() throws {
        var block = Self.block
        block.difficulty = 5
        let code = assemble("PREVRANDAO 0 MSTORE 32 0 RETURN")
        let before = try TestMachine(.london, code: code, block: block).call()
        let since = try TestMachine(.paris, code: code, block: block).call()
        #expect(Word256(bigEndian: before.output) == 5)
        #expect(Word256(bigEndian: since.output) == block.prevRandao)
    }

    @Test func `BLOBHASH reads the transaction's hashes`() throws {
        let machine = try Self.machine(.cancun, "1 BLOBHASH 0 MSTORE 32 0 RETURN")
        machine.machine.pointee.transaction.blobVersionedHashes = [11, 22]
        #expect(Word256(bigEndian: machine.call().output) == 22)
    }

    @Test(arguments: 0...4)
    func `LOG keeps its topics in order, and its data`(topics: Int) throws {
        let operands = (0..<topics).reversed().map { "\(100 + $0)" }.joined(separator: " ")
        let machine = try Self.machine(.osaka, "0xabcd 0 MSTORE \(operands) 3 29 LOG\(topics)")
        let result = machine.call()
        #expect(result.outcome == .ended(.stop))
        let log = Log(
            address: TestMachine.contract, topics: (0..<topics).map { Word256(100 + $0) },
            data: [0, 0xab, 0xcd])
        #expect(machine.machine.pointee.world.logs == [log])
    }
}
