import Precompiles
import Primitives
import Testing

@Suite struct `The pairing of bn254` {
    typealias Groups = `The groups of bn254`
    typealias G1 = BN254.JacobianPoint<BN254.Fp>
    typealias G2 = BN254.JacobianPoint<BN254.Fp2>

    private let point: BN254.G1Point
    private let twistPoint: BN254.G2Point
    private let value: BN254.Fp12

    init() throws {
        point = try Groups.generator()
        twistPoint = try Groups.twistGenerator()
        value = BN254.pairing(point, twistPoint)
    }

    /// A power by squaring and multiplying, with no knowledge of the subgroup.
    private func power(_ base: BN254.Fp12, _ exponent: Word256) -> BN254.Fp12 {
        var power = BN254.Fp12.one
        for bit in (0..<256).reversed() {
            power = power.squared
            if exponent.bit(bit) { power = power * base }
        }
        return power
    }

    @Test func `it is bilinear`() throws {
        var random = SplitMix64(seed: 5)
        for _ in 0..<2 {
            let a = random.word(below: FieldOrder.r)
            let b = random.word(below: FieldOrder.r)
            let scaled = BN254.pairing(
                G1(point).plainMultiple(by: a).affine, G2(twistPoint).plainMultiple(by: b).affine)
            #expect(scaled == power(power(value, a), b))
        }
    }

    @Test func `its values have order r`() {
        #expect(value != .one)
        #expect(power(value, FieldOrder.r) == .one)
    }

    @Test func `infinity pairs to one`() {
        #expect(BN254.pairing(.infinity, twistPoint) == .one)
        #expect(BN254.pairing(point, .infinity) == .one)
    }

    @Test func `a negated argument inverts the value`() {
        #expect(BN254.pairing(-point, twistPoint) * value == .one)
        #expect(BN254.pairing(point, -twistPoint) == value.inverted)
        #expect(value.conjugated == value.inverted)
    }

    @Test func `short cuts in the cyclotomic subgroup agree with the plain operations`() {
        #expect(value.cyclotomicSquared == value.squared)
        #expect(value.squared == value * value)
        #expect(value.frobenius == power(value, FieldOrder.p))
        #expect(value.frobeniusSquared == value.frobenius.frobenius)
        #expect(value.raisedToParameter == power(value, 4_965_661_367_192_848_881))
    }
}
