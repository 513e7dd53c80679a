/// The escapes of JSON strings (RFC 8259, section 7), read and written.
package enum JSONEscape {
    /// Replaces escapes by what they stand for; a broken one becomes U+FFFD.
    package static func unescape(_ raw: String) -> String {
        var result = String.UnicodeScalarView()
        var scalars = raw.unicodeScalars.makeIterator()
        var high: UInt32?
        while let scalar = scalars.next() {
            guard scalar == "\\" else {
                result.append(scalar)
                continue
            }
            guard let escape = scalars.next() else { break }
            guard escape == "u" else {
                result.append(plain(escape))
                continue
            }
            let unit = (0..<4).reduce(UInt32(0)) { value, _ in
                value << 4
                    | (scalars.next().flatMap { Character($0).hexDigitValue }.map(UInt32.init) ?? 0)
            }
            if unit & 0xfc00 == 0xd800 {
                high = unit
                continue
            }
            var value = unit
            if let first = high, unit & 0xfc00 == 0xdc00 {
                value = 0x10000 + (first & 0x3ff) << 10 + unit & 0x3ff
            }
            high = nil
            result.append(Unicode.Scalar(value) ?? "\u{fffd}")
        }
        return String(result)
    }

    private static func plain(_ escape: Unicode.Scalar) -> Unicode.Scalar {
        switch escape {
        case "n": "\n"
        case "t": "\t"
        case "r": "\r"
        case "b": "\u{8}"
        case "f": "\u{c}"
        default: escape
        }
    }

    /// The text as a JSON string, quotes included.
    package static func quote(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
