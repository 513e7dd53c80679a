import BigInt
import Primitives
import Testing

@Suite("Word256: sums, differences, products and order")
struct Word256ArithmeticTests {
    private let modulus = BigUInt(1) << 256

    @Test func `sums and their carry agree with unlimited integers`() {
        forWordPairs(seed: 1) { left, right in
            let expected = left.big + right.big
            let (sum, overflow) = left.addingReportingOverflow(right)
            #expect(sum == Word256(low: expected), "\(left) + \(right)")
            #expect(overflow == (expected >= modulus), "\(left) + \(right)")
            #expect(left &+ right == sum)
        }
    }

    @Test func `differences and their borrow agree with unlimited integers`() {
        forWordPairs(seed: 2) { left, right in
            let (difference, overflow) = left.subtractingReportingOverflow(right)
            let expected = left.big + modulus - right.big
            #expect(difference == Word256(low: expected), "\(left) - \(right)")
            #expect(overflow == (left.big < right.big), "\(left) - \(right)")
            #expect(left &- right == difference)
        }
    }

    @Test func `products agree with unlimited integers in both halves`() {
        forWordPairs(seed: 3) { left, right in
            let expected = left.big * right.big
            let (high, low) = left.multipliedFullWidth(by: right)
            #expect(low == Word256(low: expected), "\(left) * \(right)")
            #expect(high == Word256(low: expected >> 256), "\(left) * \(right)")
            #expect(left &* right == low, "\(left) * \(right)")
        }
    }

    @Test func `a row of a product has its fifth limb`() {
        forWordPairs(seed: 4) { left, right in
            let expected = left.big * BigUInt(right.limb2) + right.big
            let (high, low) = left.multiplied(by: right.limb2, adding: right)
            #expect(low == Word256(low: expected))
            #expect(BigUInt(high) == expected >> 256)
        }
    }

    @Test func `powers agree with modular exponentiation`() {
        var source = WordSource(seed: 5)
        for _ in 0..<150 {
            let (base, exponent) = (source.word(), source.word())
            let expected = base.big.power(exponent.big, modulus: modulus)
            #expect(base.power(exponent) == Word256(low: expected), "\(base) ** \(exponent)")
        }
        for exponent in WordSource.counts {
            let expected = BigUInt(2).power(exponent.big, modulus: modulus)
            #expect(Word256(2 as UInt64).power(exponent) == Word256(low: expected))
        }
    }

    @Test func `anything to the power of zero is one`() {
        for base in WordSource.edges { #expect(base.power(.zero) == .one, "\(base)") }
        #expect(Word256.zero.power(.max) == .zero)
    }

    @Test func `negation and magnitude agree with unlimited integers`() {
        forWordPairs(seed: 6) { word, _ in
            #expect(word.negated == Word256(low: -word.signedBig))
            #expect(word.signedMagnitude.big == word.signedBig.magnitude)
        }
        #expect(Word256.signedMin.negated == .signedMin)
    }

    @Test func `unsigned and signed order agree with unlimited integers`() {
        forWordPairs(seed: 7) { left, right in
            #expect((left < right) == (left.big < right.big), "\(left) < \(right)")
            #expect((left <= right) == (left.big <= right.big), "\(left) <= \(right)")
            #expect((left > right) == (left.big > right.big), "\(left) > \(right)")
            #expect((left >= right) == (left.big >= right.big), "\(left) >= \(right)")
            #expect((left == right) == (left.big == right.big), "\(left) == \(right)")
            #expect(left.signedLess(than: right) == (left.signedBig < right.signedBig))
        }
    }

    @Test func `words that differ in one limb only are ordered by it and unequal`() {
        for position in stride(from: 0, to: 256, by: 64) {
            let bit = Word256.one.shiftedLeft(by: UInt64(position))
            #expect(Word256.zero < bit && Word256.zero != bit)
            #expect(!(bit < Word256.zero) && !(bit < bit))
        }
    }

    @Test func `equal words are one key and different words are many`() {
        var keys: Set<Word256> = []
        var addresses: Set<Address> = []
        for position in 0..<256 as Range<UInt64> {
            keys.insert(Word256.one.shiftedLeft(by: position))
            keys.insert((Word256.one.shiftedLeft(by: position) &- .one) &+ .one)
            addresses.insert(Address(word: Word256.one.shiftedLeft(by: position)))
        }
        #expect(keys.count == 256)
        #expect(addresses.count == 161)  // the zero address for all positions from 160
    }

    @Test func `hash values tell words apart that differ in one bit`() {
        var source = WordSource(seed: 8)
        for _ in 0..<200 {
            let word = source.word()
            let neighbours = (0..<256 as Range<UInt64>).map {
                (word ^ Word256.one.shiftedLeft(by: $0)).hashValue
            }
            #expect(Set(neighbours + [word.hashValue]).count == 257, "\(word)")
        }
    }

    @Test func `signed numbers extend their sign`() {
        for value in [Int64.min, -2, -1, 0, 1, .max] {
            #expect(Word256(signed: value).signedBig == BigInt(value))
        }
        let negative: Word256 = Word256(signed: -5)
        #expect(negative &+ 5 == 0)
    }
}
