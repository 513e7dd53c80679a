/// Which precompiled contracts a fork has, and at which prices.
package struct PrecompileRules: Equatable, Sendable {
    /// The pricing of modular exponentiation.
    package enum ModularExponentiationPricing: CaseIterable, Sendable {
        /// EIP-198.
        case byzantium
        /// EIP-2565.
        case berlin
        /// EIP-7883, with the bounds of EIP-7823 on the operands' lengths.
        case osaka
    }

    /// The pricing of the three contracts of bn254.
    package enum BN254Pricing: CaseIterable, Sendable {
        /// EIP-196 and EIP-197.
        case byzantium
        /// EIP-1108.
        case istanbul
    }

    /// The highest number of the contracts at consecutive addresses from 1: 4 at first, 8 from
    /// Byzantium, 9 from Istanbul, 10 from Cancun, 0x11 from Prague.
    package var highestNumber: UInt16

    /// Whether the contract of EIP-7951 exists at 0x100.
    package var hasP256Verification: Bool

    package var modularExponentiationPricing: ModularExponentiationPricing
    package var bn254Pricing: BN254Pricing

    package init(
        highestNumber: UInt16,
        hasP256Verification: Bool,
        modularExponentiationPricing: ModularExponentiationPricing,
        bn254Pricing: BN254Pricing
    ) {
        self.highestNumber = highestNumber
        self.hasP256Verification = hasP256Verification
        self.modularExponentiationPricing = modularExponentiationPricing
        self.bn254Pricing = bn254Pricing
    }

    /// Whether a contract exists under these rules.
    package func include(_ precompile: Precompile) -> Bool {
        precompile == .p256Verify
            ? hasP256Verification : precompile.rawValue <= highestNumber
    }

    /// The contracts that exist under these rules, by address.
    package var precompiles: [Precompile] { Precompile.allCases.filter(include) }
}
