import Precompiles
import Primitives
import Testing

@Suite struct `The groups of bn254` {
    typealias Fields = `The fields of bn254`
    typealias G1 = BN254.JacobianPoint<BN254.Fp>
    typealias G2 = BN254.JacobianPoint<BN254.Fp2>

    /// The generator of EIP-196.
    static func generator() throws -> BN254.G1Point {
        BN254.G1Point(x: .one, y: .one.doubled)
    }

    /// The generator of EIP-197.
    static func twistGenerator() throws -> BN254.G2Point {
        try twistPoint(
            x: (
                "0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed",
                "0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"
            ),
            y: (
                "0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa",
                "0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b"
            ))
    }

    /// A point of the twist that is not in the subgroup, its x being 1 + 3i or so.
    static func strayTwistPoint() throws -> BN254.G2Point {
        try twistPoint(
            x: (
                "0x1",
                "0x3"
            ),
            y: (
                "0x1d2120a4c3ecd099298439b1c53f8dd42198546c2acdbc8cb9112771d4fb33ac",
                "0xa67b20e56f745fa9c025c8a22e15e9df9d06bb3d578c226079ee12a84464e49"
            ))
    }

    private static func twistPoint(
        x: (String, String), y: (String, String)
    ) throws -> BN254.G2Point {
        func element(_ text: String) throws -> BN254.Fp {
            try Fields.element(#require(Word256(hex: text)))
        }
        return try BN254.G2Point(
            x: BN254.Fp2(element(x.0), element(x.1)), y: BN254.Fp2(element(y.0), element(y.1)))
    }

    @Test func `generators are on their curves and have order r`() throws {
        let point = try Self.generator()
        #expect(point.isOnCurve)
        #expect(G1(point).plainMultiple(by: FieldOrder.r).isInfinity)
        let twistPoint = try Self.twistGenerator()
        #expect(twistPoint.isOnCurve)
        #expect(twistPoint.isInSubgroup)
        #expect(G2(twistPoint).plainMultiple(by: FieldOrder.r).isInfinity)
    }

    @Test func `a point and its negative add up to infinity`() throws {
        let point = G1(try Self.generator()).plainMultiple(by: 77).affine
        #expect((G1(point) + -point).isInfinity)
        #expect((G1(point) + -point).affine == .infinity)
        let twistPoint = G2(try Self.twistGenerator()).plainMultiple(by: 77).affine
        #expect((G2(twistPoint) + G2(-twistPoint)).isInfinity)
    }

    @Test func `infinity is neutral`() throws {
        let point = try Self.generator()
        #expect((G1(point) + BN254.G1Point.infinity).affine == point)
        #expect((G1(.infinity) + point).affine == point)
        #expect((G1(.infinity) + G1(.infinity)).isInfinity)
        #expect(G1(.infinity).doubled.isInfinity)
        #expect(G1(.infinity).multiplied(by: .max).isInfinity)
        #expect(G1(point).multiplied(by: .zero).isInfinity)
    }

    @Test func `a point plus itself is its double`() throws {
        let point = G1(try Self.generator()).plainMultiple(by: 5)
        #expect((point + point).affine == point.doubled.affine)
        #expect((point + point.affine).affine == point.doubled.affine)
    }

    /// The scalars have bits and carries at the edges of windows and halves.
    @Test func `a multiple by halved scalars is that by doubling and adding`() throws {
        var random = SplitMix64(seed: 10)
        var scalars: [Word256] = (0..<12).map { _ in random.word() }
        for shift in UInt64(0)..<64 {
            scalars.append(Word256.one.shiftedLeft(by: 4 * shift))
            scalars.append(Word256.one.shiftedLeft(by: 4 * shift) &- 1)
        }
        for offset in UInt64(0)..<20 {
            scalars += [Word256(offset), FieldOrder.r &- Word256(offset)]
            scalars += [FieldOrder.r &+ Word256(offset), Word256.max &- Word256(offset)]
        }
        let point = G1(try Self.generator()).plainMultiple(by: 4242).affine
        for scalar in scalars {
            let multiple = G1(point).multiplied(by: scalar).affine
            #expect(multiple == G1(point).plainMultiple(by: scalar).affine, "\(scalar)")
        }
    }

    @Test func `multiples add as their scalars do`() throws {
        var random = SplitMix64(seed: 11)
        let point = G1(try Self.generator())
        for _ in 0..<8 {
            // Below 2²⁵⁵ each, so that the sum does not overflow.
            let a = random.word().divided(by: 2)
            let b = random.word().divided(by: 2)
            let sum = point.multiplied(by: a) + point.multiplied(by: b)
            #expect(sum.affine == point.multiplied(by: a &+ b).affine)
            #expect(sum.affine.isOnCurve)
        }
    }

    @Test func `small multiples are repeated sums`() throws {
        let point = G2(try Self.twistGenerator())
        var sum = G2(.infinity)
        for scalar in UInt64(0)...40 {
            #expect(point.plainMultiple(by: Word256(scalar)).affine == sum.affine)
            sum = sum + point
        }
    }

    /// The order of the twist is r(2p − r), and 10069 divides 2p − r.
    @Test func `the subgroup's test is whether r times the point is infinity`() throws {
        let cofactor = FieldOrder.p &+ (FieldOrder.p &- FieldOrder.r)
        let stray = G2(try Self.strayTwistPoint())
        let ofSubgroup = G2(try Self.twistGenerator())
        let ofCofactorOrder = stray.plainMultiple(by: FieldOrder.r)
        let small = ofCofactorOrder.plainMultiple(by: cofactor.divided(by: 10_069))
        let candidates = [
            stray, stray.doubled, stray + ofSubgroup, stray.plainMultiple(by: cofactor),
            stray.plainMultiple(by: cofactor).plainMultiple(by: 12345), ofCofactorOrder, small,
            small + ofSubgroup, small.plainMultiple(by: 10_069) + ofSubgroup,
            ofSubgroup.plainMultiple(by: FieldOrder.p),
        ]
        var verdicts: Set<Bool> = []
        for candidate in candidates {
            let point = candidate.affine
            #expect(point.isOnCurve)
            let isKilled = candidate.plainMultiple(by: FieldOrder.r).isInfinity
            #expect(point.isInSubgroup == isKilled)
            verdicts.insert(isKilled)
        }
        #expect(verdicts == [true, false])
    }

    @Test func `infinity is on both curves and in the subgroup`() {
        #expect(BN254.G1Point.infinity.isOnCurve)
        #expect(BN254.G2Point.infinity.isOnCurve)
        #expect(BN254.G2Point.infinity.isInSubgroup)
    }
}

extension BN254.JacobianPoint {
    /// The multiple by doubling and adding, one bit at a time.
    func plainMultiple(by scalar: Word256) -> Self {
        var product = Self.infinity
        for bit in (0..<scalar.significantBitCount).reversed() {
            product = product.doubled
            if scalar.bit(bit) { product = product + self }
        }
        return product
    }
}
