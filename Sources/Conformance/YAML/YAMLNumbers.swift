package import Primitives

/// The values of suites, as docs/suites.md defines them.
extension YAMLNode {
    /// A word: a number modulo 2^256.
    package func word() throws(FixtureError) -> Word256 {
        let text = try requireText("a number")
        do {
            return try SuiteNumber(parsing: text).word
        } catch {
            throw failure(expected: error.expected)
        }
    }

    /// A number of at most 64 bits that is not negative.
    package func integer() throws(FixtureError) -> UInt64 {
        let text = try requireText("a number")
        do throws(SuiteNumberError) {
            guard let value = try SuiteNumber(parsing: text).asUInt64 else {
                throw SuiteNumberError(expected: "a number from 0 to 2^64-1")
            }
            return value
        } catch {
            throw failure(expected: error.expected)
        }
    }

    /// An address in hexadecimal, padded on the left.
    package func address() throws(FixtureError) -> Address {
        let expected = "an address: '0x' and at most 40 hexadecimal digits"
        let text = try requireText(expected)
        guard text.hasPrefix("0x"), text.count > 2, text.count <= 42,
            text.dropFirst(2).allSatisfy(\.isHexDigit), let word = Word256(hex: text)
        else { throw failure(expected: expected) }
        return Address(word: word)
    }

    /// Bytes: hexadecimal digits, or a list of numbers of 32 bytes each.
    package func bytes() throws(FixtureError) -> [UInt8] {
        if let elements {
            var bytes: [UInt8] = []
            for element in elements { bytes += try element.word().bytes }
            return bytes
        }
        let expected = "bytes: '0x' and an even number of hexadecimal digits, or a list of numbers"
        let text = try requireText(expected)
        guard text.hasPrefix("0x") else { throw failure(expected: expected) }
        do {
            return try Hex.decode(text.filter { !$0.isWhitespace && $0 != "_" })
        } catch {
            throw failure(expected: expected)
        }
    }

    package func boolean() throws(FixtureError) -> Bool {
        switch text {
        case "true": return true
        case "false": return false
        default: throw failure(expected: "true or false")
        }
    }
}

/// Why a text is not a number of a suite.
package struct SuiteNumberError: Error {
    package let expected: String
}

/// A number of a suite: `21_000`, `0xff`, `2^64-1`, `-2^255`.
package struct SuiteNumber {
    /// The value modulo 2^256.
    package var word: Word256 { isNegative ? .zero &- magnitude : magnitude }

    /// Whether the value is below zero.
    package private(set) var isNegative: Bool

    /// The distance from zero, modulo 2^256.
    private var magnitude: Word256

    /// Whether the distance from zero is 2^256 or more.
    private var hasCarry: Bool

    private static let form =
        "a number: decimal, 0x…, or a power of two such as 2^64-1, with an optional sign"
    private static let tooLarge = SuiteNumberError(expected: "a number of at most 256 bits")

    /// The value, if it is from 0 to 2^64-1.
    package var asUInt64: UInt64? {
        isNegative || hasCarry ? nil : magnitude.asUInt64
    }

    package init(parsing text: some StringProtocol) throws(SuiteNumberError) {
        var rest = String(text).filter { $0 != "_" }[...]
        isNegative = rest.first == "-"
        if isNegative { rest.removeFirst() }
        let first = rest.prefix { $0 != "+" && $0 != "-" }
        (magnitude, hasCarry) = try Self.firstTerm(first)
        rest = rest.dropFirst(first.count)
        if let sign = rest.popFirst() {
            try add(try Self.decimal(rest), isNegative: sign == "-")
        }
        if magnitude.isZero && !hasCarry { isNegative = false }
    }

    private mutating func add(_ term: Word256, isNegative sign: Bool) throws(SuiteNumberError) {
        if sign == isNegative {
            let (sum, overflow) = magnitude.addingReportingOverflow(term)
            guard !(overflow && hasCarry) else { throw Self.tooLarge }
            magnitude = sum
            hasCarry = hasCarry || overflow
        } else if hasCarry || magnitude >= term {
            hasCarry = hasCarry && magnitude >= term
            magnitude = magnitude &- term
        } else {
            magnitude = term &- magnitude
            isNegative = sign
        }
    }

    private static func firstTerm(
        _ text: some StringProtocol
    ) throws(SuiteNumberError) -> (Word256, hasCarry: Bool) {
        if text.hasPrefix("2^") {
            guard text.dropFirst(2).allSatisfy(\.isNumber), let exponent = UInt64(text.dropFirst(2))
            else { throw SuiteNumberError(expected: form) }
            guard exponent <= 256 else {
                throw SuiteNumberError(expected: "a power of two of at most 2^256")
            }
            return (Word256.one.shiftedLeft(by: Word256(exponent)), exponent == 256)
        }
        guard text.hasPrefix("0x") else { return (try decimal(text), false) }
        let digits = text.dropFirst(2)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ HexDigit.value($0) < 16 }) else {
            throw SuiteNumberError(expected: form)
        }
        guard let word = Word256(hex: text) else { throw tooLarge }
        return (word, false)
    }

    private static func decimal(_ text: some StringProtocol) throws(SuiteNumberError) -> Word256 {
        guard !text.isEmpty, text.utf8.allSatisfy({ HexDigit.value($0) < 10 }) else {
            throw SuiteNumberError(expected: form)
        }
        guard let word = Word256(decimal: text) else { throw tooLarge }
        return word
    }
}
