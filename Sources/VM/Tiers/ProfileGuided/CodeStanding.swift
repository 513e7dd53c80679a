/// What a scheduler remembers of a piece of code beside its profile.
struct CodeStanding: Sendable {
    /// Found once; never `unknown` again.
    var verdict = CompileVerdict.unknown
    /// Compiled code of it is visible, or somebody is at it.
    var isHandled = false
    /// Calls and gas of its own while it was not handled, since its last eviction.
    private var calls = 0
    private var gas: Int64 = 0
    /// The part of the gas that was interpreted.
    private var interpretedGas: Int64 = 0
    /// How often its code was dropped, up to a limit: each time doubles what it takes to compile
    /// it again, so that a cache that is too small settles.
    private var evictions = 0
    /// Occasions to compile it that are passed over, as the queue was full; it doubles each time.
    private var backOff = 0
    private var occasionsToPassOver = 0

    private static let mostDoublings = 16

    /// Whether it may ever be compiled.
    var mayBeCompiled: Bool {
        switch verdict {
        case .unknown, .suitable: true
        case .rejected, .failed: false
        }
    }

    /// Whether nothing is to be done for it, whatever its profile.
    var isSettled: Bool { isHandled || !mayBeCompiled }

    mutating func callBegins() { calls += 1 }

    mutating func add(_ amount: Int64, interpreted: Bool) {
        gas = Self.sum(gas, amount)
        if interpreted { interpretedGas = Self.sum(interpretedGas, amount) }
    }

    /// Never negative, and at the end of the range it stays there.
    private static func sum(_ total: Int64, _ amount: Int64) -> Int64 {
        let (sum, overflow) = total.addingReportingOverflow(max(0, amount))
        return overflow ? .max : sum
    }

    /// Whether its calls in the window, or the gas that interpreting it took, are reason to
    /// compile it.
    func isDue(
        _ window: (calls: Int, gas: Int64), _ configuration: TieringConfiguration, byteCount: Int
    ) -> Bool {
        let hasPaid =
            configuration.gasPerByte > 0
            && (interpretedGas >> evictions) / Int64(max(1, byteCount)) >= configuration.gasPerByte
        let isHot =
            window.calls >= configuration.callThreshold && window.gas >= configuration.gasThreshold
        return hasPaid || isHot && hasEarnedAnother(configuration)
    }

    /// Whether code that was dropped has been used enough since.
    private func hasEarnedAnother(_ configuration: TieringConfiguration) -> Bool {
        evictions == 0
            || calls >> evictions >= max(1, configuration.callThreshold)
                && gas >> evictions >= configuration.gasThreshold
    }

    /// Its code was dropped: what had been accumulated bought that code.
    mutating func lose() {
        isHandled = false
        calls = 0
        gas = 0
        interpretedGas = 0
        evictions = min(evictions + 1, Self.mostDoublings)
    }

    /// The queue was full: so many occasions are passed over.
    mutating func backAway() {
        backOff = max(1, min(backOff * 2, 1 << Self.mostDoublings))
        occasionsToPassOver = backOff
    }

    mutating func comeBack() { backOff = 0 }

    /// Whether an occasion is one to take.
    mutating func takesOccasion() -> Bool {
        guard occasionsToPassOver > 0 else { return true }
        occasionsToPassOver -= 1
        return false
    }
}
