import CPrecompiles
import Primitives

/// The contract at 0x100, which verifies a P-256 signature (EIP-7951).
///
/// The input is hash, r, s and the key's x and y, 160 bytes exactly. A valid signature gives the
/// word 1, anything else succeeds with no output.
enum P256Verification {
    static var gasCost: UInt64 { 6900 }

    /// p = 2²⁵⁶ − 2²²⁴ + 2¹⁹² + 2⁹⁶ − 1.
    private static var fieldModulus: Word256 {
        Word256(
            limb0: 0xffff_ffff_ffff_ffff, limb1: 0x0000_0000_ffff_ffff,
            limb2: 0, limb3: 0xffff_ffff_0000_0001)
    }

    private static var groupOrder: Word256 {
        Word256(
            limb0: 0xf3b9_cac2_fc63_2551, limb1: 0xbce6_faad_a717_9e84,
            limb2: 0xffff_ffff_ffff_ffff, limb3: 0xffff_ffff_0000_0000)
    }

    static func run(input: UnsafeRawBufferPointer) -> PrecompileResult {
        guard input.count == 160, hasValidBounds(input),
            let bytes = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        else { return .success([]) }
        let verdict = precompiles_verify_p256(bytes, bytes + 32, bytes + 96)
        if verdict < 0 { return .unsupported }
        return .success(verdict == 1 ? Word256.one.bytes : [])
    }

    private static func hasValidBounds(_ input: UnsafeRawBufferPointer) -> Bool {
        let r = input.word(at: 32)
        let s = input.word(at: 64)
        return !r.isZero && r < groupOrder && !s.isZero && s < groupOrder
            && input.word(at: 96) < fieldModulus && input.word(at: 128) < fieldModulus
    }
}
