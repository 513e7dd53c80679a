/// The contracts at 0x0b to 0x11: the curve BLS12-381 (EIP-2537).
///
/// Prices and lengths are checked; the curve's arithmetic is not here.
enum BLS12 {
    /// - Precondition: `precompile` is one of the seven.
    static func gasCost(_ precompile: Precompile, byteCount: Int) -> UInt64 {
        switch precompile {
        case .bls12G1Add: return 375
        case .bls12G2Add: return 600
        case .bls12MapToG1: return 5_500
        case .bls12MapToG2: return 23_800
        case .bls12Pairing: return 37_700 + 32_600 * (UInt64(byteCount) / 384)
        case .bls12G1MultiScalarMultiply:
            return multiScalarGasCost(
                count: byteCount / 160, single: 12_000, discounts: BLS12Discounts.firstGroup)
        case .bls12G2MultiScalarMultiply:
            return multiScalarGasCost(
                count: byteCount / 288, single: 22_500, discounts: BLS12Discounts.secondGroup)
        case .ecrecover, .sha256, .ripemd160, .identity, .modularExponentiation, .bn254Add,
            .bn254Multiply, .bn254Pairing, .blake2f, .kzgPointEvaluation, .p256Verify:
            preconditionFailure("not a contract of BLS12-381")
        }
    }

    static func run(_ precompile: Precompile, input: UnsafeRawBufferPointer) -> PrecompileResult {
        isValidLength(input.count, for: precompile) ? .unsupported : .failure
    }

    private static func isValidLength(_ count: Int, for precompile: Precompile) -> Bool {
        switch precompile {
        case .bls12G1Add: return count == 256
        case .bls12G2Add: return count == 512
        case .bls12MapToG1: return count == 64
        case .bls12MapToG2: return count == 128
        case .bls12Pairing: return count > 0 && count % 384 == 0
        case .bls12G1MultiScalarMultiply: return count > 0 && count % 160 == 0
        case .bls12G2MultiScalarMultiply: return count > 0 && count % 288 == 0
        case .ecrecover, .sha256, .ripemd160, .identity, .modularExponentiation, .bn254Add,
            .bn254Multiply, .bn254Pairing, .blake2f, .kzgPointEvaluation, .p256Verify:
            preconditionFailure("not a contract of BLS12-381")
        }
    }

    /// The price of a sum of multiples: a discount in thousandths by the number of terms, the last
    /// one of its table for any more.
    private static func multiScalarGasCost(
        count: Int, single: UInt64, discounts: [UInt16]
    ) -> UInt64 {
        guard count > 0 else { return 0 }
        let discount = UInt64(discounts[min(count, discounts.count) - 1])
        let (cost, overflow) = (UInt64(count) * single).multipliedReportingOverflow(by: discount)
        return overflow ? .max : cost / 1000
    }
}
