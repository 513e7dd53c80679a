/// The contract at 0x04, which returns a copy of its input (Yellow Paper, appendix E).
enum Identity {
    static func gasCost(byteCount: Int) -> UInt64 { 15 + 3 * wordCount(of: byteCount) }

    static func run(input: UnsafeRawBufferPointer) -> PrecompileResult { .success(Array(input)) }
}
