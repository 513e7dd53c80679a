import Precompiles
import Primitives
import Testing

@Suite struct `Precompiled contracts by the specification` {
    /// Each contract with its vectors and the rules of their columns of gas.
    struct Subject: CustomTestStringConvertible, Sendable {
        let precompile: Precompile
        let table: VectorTable
        var rules: [PrecompileRules] = [.osaka]

        var testDescription: String { "\(precompile)" }
    }

    static let subjects = [
        Subject(precompile: .ecrecover, table: .ecrecover),
        Subject(precompile: .sha256, table: .sha256),
        Subject(precompile: .ripemd160, table: .ripemd160),
        Subject(precompile: .identity, table: .identity),
        Subject(
            precompile: .modularExponentiation, table: .modularExponentiation,
            rules: [.byzantium, .berlin, .osaka]),
        Subject(
            precompile: .modularExponentiation, table: .modularExponentiationPrices,
            rules: [.byzantium, .berlin, .osaka]),
        Subject(precompile: .bn254Add, table: .bn254Add, rules: [.byzantium, .istanbul]),
        Subject(precompile: .bn254Multiply, table: .bn254Multiply, rules: [.byzantium, .istanbul]),
        Subject(precompile: .bn254Pairing, table: .bn254Pairing, rules: [.byzantium, .istanbul]),
        Subject(precompile: .blake2f, table: .blake2f),
        Subject(precompile: .p256Verify, table: .p256Verify),
    ]

    @Test(arguments: subjects)
    func `every vector costs and gives what the specification says`(subject: Subject) throws {
        let vectors = try subject.table.vectors()
        #expect(vectors.count >= 15)
        for vector in vectors {
            try #require(vector.gas.count == subject.rules.count, "\(vector.name)")
            for (rules, gas) in zip(subject.rules, vector.gas) {
                check(subject.precompile, vector, rules: rules, gas: gas)
            }
        }
    }

    private func check(
        _ precompile: Precompile, _ vector: VectorTable.Vector, rules: PrecompileRules, gas: UInt64
    ) {
        vector.input.withUnsafeBytes { input in
            #expect(precompile.gasCost(input: input, rules: rules) == gas, "\(vector.name)")
            // What no gas pays for is never run; only Osaka's bounds make such an input invalid.
            let isOutOfBounds = gas == .max && rules == .osaka
            guard gas < .max || isOutOfBounds else { return }
            let result: PrecompileResult? =
                switch vector.output {
                case _ where isOutOfBounds: .failure
                case .bytes(let bytes): .success(bytes)
                case .failure: .failure
                case .notRun: nil
                }
            guard let result else { return }
            #expect(precompile.run(input: input, rules: rules) == result, "\(vector.name)")
        }
    }
}

extension PrecompileRules {
    static let byzantium = PrecompileRules(
        highestNumber: 8, hasP256Verification: false,
        modularExponentiationPricing: .byzantium, bn254Pricing: .byzantium)
    static let istanbul = PrecompileRules(
        highestNumber: 9, hasP256Verification: false,
        modularExponentiationPricing: .byzantium, bn254Pricing: .istanbul)
    static let berlin = PrecompileRules(
        highestNumber: 9, hasP256Verification: false,
        modularExponentiationPricing: .berlin, bn254Pricing: .istanbul)
    static let osaka = PrecompileRules(
        highestNumber: 0x11, hasP256Verification: true,
        modularExponentiationPricing: .osaka, bn254Pricing: .istanbul)
}
