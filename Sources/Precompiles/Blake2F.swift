import Primitives

/// The contract at 0x09: the compression function of BLAKE2b (EIP-152, RFC 7693).
///
/// The input is the number of rounds (big endian), eight words of state, sixteen of message and
/// two of offset (little endian), and the final flag: 213 bytes exactly.
enum Blake2F {
    private static var inputCount: Int { 213 }

    /// One gas a round; an input of another length fails whatever it pays.
    static func gasCost(input: UnsafeRawBufferPointer) -> UInt64 {
        input.count == inputCount ? UInt64(rounds(input)) : 0
    }

    static func run(input: UnsafeRawBufferPointer) -> PrecompileResult {
        guard input.count == inputCount, input[212] <= 1 else { return .failure }
        let message = Blake2Message(input)
        var lanes = Blake2Lanes(input, isFinal: input[212] == 1)
        lanes.mix(message, rounds: rounds(input))
        return .success(lanes.output(input))
    }

    private static func rounds(_ input: UnsafeRawBufferPointer) -> UInt32 {
        UInt32(bigEndian: input.loadUnaligned(as: UInt32.self))
    }
}

extension UnsafeRawBufferPointer {
    @inline(__always)
    fileprivate func littleEndian(_ index: Int, after offset: Int) -> UInt64 {
        UInt64(littleEndian: loadUnaligned(fromByteOffset: offset + 8 * index, as: UInt64.self))
    }
}

/// The sixteen words of a message block.
private struct Blake2Message {
    let m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15: UInt64

    init(_ input: UnsafeRawBufferPointer) {
        (m0, m1) = (input.littleEndian(0, after: 68), input.littleEndian(1, after: 68))
        (m2, m3) = (input.littleEndian(2, after: 68), input.littleEndian(3, after: 68))
        (m4, m5) = (input.littleEndian(4, after: 68), input.littleEndian(5, after: 68))
        (m6, m7) = (input.littleEndian(6, after: 68), input.littleEndian(7, after: 68))
        (m8, m9) = (input.littleEndian(8, after: 68), input.littleEndian(9, after: 68))
        (m10, m11) = (input.littleEndian(10, after: 68), input.littleEndian(11, after: 68))
        (m12, m13) = (input.littleEndian(12, after: 68), input.littleEndian(13, after: 68))
        (m14, m15) = (input.littleEndian(14, after: 68), input.littleEndian(15, after: 68))
    }
}

/// The sixteen words that the rounds mix, each in a variable of its own so that none needs an
/// index.
private struct Blake2Lanes {
    private var v0, v1, v2, v3, v4, v5, v6, v7: UInt64
    private var v8, v9, v10, v11, v12, v13, v14, v15: UInt64

    /// Lanes 0 to 7 are the state, 8 to 15 the square roots' digits with offset and flag.
    init(_ input: UnsafeRawBufferPointer, isFinal: Bool) {
        (v0, v1) = (input.littleEndian(0, after: 4), input.littleEndian(1, after: 4))
        (v2, v3) = (input.littleEndian(2, after: 4), input.littleEndian(3, after: 4))
        (v4, v5) = (input.littleEndian(4, after: 4), input.littleEndian(5, after: 4))
        (v6, v7) = (input.littleEndian(6, after: 4), input.littleEndian(7, after: 4))
        (v8, v9) = (0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b)
        (v10, v11) = (0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1)
        v12 = 0x510e_527f_ade6_82d1 ^ input.littleEndian(0, after: 196)
        v13 = 0x9b05_688c_2b3e_6c1f ^ input.littleEndian(1, after: 196)
        v14 = 0x1f83_d9ab_fb41_bd6b ^ (isFinal ? .max : 0)
        v15 = 0x5be0_cd19_137e_2179
    }

    /// The new state: the old one with both halves of the lanes.
    func output(_ input: UnsafeRawBufferPointer) -> [UInt8] {
        let halves = [
            v0 ^ v8, v1 ^ v9, v2 ^ v10, v3 ^ v11, v4 ^ v12, v5 ^ v13, v6 ^ v14, v7 ^ v15,
        ]
        return [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            for (index, half) in halves.enumerated() {
                let word = half ^ input.littleEndian(index, after: 4)
                bytes.storeBytes(
                    of: word.littleEndian, toByteOffset: 8 * index, as: UInt64.self)
            }
            count = 64
        }
    }

    /// Runs any number of rounds; the ten orders of the message repeat.
    mutating func mix(_ m: Blake2Message, rounds: UInt32) {
        var left = rounds
        while left != 0 {
            round(
                m.m0, m.m1, m.m2, m.m3, m.m4, m.m5, m.m6, m.m7,
                m.m8, m.m9, m.m10, m.m11, m.m12, m.m13, m.m14, m.m15)
            if left == 1 { return }
            round(
                m.m14, m.m10, m.m4, m.m8, m.m9, m.m15, m.m13, m.m6,
                m.m1, m.m12, m.m0, m.m2, m.m11, m.m7, m.m5, m.m3)
            if left == 2 { return }
            round(
                m.m11, m.m8, m.m12, m.m0, m.m5, m.m2, m.m15, m.m13,
                m.m10, m.m14, m.m3, m.m6, m.m7, m.m1, m.m9, m.m4)
            if left == 3 { return }
            round(
                m.m7, m.m9, m.m3, m.m1, m.m13, m.m12, m.m11, m.m14,
                m.m2, m.m6, m.m5, m.m10, m.m4, m.m0, m.m15, m.m8)
            if left == 4 { return }
            round(
                m.m9, m.m0, m.m5, m.m7, m.m2, m.m4, m.m10, m.m15,
                m.m14, m.m1, m.m11, m.m12, m.m6, m.m8, m.m3, m.m13)
            if left == 5 { return }
            round(
                m.m2, m.m12, m.m6, m.m10, m.m0, m.m11, m.m8, m.m3,
                m.m4, m.m13, m.m7, m.m5, m.m15, m.m14, m.m1, m.m9)
            if left == 6 { return }
            round(
                m.m12, m.m5, m.m1, m.m15, m.m14, m.m13, m.m4, m.m10,
                m.m0, m.m7, m.m6, m.m3, m.m9, m.m2, m.m8, m.m11)
            if left == 7 { return }
            round(
                m.m13, m.m11, m.m7, m.m14, m.m12, m.m1, m.m3, m.m9,
                m.m5, m.m0, m.m15, m.m4, m.m8, m.m6, m.m2, m.m10)
            if left == 8 { return }
            round(
                m.m6, m.m15, m.m14, m.m9, m.m11, m.m3, m.m0, m.m8,
                m.m12, m.m2, m.m13, m.m7, m.m1, m.m4, m.m10, m.m5)
            if left == 9 { return }
            round(
                m.m10, m.m2, m.m8, m.m4, m.m7, m.m6, m.m1, m.m5,
                m.m15, m.m11, m.m9, m.m14, m.m3, m.m12, m.m13, m.m0)
            if left == 10 { return }
            left -= 10
        }
    }

    /// One round: the four columns, then the four diagonals.
    @inline(__always)
    private mutating func round(
        _ w0: UInt64, _ w1: UInt64, _ w2: UInt64, _ w3: UInt64,
        _ w4: UInt64, _ w5: UInt64, _ w6: UInt64, _ w7: UInt64,
        _ w8: UInt64, _ w9: UInt64, _ w10: UInt64, _ w11: UInt64,
        _ w12: UInt64, _ w13: UInt64, _ w14: UInt64, _ w15: UInt64
    ) {
        mixQuarter(&v0, &v4, &v8, &v12, w0, w1)
        mixQuarter(&v1, &v5, &v9, &v13, w2, w3)
        mixQuarter(&v2, &v6, &v10, &v14, w4, w5)
        mixQuarter(&v3, &v7, &v11, &v15, w6, w7)
        mixQuarter(&v0, &v5, &v10, &v15, w8, w9)
        mixQuarter(&v1, &v6, &v11, &v12, w10, w11)
        mixQuarter(&v2, &v7, &v8, &v13, w12, w13)
        mixQuarter(&v3, &v4, &v9, &v14, w14, w15)
    }
}

/// The mixing function G (RFC 7693, section 3.1).
@inline(__always)
private func mixQuarter(
    _ a: inout UInt64, _ b: inout UInt64, _ c: inout UInt64, _ d: inout UInt64,
    _ x: UInt64, _ y: UInt64
) {
    a = a &+ b &+ x
    d = rotatedRight(d ^ a, by: 32)
    c = c &+ d
    b = rotatedRight(b ^ c, by: 24)
    a = a &+ b &+ y
    d = rotatedRight(d ^ a, by: 16)
    c = c &+ d
    b = rotatedRight(b ^ c, by: 63)
}

@inline(__always)
private func rotatedRight(_ word: UInt64, by count: UInt64) -> UInt64 {
    word &>> count | word &<< (64 &- count)
}
