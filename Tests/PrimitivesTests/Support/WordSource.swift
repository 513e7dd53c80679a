import BigInt
import Primitives

/// Random words in which the edges of limbs and of the sign are common, from a seed.
///
/// A word drawn at random from all 2²⁵⁶ never meets a long carry, a limb of zeros or a small
/// divisor, and those are where multi-limb arithmetic goes wrong.
struct WordSource: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// The next number of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    mutating func word() -> Word256 {
        switch Int.random(in: 0..<8, using: &self) {
        case 0: WordSource.edges.randomElement(using: &self) ?? .zero
        case 1: evenWord().shiftedRight(by: next() % 256)
        case 2: (evenWord().shiftedRight(by: next() % 256)).negated
        case 3: nearPowerOfTwo()
        case 4: evenWord()
        default: limbwise()
        }
    }

    mutating func evenWord() -> Word256 {
        Word256(limb0: next(), limb1: next(), limb2: next(), limb3: next())
    }

    /// A count of bits or bytes: small, at a limb's or the word's edge, or beyond all machine types.
    mutating func count() -> Word256 {
        if Bool.random(using: &self) { return Word256(next() % 260) }
        return WordSource.counts.randomElement(using: &self) ?? .zero
    }

    /// A word of which every limb is an edge or random on its own.
    private mutating func limbwise() -> Word256 {
        Word256(limb0: limb(), limb1: limb(), limb2: limb(), limb3: limb())
    }

    private mutating func limb() -> UInt64 {
        switch Int.random(in: 0..<8, using: &self) {
        case 0, 1: 0
        case 2, 3: .max
        case 4: 1 << 63
        case 5: (1 << 63) &+ next() % 3 &- 1
        case 6: next() % 3 &- 1
        default: next()
        }
    }

    private mutating func nearPowerOfTwo() -> Word256 {
        let power = Word256.one.shiftedLeft(by: next() % 256)
        return power &+ Word256(signed: Int64.random(in: -2...2, using: &self))
    }

    /// Zero, one, the signs' edges, and 2⁶⁴ᵏ with its neighbours.
    static let edges: [Word256] = {
        var words: [Word256] = [.zero, .one, .max, .signedMin, .signedMin &- .one]
        for limb in 1..<4 {
            let power = Word256.one.shiftedLeft(by: UInt64(64 * limb))
            words += [power &- .one, power, power &+ .one, power.negated, ~power]
        }
        return words + [Word256.max &- .one, .signedMin &+ .one, 2, 3, 10]
    }()

    /// Shift counts and byte indexes at which some implementation has once been wrong.
    static let counts: [Word256] = {
        let small: [UInt64] = [
            0, 1, 7, 8, 29, 30, 31, 32, 33, 63, 64, 65, 127, 128, 129, 191, 192, 193, 254, 255, 256,
            257, 511, 512, 1 << 31, 1 << 32, 1 << 32 | 31, 1 << 63, .max,
        ]
        return small.map { Word256($0) } + [
            Word256(limb0: 0, limb1: 1, limb2: 0, limb3: 0),
            Word256(limb0: 5, limb1: 1, limb2: 0, limb3: 0),
            Word256(limb0: 5, limb1: 0, limb2: 1, limb3: 0),
            Word256(limb0: 5, limb1: 0, limb2: 0, limb3: 1), .signedMin, .max,
        ]
    }()
}

extension Word256 {
    /// The word as an unsigned number of the independent implementation.
    var big: BigUInt { BigUInt(words: [limb0, limb1, limb2, limb3].map { UInt($0) }) }

    /// The word as a two's complement number of the independent implementation.
    var signedBig: BigInt { isNegative ? BigInt(big) - (BigInt(1) << 256) : BigInt(big) }

    /// The low 256 bits of a number.
    init(low value: BigUInt) {
        let words = value.words.prefix(4).map { UInt64($0) } + [0, 0, 0, 0]
        self.init(limb0: words[0], limb1: words[1], limb2: words[2], limb3: words[3])
    }

    /// The two's complement word of a number, modulo 2²⁵⁶.
    init(low value: BigInt) {
        let word = Word256(low: value.magnitude)
        self = value.sign == .minus ? word.negated : word
    }
}

/// How many cases each property is tried with.
let caseCount = 3_000

/// Tries a property with pairs of words: every pair of edges, then random ones.
func forWordPairs(seed: UInt64, _ body: (Word256, Word256) -> Void) {
    for left in WordSource.edges {
        for right in WordSource.edges { body(left, right) }
    }
    var source = WordSource(seed: seed)
    for _ in 0..<caseCount { body(source.word(), source.word()) }
}
