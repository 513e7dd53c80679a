import Primitives

extension BN254.AffinePoint<BN254.Fp> {
    /// Reads 64 bytes of an input that zeros follow; nil unless they are a point of the curve.
    init?(input: UnsafeRawBufferPointer, at offset: Int) {
        guard let x = BN254.Fp(input.word(at: offset)),
            let y = BN254.Fp(input.word(at: offset + 32))
        else { return nil }
        self.init(x: x, y: y)
        guard isOnCurve else { return nil }
    }

    /// The two coordinates as 32 big-endian bytes each.
    var encoded: [UInt8] {
        let (x, y) = (x.word, y.word)
        return [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
            guard let start = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
            x.storeBigEndian(to: start)
            y.storeBigEndian(to: start + 32)
            count = 64
        }
    }
}

extension BN254.AffinePoint<BN254.Fp2> {
    /// Reads 128 bytes; nil unless they are a point of the subgroup of order r on the twist.
    init?(input: UnsafeRawBufferPointer, at offset: Int) {
        guard let x = BN254.Fp2(input: input, at: offset),
            let y = BN254.Fp2(input: input, at: offset + 64)
        else { return nil }
        self.init(x: x, y: y)
        guard isOnCurve, isInSubgroup else { return nil }
    }
}

extension BN254.Fp2 {
    /// Reads 64 bytes, the coefficient of i first (EIP-197); nil if one is not below p.
    fileprivate init?(input: UnsafeRawBufferPointer, at offset: Int) {
        guard let b = BN254.Fp(input.word(at: offset)),
            let a = BN254.Fp(input.word(at: offset + 32))
        else { return nil }
        self.init(a, b)
    }
}
