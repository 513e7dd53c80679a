import Primitives

/// The contract at 0x08: whether a product of pairings on bn254 is one (EIP-197).
///
/// The input is pairs of a point of the curve and a point of the twist, 192 bytes each.
enum BN254PairingCheck {
    private static var pairByteCount: Int { 192 }

    static func gasCost(byteCount: Int, pricing: PrecompileRules.BN254Pricing) -> UInt64 {
        let pairs = UInt64(byteCount / pairByteCount)
        return switch pricing {
        case .byzantium: 100_000 + 80_000 * pairs
        case .istanbul: 45_000 + 34_000 * pairs
        }
    }

    static func run(input: UnsafeRawBufferPointer) -> PrecompileResult {
        guard input.count.isMultiple(of: pairByteCount) else { return .failure }
        guard let isOne = productIsOne(input) else { return .failure }
        return .success(Word256(isOne).bytes)
    }

    /// Nil if a point is invalid.
    private static func productIsOne(_ input: UnsafeRawBufferPointer) -> Bool? {
        let count = input.count / pairByteCount
        return withUnsafeTemporaryAllocation(of: BN254.MillerPair.self, capacity: count) { pairs in
            var used = 0
            for offset in stride(from: 0, to: input.count, by: pairByteCount) {
                guard let point = BN254.G1Point(input: input, at: offset),
                    let twistPoint = BN254.G2Point(input: input, at: offset + 64)
                else { return nil }
                // The pairing is one if an argument is at infinity.
                if point.isInfinity || twistPoint.isInfinity { continue }
                pairs.initializeElement(at: used, to: BN254.MillerPair(point, twistPoint))
                used += 1
            }
            if used == 0 { return true }
            let value = BN254.millerLoop(UnsafeMutableBufferPointer(rebasing: pairs[..<used]))
            return value.finalPower == .one
        }
    }
}
