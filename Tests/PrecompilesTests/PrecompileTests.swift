import Precompiles
import Primitives
import Testing

@Suite struct `The set of precompiled contracts` {
    private let frontier = PrecompileRules(
        highestNumber: 4, hasP256Verification: false,
        modularExponentiationPricing: .byzantium, bn254Pricing: .byzantium)

    @Test func `addresses are those of the specification`() {
        for number in UInt64(1)...0x11 {
            let found = Precompile(address: Address(number: number), rules: .osaka)
            #expect(found?.address == Address(number: number))
        }
        #expect(Precompile(address: Address(number: 1), rules: frontier) == .ecrecover)
        #expect(Precompile(address: Address(number: 5), rules: .osaka) == .modularExponentiation)
        #expect(Precompile(address: Address(number: 9), rules: .osaka) == .blake2f)
        #expect(Precompile(address: Address(number: 10), rules: .osaka) == .kzgPointEvaluation)
        #expect(Precompile(address: Address(number: 0x0f), rules: .osaka) == .bls12Pairing)
        #expect(Precompile(address: Address(number: 0x100), rules: .osaka) == .p256Verify)
    }

    @Test func `no other address is a contract`() {
        let numbers: [UInt64] = [0, 0x12, 0xff, 0x101, 0x1_0001, 0x1_0000_0001, .max]
        for number in numbers {
            #expect(Precompile(address: Address(number: number), rules: .osaka) == nil)
        }
        let high = Address(high: 1, middle: 0, low: 1)
        let middle = Address(high: 0, middle: 1, low: 1)
        #expect(Precompile(address: high, rules: .osaka) == nil)
        #expect(Precompile(address: middle, rules: .osaka) == nil)
    }

    @Test func `a fork has only its own contracts`() {
        #expect(frontier.precompiles.map(\.rawValue) == [1, 2, 3, 4])
        #expect(PrecompileRules.byzantium.precompiles.map(\.rawValue) == Array(1...8))
        #expect(PrecompileRules.osaka.precompiles.map(\.rawValue) == Array(1...0x11) + [0x100])
        #expect(Precompile(address: Address(number: 5), rules: frontier) == nil)
        #expect(Precompile(address: Address(number: 9), rules: .byzantium) == nil)
        #expect(Precompile(address: Address(number: 0x100), rules: .berlin) == nil)
    }
}

@Suite struct `Operands beyond what is computed` {
    private func input(lengths: [UInt64]) -> [UInt8] { lengths.flatMap { Word256($0).bytes } }

    @Test func `a payable modulus of gigabytes is no verdict, and allocates nothing`() {
        let bytes = input(lengths: [0, 1, 1 << 32])
        bytes.withUnsafeBytes { input in
            #expect(
                Precompile.modularExponentiation.gasCost(input: input, rules: .berlin) < 1 << 58)
            #expect(
                Precompile.modularExponentiation.run(input: input, rules: .berlin) == .unsupported)
        }
    }

    /// 1 = 1^e for whatever e, so the zeros that the input leaves out cost nothing.
    @Test func `an exponent that lies beyond the input is taken as zeros`() {
        let one = input(lengths: [1, 1 << 40, 1]) + [1, 1]
        one.withUnsafeBytes { input in
            // The modulus lies beyond the input too, hence is zero.
            #expect(
                Precompile.modularExponentiation.run(input: input, rules: .berlin) == .success([0]))
        }
    }
}

@Suite struct `Contracts of BLS12-381` {
    struct Price: Sendable {
        let precompile: Precompile
        let byteCount: Int
        let gas: UInt64
    }

    /// From the Ethereum Execution Layer Specification (EELS), Prague.
    static let prices = [
        Price(precompile: .bls12G1Add, byteCount: 256, gas: 375),
        Price(precompile: .bls12G2Add, byteCount: 512, gas: 600),
        Price(precompile: .bls12MapToG1, byteCount: 64, gas: 5_500),
        Price(precompile: .bls12MapToG2, byteCount: 128, gas: 23_800),
        Price(precompile: .bls12G1MultiScalarMultiply, byteCount: 160, gas: 12_000),
        Price(precompile: .bls12G1MultiScalarMultiply, byteCount: 320, gas: 22_776),
        Price(precompile: .bls12G1MultiScalarMultiply, byteCount: 480, gas: 30_528),
        Price(precompile: .bls12G1MultiScalarMultiply, byteCount: 640, gas: 38_256),
        Price(precompile: .bls12G1MultiScalarMultiply, byteCount: 2560, gas: 129_984),
        Price(precompile: .bls12G1MultiScalarMultiply, byteCount: 2720, gas: 137_292),
        Price(precompile: .bls12G1MultiScalarMultiply, byteCount: 10240, gas: 442_368),
        Price(precompile: .bls12G1MultiScalarMultiply, byteCount: 20320, gas: 792_480),
        Price(precompile: .bls12G1MultiScalarMultiply, byteCount: 20480, gas: 797_184),
        Price(precompile: .bls12G1MultiScalarMultiply, byteCount: 20640, gas: 803_412),
        Price(precompile: .bls12G1MultiScalarMultiply, byteCount: 160000, gas: 6_228_000),
        Price(precompile: .bls12G2MultiScalarMultiply, byteCount: 288, gas: 22_500),
        Price(precompile: .bls12G2MultiScalarMultiply, byteCount: 576, gas: 45_000),
        Price(precompile: .bls12G2MultiScalarMultiply, byteCount: 864, gas: 62_302),
        Price(precompile: .bls12G2MultiScalarMultiply, byteCount: 1152, gas: 79_560),
        Price(precompile: .bls12G2MultiScalarMultiply, byteCount: 4608, gas: 258_120),
        Price(precompile: .bls12G2MultiScalarMultiply, byteCount: 4896, gas: 271_957),
        Price(precompile: .bls12G2MultiScalarMultiply, byteCount: 18432, gas: 838_080),
        Price(precompile: .bls12G2MultiScalarMultiply, byteCount: 36576, gas: 1_497_330),
        Price(precompile: .bls12G2MultiScalarMultiply, byteCount: 36864, gas: 1_509_120),
        Price(precompile: .bls12G2MultiScalarMultiply, byteCount: 37152, gas: 1_520_910),
        Price(precompile: .bls12G2MultiScalarMultiply, byteCount: 288000, gas: 11_790_000),
        Price(precompile: .bls12Pairing, byteCount: 384, gas: 70_300),
        Price(precompile: .bls12Pairing, byteCount: 768, gas: 102_900),
        Price(precompile: .bls12Pairing, byteCount: 1152, gas: 135_500),
        Price(precompile: .bls12Pairing, byteCount: 3072, gas: 298_500),
    ]

    @Test func `prices follow the discount tables`() {
        for price in Self.prices {
            let input = [UInt8](repeating: 0, count: price.byteCount)
            input.withUnsafeBytes { input in
                #expect(
                    price.precompile.gasCost(input: input, rules: .osaka) == price.gas,
                    "\(price)")
                #expect(
                    price.precompile.run(input: input, rules: .osaka) == .unsupported, "\(price)")
            }
        }
    }

    @Test func `an input of a wrong length fails`() {
        let wrong: [(Precompile, [Int])] = [
            (.bls12G1Add, [0, 255, 257, 512]), (.bls12G2Add, [0, 511, 513, 256]),
            (.bls12G1MultiScalarMultiply, [0, 159, 161, 288]),
            (.bls12G2MultiScalarMultiply, [0, 287, 289, 160]),
            (.bls12Pairing, [0, 383, 385]), (.bls12MapToG1, [0, 63, 65, 128]),
            (.bls12MapToG2, [0, 127, 129, 64]), (.kzgPointEvaluation, [0, 191, 193]),
        ]
        for (precompile, counts) in wrong {
            for count in counts {
                let input = [UInt8](repeating: 0, count: count)
                input.withUnsafeBytes {
                    #expect(
                        precompile.run(input: $0, rules: .osaka) == .failure,
                        "\(precompile), \(count) bytes")
                }
            }
        }
    }

    /// The hash is that of EIP-4844: SHA-256 of the commitment, its first byte replaced by 1.
    @Test func `a blob's hash must match its commitment`() throws {
        let commitment = [0xc0] + [UInt8](repeating: 0, count: 47)
        let hash = try Hex.decode(
            "010657f37554c781402a22917dee2f75def7ab966d7b770905398eba3c444014")
        let rest = [UInt8](repeating: 0, count: 64) + commitment + commitment
        (hash + rest).withUnsafeBytes {
            #expect(Precompile.kzgPointEvaluation.gasCost(input: $0, rules: .osaka) == 50_000)
            #expect(Precompile.kzgPointEvaluation.run(input: $0, rules: .osaka) == .unsupported)
        }
        ([2] + hash.dropFirst() + rest).withUnsafeBytes {
            #expect(Precompile.kzgPointEvaluation.run(input: $0, rules: .osaka) == .failure)
        }
    }
}
