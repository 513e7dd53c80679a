import Primitives
package import VM

/// Makes random cases for lockstep comparisons: programs that call each other, or bytes that are
/// no program at all.
package struct LockstepCaseGenerator {
    private static let callees = [
        Address(number: 0xadd1), Address(number: 0xadd2), Address(number: 0xadd3),
    ]

    package var sizeLimit = 64
    private var generator: SeededGenerator

    package init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// A case with a random program, three others that it may call, and gas enough for most.
    package mutating func program(_ fork: Fork) -> LockstepCase {
        var programs = ProgramGenerator(fork: fork)
        programs.callees = Self.callees
        programs.sizeLimit = sizeLimit
        var item = LockstepCase(fork, code: programs.program(using: &generator).code)
        programs.sizeLimit = max(8, sizeLimit / 4)
        for callee in Self.callees.dropLast() {
            item.accounts[callee] = AccountContent(
                nonce: 1, balance: 5, code: Code(programs.program(using: &generator).code),
                storage: storage())
        }
        surround(&item)
        return item
    }

    /// A case whose code is random bytes: of opcodes that the fork knows and mostly with operands,
    /// or of any.
    package mutating func bytes(_ fork: Fork) -> LockstepCase {
        let known = OpcodeTable.rows.filter { $0.since <= fork }
        let isRaw = generator.oneIn(4)
        var code: [UInt8] = []
        var height = 0
        for _ in 0..<generator.between(0...200) {
            let row = known[generator.below(known.count)]
            if isRaw || generator.oneIn(64) {
                code.append(UInt8(generator.below(256)))
                continue
            }
            while height < row.pops, !generator.oneIn(64) {
                code += [Opcode.push1.rawValue, UInt8(generator.below(256))]
                height += 1
            }
            code.append(row.opcode.rawValue)
            height = max(0, height + row.heightChange)
        }
        var item = LockstepCase(fork, code: code)
        surround(&item)
        return item
    }

    /// The same case with gas that runs out somewhere on the way, given how much it can use.
    package mutating func shortOfGas(_ item: LockstepCase, used: Int64) -> LockstepCase {
        var item = item
        item.gas = Int64(generator.below(Int(max(1, used))))
        return item
    }

    private mutating func surround(_ item: inout LockstepCase) {
        item.gas = generator.oneIn(16) ? 1_000_000 : generator.oneIn(4) ? 200_000 : 50_000
        item.data = (0..<generator.below(128)).map { _ in UInt8(generator.below(256)) }
        item.value = generator.oneIn(4) ? 7 : .zero
        item.isStatic = item.fork >= .byzantium && item.value.isZero && generator.oneIn(8)
        item.storage = storage()
        item.block.number = 300
        item.block.timestamp = 1_700_000_000
        item.block.gasLimit = 30_000_000
        item.block.coinbase = Address(number: 0xc01b)
        item.block.baseFee = 7
        item.block.prevRandao = LimbConstants.draw(using: &generator)
    }

    private mutating func storage() -> [StorageEntry] {
        (0..<generator.below(4)).map {
            StorageEntry(
                key: Word256(UInt64($0)), value: LimbConstants.draw(using: &generator))
        }
    }
}
