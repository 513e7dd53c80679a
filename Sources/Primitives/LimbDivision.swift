// Division of limbs by limbs that are divided by often, without a hardware division: a reciprocal
// is computed once, and each quotient limb costs two multiplications. Algorithms 2, 4, 5 and 6 of
// Möller and Granlund, "Improved division by invariant integers", IEEE Transactions on Computers
// 60 (2011). A divisor is normalised: its highest bit is set.
//
// Corrections that are as likely as not are masked instead of branched over; rare ones are branches.

/// All ones for true, zero for false: -1 or 0 as a number to add, or bits to select by.
private func mask(_ condition: Bool) -> UInt64 { condition ? .max : 0 }

func wide(_ high: UInt64, _ low: UInt64) -> UInt128 { UInt128(high) &<< 64 | UInt128(low) }
func upperLimb(_ wide: UInt128) -> UInt64 { UInt64(truncatingIfNeeded: wide &>> 64) }
func lowerLimb(_ wide: UInt128) -> UInt64 { UInt64(truncatingIfNeeded: wide) }

extension Word256 {
    init(wide: UInt128) {
        self.init(limb0: lowerLimb(wide), limb1: upperLimb(wide), limb2: 0, limb3: 0)
    }
}

/// A normalised divisor of one limb.
struct OneLimbDivisor {
    let divisor: UInt64
    /// ⌊(2¹²⁸ - 1) / divisor⌋ - 2⁶⁴.
    let reciprocal: UInt64

    /// - Precondition: the highest bit of `divisor` is set.
    init(normalized divisor: UInt64) {
        self.divisor = divisor
        self.reciprocal = Self.reciprocal(of: divisor)
    }

    /// Divides `remainder:limb` and leaves the new remainder.
    ///
    /// - Precondition: `remainder` is less than the divisor.
    @inline(__always)
    func step(_ remainder: inout UInt64, _ limb: UInt64) -> UInt64 {
        let product = reciprocal.multipliedFullWidth(by: remainder)
        let (fraction, carry) = product.low.addingReportingOverflow(limb)
        var quotient = product.high &+ remainder &+ (carry ? 1 : 0) &+ 1
        var rest = limb &- quotient &* divisor
        let tooLarge = mask(rest > fraction)
        quotient &+= tooLarge
        rest &+= divisor & tooLarge
        if rest >= divisor {
            quotient &+= 1
            rest &-= divisor
        }
        remainder = rest
        return quotient
    }

    /// Newton's iteration from an 11-bit approximation (algorithm 2).
    private static func reciprocal(of divisor: UInt64) -> UInt64 {
        let lowBit = divisor & 1
        let upper9 = UInt32(truncatingIfNeeded: divisor &>> 55)
        let upper40 = (divisor &>> 24) &+ 1
        let half = (divisor &>> 1) &+ lowBit
        let guess0 = UInt64((1 &<< 19 &- 3 &<< 8) / upper9)
        let guess1 = (guess0 &<< 11) &- ((guess0 &* guess0 &* upper40) &>> 40) &- 1
        let guess2 = (guess1 &<< 13) &+ ((guess1 &* ((1 &<< 60) &- guess1 &* upper40)) &>> 47)
        let residue = ((guess2 &>> 1) & (0 &- lowBit)) &- guess2 &* half
        let guess3 =
            (guess2 &<< 31) &+ (guess2.multipliedFullWidth(by: residue).high &>> 1)
        let check = guess3.multipliedFullWidth(by: divisor)
        let carry = check.low.addingReportingOverflow(divisor).overflow
        return guess3 &- (check.high &+ (carry ? 1 : 0)) &- divisor
    }
}

/// A normalised divisor of two limbs.
///
/// In 128-bit numbers, so that the optimiser sees add-with-carry and not a branch on the carry.
struct TwoLimbDivisor {
    let divisor: UInt128
    /// ⌊(2¹⁹² - 1) / divisor⌋ - 2⁶⁴.
    let reciprocal: UInt64

    /// - Precondition: the highest bit of `high` is set.
    init(normalizedHigh high: UInt64, low: UInt64) {
        self.divisor = wide(high, low)
        var reciprocal = OneLimbDivisor(normalized: high).reciprocal
        var part = high &* reciprocal &+ low
        let over = mask(part < low)
        let twice = over & mask(part >= high)
        reciprocal &+= over &+ twice
        part &-= (high & over) &+ (high & twice)
        let product = reciprocal.multipliedFullWidth(by: low)
        part &+= product.high
        if part < product.high {
            reciprocal &-= 1
            if wide(part, product.low) >= divisor { reciprocal &-= 1 }
        }
        self.reciprocal = reciprocal
    }

    /// Divides the three limbs `remainder:limb` and leaves the new remainder.
    ///
    /// - Precondition: `remainder` is less than the divisor.
    @inline(__always)
    func step(_ remainder: inout UInt128, _ limb: UInt64) -> UInt64 {
        let top = upperLimb(remainder)
        let product = reciprocal.multipliedFullWidth(by: top)
        let guess = wide(product.high, product.low) &+ remainder
        var quotient = upperLimb(guess)
        let lower = lowerLimb(divisor).multipliedFullWidth(by: quotient)
        var rest =
            wide(lowerLimb(remainder) &- quotient &* upperLimb(divisor), limb)
            &- wide(lower.high, lower.low) &- divisor
        let tooLarge = mask(upperLimb(rest) >= lowerLimb(guess))
        quotient &+= 1 &+ tooLarge
        rest &+= divisor & wide(tooLarge, tooLarge)
        if rest >= divisor {
            quotient &+= 1
            rest &-= divisor
        }
        remainder = rest
        return quotient
    }
}

/// A normalised divisor of four limbs; that of a three-limb number has a lowest limb of zero.
struct FourLimbDivisor {
    let divisor: Word256
    private let top: TwoLimbDivisor

    /// - Precondition: the highest bit of `divisor` is set.
    init(normalized divisor: Word256) {
        self.divisor = divisor
        self.top = TwoLimbDivisor(normalizedHigh: divisor.limb3, low: divisor.limb2)
    }

    /// Divides the five limbs `remainder:limb` and leaves the new remainder.
    ///
    /// Algorithm D of Knuth (The Art of Computer Programming, 4.3.1), one quotient limb. The guess
    /// from the upper three limbs is exact or one too large.
    ///
    /// - Precondition: `remainder` is less than the divisor.
    @inline(__always)
    func step(_ remainder: inout Word256, _ limb: UInt64) -> UInt64 {
        if remainder.limb3 == divisor.limb3 && remainder.limb2 == divisor.limb2 {
            // The remainder lies less than 2¹²⁸ below the divisor, so the quotient is exactly
            // 2⁶⁴ - 1, and the new remainder is (remainder - divisor) · 2⁶⁴ + limb + divisor.
            let gap = remainder &- divisor
            remainder =
                Word256(limb0: limb, limb1: gap.limb0, limb2: gap.limb1, limb3: gap.limb2)
                &+ divisor
            return .max
        }
        var upper = wide(remainder.limb3, remainder.limb2)
        var quotient = top.step(&upper, remainder.limb1)
        let product0 = quotient.multipliedFullWidth(by: divisor.limb0)
        let product1 = Word256.multiplyAdd(quotient, divisor.limb1, product0.high, 0)
        let (lower, carry) = wide(remainder.limb0, limb)
            .subtractingReportingOverflow(wide(product1.low, product0.low))
        let (rest, borrow) = upper.subtractingReportingOverflow(
            UInt128(product1.high) &+ (carry ? 1 : 0))
        remainder = Word256(
            limb0: lowerLimb(lower), limb1: upperLimb(lower), limb2: lowerLimb(rest),
            limb3: upperLimb(rest))
        if borrow {
            quotient &-= 1
            remainder = remainder &+ divisor
        }
        return quotient
    }
}
