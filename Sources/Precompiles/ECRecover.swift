import CPrecompiles
package import Primitives

/// The contract at 0x01, which recovers a signer's address (Yellow Paper, appendix E).
///
/// The input is hash, v, r and s. Whatever has no signer succeeds with no output.
enum ECRecover {
    static var gasCost: UInt64 { 3000 }

    static func run(input: UnsafeRawBufferPointer) -> PrecompileResult {
        let v = input.word(at: 32)
        guard v == 27 || v == 28 else { return .success([]) }
        let signer = Secp256k1.recoverSigner(
            hash: input.word(at: 0), isOdd: v == 28, r: input.word(at: 64), s: input.word(at: 96))
        return .success(signer?.asWord.bytes ?? [])
    }
}

/// Signatures on the curve secp256k1 (SEC 2, section 2.4.1).
package enum Secp256k1 {
    /// The address that made a signature.
    ///
    /// Nil where there is none: r or s is zero or not below the group's order, r is no
    /// x-coordinate, or the key would be the point at infinity. A high s is accepted (EIP-2
    /// forbids it to transactions, not here).
    package static func recoverSigner(
        hash: Word256, isOdd: Bool, r: Word256, s: Word256
    ) -> Address? {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 160) { bytes in
            guard let start = bytes.baseAddress else { return nil }
            hash.storeBigEndian(to: start)
            r.storeBigEndian(to: start + 32)
            s.storeBigEndian(to: start + 64)
            let key = start + 96
            guard precompiles_recover_public_key(start, start + 32, isOdd ? 1 : 0, key) == 1 else {
                return nil
            }
            return Address(
                word: Keccak256.hash(UnsafeRawBufferPointer(start: key, count: 64)))
        }
    }
}
