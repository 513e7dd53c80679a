import BigInt
import Primitives
import Testing

@Suite("Word256: bits, shifts and bytes")
struct Word256BitTests {
    @Test func `shifts agree with unlimited integers for any count`() {
        var source = WordSource(seed: 41)
        let modulus = BigUInt(1) << 256
        for step in 0..<caseCount {
            let word = source.word()
            let count = step < 300 ? Word256(step) : source.count()
            let places = Int(count.asUInt64.map { min($0, 256) } ?? 256)
            let left = Word256(low: (word.big << places) % modulus)
            #expect(word.shiftedLeft(by: count) == left, "\(word) << \(count)")
            let right = Word256(low: word.big >> places)
            #expect(word.shiftedRight(by: count) == right, "\(word) >> \(count)")
            let arithmetic = Word256(low: floor(word.signedBig, dividedByPowerOfTwo: places))
            #expect(word.arithmeticShiftedRight(by: count) == arithmetic, "\(word) SAR \(count)")
        }
    }

    @Test func `shifts by 256 or more leave nothing or only the sign`() {
        for count in WordSource.counts where count >= 256 {
            #expect(Word256.max.shiftedLeft(by: count) == .zero)
            #expect(Word256.max.shiftedRight(by: count) == .zero)
            #expect(Word256.signedMin.arithmeticShiftedRight(by: count) == .max)
            #expect((~Word256.signedMin).arithmeticShiftedRight(by: count) == .zero)
            if let number = count.asUInt64 {
                #expect(Word256.max.shiftedLeft(by: number) == .zero)
                #expect(Word256.max.shiftedRight(by: number) == .zero)
                #expect(Word256.signedMin.arithmeticShiftedRight(by: number) == .max)
            }
            if let number = Int(exactly: count.clampedToUInt64()) {
                #expect(Word256.max.shiftedLeft(by: number) == .zero)
                #expect(Word256.max.shiftedRight(by: number) == .zero)
                #expect(Word256.signedMin.arithmeticShiftedRight(by: number) == .max)
            }
        }
    }

    @Test func `logic agrees with unlimited integers`() {
        let ones = (BigUInt(1) << 256) - 1
        forWordPairs(seed: 42) { left, right in
            #expect((left & right).big == left.big & right.big)
            #expect((left | right).big == left.big | right.big)
            #expect((left ^ right).big == left.big ^ right.big)
            #expect((~left).big == ones - left.big)
        }
    }

    @Test func `sign extension agrees with its definition`() {
        var source = WordSource(seed: 43)
        for step in 0..<caseCount {
            let word = source.word()
            let index = step < 40 ? Word256(step) : source.count()
            guard let byte = index.asUInt64, byte < 31 else {
                #expect(word.signExtended(fromByte: index) == word, "\(index) \(word)")
                continue
            }
            let size = BigUInt(1) << (8 * (Int(byte) + 1))
            let low = word.big % size
            let expected = BigInt(low) - (low >= size >> 1 ? BigInt(size) : 0)
            #expect(
                word.signExtended(fromByte: index) == Word256(low: expected), "\(index) \(word)")
        }
    }

    @Test func `bytes are counted from the most significant`() {
        let word = Word256(bigEndian: (0..<32).map { UInt8($0 + 0xa0) })
        for index in 0..<32 {
            #expect(word.byte(at: Word256(index)) == Word256(index + 0xa0))
            #expect(word.byte(index) == UInt8(index + 0xa0))
        }
        for index in WordSource.counts where index >= 32 {
            #expect(Word256.max.byte(at: index) == .zero, "\(index)")
        }
    }

    @Test func `bits and limbs are counted from the least significant`() {
        for position in 0..<256 {
            let word = Word256.one.shiftedLeft(by: UInt64(position))
            #expect(word.big == BigUInt(1) << position)
            #expect((0..<256).filter { word.bit($0) } == [position])
            #expect((0..<4).filter { word.limb($0) != 0 } == [position / 64])
            #expect(word.isPowerOfTwo)
            #expect(word.leadingZeroBitCount == 255 - position)
            #expect(word.trailingZeroBitCount == position)
            #expect(word.significantByteCount == position / 8 + 1)
            #expect(word.countLeadingZeros() == Word256(255 - position))
        }
    }

    @Test func `sizes agree with unlimited integers`() {
        forWordPairs(seed: 44) { word, _ in
            #expect(word.significantBitCount == word.big.bitWidth)
            #expect(word.significantByteCount == (word.big.bitWidth + 7) / 8)
            let trailing = word.isZero ? 256 : word.big.trailingZeroBitCount
            #expect(word.trailingZeroBitCount == trailing)
            let ones = word.big.words.map { $0.nonzeroBitCount }.reduce(0, +)
            #expect(word.isPowerOfTwo == (ones == 1))
            #expect(word.isZero == (word.big == 0))
            #expect(word.isNegative == (word.big >= BigUInt(1) << 255))
        }
        #expect(Word256.zero.countLeadingZeros() == 256)
        #expect(Word256.zero.significantByteCount == 0)
    }

    @Test func `conversion to machine numbers saturates or fails`() {
        let limit = Word256(UInt64.max)
        #expect(limit.asUInt64 == .max)
        #expect((limit &+ .one).asUInt64 == nil)
        #expect(Word256.signedMin.asUInt64 == nil)
        #expect((limit &+ 5).clampedToUInt64() == .max)
        #expect(Word256(Int.max).clampedToInt() == Int.max)
        #expect(Word256(UInt64(Int.max) + 1).clampedToInt() == Int.max)
        #expect(Word256(limb0: 7, limb1: 0, limb2: 0, limb3: 1).clampedToInt() == Int.max)
        #expect(Word256(7 as UInt64).clampedToInt() == 7)
        #expect(Word256(true) == 1 && Word256(false) == 0)
    }

    @Test func `big-endian bytes round trip at any alignment`() {
        var source = WordSource(seed: 45)
        var memory = [UInt8](repeating: 0xee, count: 48)
        for offset in 0..<16 {
            let word = source.evenWord()
            memory.withUnsafeMutableBytes { buffer in
                guard let base = buffer.baseAddress else { return }
                word.storeBigEndian(to: base + offset)
                #expect(Word256(bigEndian: UnsafeRawPointer(base + offset)) == word)
            }
            #expect(Array(memory[offset..<offset + 32]) == word.bytes)
            #expect(word.bytes == expectedBytes(word))
        }
    }

    @Test(arguments: 0...32)
    func `short big-endian bytes have zeros above`(count: Int) {
        var source = WordSource(seed: 46)
        let bytes = (0..<count).map { _ in UInt8.random(in: 1...255, using: &source) }
        let word = Word256(bigEndian: bytes)
        #expect(word.big == BigUInt(bytes.reduce(BigUInt(0)) { $0 << 8 + BigUInt($1) }))
        #expect(word.significantBytes == bytes)
    }

    @Test func `limbs round trip with the least significant first`() {
        let word = Word256(limb0: 1, limb1: 2, limb2: 3, limb3: 4)
        var limbs = [UInt64](repeating: 9, count: 5)
        limbs.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            word.store(to: base)
            #expect(Word256(limbs: base) == word)
        }
        #expect(limbs == [1, 2, 3, 4, 9])
    }

    /// The quotient rounded down, of magnitudes only: a negative one is rounded away from zero.
    private func floor(_ value: BigInt, dividedByPowerOfTwo power: Int) -> BigInt {
        if value.sign == .plus { return BigInt(value.magnitude >> power) }
        return -BigInt((value.magnitude + (BigUInt(1) << power) - 1) >> power)
    }

    private func expectedBytes(_ word: Word256) -> [UInt8] {
        (0..<32).map { UInt8((word.big >> (8 * (31 - $0))) & 255) }
    }
}
