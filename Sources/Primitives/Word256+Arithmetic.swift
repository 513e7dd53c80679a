// Sums, differences and products. Each carry is the exclusive or of two overflows that exclude each
// other; the optimiser makes one add-with-carry of the pair.

extension Word256 {
    /// The sum modulo 2²⁵⁶, and whether it overflowed.
    @inlinable
    package func addingReportingOverflow(
        _ other: Word256
    ) -> (partialValue: Word256, overflow: Bool) {
        let (sum0, carry0) = limb0.addingReportingOverflow(other.limb0)
        let (part1, over1) = limb1.addingReportingOverflow(other.limb1)
        let (sum1, under1) = part1.addingReportingOverflow(carry0 ? 1 : 0)
        let (part2, over2) = limb2.addingReportingOverflow(other.limb2)
        let (sum2, under2) = part2.addingReportingOverflow(over1 != under1 ? 1 : 0)
        let (part3, over3) = limb3.addingReportingOverflow(other.limb3)
        let (sum3, under3) = part3.addingReportingOverflow(over2 != under2 ? 1 : 0)
        return (Word256(limb0: sum0, limb1: sum1, limb2: sum2, limb3: sum3), over3 != under3)
    }

    /// The difference modulo 2²⁵⁶, and whether it borrowed.
    @inlinable
    package func subtractingReportingOverflow(
        _ other: Word256
    ) -> (partialValue: Word256, overflow: Bool) {
        let (rest0, borrow0) = limb0.subtractingReportingOverflow(other.limb0)
        let (part1, over1) = limb1.subtractingReportingOverflow(other.limb1)
        let (rest1, under1) = part1.subtractingReportingOverflow(borrow0 ? 1 : 0)
        let (part2, over2) = limb2.subtractingReportingOverflow(other.limb2)
        let (rest2, under2) = part2.subtractingReportingOverflow(over1 != under1 ? 1 : 0)
        let (part3, over3) = limb3.subtractingReportingOverflow(other.limb3)
        let (rest3, under3) = part3.subtractingReportingOverflow(over2 != under2 ? 1 : 0)
        return (Word256(limb0: rest0, limb1: rest1, limb2: rest2, limb3: rest3), over3 != under3)
    }

    @inlinable
    package static func &+ (left: Word256, right: Word256) -> Word256 {
        left.addingReportingOverflow(right).partialValue
    }

    @inlinable
    package static func &- (left: Word256, right: Word256) -> Word256 {
        left.subtractingReportingOverflow(right).partialValue
    }

    @inlinable
    package static func &+= (left: inout Word256, right: Word256) { left = left &+ right }
    @inlinable
    package static func &-= (left: inout Word256, right: Word256) { left = left &- right }

    /// The two's complement negation; that of -2²⁵⁵ is itself.
    @inlinable package var negated: Word256 { Word256.zero &- self }

    /// The absolute value of a two's complement word, as an unsigned number up to 2²⁵⁵.
    @inlinable package var signedMagnitude: Word256 { isNegative ? negated : self }

    /// The double-width value of `left · right + first + second`, which 128 bits always hold.
    @inlinable
    package static func multiplyAdd(
        _ left: UInt64, _ right: UInt64, _ first: UInt64, _ second: UInt64
    ) -> (high: UInt64, low: UInt64) {
        let product = left.multipliedFullWidth(by: right)
        let (part, over) = product.low.addingReportingOverflow(first)
        let (low, under) = part.addingReportingOverflow(second)
        return (product.high &+ (over ? 1 : 0) &+ (under ? 1 : 0), low)
    }

    /// The product modulo 2²⁵⁶.
    ///
    /// Inlined by force: a chain of products takes a fifth less time than through calls.
    @inlinable @inline(__always)
    package static func &* (left: Word256, right: Word256) -> Word256 {
        let low = left.limb0.multipliedFullWidth(by: right.limb0)
        var (carry, limb1) = multiplyAdd(left.limb1, right.limb0, low.high, 0)
        var limb2: UInt64
        (carry, limb2) = multiplyAdd(left.limb2, right.limb0, carry, 0)
        var limb3 = left.limb3 &* right.limb0 &+ carry

        (carry, limb1) = multiplyAdd(left.limb0, right.limb1, limb1, 0)
        (carry, limb2) = multiplyAdd(left.limb1, right.limb1, limb2, carry)
        limb3 = limb3 &+ left.limb2 &* right.limb1 &+ carry

        (carry, limb2) = multiplyAdd(left.limb0, right.limb2, limb2, 0)
        limb3 = limb3 &+ left.limb1 &* right.limb2 &+ carry

        limb3 = limb3 &+ left.limb0 &* right.limb3
        return Word256(limb0: low.low, limb1: limb1, limb2: limb2, limb3: limb3)
    }

    /// A row of the schoolbook product: `self · limb + addend`, the fifth limb in `high`.
    @inlinable
    package func multiplied(
        by limb: UInt64, adding addend: Word256 = .zero
    ) -> (high: UInt64, low: Word256) {
        let (carry0, row0) = Word256.multiplyAdd(limb0, limb, addend.limb0, 0)
        let (carry1, row1) = Word256.multiplyAdd(limb1, limb, addend.limb1, carry0)
        let (carry2, row2) = Word256.multiplyAdd(limb2, limb, addend.limb2, carry1)
        let (carry3, row3) = Word256.multiplyAdd(limb3, limb, addend.limb3, carry2)
        return (carry3, Word256(limb0: row0, limb1: row1, limb2: row2, limb3: row3))
    }

    /// The whole product of 512 bits.
    @inlinable
    package func multipliedFullWidth(by other: Word256) -> (high: Word256, low: Word256) {
        let row0 = multiplied(by: other.limb0)
        let row1 = multiplied(by: other.limb1, adding: row0.low.movedDownOneLimb(top: row0.high))
        let row2 = multiplied(by: other.limb2, adding: row1.low.movedDownOneLimb(top: row1.high))
        let row3 = multiplied(by: other.limb3, adding: row2.low.movedDownOneLimb(top: row2.high))
        return (
            row3.low.movedDownOneLimb(top: row3.high),
            Word256(
                limb0: row0.low.limb0, limb1: row1.low.limb0, limb2: row2.low.limb0,
                limb3: row3.low.limb0)
        )
    }

    /// The upper three limbs, one position lower, below a new top limb.
    @inlinable
    package func movedDownOneLimb(top: UInt64) -> Word256 {
        Word256(limb0: limb1, limb1: limb2, limb2: limb3, limb3: top)
    }

    /// The power modulo 2²⁵⁶, by squaring; 0⁰ is 1 (the EXP instruction).
    package func power(_ exponent: Word256) -> Word256 {
        if limb0 == 2 && fitsUInt64 { return Word256.one.shiftedLeft(by: exponent) }
        var result = Word256.one
        var position = exponent.significantBitCount
        while position > 0 {
            position &-= 1
            result = result &* result
            if exponent.bit(position) { result = result &* self }
        }
        return result
    }
}
