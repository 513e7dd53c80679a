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
        let divisor = modulus.shiftedLeft(by: shift)
        let number = ScaledNumber(high, low, shiftedLeft: shift & 63)
        switch shift &>> 6 {
        case 0, 1:
            return number.remainder(by: FourLimbDivisor(normalized: divisor), shift)
        case 2:
            return number.remainder(
                by: TwoLimbDivisor(normalizedHigh: divisor.limb3, low: divisor.limb2), shift & 63)
        default:
            return number.remainder(by: OneLimbDivisor(normalized: divisor.limb3), shift & 63)
        }
    }
}

/// A number of 512 bits, shifted left by less than 64 as its normalised divisor was.
private struct ScaledNumber {
    let top: UInt64
    let high: Word256
    let low: Word256

    init(_ high: Word256, _ low: Word256, shiftedLeft shift: UInt64) {
        let (scaledLow, carried) = low.scaledUp(shift)
        let (upper, top) = high.scaledUp(shift)
        self.top = top
        self.high = upper | Word256(carried)
        self.low = scaledLow
    }

    func remainder(by divisor: OneLimbDivisor, _ shift: UInt64) -> Word256 {
        var rest = top
        _ = divisor.step(&rest, high.limb3)
        _ = divisor.step(&rest, high.limb2)
        _ = divisor.step(&rest, high.limb1)
        _ = divisor.step(&rest, high.limb0)
        _ = divisor.step(&rest, low.limb3)
        _ = divisor.step(&rest, low.limb2)
        _ = divisor.step(&rest, low.limb1)
        _ = divisor.step(&rest, low.limb0)
        return Word256(rest &>> shift)
    }

    func remainder(by divisor: TwoLimbDivisor, _ shift: UInt64) -> Word256 {
        var rest = wide(top, high.limb3)
        _ = divisor.step(&rest, high.limb2)
        _ = divisor.step(&rest, high.limb1)
        _ = divisor.step(&rest, high.limb0)
        _ = divisor.step(&rest, low.limb3)
        _ = divisor.step(&rest, low.limb2)
        _ = divisor.step(&rest, low.limb1)
        _ = divisor.step(&rest, low.limb0)
        return Word256(wide: rest &>> UInt128(shift))
    }

    /// The divisor was shifted by `shift`: by 64 more than the number if it has three limbs.
    func remainder(by divisor: FourLimbDivisor, _ shift: UInt64) -> Word256 {
        var rest = high.movedDownOneLimb(top: top)
        _ = divisor.step(&rest, high.limb0)
        _ = divisor.step(&rest, low.limb3)
        _ = divisor.step(&rest, low.limb2)
        _ = divisor.step(&rest, low.limb1)
        _ = divisor.step(&rest, low.limb0)
        if shift >= 64 { _ = divisor.step(&rest, 0) }
        return rest.shiftedRight(by: shift)
    }
}
