/// Why a text is not hexadecimal bytes.
package enum HexError: Error, Equatable {
    /// The digits do not pair up into bytes.
    case oddDigitCount(Int)
    /// The character at an offset, in bytes from the start of the text, is no hexadecimal digit.
    case invalidDigit(offset: Int)
}

extension HexError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .oddDigitCount(let count):
            "an odd number of hexadecimal digits (\(count)) makes no whole bytes"
        case .invalidDigit(let offset): "no hexadecimal digit at offset \(offset)"
        }
    }
}

/// Bytes as hexadecimal text.
package enum Hex {
    /// Reads bytes, with or without `0x`, in either letter case.
    ///
    /// - Throws: where the first wrong character is, or that a digit lacks its pair.
    package static func decode(_ text: some StringProtocol) throws(HexError) -> [UInt8] {
        let characters = text.utf8
        var position = characters.startIndex
        var offset = 0
        if characters.starts(with: "0x".utf8) {
            position = characters.index(position, offsetBy: 2)
            offset = 2
        }
        let digitCount = characters.count - offset
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digitCount / 2)
        var pending: UInt8?
        while position != characters.endIndex {
            guard let digit = value(of: characters[position]) else {
                throw .invalidDigit(offset: offset)
            }
            if let upper = pending {
                bytes.append(upper << 4 | digit)
                pending = nil
            } else {
                pending = digit
            }
            position = characters.index(after: position)
            offset += 1
        }
        if pending != nil { throw .oddDigitCount(digitCount) }
        return bytes
    }

    /// Spells bytes in lower-case digits.
    package static func encode(_ bytes: some Collection<UInt8>, prefix: Bool = true) -> String {
        let start = prefix ? 2 : 0
        let count = start + bytes.count * 2
        return unsafe String(unsafeUninitializedCapacity: count) { buffer in
            if prefix {
                unsafe buffer[0] = UInt8(ascii: "0")
                unsafe buffer[1] = UInt8(ascii: "x")
            }
            var position = start
            for byte in bytes {
                unsafe buffer[position] = digit(of: byte >> 4)
                unsafe buffer[position + 1] = digit(of: byte & 15)
                position += 2
            }
            return count
        }
    }

    /// The value of a digit's character, nil for any other character.
    static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func digit(of value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
