/// A fast 64-bit hash of a sequence of values, the same in every run and on every host.
///
/// For state digests, not for secrets: no one need fear an adversary here, but two states that
/// differ must not agree by accident. The construction is that of the xxHash family: every step
/// permutes the state for a given value and is injective in the value for a given state, so two
/// sequences of equal shape that differ in one place never collide before `finalize`, which is a
/// permutation too.
@usableFromInline
package struct Digest64: Sendable {
    @usableFromInline package var state: UInt64

    @inlinable
    package init(seed: UInt64 = 0) {
        state = seed &+ Digest64.factor3
    }

    /// Mixes in a number.
    @inlinable
    package mutating func mix(_ value: UInt64) {
        let spread = Digest64.rotate(value &* Digest64.factor2, 31) &* Digest64.factor1
        state = Digest64.rotate(state ^ spread, 27) &* Digest64.factor1 &+ Digest64.factor4
    }

    /// Mixes in a count, or any signed number.
    @inlinable
    package mutating func mix(_ value: Int) { mix(UInt64(bitPattern: Int64(value))) }

    @inlinable
    package mutating func mix(_ word: Word256) {
        mix(word.limb0)
        mix(word.limb1)
        mix(word.limb2)
        mix(word.limb3)
    }

    @inlinable
    package mutating func mix(_ address: Address) {
        mix(address.high)
        mix(address.middle)
        mix(UInt64(address.low))
    }

    /// Mixes in bytes and their count.
    package mutating func mix(_ bytes: UnsafeRawBufferPointer) {
        var position = 0
        if bytes.count >= 32 { position = unsafe mixStripes(bytes) }
        while position &+ 8 <= bytes.count {
            mix(unsafe Digest64.load(bytes, position))
            position &+= 8
        }
        if position < bytes.count {
            var tail: UInt64 = 0
            var shift: UInt64 = 0
            while position < bytes.count {
                tail |= unsafe UInt64(bytes[position]) &<< shift
                position &+= 1
                shift &+= 8
            }
            mix(tail)
        }
        mix(UInt64(truncatingIfNeeded: bytes.count))
    }

    /// Mixes in bytes and their count.
    package mutating func mix(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe mix($0) }
    }

    /// The digest of what was mixed in so far; mixing may go on.
    @inlinable
    package func finalize() -> UInt64 {
        var value = state
        value = (value ^ (value &>> 33)) &* Digest64.factor2
        value = (value ^ (value &>> 29)) &* Digest64.factor3
        return value ^ (value &>> 32)
    }

    /// Mixes whole stripes of 32 bytes in four independent lanes, and says where they end.
    private mutating func mixStripes(_ bytes: UnsafeRawBufferPointer) -> Int {
        var lane0 = state &+ Digest64.factor1
        var lane1 = state ^ Digest64.factor2
        var lane2 = state
        var lane3 = state &- Digest64.factor1
        var position = 0
        while position &+ 32 <= bytes.count {
            lane0 = unsafe Digest64.round(lane0, Digest64.load(bytes, position))
            lane1 = unsafe Digest64.round(lane1, Digest64.load(bytes, position &+ 8))
            lane2 = unsafe Digest64.round(lane2, Digest64.load(bytes, position &+ 16))
            lane3 = unsafe Digest64.round(lane3, Digest64.load(bytes, position &+ 24))
            position &+= 32
        }
        mix(lane0)
        mix(lane1)
        mix(lane2)
        mix(lane3)
        return position
    }

    private static func round(_ lane: UInt64, _ value: UInt64) -> UInt64 {
        rotate(lane &+ value &* factor2, 31) &* factor1
    }

    private static func load(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt64 {
        unsafe UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    @inlinable
    package static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
        (value &<< count) | (value &>> (64 &- count))
    }

    /// The halves of a product combined: a cheap mixture of two numbers, both best irregular.
    @inlinable
    package static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    // Odd numbers with irregular bits: the fractional parts of the square roots of 2, 3, 5 and 7,
    // made odd.
    @inlinable package static var factor1: UInt64 { 0x6a09_e667_f3bc_c909 }
    @inlinable package static var factor2: UInt64 { 0xbb67_ae85_84ca_a73b }
    @inlinable package static var factor3: UInt64 { 0x3c6e_f372_fe94_f82b }
    @inlinable package static var factor4: UInt64 { 0xa54f_f53a_5f1d_36f1 }
}
