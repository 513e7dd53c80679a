package import Primitives

/// The quantities of official fixtures: hexadecimal strings of any width.
///
/// Fixtures write leading zeros, odd numbers of digits and mixed case; sizes are judged by value,
/// never by how many digits there are.
extension JSONNode {
    /// A number of at most 256 bits.
    package func word() throws(FixtureError) -> Word256 {
        guard let word = try wordOrNil() else {
            throw failure(expected: "a number of at most 256 bits")
        }
        return word
    }

    /// A number, or nil where it has more than 256 bits.
    ///
    /// A few fixtures prefix such a number with `0x:bigint `.
    package func wordOrNil() throws(FixtureError) -> Word256? {
        var digits = try hexDigits(strippingBigIntegerPrefix: true)
        guard !digits.isEmpty else { throw failure(expected: "a hexadecimal number") }
        while let first = digits.first, first == UInt8(ascii: "0") {
            digits = UnsafeRawBufferPointer(rebasing: digits.dropFirst())
        }
        var limbs: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for byte in digits {
            let digit = HexDigit.value(byte)
            guard digit < 16 else { throw failure(expected: "a hexadecimal number") }
            guard digits.count <= 64 else { continue }
            limbs.3 = limbs.3 << 4 | limbs.2 >> 60
            limbs.2 = limbs.2 << 4 | limbs.1 >> 60
            limbs.1 = limbs.1 << 4 | limbs.0 >> 60
            limbs.0 = limbs.0 << 4 | UInt64(digit)
        }
        guard digits.count <= 64 else { return nil }
        return Word256(limb0: limbs.0, limb1: limbs.1, limb2: limbs.2, limb3: limbs.3)
    }

    /// A number of at most 64 bits.
    package func integer() throws(FixtureError) -> UInt64 {
        guard let number = try wordOrNil()?.asUInt64 else {
            throw failure(expected: "a number of at most 64 bits")
        }
        return number
    }

    /// A JSON number that counts something in an array.
    package func arrayIndex() throws(FixtureError) -> Int {
        guard kind == .number, let index = Int(text), index >= 0 else {
            throw failure(expected: "an index")
        }
        return index
    }

    /// A JSON number that counts something, of which there is a most.
    package func count(atMost limit: Int) throws(FixtureError) -> Int {
        guard kind == .number, let count = Int(text), (0...limit).contains(count) else {
            throw failure(expected: "a number from 0 to \(limit)")
        }
        return count
    }

    /// Twenty bytes.
    package func address() throws(FixtureError) -> Address {
        let digits = try hexDigits()
        guard digits.count == 40, let bytes = HexDigit.bytes(digits),
            let address = Address(bytes: bytes)
        else { throw failure(expected: "an address of 40 hexadecimal digits") }
        return address
    }

    /// Bytes, two digits each.
    package func bytes() throws(FixtureError) -> [UInt8] {
        let digits = try hexDigits()
        guard digits.count % 2 == 0 else {
            throw failure(expected: "an even number of hexadecimal digits")
        }
        guard let bytes = HexDigit.bytes(digits) else {
            throw failure(expected: "hexadecimal digits")
        }
        return bytes
    }

    /// The digits after `0x`.
    private func hexDigits(
        strippingBigIntegerPrefix: Bool = false
    ) throws(FixtureError) -> UnsafeRawBufferPointer {
        guard kind == .string else { throw failure(expected: "a string of hexadecimal digits") }
        var raw = rawText
        let prefix: StaticString = "0x:bigint "
        if strippingBigIntegerPrefix, raw.count > 10,
            raw.prefix(10).elementsEqual(UnsafeBufferPointer(start: prefix.utf8Start, count: 10))
        {
            raw = UnsafeRawBufferPointer(rebasing: raw.dropFirst(10))
        }
        guard raw.count >= 2, raw[0] == UInt8(ascii: "0"), raw[1] | 0x20 == UInt8(ascii: "x") else {
            throw failure(expected: "'0x' and hexadecimal digits")
        }
        return UnsafeRawBufferPointer(rebasing: raw.dropFirst(2))
    }
}

/// One hexadecimal digit at a time, on raw bytes: fixtures are nine tenths digits.
package enum HexDigit {
    /// The value of an ASCII digit, or 255.
    @inline(__always)
    package static func value(_ byte: UInt8) -> UInt8 {
        let decimal = byte &- UInt8(ascii: "0")
        if decimal < 10 { return decimal }
        let letter = (byte | 0x20) &- UInt8(ascii: "a")
        return letter < 6 ? letter + 10 : 255
    }

    /// The bytes that an even number of digits stands for, or nil.
    package static func bytes(_ digits: UnsafeRawBufferPointer) -> [UInt8]? {
        var isHex = true
        let count = digits.count / 2
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            for index in 0..<count {
                let high = value(digits[2 &* index])
                let low = value(digits[2 &* index &+ 1])
                isHex = isHex && (high | low) < 16
                buffer[index] = high << 4 | low & 15
            }
            filled = count
        }
        return isHex && digits.count % 2 == 0 ? bytes : nil
    }
}
