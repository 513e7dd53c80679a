// Arithmetic modulo a word, on intermediate results that 256 bits do not hold (Yellow Paper,
// appendix H.2, 0x08 and 0x09).

extension Word256 {
    /// The sum modulo a word, zero if the modulus is zero (ADDMOD).
    package func addModulo(_ other: Word256, _ modulus: Word256) -> Word256 {
        if modulus.isZero { return .zero }
        let left = self < modulus ? self : remainder(by: modulus)
        let right = other < modulus ? other : other.remainder(by: modulus)
        let (sum, overflow) = left.addingReportingOverflow(right)
        // Both are less than the modulus, so one subtraction is enough, and it absorbs the overflow.
        let (reduced, borrow) = sum.subtractingReportingOverflow(modulus)
        return overflow || !borrow ? reduced : sum
    }

    /// The product modulo a word, zero if the modulus is zero (MULMOD).
    package func mulModulo(_ other: Word256, _ modulus: Word256) -> Word256 {
        let (high, low) = multipliedFullWidth(by: other)
        if high.isZero { return low.remainder(by: modulus) }
        if modulus.isPowerOfTwo { return low & (modulus &- Word256.one) }
        return modulus.isZero ? .zero : Word256.remainder(high, low, modulus)
    }

    /// The remainder of a number of 512 bits.
    ///
    /// - Precondition: `modulus` is not zero.
    private static func remainder(
        _ high: Word256, _ low: Word256, _ modulus: Word256
    ) -> Word256 {
        let shift = UInt64(truncatingIfNeeded: modulus.leadingZeroBitCount)
        let scaled = modulus.shiftedLeft(by: shift)
        let (upper, top) = high.scaledUp(shift & 63)
        let (lower, carried) = low.scaledUp(shift & 63)
        var middle = upper
        middle.limb0 |= carried
        switch shift &>> 6 {
        case 0, 1:
            let divisor = FourLimbDivisor(normalized: scaled)
            var rest = middle.movedDownOneLimb(top: top)
            _ = divisor.step(&rest, middle.limb0)
            _ = divisor.step(&rest, lower.limb3)
            _ = divisor.step(&rest, lower.limb2)
            _ = divisor.step(&rest, lower.limb1)
            _ = divisor.step(&rest, lower.limb0)
            if shift >= 64 { _ = divisor.step(&rest, 0) }
            return rest.shiftedRight(by: shift)
        case 2:
            let divisor = TwoLimbDivisor(normalizedHigh: scaled.limb3, low: scaled.limb2)
            var rest = (high: top, low: middle.limb3)
            _ = divisor.step(&rest, middle.limb2)
            _ = divisor.step(&rest, middle.limb1)
            _ = divisor.step(&rest, middle.limb0)
            _ = divisor.step(&rest, lower.limb3)
            _ = divisor.step(&rest, lower.limb2)
            _ = divisor.step(&rest, lower.limb1)
            _ = divisor.step(&rest, lower.limb0)
            return Word256(limb0: rest.low, limb1: rest.high, limb2: 0, limb3: 0)
                .shiftedRight(by: shift & 63)
        default:
            let divisor = OneLimbDivisor(normalized: scaled.limb3)
            var rest = top
            _ = divisor.step(&rest, middle.limb3)
            _ = divisor.step(&rest, middle.limb2)
            _ = divisor.step(&rest, middle.limb1)
            _ = divisor.step(&rest, middle.limb0)
            _ = divisor.step(&rest, lower.limb3)
            _ = divisor.step(&rest, lower.limb2)
            _ = divisor.step(&rest, lower.limb1)
            _ = divisor.step(&rest, lower.limb0)
            return Word256(rest &>> (shift & 63))
        }
    }
}
