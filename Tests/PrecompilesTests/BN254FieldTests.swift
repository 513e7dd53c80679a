import Precompiles
import Primitives
import Testing

@Suite struct `The fields of bn254` {
    typealias Fp = BN254.Fp
    typealias Fp2 = BN254.Fp2

    /// Integers below p where carries and borrows gather.
    static let edges: [Word256] = {
        var edges: [Word256] = [0, 1, 2, 3, 9]
        for offset in UInt64(1)...3 { edges.append(FieldOrder.p &- Word256(offset)) }
        for shift in [63, 64, 65, 127, 128, 191, 192, 252, 253] {
            let power = Word256.one.shiftedLeft(by: Word256(shift))
            edges += [power, power &- 1]
        }
        edges.append(FieldOrder.p.divided(by: 2))
        return edges
    }()

    static func samples(count: Int, seed: UInt64) -> [Word256] {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { _ in generator.word(below: FieldOrder.p) }
    }

    /// The product by doubling and adding, one bit at a time.
    static func schoolbookProduct(_ left: Word256, _ right: Word256) -> Word256 {
        var product = Word256.zero
        for bit in (0..<256).reversed() {
            product = reduced(product &+ product)
            if right.bit(bit) { product = reduced(product &+ left) }
        }
        return product
    }

    /// A sum of two numbers below p, brought below p; 2p is below 2²⁵⁵.
    static func reduced(_ sum: Word256) -> Word256 {
        sum < FieldOrder.p ? sum : sum &- FieldOrder.p
    }

    static func element(_ word: Word256) throws -> Fp { try #require(Fp(word)) }

    @Test func `integers from p on are not elements`() {
        #expect(Fp(FieldOrder.p) == nil)
        #expect(Fp(FieldOrder.p &+ 1) == nil)
        #expect(Fp(.max) == nil)
        #expect(Fp(FieldOrder.p &- 1) != nil)
        #expect(Fp(0) == .zero)
        #expect(Fp(1) == .one)
    }

    @Test func `an element gives back its integer`() throws {
        for word in Self.edges + Self.samples(count: 100, seed: 1) {
            #expect(try Self.element(word).word == word)
        }
    }

    @Test func `sums, differences and products are those of integers modulo p`() throws {
        let words = Self.edges + Self.samples(count: 10, seed: 2)
        for left in words {
            for right in words {
                let (a, b) = (try Self.element(left), try Self.element(right))
                #expect((a + b).word == Self.reduced(left &+ right))
                #expect((a - b).word == Self.reduced(left &+ (FieldOrder.p &- right)))
                #expect((a * b).word == Self.schoolbookProduct(left, right), "\(left) \(right)")
            }
        }
    }

    @Test func `an element times its inverse is one, and zero has zero`() throws {
        for word in Self.edges + Self.samples(count: 20, seed: 3) where !word.isZero {
            let element = try Self.element(word)
            #expect(element * element.inverted == .one)
        }
        #expect(Fp.zero.inverted == .zero)
    }

    @Test func `the quadratic extension multiplies as polynomials modulo i² + 1`() throws {
        let words: [Word256] = Self.edges + Self.samples(count: 40, seed: 4) + [0, 0, 1, 0]
        for index in stride(from: 0, to: words.count - 3, by: 2) {
            let parts = try words[index..<index + 4].map(Self.element)
            let left = Fp2(parts[0], parts[1])
            let right = Fp2(parts[2], parts[3])
            let real: Fp = parts[0] * parts[2] - parts[1] * parts[3]
            let imaginary: Fp = parts[0] * parts[3] + parts[1] * parts[2]
            #expect(left * right == Fp2(real, imaginary))
            #expect(left.squared == left * left)
            if !left.isZero { #expect(left * left.inverted == .one) }
        }
    }
}

@Suite struct `The tower over the fields of bn254` {
    typealias Fields = `The fields of bn254`

    /// Elements with no structure, far outside the cyclotomic subgroup.
    private func elements(count: Int, seed: UInt64) throws -> [BN254.Fp12] {
        let words = Fields.samples(count: 12 * count, seed: seed)
        return try (0..<count).map { element in
            let parts = try words[12 * element..<12 * element + 12].map(Fields.element)
            let pairs = (0..<6).map { BN254.Fp2(parts[2 * $0], parts[2 * $0 + 1]) }
            return BN254.Fp12(
                BN254.Fp6(pairs[0], pairs[1], pairs[2]), BN254.Fp6(pairs[3], pairs[4], pairs[5]))
        }
    }

    @Test func `multiplication is associative, commutative and squares as it should`() throws {
        let elements = try elements(count: 6, seed: 21)
        for index in 0..<4 {
            let (a, b, c) = (elements[index], elements[index + 1], elements[index + 2])
            #expect((a * b) * c == a * (b * c))
            #expect(a * b == b * a)
            #expect(a.squared == a * a)
            #expect(a * .one == a)
        }
    }

    @Test func `an element times its inverse is one`() throws {
        for element in try elements(count: 4, seed: 22) {
            #expect(element * element.inverted == .one)
        }
    }

    @Test func `powers of p are homomorphisms of the right order`() throws {
        let elements = try elements(count: 2, seed: 23)
        let (a, b) = (elements[0], elements[1])
        #expect((a * b).frobenius == a.frobenius * b.frobenius)
        #expect(a.frobeniusSquared == a.frobenius.frobenius)
        let cube = a.frobeniusSquared.frobenius
        #expect(cube.frobeniusSquared.frobenius == a.conjugated)
        #expect(a.frobenius != a)
    }
}

/// The two primes of the curve, from EIP-196 and EIP-197.
enum FieldOrder {
    static let p = Word256(
        limb0: 0x3c20_8c16_d87c_fd47, limb1: 0x9781_6a91_6871_ca8d,
        limb2: 0xb850_45b6_8181_585d, limb3: 0x3064_4e72_e131_a029)
    static let r = Word256(
        limb0: 0x43e1_f593_f000_0001, limb1: 0x2833_e848_79b9_7091,
        limb2: 0xb850_45b6_8181_585d, limb3: 0x3064_4e72_e131_a029)
}

/// A small reproducible generator (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014).
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    mutating func word() -> Word256 {
        Word256(limb0: next(), limb1: next(), limb2: next(), limb3: next())
    }

    mutating func word(below bound: Word256) -> Word256 { word().remainder(by: bound) }
}
