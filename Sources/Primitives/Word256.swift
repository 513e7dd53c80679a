/// A 256-bit word of the EVM: an unsigned integer modulo 2²⁵⁶.
///
/// Four 64-bit limbs, `limb0` the least significant, in the memory order of a slot of the operand
/// stack. The words that the EVM reads as signed are two's complement; operations on them say so.
/// Hashes are words too: the big-endian number that their 32 bytes spell.
///
/// The type and its stored properties are `@usableFromInline`, because only then do other targets
/// inline its `@inlinable` members.
@usableFromInline
package struct Word256: Sendable {
    @usableFromInline package var limb0: UInt64
    @usableFromInline package var limb1: UInt64
    @usableFromInline package var limb2: UInt64
    @usableFromInline package var limb3: UInt64

    /// Makes a word of its limbs, the least significant first.
    @inlinable
    package init(limb0: UInt64, limb1: UInt64, limb2: UInt64, limb3: UInt64) {
        self.limb0 = limb0
        self.limb1 = limb1
        self.limb2 = limb2
        self.limb3 = limb3
    }

    /// Makes zero.
    @inlinable
    package init() {
        self.init(limb0: 0, limb1: 0, limb2: 0, limb3: 0)
    }

    /// Makes the word of a 64-bit number.
    @inlinable
    package init(_ value: UInt64) {
        self.init(limb0: value, limb1: 0, limb2: 0, limb3: 0)
    }

    /// Makes the word of a count.
    ///
    /// - Precondition: `value` is not negative.
    @inlinable
    package init(_ value: Int) {
        precondition(value >= 0)
        self.init(limb0: UInt64(bitPattern: Int64(value)), limb1: 0, limb2: 0, limb3: 0)
    }

    /// Makes the word of a Boolean: one if it is true, else zero.
    @inlinable
    package init(_ value: Bool) {
        self.init(limb0: value ? 1 : 0, limb1: 0, limb2: 0, limb3: 0)
    }

    /// Makes the two's complement word of a signed number.
    @inlinable
    package init(signed value: Int64) {
        let sign = UInt64(bitPattern: value &>> 63)
        self.init(limb0: UInt64(bitPattern: value), limb1: sign, limb2: sign, limb3: sign)
    }

    @inlinable package static var zero: Word256 { Word256() }
    @inlinable package static var one: Word256 { Word256(1 as UInt64) }
    @inlinable package static var max: Word256 {
        Word256(limb0: .max, limb1: .max, limb2: .max, limb3: .max)
    }

    /// The smallest signed word, -2²⁵⁵.
    @inlinable package static var signedMin: Word256 {
        Word256(limb0: 0, limb1: 0, limb2: 0, limb3: 1 &<< 63)
    }
}

extension Word256: ExpressibleByIntegerLiteral {
    @inlinable
    package init(integerLiteral value: UInt64) {
        self.init(value)
    }
}

extension Word256: Hashable {
    @inlinable
    package static func == (left: Word256, right: Word256) -> Bool {
        ((left.limb0 ^ right.limb0) | (left.limb1 ^ right.limb1)
            | (left.limb2 ^ right.limb2) | (left.limb3 ^ right.limb3)) == 0
    }

    /// Feeds one number that depends on all limbs, which makes a look-up a third cheaper than four.
    ///
    /// Words made to collide would cost time only.
    @inlinable
    package func hash(into hasher: inout Hasher) {
        let lower = Digest64.fold(limb0 ^ Digest64.factor1, limb1 ^ Digest64.factor2)
        let upper = Digest64.fold(limb2 ^ Digest64.factor3, limb3 ^ Digest64.factor4)
        hasher.combine(lower &+ Digest64.rotate(upper, 32))
    }
}

extension Word256: Comparable {
    /// Whether the left word is less as an unsigned number: the borrow of their difference.
    @inlinable
    package static func < (left: Word256, right: Word256) -> Bool {
        left.subtractingReportingOverflow(right).overflow
    }

    @inlinable
    package static func > (left: Word256, right: Word256) -> Bool { right < left }
    @inlinable
    package static func <= (left: Word256, right: Word256) -> Bool { !(right < left) }
    @inlinable
    package static func >= (left: Word256, right: Word256) -> Bool { !(left < right) }

    /// Whether the word is less than another, both in two's complement.
    @inlinable
    package func signedLess(than other: Word256) -> Bool {
        let bias: UInt64 = 1 &<< 63
        var left = self
        var right = other
        left.limb3 ^= bias
        right.limb3 ^= bias
        return left < right
    }
}

// Size.
extension Word256 {
    @inlinable package var isZero: Bool { (limb0 | limb1 | limb2 | limb3) == 0 }

    /// Whether the word is negative in two's complement.
    @inlinable package var isNegative: Bool { Int64(bitPattern: limb3) < 0 }

    @inlinable package var fitsUInt64: Bool { (limb1 | limb2 | limb3) == 0 }

    /// The word as a 64-bit number, or nil if it is larger.
    @inlinable package var asUInt64: UInt64? { fitsUInt64 ? limb0 : nil }

    /// The word as a count, `Int.max` if it is larger.
    @inlinable
    package func clampedToInt() -> Int {
        fitsUInt64 && limb0 <= UInt64(Int.max) ? Int(truncatingIfNeeded: limb0) : Int.max
    }

    /// The word as a 64-bit number, `UInt64.max` if it is larger.
    @inlinable
    package func clampedToUInt64() -> UInt64 { fitsUInt64 ? limb0 : .max }

    /// Whether exactly one bit is set.
    @inlinable package var isPowerOfTwo: Bool {
        !isZero && (self & (self &- Word256.one)).isZero
    }

    /// The number of zero bits above the highest set bit, 256 for zero (the CLZ instruction).
    @inlinable package var leadingZeroBitCount: Int {
        if limb3 != 0 { return limb3.leadingZeroBitCount }
        if limb2 != 0 { return 64 &+ limb2.leadingZeroBitCount }
        if limb1 != 0 { return 128 &+ limb1.leadingZeroBitCount }
        return 192 &+ limb0.leadingZeroBitCount
    }

    /// The number of zero bits below the lowest set bit, 256 for zero.
    @inlinable package var trailingZeroBitCount: Int {
        if limb0 != 0 { return limb0.trailingZeroBitCount }
        if limb1 != 0 { return 64 &+ limb1.trailingZeroBitCount }
        if limb2 != 0 { return 128 &+ limb2.trailingZeroBitCount }
        return 192 &+ limb3.trailingZeroBitCount
    }

    /// The number of bits of the shortest binary notation, 0 for zero.
    @inlinable package var significantBitCount: Int { 256 &- leadingZeroBitCount }

    /// The number of bytes of the shortest big-endian notation, 0 for zero.
    @inlinable package var significantByteCount: Int { (significantBitCount &+ 7) &>> 3 }
}

// Bits.
extension Word256 {
    @inlinable
    package static func & (left: Word256, right: Word256) -> Word256 {
        Word256(
            limb0: left.limb0 & right.limb0, limb1: left.limb1 & right.limb1,
            limb2: left.limb2 & right.limb2, limb3: left.limb3 & right.limb3)
    }

    @inlinable
    package static func | (left: Word256, right: Word256) -> Word256 {
        Word256(
            limb0: left.limb0 | right.limb0, limb1: left.limb1 | right.limb1,
            limb2: left.limb2 | right.limb2, limb3: left.limb3 | right.limb3)
    }

    @inlinable
    package static func ^ (left: Word256, right: Word256) -> Word256 {
        Word256(
            limb0: left.limb0 ^ right.limb0, limb1: left.limb1 ^ right.limb1,
            limb2: left.limb2 ^ right.limb2, limb3: left.limb3 ^ right.limb3)
    }

    @inlinable
    package static prefix func ~ (word: Word256) -> Word256 {
        Word256(limb0: ~word.limb0, limb1: ~word.limb1, limb2: ~word.limb2, limb3: ~word.limb3)
    }

    /// The limb of a position, 0 the least significant.
    ///
    /// - Precondition: `index` is in 0..<4.
    @inlinable
    package func limb(_ index: Int) -> UInt64 {
        precondition(index >= 0 && index < 4)
        return index < 2 ? (index == 0 ? limb0 : limb1) : (index == 2 ? limb2 : limb3)
    }

    /// Whether the bit of a position is set, 0 the least significant.
    ///
    /// - Precondition: `index` is in 0..<256.
    @inlinable
    package func bit(_ index: Int) -> Bool {
        (limb(index &>> 6) &>> UInt64(truncatingIfNeeded: index)) & 1 != 0
    }
}
