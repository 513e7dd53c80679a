package import Precompiles

extension PrecompileRules {
    /// The precompiled contracts of a fork, and their prices.
    package init(_ fork: Fork) {
        self.init(
            highestNumber: Self.highestNumber(fork), hasP256Verification: fork >= .osaka,
            modularExponentiationPricing: fork >= .osaka
                ? .osaka : fork >= .berlin ? .berlin : .byzantium,
            bn254Pricing: fork >= .istanbul ? .istanbul : .byzantium)
    }

    private static func highestNumber(_ fork: Fork) -> UInt16 {
        if fork >= .prague { return 0x11 }  // EIP-2537
        if fork >= .cancun { return 10 }  // EIP-4844
        if fork >= .istanbul { return 9 }  // EIP-152
        return fork >= .byzantium ? 8 : 4  // EIP-196, EIP-197, EIP-198
    }
}
