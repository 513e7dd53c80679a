import Primitives

/// The contract at 0x07: a multiple of a point of bn254 (EIP-196).
///
/// The scalar is any 256-bit number.
enum BN254Multiplication {
    static func gasCost(pricing: PrecompileRules.BN254Pricing) -> UInt64 {
        switch pricing {
        case .byzantium: 40_000
        case .istanbul: 6_000
        }
    }

    static func run(input: UnsafeRawBufferPointer) -> PrecompileResult {
        guard let point = BN254.G1Point(input: input, at: 0) else { return .failure }
        let product = BN254.JacobianPoint(point).multiplied(by: input.word(at: 64))
        return .success(product.affine.encoded)
    }
}
