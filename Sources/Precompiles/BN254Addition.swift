import Primitives

/// The contract at 0x06: the sum of two points of bn254 (EIP-196).
enum BN254Addition {
    static func gasCost(pricing: PrecompileRules.BN254Pricing) -> UInt64 {
        switch pricing {
        case .byzantium: 500
        case .istanbul: 150
        }
    }

    static func run(input: UnsafeRawBufferPointer) -> PrecompileResult {
        guard let left = BN254.G1Point(input: input, at: 0),
            let right = BN254.G1Point(input: input, at: 64)
        else { return .failure }
        return .success((BN254.JacobianPoint(left) + right).affine.encoded)
    }
}
