import CPrecompiles

/// The contract at 0x0a, which verifies a KZG opening of a blob's polynomial (EIP-4844).
///
/// The input is versioned hash, z, y, commitment and proof, 192 bytes exactly. Length and hash are
/// checked; the proof needs the pairing of BLS12-381, which is not here.
enum KZGPointEvaluation {
    static var gasCost: UInt64 { 50_000 }

    static func run(input: UnsafeRawBufferPointer) -> PrecompileResult {
        guard input.count == 192 else { return .failure }
        guard case .success(var hash) = Digests.runSHA256(input: input.stored(at: 96, count: 48))
        else { return .unsupported }
        hash[0] = 1  // the version of a hash of a KZG commitment
        return hash.elementsEqual(input[..<32]) ? .unsupported : .failure
    }
}
