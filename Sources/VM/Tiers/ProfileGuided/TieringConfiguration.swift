import Primitives

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
    /// Calls of one piece of code in the window from which it is hot; 0: from the first; more than
    /// the window holds: never.
    package var callThreshold = 32
    /// Gas of its own that these calls have used, from which it is hot.
    package var gasThreshold: Int64 = 100_000
    /// Gas of its own that the interpreter has run for each byte of the code, from which it is hot
    /// whatever the window says: interpreting has then cost about what compiling would; 0: never.
    package var gasPerByte: Int64 = 1000
    /// Gas after which a frame that is interpreted looks for compiled code again, at a head.
    package var pollGas: Int64 = 20_000
    /// Threads that compile in the background.
    package var threads = 1
    /// Compilations that may wait; each holds its code.
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

    /// Threads that one scheduler may have.
    package static let maximumThreadCount = 16
    /// The most seconds that a shutdown may be told to wait.
    package static let longestShutdown = 3600.0

    /// Threads where nobody says how many: all processors but that of the thread that asks.
    package static var automaticThreadCount: Int {
        min(max(ThisProgram.processorCount - 1, 1), maximumThreadCount)
    }
}

extension TieringConfiguration {
    /// Checks every knob, by itself and with those that bound it.
    ///
    /// - Throws: the first option that cannot be as it is, by the word that users write for it.
    package func validate() throws(TieringConfigurationError) {
        for option in TieringOption.allCases where !isInBounds(option) {
            throw TieringConfigurationError(
                key: option.rawValue, found: "'\(text(of: option))'",
                expected: option.expectation)
        }
        guard window <= profileCapacity else {
            throw TieringConfigurationError(
                key: TieringOption.window.rawValue, found: "'\(window)'",
                expected: "no more than there are profiles (\(profileCapacity)), "
                    + "as each call in the window may be of other code")
        }
    }

    private func isInBounds(_ option: TieringOption) -> Bool {
        switch option {
        case .compile: true
        case .window: option.allows(window)
        case .calls: option.allows(callThreshold)
        case .gas: option.allows(gasThreshold)
        case .gasPerByte: option.allows(gasPerByte)
        case .poll: option.allows(pollGas)
        case .threads: option.allows(threads)
        case .queue: option.allows(queueCapacity)
        case .cache: option.allows(cacheByteCount)
        case .minimumSize: option.allows(minimumByteCount)
        case .profiles: option.allows(profileCapacity)
        case .shutdown: (0...Self.longestShutdown).contains(shutdownSeconds)
        }
    }
}
