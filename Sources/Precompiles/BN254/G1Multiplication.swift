package import Primitives

extension BN254.JacobianPoint<BN254.Fp> {
    /// The multiple by any scalar.
    ///
    /// R. Gallant, R. Lambert and S. Vanstone, "Faster point multiplication on elliptic curves
    /// with efficient endomorphisms" (2001): (x, y) → (βx, y), β a cube root of one, multiplies by
    /// a constant λ, so k·P is a sum of two multiples with scalars of half the length. Both are
    /// taken four bits at a time with one table of the multiples 1 to 8.
    package func multiplied(by scalar: Word256) -> Self {
        let halves = BN254.HalvedScalar(scalar)
        return withUnsafeTemporaryAllocation(of: Self.self, capacity: 8) { table in
            table.initializeElement(at: 0, to: self)
            for index in 1..<8 {
                let value = index & 1 == 1 ? table[index / 2].doubled : table[index - 1] + self
                table.initializeElement(at: index, to: value)
            }
            var product = Self.infinity
            for window in stride(from: 32, through: 0, by: -1) {
                if !product.isInfinity { product = product.doubled.doubled.doubled.doubled }
                let first = BN254.HalvedScalar.digit(of: halves.first, window: window)
                if first != 0 {
                    let multiple = table[abs(first) - 1]
                    product = product + (first < 0 ? -multiple : multiple)
                }
                let second = BN254.HalvedScalar.digit(of: halves.second, window: window)
                if second != 0 {
                    let multiple = table[abs(second) - 1].timesLambda
                    let isNegative = (second < 0) != halves.secondIsNegative
                    product = product + (isNegative ? -multiple : multiple)
                }
            }
            return product
        }
    }

    /// (βx, y).
    private var timesLambda: Self {
        Self(x: x * BN254.FrobeniusSquaredConstants.fourth, y: y, z: z)
    }
}

extension BN254 {
    /// A scalar k as first ± second·λ modulo r, both parts below 2¹²⁸, for the λ which belongs to
    /// β = ξ^(4(p²−1)/6).
    ///
    /// The lattice of pairs (x, y) with x + y·λ ≡ 0 has the basis (2u+1, −(6u²+2u)),
    /// (6u²+4u+1, 2u+1) of determinant r. Subtracting from (k, 0) the basis vectors times the
    /// quotients k(2u+1)/r and k(6u²+2u)/r leaves less than 1.2 times each vector even with the
    /// quotients' rounding, which is always downwards; so the first part is never negative.
    private struct HalvedScalar {
        let first: Word256
        let second: Word256
        let secondIsNegative: Bool

        init(_ scalar: Word256) {
            let k = scalar.remainder(by: Self.order)
            let short = Word256(0x89d3_2568_94d2_13e3 as UInt64)
            let long = Word256(
                limb0: 0x8211_bbeb_7d4f_1128, limb1: 0x6f4d_8248_eeb8_59fc, limb2: 0, limb3: 0)
            let longest = Word256(
                limb0: 0x0be4_e154_1221_250b, limb1: 0x6f4d_8248_eeb8_59fd, limb2: 0, limb3: 0)
            let shortQuotient = k.multipliedFullWidth(by: Self.shortReciprocal).high
            let longQuotient = k.multipliedFullWidth(by: Self.longReciprocal).high
            first = k &- shortQuotient &* short &- longQuotient &* longest
            let difference = shortQuotient &* long &- longQuotient &* short
            secondIsNegative = difference.isNegative
            second = secondIsNegative ? .zero &- difference : difference
        }

        /// A signed digit, −8 to 8, of a number below 2¹²⁸ in base 16 (Booth): the digit of window
        /// w takes five bits, of which the lowest is the highest one of window w − 1.
        static func digit(of number: Word256, window: Int) -> Int {
            let lowest = 4 * window - 1
            let shifted =
                switch lowest {
                case ..<0: number.limb0 << 1
                case ..<64: number.limb0 >> lowest | number.limb1 << (64 - lowest)
                default: number.limb1 >> (lowest - 64)
                }
            let bits = Int(shifted & 31)
            return (bits + 1) / 2 - (bits & 16)
        }

        private static var order: Word256 {
            Word256(
                limb0: 0x43e1_f593_f000_0001, limb1: 0x2833_e848_79b9_7091,
                limb2: 0xb850_45b6_8181_585d, limb3: 0x3064_4e72_e131_a029)
        }

        /// (2u+1)·2²⁵⁶/r, rounded down.
        private static var shortReciprocal: Word256 {
            Word256(limb0: 0xd91d_232e_c7e0_b3d7, limb1: 2, limb2: 0, limb3: 0)
        }

        /// (6u²+2u)·2²⁵⁶/r, rounded down.
        private static var longReciprocal: Word256 {
            Word256(
                limb0: 0x7a7b_d9d4_391e_b18d, limb1: 0x4cce_f014_a773_d2cf, limb2: 2, limb3: 0)
        }
    }
}
