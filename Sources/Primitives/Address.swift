/// An account's address: 20 bytes.
///
/// Kept as three numbers in big-endian order, so that comparing them compares the bytes.
@usableFromInline
package struct Address: Hashable, Sendable {
    /// Bytes 0 to 7.
    @usableFromInline package let high: UInt64
    /// Bytes 8 to 15.
    @usableFromInline package let middle: UInt64
    /// Bytes 16 to 19.
    @usableFromInline package let low: UInt32

    @inlinable
    package init(high: UInt64, middle: UInt64, low: UInt32) {
        self.high = high
        self.middle = middle
        self.low = low
    }

    /// The address in a word's low 20 bytes.
    @inlinable
    package init(word: Word256) {
        self.init(
            high: (word.limb2 &<< 32) | (word.limb1 &>> 32),
            middle: (word.limb1 &<< 32) | (word.limb0 &>> 32),
            low: UInt32(truncatingIfNeeded: word.limb0))
    }

    /// The address of a small number, as precompiled contracts have.
    @inlinable
    package init(number: UInt64) {
        self.init(word: Word256(number))
    }

    /// Loads 20 bytes.
    @inlinable
    package init(bytes: UnsafeRawPointer) {
        unsafe self.init(
            high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
            middle: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
            low: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self)))
    }

    /// Makes an address of its bytes; nil unless there are 20.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 20 else { return nil }
        self.init(word: Word256(bigEndian: bytes))
    }

    /// Reads 40 hexadecimal digits, with or without `0x`, in either letter case.
    package init?(hex text: some StringProtocol) {
        guard let bytes = try? Hex.decode(text) else { return nil }
        self.init(bytes: bytes)
    }

    @inlinable package static var zero: Address { Address(high: 0, middle: 0, low: 0) }

    /// The word with the address in its low 20 bytes and zeros above.
    @inlinable package var asWord: Word256 {
        Word256(
            limb0: (middle &<< 32) | UInt64(low), limb1: (high &<< 32) | (middle &>> 32),
            limb2: high &>> 32, limb3: 0)
    }

    @inlinable package var isZero: Bool { (high | middle | UInt64(low)) == 0 }

    /// Stores 20 bytes.
    @inlinable
    package func store(to bytes: UnsafeMutableRawPointer) {
        unsafe bytes.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
        unsafe bytes.storeBytes(of: middle.bigEndian, toByteOffset: 8, as: UInt64.self)
        unsafe bytes.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt32.self)
    }

    /// The address as 20 bytes.
    package var bytes: [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 20) { buffer, count in
            let word = asWord
            for index in 0..<20 { unsafe buffer[index] = word.byte(index + 12) }
            count = 20
        }
    }

    /// The address as `0x` and 40 lower-case hexadecimal digits.
    package var hexString: String { Hex.encode(bytes) }

    @inlinable
    package static func == (left: Address, right: Address) -> Bool {
        ((left.high ^ right.high) | (left.middle ^ right.middle) | UInt64(left.low ^ right.low))
            == 0
    }

    /// Feeds one number that depends on all bytes; see `Word256.hash(into:)`.
    @inlinable
    package func hash(into hasher: inout Hasher) {
        let upper = Digest64.fold(high ^ Digest64.factor1, middle ^ Digest64.factor2)
        hasher.combine(upper &+ UInt64(low) &* Digest64.factor3)
    }
}

extension Address: Comparable {
    /// Compares the bytes in order.
    @inlinable
    package static func < (left: Address, right: Address) -> Bool {
        left.asWord < right.asWord
    }
}

extension Address: CustomStringConvertible {
    @usableFromInline package var description: String { hexString }
}
