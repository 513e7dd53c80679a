package import Primitives

extension BN254 {
    /// An element of the base field, in Montgomery form with R = 2²⁵⁶.
    ///
    /// Invariant: the four limbs, least significant first, hold a·R mod p, below p. As 5p < 2²⁵⁶,
    /// sums of two elements and of two products need no fifth limb.
    package struct Fp: FieldElement {
        private var limb0, limb1, limb2, limb3: UInt64

        @inline(__always)
        fileprivate init(_ limb0: UInt64, _ limb1: UInt64, _ limb2: UInt64, _ limb3: UInt64) {
            (self.limb0, self.limb1, self.limb2, self.limb3) = (limb0, limb1, limb2, limb3)
        }

        /// Takes limbs that are already in Montgomery form and below p.
        @inline(__always)
        init(montgomery: (UInt64, UInt64, UInt64, UInt64)) {
            self.init(montgomery.0, montgomery.1, montgomery.2, montgomery.3)
        }
    }
}

// MARK: - Constants

extension BN254.Fp {
    @inline(__always)
    private static var modulus: BN254.Fp {
        BN254.Fp(
            0x3c20_8c16_d87c_fd47, 0x9781_6a91_6871_ca8d,
            0xb850_45b6_8181_585d, 0x3064_4e72_e131_a029)
    }

    /// R² mod p, which brings an integer into Montgomery form.
    @inline(__always)
    private static var radixSquared: BN254.Fp {
        BN254.Fp(
            0xf32c_fc5b_538a_fa89, 0xb5e7_1911_d445_01fb,
            0x47ab_1eff_0a41_7ff6, 0x06d8_9f71_cab8_351f)
    }

    /// −1/p mod 2⁶⁴.
    @inline(__always)
    private static var negatedInverse: UInt64 { 0x87d2_0782_e486_6389 }

    @inline(__always)
    package static var zero: BN254.Fp { BN254.Fp(0, 0, 0, 0) }

    @inline(__always)
    package static var one: BN254.Fp {
        BN254.Fp(
            0xd35d_438d_c58f_0d9d, 0x0a78_eb28_f5c7_0b3d,
            0x666e_a36f_7879_462c, 0x0e0a_77c1_9a07_df2f)
    }

    /// The constant of the curve's equation.
    @inline(__always)
    static var three: BN254.Fp {
        BN254.Fp(
            0x7a17_caa9_50ad_28d7, 0x1f6a_c17a_e155_21b9,
            0x334b_ea4e_696b_d284, 0x2a1f_6744_ce17_9d8e)
    }
}

// MARK: - Integers in and out

extension BN254.Fp {
    /// Takes an integer; nil if it is not below p.
    package init?(_ integer: Word256) {
        let plain = BN254.Fp(integer.limb0, integer.limb1, integer.limb2, integer.limb3)
        guard plain.isBelowModulus else { return nil }
        self = plain * Self.radixSquared
    }

    /// The integer below p that the element stands for.
    package var word: Word256 {
        // Multiplying by the integer 1 divides by R.
        let plain = self * BN254.Fp(1, 0, 0, 0)
        return Word256(
            limb0: plain.limb0, limb1: plain.limb1, limb2: plain.limb2, limb3: plain.limb3)
    }

    private var isBelowModulus: Bool {
        let p = Self.modulus
        var borrow: UInt64 = 0
        _ = subtract(limb0, p.limb0, &borrow)
        _ = subtract(limb1, p.limb1, &borrow)
        _ = subtract(limb2, p.limb2, &borrow)
        _ = subtract(limb3, p.limb3, &borrow)
        return borrow != 0
    }
}

// MARK: - Addition

extension BN254.Fp {
    @inline(__always)
    package var isZero: Bool { limb0 | limb1 | limb2 | limb3 == 0 }

    @inline(__always)
    package static func + (left: BN254.Fp, right: BN254.Fp) -> BN254.Fp {
        left.addingUnreduced(right).reducedOnce
    }

    @inline(__always)
    package static func - (left: BN254.Fp, right: BN254.Fp) -> BN254.Fp {
        var borrow: UInt64 = 0
        let d0 = subtract(left.limb0, right.limb0, &borrow)
        let d1 = subtract(left.limb1, right.limb1, &borrow)
        let d2 = subtract(left.limb2, right.limb2, &borrow)
        let d3 = subtract(left.limb3, right.limb3, &borrow)
        let mask = 0 &- borrow
        let p = modulus
        var carry: UInt64 = 0
        return BN254.Fp(
            add(d0, p.limb0 & mask, &carry), add(d1, p.limb1 & mask, &carry),
            add(d2, p.limb2 & mask, &carry), add(d3, p.limb3 & mask, &carry))
    }

    @inline(__always)
    package static prefix func - (value: BN254.Fp) -> BN254.Fp { zero - value }

    @inline(__always)
    package var doubled: BN254.Fp { self + self }

    /// The half: adds p first if the limbs are odd, so that the shift loses nothing.
    @inline(__always)
    var halved: BN254.Fp {
        let mask = 0 &- (limb0 & 1)
        let p = Self.modulus
        var carry: UInt64 = 0
        let s0 = add(limb0, p.limb0 & mask, &carry)
        let s1 = add(limb1, p.limb1 & mask, &carry)
        let s2 = add(limb2, p.limb2 & mask, &carry)
        let s3 = add(limb3, p.limb3 & mask, &carry)
        return BN254.Fp(
            s0 >> 1 | s1 << 63, s1 >> 1 | s2 << 63, s2 >> 1 | s3 << 63, s3 >> 1)
    }

    /// The sum as an integer below 2p; only a factor of a product may be left so.
    @inline(__always)
    func addingUnreduced(_ other: BN254.Fp) -> BN254.Fp {
        var carry: UInt64 = 0
        return BN254.Fp(
            add(limb0, other.limb0, &carry), add(limb1, other.limb1, &carry),
            add(limb2, other.limb2, &carry), add(limb3, other.limb3, &carry))
    }

    /// self − other + p as an integer below 2p; only a factor of a product may be left so.
    @inline(__always)
    func subtractingUnreduced(_ other: BN254.Fp) -> BN254.Fp {
        addingUnreduced(other.complement)
    }

    /// p − self, at most p; only a factor of a product may be left so.
    @inline(__always)
    private var complement: BN254.Fp {
        let p = Self.modulus
        var borrow: UInt64 = 0
        return BN254.Fp(
            subtract(p.limb0, limb0, &borrow), subtract(p.limb1, limb1, &borrow),
            subtract(p.limb2, limb2, &borrow), subtract(p.limb3, limb3, &borrow))
    }

    /// Subtracts p from a number below 2p if it is not below p.
    @inline(__always)
    private var reducedOnce: BN254.Fp {
        let p = Self.modulus
        var borrow: UInt64 = 0
        let d0 = subtract(limb0, p.limb0, &borrow)
        let d1 = subtract(limb1, p.limb1, &borrow)
        let d2 = subtract(limb2, p.limb2, &borrow)
        let d3 = subtract(limb3, p.limb3, &borrow)
        let keep = 0 &- borrow
        return BN254.Fp(
            d0 & ~keep | limb0 & keep, d1 & ~keep | limb1 & keep,
            d2 & ~keep | limb2 & keep, d3 & ~keep | limb3 & keep)
    }
}

// MARK: - Multiplication

extension BN254.Fp {
    /// The Montgomery product; each factor may be any integer below 2p.
    ///
    /// The accumulator is below (4p² + p·R)/R < 2p, so one subtraction ends it.
    package static func * (left: BN254.Fp, right: BN254.Fp) -> BN254.Fp {
        var sum = Accumulator()
        sum.add(left, times: right.limb0)
        sum.reduce()
        sum.add(left, times: right.limb1)
        sum.reduce()
        sum.add(left, times: right.limb2)
        sum.reduce()
        sum.add(left, times: right.limb3)
        sum.reduce()
        return sum.value.reducedOnce
    }

    /// a·b + c·d with a single reduction; each of the four at most p.
    ///
    /// The form of P. Longa, "Efficient algorithms for large prime characteristic fields and their
    /// application to bilinear pairings" (2022/367), algorithm 2: the accumulator stays below 4p,
    /// hence within its limbs, and ends below (2p² + p·R)/R < 2p.
    static func sumOfProducts(
        _ a: BN254.Fp, _ b: BN254.Fp, _ c: BN254.Fp, _ d: BN254.Fp
    ) -> BN254.Fp {
        var sum = Accumulator()
        sum.add(a, times: b.limb0)
        sum.add(c, times: d.limb0)
        sum.reduce()
        sum.add(a, times: b.limb1)
        sum.add(c, times: d.limb1)
        sum.reduce()
        sum.add(a, times: b.limb2)
        sum.add(c, times: d.limb2)
        sum.reduce()
        sum.add(a, times: b.limb3)
        sum.add(c, times: d.limb3)
        sum.reduce()
        return sum.value.reducedOnce
    }

    /// a·b − c·d with a single reduction.
    @inline(__always)
    static func differenceOfProducts(
        _ a: BN254.Fp, _ b: BN254.Fp, _ c: BN254.Fp, _ d: BN254.Fp
    ) -> BN254.Fp {
        sumOfProducts(a, b, c.complement, d)
    }

    @inline(__always)
    package var squared: BN254.Fp { self * self }

    /// self^(p−2), by Fermat; zero for zero.
    package var inverted: BN254.Fp {
        let p = Self.modulus
        var power = Self.one
        power.raise(self, toBitsOf: p.limb3)
        power.raise(self, toBitsOf: p.limb2)
        power.raise(self, toBitsOf: p.limb1)
        power.raise(self, toBitsOf: p.limb0 - 2)
        return power
    }

    /// Appends 64 bits of an exponent to a power that is being built, four bits at a time.
    private mutating func raise(_ base: BN254.Fp, toBitsOf limb: UInt64) {
        let second = base.squared
        let third = second * base
        for shift in stride(from: UInt64(62), through: 0, by: -2) {
            self = squared.squared
            switch limb >> shift & 3 {
            case 1: self = self * base
            case 2: self = self * second
            case 3: self = self * third
            default: break
            }
        }
    }

    /// Five limbs in which products are summed and reduced one limb at a time.
    private struct Accumulator {
        private var t0: UInt64 = 0
        private var t1: UInt64 = 0
        private var t2: UInt64 = 0
        private var t3: UInt64 = 0
        private var t4: UInt64 = 0

        @inline(__always)
        init() {}

        @inline(__always)
        mutating func add(_ factor: BN254.Fp, times limb: UInt64) {
            var carry: UInt64 = 0
            t0 = multiplyAdd(factor.limb0, limb, t0, &carry)
            t1 = multiplyAdd(factor.limb1, limb, t1, &carry)
            t2 = multiplyAdd(factor.limb2, limb, t2, &carry)
            t3 = multiplyAdd(factor.limb3, limb, t3, &carry)
            t4 = t4 &+ carry
        }

        /// Adds the multiple of p that clears the lowest limb, and drops that limb.
        @inline(__always)
        mutating func reduce() {
            let p = BN254.Fp.modulus
            let multiple = t0 &* BN254.Fp.negatedInverse
            var carry: UInt64 = 0
            _ = multiplyAdd(p.limb0, multiple, t0, &carry)
            t0 = multiplyAdd(p.limb1, multiple, t1, &carry)
            t1 = multiplyAdd(p.limb2, multiple, t2, &carry)
            t2 = multiplyAdd(p.limb3, multiple, t3, &carry)
            t3 = t4 &+ carry
            t4 = 0
        }

        @inline(__always)
        var value: BN254.Fp { BN254.Fp(t0, t1, t2, t3) }
    }
}

// MARK: - Limb arithmetic

// Sums are taken in 128 bits, of which the optimiser makes chains of carries. The halves' own
// names spare a build without optimisation the generic conversions, ten times as slow.

@inline(__always)
private func add(_ left: UInt64, _ right: UInt64, _ carry: inout UInt64) -> UInt64 {
    let sum = wide(left) &+ wide(right) &+ wide(carry)
    carry = sum._high
    return sum._low
}

@inline(__always)
private func subtract(_ left: UInt64, _ right: UInt64, _ borrow: inout UInt64) -> UInt64 {
    let difference = wide(left) &- wide(right) &- wide(borrow)
    borrow = difference._high & 1
    return difference._low
}

/// The low limb of left·right + addend + carry, whose high limb becomes the carry.
@inline(__always)
private func multiplyAdd(
    _ left: UInt64, _ right: UInt64, _ addend: UInt64, _ carry: inout UInt64
) -> UInt64 {
    let sum = wide(left) &* wide(right) &+ wide(addend) &+ wide(carry)
    carry = sum._high
    return sum._low
}

@inline(__always)
private func wide(_ limb: UInt64) -> UInt128 { UInt128(_low: limb, _high: 0) }
