/// When code is compiled, by whom, and what is kept of it: every knob of profile-guided tiering.
///
/// One type and one `validate()` for the library, the command line and plug-ins.
package struct TieringConfiguration: Hashable, Sendable {
    /// Who compiles.
    package enum Compilation: String, Hashable, Sendable, CaseIterable {
        /// The thread that asks, at the event that asks or at one that a schedule names: the same
        /// in every run.
        case scheduled
        /// Threads of their own, while the interpreter goes on.
        case background
        /// The thread that asks, and every compilation fails: to see that nothing depends on one.
        case failing
    }

    package var compilation = Compilation.scheduled
    /// Calls that the sliding window holds.
    package var window = 100
    /// Calls of one piece of code in the window from which it is hot; 0: from the first.
    package var callThreshold = 32
    /// Gas of its own that these calls have used, from which it is hot.
    package var gasThreshold: Int64 = 100_000
    /// Gas of its own that the interpreter has run for each byte of the code, from which it is hot
    /// whatever the window says: interpreting has then cost about what compiling would; 0: never.
    package var gasPerByte: Int64 = 500
    /// Gas after which a frame that is interpreted looks for compiled code again, at a head.
    package var pollGas: Int64 = 20_000
    /// Threads that compile in the background.
    package var threads = 1
    /// Compilations that may wait.
    package var queueCapacity = 256
    /// Machine code that is kept, in bytes.
    package var cacheByteCount = 64 << 20
    /// The shortest code that is compiled, in bytes.
    package var minimumByteCount = 64
    /// Pieces of code whose profile is kept.
    package var profileCapacity = 4096
    /// Seconds that a shutdown waits for a compilation that runs.
    package var shutdownSeconds = 5.0

    package init() {}
}
