import VM

extension ComparisonMask {
    /// What EVMC does not expose; everything else is compared to the last bit.
    ///
    /// - `stack`, `memory`: a result has its output alone. What a program does with either shows in
    ///   what it computes.
    /// - `effects`: a machine may ask in an order of its own, and twice, where it pays the same. The
    ///   accesses themselves show in gas, their effects in the state.
    /// - the three ends of a success have one status.
    /// - what a write costs is known by doing it (`set_storage`), which a frame that may not write must
    ///   not do: short of gas, it may give either reason.
    /// - initcode that is too long (EIP-3860) has no status: machines say that gas ran out, to which
    ///   the EIP compares it.
    package static let evmc = ComparisonMask(
        hiding: [.stack, .memory, .effects],
        alike: [
            [.stop, .return, .selfDestruct], [.outOfGas, .initcodeTooLarge],
            [.outOfGas, .writeProtection],
        ])
}
