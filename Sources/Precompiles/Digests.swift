import CPrecompiles

/// The contracts at 0x02 and 0x03: SHA-256 and RIPEMD-160 (Yellow Paper, appendix E).
enum Digests {
    static func sha256GasCost(byteCount: Int) -> UInt64 { 60 + 12 * wordCount(of: byteCount) }

    static func ripemd160GasCost(byteCount: Int) -> UInt64 {
        600 + 120 * wordCount(of: byteCount)
    }

    static func runSHA256(input: UnsafeRawBufferPointer) -> PrecompileResult {
        run(input, padding: 0, precompiles_sha256)
    }

    static func runRIPEMD160(input: UnsafeRawBufferPointer) -> PrecompileResult {
        run(input, padding: 12, precompiles_ripemd160)
    }

    /// Gives a digest after some zero bytes, 32 bytes in all.
    private static func run(
        _ input: UnsafeRawBufferPointer, padding: Int,
        _ digest: (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt8>?) -> CInt
    ) -> PrecompileResult {
        var output = [UInt8](repeating: 0, count: 32)
        let succeeded = output.withUnsafeMutableBufferPointer { buffer in
            digest(
                input.baseAddress?.assumingMemoryBound(to: UInt8.self), input.count,
                buffer.baseAddress.map { $0 + padding })
        }
        return succeeded == 1 ? .success(output) : .unsupported
    }
}
