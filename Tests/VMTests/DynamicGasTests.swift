import Primitives
import Testing
import VM

/// The cost functions at their edges.
@Suite struct DynamicGasTests {
    /// 3 a word and the square of the words by 512 (yellow paper, equation of Cmem).
    @Test(arguments: [
        (0, 0), (1, 3), (32, 3), (33, 6), (704, 66), (736, 70), (1024, 98), (32 * 1024, 5120),
        (1 << 25, 2_150_629_376),
    ])
    func `memory costs by the word and by the square`(byteCount: Int, cost: UInt64) {
        #expect(DynamicGas.memoryExpansion(from: 0, to: byteCount) == cost)
    }

    @Test func `memory that is there costs nothing`() {
        #expect(DynamicGas.memoryExpansion(from: 64, to: 64) == 0)
        #expect(DynamicGas.memoryExpansion(from: 64, to: 0) == 0)
        #expect(DynamicGas.memoryExpansion(from: 64, to: 65) == 3)
    }

    @Test func `sizes beyond any gas are unaffordable and do not overflow`() {
        for size in [Word256(1).shiftedLeft(by: 42 as UInt64), Word256(UInt64.max), .max] {
            let window = MemoryWindow(offset: .max, size: size)
            #expect(
                DynamicGas.memoryExpansion(from: 0, to: window.end) == DynamicGas.unaffordable)
            #expect(
                DynamicGas.sum(DynamicGas.keccak(window), DynamicGas.unaffordable)
                    == DynamicGas.unaffordable)
        }
        let largest = DynamicGas.memoryExpansion(from: 0, to: MemoryWindow.limit)
        #expect(largest > UInt64(Int64.max))
    }

    @Test func `a window of nothing has no offset`() {
        let window = MemoryWindow(offset: .max, size: .zero)
        #expect(window.end == 0)
        #expect(window.wordCount == 0)
    }

    @Test func `a call keeps one part in 64 and cuts down what is asked for in excess`() {
        let charge = DynamicGas.call(
            requested: .max, gas: 6400 + 700, fixed: 700, hasValue: false, keepsOneIn64: true)
        #expect(charge.cost == 700 + 6300)
        #expect(charge.calleeGas == 6300)
    }

    @Test func `a call asks for no more than there is before EIP-150`() {
        let affordable = DynamicGas.call(
            requested: 60, gas: 100, fixed: 40, hasValue: true, keepsOneIn64: false)
        #expect(affordable.cost == 100)
        #expect(affordable.calleeGas == 60 + 2300)
        let excessive = DynamicGas.call(
            requested: 61, gas: 100, fixed: 40, hasValue: true, keepsOneIn64: false)
        #expect(excessive.cost == DynamicGas.unaffordable)
    }

    @Test(arguments: [(0, 0), (1, 50), (255, 50), (256, 100), (65535, 100)] as [(Int, UInt64)])
    func `an exponent costs by the byte`(exponent: Int, cost: UInt64) {
        let schedule = GasSchedule(.spuriousDragon)
        #expect(DynamicGas.exponentiation(exponent: Word256(exponent), schedule) == cost)
    }
}
