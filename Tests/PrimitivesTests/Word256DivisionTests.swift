import BigInt
import Primitives
import Testing

@Suite("Word256: division and arithmetic modulo a word")
struct Word256DivisionTests {
    @Test func `quotients and remainders agree with unlimited integers`() {
        forWordPairs(seed: 11) { dividend, divisor in
            guard !divisor.isZero else { return }
            let expected = dividend.big.quotientAndRemainder(dividingBy: divisor.big)
            let actual = dividend.quotientAndRemainder(dividingBy: divisor)
            #expect(actual.quotient.big == expected.quotient, "\(dividend) / \(divisor)")
            #expect(actual.remainder.big == expected.remainder, "\(dividend) % \(divisor)")
            #expect(dividend.divided(by: divisor) == actual.quotient, "\(dividend) / \(divisor)")
            #expect(dividend.remainder(by: divisor) == actual.remainder, "\(dividend) % \(divisor)")
        }
    }

    /// The dividend is built of its quotient, so that long and extreme quotients are common.
    @Test(arguments: 1...4)
    func `a product plus a rest divides back into both`(limbCount: Int) {
        var source = WordSource(seed: UInt64(20 + limbCount))
        for _ in 0..<caseCount {
            let divisor = source.word().shiftedRight(by: UInt64(256 - 64 * limbCount))
            guard !divisor.isZero else { continue }
            let room = UInt64(divisor.leadingZeroBitCount)
            let quotient = source.word().shiftedRight(by: 256 - room)
            let rest = source.word().remainder(by: divisor)
            let (dividend, overflow) = (quotient &* divisor).addingReportingOverflow(rest)
            guard !overflow else { continue }
            let actual = dividend.quotientAndRemainder(dividingBy: divisor)
            #expect(actual.quotient == quotient, "\(dividend) / \(divisor)")
            #expect(actual.remainder == rest, "\(dividend) % \(divisor)")
        }
    }

    @Test func `dividing by zero gives zero`() {
        for word in WordSource.edges {
            #expect(word.divided(by: .zero) == .zero)
            #expect(word.remainder(by: .zero) == .zero)
            #expect(word.signedDivided(by: .zero) == .zero)
            #expect(word.signedRemainder(by: .zero) == .zero)
            #expect(word.addModulo(word, .zero) == .zero)
            #expect(word.mulModulo(word, .zero) == .zero)
        }
    }

    @Test func `signed division truncates towards zero`() {
        // BigInt divides so too; only -2²⁵⁵ / -1 leaves the range, and wraps.
        forWordPairs(seed: 12) { dividend, divisor in
            guard !divisor.isZero else { return }
            let (quotient, remainder) = dividend.signedBig.quotientAndRemainder(
                dividingBy: divisor.signedBig)
            #expect(dividend.signedDivided(by: divisor) == Word256(low: quotient))
            #expect(dividend.signedRemainder(by: divisor) == Word256(low: remainder))
        }
    }

    @Test func `the smallest signed word divided by minus one is itself`() {
        #expect(Word256.signedMin.signedDivided(by: .max) == .signedMin)
        #expect(Word256.signedMin.signedRemainder(by: .max) == .zero)
    }

    @Test(
        arguments: [
            (7, 3, 2, 1), (-7, 3, -2, -1), (7, -3, -2, 1), (-7, -3, 2, -1), (-8, 3, -2, -2),
            (8, -3, -2, 2), (-3, 7, 0, -3), (3, -7, 0, 3), (-6, 3, -2, 0),
        ] as [(Int64, Int64, Int64, Int64)])
    func `a signed remainder has the sign of its dividend`(
        dividend: Int64, divisor: Int64, quotient: Int64, remainder: Int64
    ) {
        let (left, right) = (Word256(signed: dividend), Word256(signed: divisor))
        #expect(left.signedDivided(by: right) == Word256(signed: quotient))
        #expect(left.signedRemainder(by: right) == Word256(signed: remainder))
    }

    @Test func `sums modulo a word keep their carry`() {
        var source = WordSource(seed: 13)
        forWordPairs(seed: 14) { left, right in
            for modulus in [source.word(), left, right, right &+ .one] where !modulus.isZero {
                let expected = (left.big + right.big) % modulus.big
                #expect(
                    left.addModulo(right, modulus).big == expected,
                    "(\(left) + \(right)) % \(modulus)")
            }
        }
        #expect(Word256.max.addModulo(.max, .max &- .one) == 2)
    }

    @Test func `products modulo a word keep all 512 bits`() {
        var source = WordSource(seed: 15)
        forWordPairs(seed: 16) { left, right in
            for modulus in [source.word(), left, right &+ .one] where !modulus.isZero {
                let expected = (left.big * right.big) % modulus.big
                #expect(
                    left.mulModulo(right, modulus).big == expected,
                    "(\(left) * \(right)) % \(modulus)")
            }
        }
        #expect(Word256.max.mulModulo(.max, .max) == 0)
        #expect(Word256.max.mulModulo(.max, 12) == 9)
    }

    @Test(arguments: 1...4)
    func `products modulo a word of few limbs agree with unlimited integers`(limbCount: Int) {
        var source = WordSource(seed: UInt64(30 + limbCount))
        for _ in 0..<caseCount {
            let (left, right) = (source.word(), source.word())
            let modulus = source.word().shiftedRight(by: UInt64(256 - 64 * limbCount))
            guard !modulus.isZero else { continue }
            let expected = (left.big * right.big) % modulus.big
            #expect(
                left.mulModulo(right, modulus).big == expected,
                "(\(left) * \(right)) % \(modulus)")
        }
    }
}
