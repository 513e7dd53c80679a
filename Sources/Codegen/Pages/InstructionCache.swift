import CInstructionCache

/// What lets the host's instruction fetches see code that was just written.
///
/// x86-64 keeps them coherent with stores (Intel SDM vol. 3, 13.6): both steps are nothing there.
/// On Arm the writer publishes, and each thread observes before it enters code: what it fetched
/// earlier may be older than code whose address it has only just been told.
enum InstructionCache {
    /// Called when code is complete, and before anyone is told its address.
    static func publish(_ code: Range<UInt>) {
        unsafe instruction_cache_publish(
            UnsafeRawPointer(bitPattern: code.lowerBound), code.count)
    }

    /// Called by the thread that runs code, each time it enters it.
    @inline(__always)
    static func observe() {
        instruction_cache_observe()
    }
}
