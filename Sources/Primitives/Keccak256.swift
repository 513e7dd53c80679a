/// The Keccak-256 hash with the original padding, which Ethereum uses (Yellow Paper, appendix F).
///
/// Keccak-f[1600] with a rate of 136 bytes and a capacity of 64; unlike SHA3-256, the padding begins
/// with a byte 0x01. The hash of 32 bytes comes as the big-endian number that they spell.
package enum Keccak256 {
    /// The hash of no bytes, which is the code hash of an account without code.
    package static let emptyHash = Word256(
        limb0: 0x7bfa_d804_5d85_a470, limb1: 0xe500_b653_ca82_273b,
        limb2: 0x927e_7db2_dcc7_03c0, limb3: 0xc5d2_4601_86f7_233c)

    /// The bytes that one permutation absorbs.
    private static let rate = 136

    package static func hash(_ bytes: UnsafeRawBufferPointer) -> Word256 {
        var lanes = KeccakLanes()
        var position = 0
        unsafe withUnsafeMutableBytes(of: &lanes) { state in
            while bytes.count &- position >= rate {
                unsafe absorb(bytes, position, count: rate, into: state)
                unsafe permute(state)
                position &+= rate
            }
            let rest = bytes.count &- position
            unsafe absorb(bytes, position, count: rest, into: state)
            unsafe state[rest] ^= 0x01
            unsafe state[rate &- 1] ^= 0x80
        }
        return lanes.permutedHash()
    }

    package static func hash(_ bytes: [UInt8]) -> Word256 {
        unsafe bytes.withUnsafeBytes { unsafe hash($0) }
    }

    package static func hash(_ bytes: ArraySlice<UInt8>) -> Word256 {
        unsafe bytes.withUnsafeBytes { unsafe hash($0) }
    }

    /// The hash of an address's 20 bytes.
    package static func hash(_ address: Address) -> Word256 {
        var lanes = KeccakLanes()
        lanes.a0 = address.high.byteSwapped
        lanes.a1 = address.middle.byteSwapped
        lanes.a2 = UInt64(address.low.byteSwapped) | 0x01 &<< 32
        lanes.a16 = 0x80 &<< 56
        return lanes.permutedHash()
    }

    /// The hash of a word's 32 big-endian bytes.
    package static func hash(_ word: Word256) -> Word256 {
        var lanes = KeccakLanes()
        lanes.a0 = word.limb3.byteSwapped
        lanes.a1 = word.limb2.byteSwapped
        lanes.a2 = word.limb1.byteSwapped
        lanes.a3 = word.limb0.byteSwapped
        lanes.a4 = 0x01
        lanes.a16 = 0x80 &<< 56
        return lanes.permutedHash()
    }

    /// The hash of two words' 64 big-endian bytes, such as the slot of a mapping's entry.
    package static func hash(_ first: Word256, _ second: Word256) -> Word256 {
        var lanes = KeccakLanes()
        lanes.a0 = first.limb3.byteSwapped
        lanes.a1 = first.limb2.byteSwapped
        lanes.a2 = first.limb1.byteSwapped
        lanes.a3 = first.limb0.byteSwapped
        lanes.a4 = second.limb3.byteSwapped
        lanes.a5 = second.limb2.byteSwapped
        lanes.a6 = second.limb1.byteSwapped
        lanes.a7 = second.limb0.byteSwapped
        lanes.a8 = 0x01
        lanes.a16 = 0x80 &<< 56
        return lanes.permutedHash()
    }

    /// Adds bytes to the start of the state, by lanes and then by single bytes.
    private static func absorb(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, count: Int,
        into state: UnsafeMutableRawBufferPointer
    ) {
        var offset = 0
        while offset &+ 8 <= count {
            let lane = unsafe state.load(fromByteOffset: offset, as: UInt64.self)
            let next = unsafe bytes.loadUnaligned(
                fromByteOffset: start &+ offset, as: UInt64.self)
            unsafe state.storeBytes(of: lane ^ next, toByteOffset: offset, as: UInt64.self)
            offset &+= 8
        }
        while offset < count {
            unsafe state[offset] ^= bytes[start &+ offset]
            offset &+= 1
        }
    }

    private static func permute(_ state: UnsafeMutableRawBufferPointer) {
        unsafe state.withMemoryRebound(to: KeccakLanes.self) { unsafe $0[0].permute() }
    }
}
