package import Primitives

/// What a run of a precompiled contract gave.
package enum PrecompileResult: Equatable, Sendable {
    /// The call succeeds with this return data.
    case success([UInt8])
    /// The input is invalid: the call fails and consumes all its gas.
    case failure
    /// The contract exists, but its result cannot be computed here: no verdict on the case.
    case unsupported
}

/// A precompiled contract; its raw value is its address as a number.
package enum Precompile: UInt16, CaseIterable, Sendable {
    case ecrecover = 0x01
    case sha256 = 0x02
    case ripemd160 = 0x03
    case identity = 0x04
    case modularExponentiation = 0x05
    case bn254Add = 0x06
    case bn254Multiply = 0x07
    case bn254Pairing = 0x08
    case blake2f = 0x09
    case kzgPointEvaluation = 0x0a
    case bls12G1Add = 0x0b
    case bls12G1MultiScalarMultiply = 0x0c
    case bls12G2Add = 0x0d
    case bls12G2MultiScalarMultiply = 0x0e
    case bls12Pairing = 0x0f
    case bls12MapToG1 = 0x10
    case bls12MapToG2 = 0x11
    case p256Verify = 0x100

    /// The contract at an address under some rules; nil if there is none.
    package init?(address: Address, rules: PrecompileRules) {
        guard address.high == 0, address.middle == 0, let number = UInt16(exactly: address.low),
            let precompile = Precompile(rawValue: number), rules.include(precompile)
        else { return nil }
        self = precompile
    }

    package var address: Address { Address(number: UInt64(rawValue)) }
}

extension Precompile {
    /// The gas of a call, `UInt64.max` for more than that and for an input that no gas pays for.
    ///
    /// Reads the input and allocates nothing; meant to be charged before `run`. An input that is
    /// invalid for another reason has a price too, as the failure consumes all gas anyway.
    package func gasCost(input: UnsafeRawBufferPointer, rules: PrecompileRules) -> UInt64 {
        switch self {
        case .ecrecover: ECRecover.gasCost
        case .sha256: Digests.sha256GasCost(byteCount: input.count)
        case .ripemd160: Digests.ripemd160GasCost(byteCount: input.count)
        case .identity: Identity.gasCost(byteCount: input.count)
        case .modularExponentiation:
            ModularExponentiation.gasCost(
                input: input, pricing: rules.modularExponentiationPricing)
        case .bn254Add: BN254Addition.gasCost(pricing: rules.bn254Pricing)
        case .bn254Multiply: BN254Multiplication.gasCost(pricing: rules.bn254Pricing)
        case .bn254Pairing:
            BN254PairingCheck.gasCost(byteCount: input.count, pricing: rules.bn254Pricing)
        case .blake2f: Blake2F.gasCost(input: input)
        case .kzgPointEvaluation: KZGPointEvaluation.gasCost
        case .bls12G1Add, .bls12G1MultiScalarMultiply, .bls12G2Add, .bls12G2MultiScalarMultiply,
            .bls12Pairing, .bls12MapToG1, .bls12MapToG2:
            BLS12.gasCost(self, byteCount: input.count)
        case .p256Verify: P256Verification.gasCost
        }
    }

    /// The result for an input, whose gas is paid.
    package func run(input: UnsafeRawBufferPointer, rules: PrecompileRules) -> PrecompileResult {
        switch self {
        case .ecrecover: ECRecover.run(input: input)
        case .sha256: Digests.runSHA256(input: input)
        case .ripemd160: Digests.runRIPEMD160(input: input)
        case .identity: Identity.run(input: input)
        case .modularExponentiation:
            ModularExponentiation.run(input: input, pricing: rules.modularExponentiationPricing)
        case .bn254Add: BN254Addition.run(input: input)
        case .bn254Multiply: BN254Multiplication.run(input: input)
        case .bn254Pairing: BN254PairingCheck.run(input: input)
        case .blake2f: Blake2F.run(input: input)
        case .kzgPointEvaluation: KZGPointEvaluation.run(input: input)
        case .bls12G1Add, .bls12G1MultiScalarMultiply, .bls12G2Add, .bls12G2MultiScalarMultiply,
            .bls12Pairing, .bls12MapToG1, .bls12MapToG2:
            BLS12.run(self, input: input)
        case .p256Verify: P256Verification.run(input: input)
        }
    }
}
