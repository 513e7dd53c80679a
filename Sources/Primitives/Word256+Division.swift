// Division by the EVM's rules: dividing by zero gives zero, signed division truncates towards zero,
// a signed remainder takes the sign of its dividend (Yellow Paper, appendix H.2, 0x04 to 0x07).

extension Word256 {
    /// The unsigned quotient, zero if the divisor is zero (DIV).
    package func divided(by divisor: Word256) -> Word256 {
        if fitsUInt64 && divisor.fitsUInt64 {
            return divisor.limb0 == 0 ? .zero : Word256(limb0 / divisor.limb0)
        }
        if divisor.isPowerOfTwo {
            return shiftedRight(by: divisor.trailingZeroBitCount)
        }
        return divisor.isZero ? .zero : quotientAndRemainder(divisor).quotient
    }

    /// The unsigned remainder, zero if the divisor is zero (MOD).
    package func remainder(by divisor: Word256) -> Word256 {
        if fitsUInt64 && divisor.fitsUInt64 {
            return divisor.limb0 == 0 ? .zero : Word256(limb0 % divisor.limb0)
        }
        if divisor.isPowerOfTwo { return self & (divisor &- Word256.one) }
        return divisor.isZero ? .zero : quotientAndRemainder(divisor).remainder
    }

    /// The unsigned quotient and remainder.
    ///
    /// - Precondition: `divisor` is not zero.
    package func quotientAndRemainder(
        dividingBy divisor: Word256
    ) -> (quotient: Word256, remainder: Word256) {
        precondition(!divisor.isZero)
        return quotientAndRemainder(divisor)
    }

    /// The two's complement quotient, zero if the divisor is zero; -2²⁵⁵ / -1 is -2²⁵⁵ (SDIV).
    package func signedDivided(by divisor: Word256) -> Word256 {
        let quotient = signedMagnitude.divided(by: divisor.signedMagnitude)
        return isNegative != divisor.isNegative ? quotient.negated : quotient
    }

    /// The two's complement remainder, with the dividend's sign; zero if the divisor is zero (SMOD).
    package func signedRemainder(by divisor: Word256) -> Word256 {
        let remainder = signedMagnitude.remainder(by: divisor.signedMagnitude)
        return isNegative ? remainder.negated : remainder
    }

    private func quotientAndRemainder(
        _ divisor: Word256
    ) -> (quotient: Word256, remainder: Word256) {
        if self < divisor { return (.zero, self) }
        let shift = UInt64(truncatingIfNeeded: divisor.leadingZeroBitCount)
        let scaled = divisor.shiftedLeft(by: shift)
        switch shift &>> 6 {
        case 0, 1: return dividedByMany(FourLimbDivisor(normalized: scaled), shift)
        case 2:
            let divisor = TwoLimbDivisor(normalizedHigh: scaled.limb3, low: scaled.limb2)
            return dividedByTwo(divisor, shift & 63)
        default: return dividedByOne(OneLimbDivisor(normalized: scaled.limb3), shift & 63)
        }
    }

    /// Divides by a divisor of one limb that was shifted left by `shift`.
    private func dividedByOne(
        _ divisor: OneLimbDivisor, _ shift: UInt64
    ) -> (quotient: Word256, remainder: Word256) {
        let (scaled, top) = scaledUp(shift)
        var remainder = top
        let quotient3 = divisor.step(&remainder, scaled.limb3)
        let quotient2 = divisor.step(&remainder, scaled.limb2)
        let quotient1 = divisor.step(&remainder, scaled.limb1)
        let quotient0 = divisor.step(&remainder, scaled.limb0)
        return (
            Word256(limb0: quotient0, limb1: quotient1, limb2: quotient2, limb3: quotient3),
            Word256(remainder &>> shift)
        )
    }

    /// Divides by a divisor of two limbs that was shifted left by `shift`.
    private func dividedByTwo(
        _ divisor: TwoLimbDivisor, _ shift: UInt64
    ) -> (quotient: Word256, remainder: Word256) {
        let (scaled, top) = scaledUp(shift)
        var remainder = wide(top, scaled.limb3)
        let quotient2 = divisor.step(&remainder, scaled.limb2)
        let quotient1 = divisor.step(&remainder, scaled.limb1)
        let quotient0 = divisor.step(&remainder, scaled.limb0)
        let rest = remainder &>> UInt128(shift)
        return (
            Word256(limb0: quotient0, limb1: quotient1, limb2: quotient2, limb3: 0),
            Word256(wide: rest)
        )
    }

    /// Divides by a divisor of three or four limbs that was shifted left by `shift`, under 128.
    private func dividedByMany(
        _ divisor: FourLimbDivisor, _ shift: UInt64
    ) -> (quotient: Word256, remainder: Word256) {
        let (scaled, top) = scaledUp(shift & 63)
        var quotient = Word256.zero
        var remainder = scaled.movedDownOneLimb(top: top)
        quotient.limb0 = divisor.step(&remainder, scaled.limb0)
        if shift >= 64 {
            quotient.limb1 = quotient.limb0
            quotient.limb0 = divisor.step(&remainder, 0)
        }
        return (quotient, remainder.shiftedRight(by: shift))
    }

    /// The word shifted left by less than 64, and the bits shifted out.
    func scaledUp(_ shift: UInt64) -> (scaled: Word256, top: UInt64) {
        (shiftedLeft(by: shift), Word256.upperHalf(0, limb3, shift))
    }
}
