extension Word256 {
    /// Reads a hexadecimal number, with or without `0x`; nil if it is none or needs over 256 bits.
    package init?(hex text: some StringProtocol) {
        var digits = text.utf8[...]
        if digits.starts(with: "0x".utf8) { digits = digits.dropFirst(2) }
        guard !digits.isEmpty else { return nil }
        self.init()
        for character in digits {
            guard let digit = Hex.value(of: character), limb3 &>> 60 == 0 else { return nil }
            self = shiftedLeft(by: 4)
            limb0 |= UInt64(digit)
        }
    }

    /// Reads a decimal number; nil if it is none or needs over 256 bits.
    package init?(decimal text: some StringProtocol) {
        guard !text.isEmpty else { return nil }
        self.init()
        for character in text.utf8 {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character) else { return nil }
            let digit = Word256(UInt64(character - UInt8(ascii: "0")))
            let (high, low) = multiplied(by: 10, adding: digit)
            guard high == 0 else { return nil }
            self = low
        }
    }

    /// The number in hexadecimal with `0x` and no leading zeros, as JSON-RPC spells quantities.
    package var hexString: String {
        guard !fitsUInt64 else { return "0x" + String(limb0, radix: 16) }
        let digits = hex64String.utf8.dropFirst(2).drop { $0 == UInt8(ascii: "0") }
        return "0x" + String(Substring(digits))
    }

    /// The word in hexadecimal with `0x` and all 64 digits, as JSON-RPC spells hashes.
    package var hex64String: String { Hex.encode(bytes) }

    /// The number in decimal.
    package var decimalString: String {
        // The largest power of ten in a limb: each division yields 19 digits.
        let chunk = Word256(10_000_000_000_000_000_000 as UInt64)
        var text = ""
        var rest = self
        while !rest.fitsUInt64 || rest >= chunk {
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: chunk)
            let digits = String(remainder.limb0)
            text = String(repeating: "0", count: 19 - digits.utf8.count) + digits + text
            rest = quotient
        }
        return String(rest.limb0) + text
    }
}

extension Word256: CustomStringConvertible {
    @usableFromInline package var description: String { hexString }
}
