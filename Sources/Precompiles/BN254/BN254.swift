/// The pairing-friendly curve of EIP-196 and EIP-197 ("alt_bn128"), with its fields and groups.
///
/// A Barreto–Naehrig curve y² = x³ + 3 over the field of
/// p = 36u⁴ + 36u³ + 24u² + 6u + 1 elements, u = 4965661367192848881, of prime order
/// r = 36u⁴ + 36u³ + 18u² + 6u + 1. The tower of extensions is Fp2 = Fp[i]/(i² + 1),
/// Fp6 = Fp2[v]/(v³ − ξ) with ξ = 9 + i, Fp12 = Fp6[w]/(w² − v). The twist is
/// y² = x³ + 3/ξ over Fp2, and (x, y) on it stands for (x·w², y·w³) on the curve.
///
/// Nothing here runs in constant time: all inputs are public.
package enum BN254 {
    /// The places of the digits 1 in the non-adjacent form of u; the highest is 2⁶².
    @inline(__always)
    static var parameterOnes: UInt64 { 0x450a_1404_4a89_0a01 }

    /// The places of the digits −1 in the non-adjacent form of u.
    @inline(__always)
    static var parameterNegativeOnes: UInt64 { 0x0020_8150_0020_0010 }
}

/// What the groups' and the tower's formulas ask of a field.
package protocol FieldElement: Equatable, Sendable {
    static var zero: Self { get }
    static var one: Self { get }
    var isZero: Bool { get }
    static func + (left: Self, right: Self) -> Self
    static func - (left: Self, right: Self) -> Self
    static func * (left: Self, right: Self) -> Self
    static prefix func - (value: Self) -> Self
    var squared: Self { get }
    var doubled: Self { get }

    /// The inverse; zero for zero.
    var inverted: Self { get }
}
