import Primitives
import Testing

@Suite("Digests of 64 bits")
struct Digest64Tests {
    private func digest(_ values: UInt64..., seed: UInt64 = 0) -> UInt64 {
        var digest = Digest64(seed: seed)
        for value in values { digest.mix(value) }
        return digest.finalize()
    }

    private func digest(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
        var digest = Digest64(seed: seed)
        digest.mix(bytes)
        return digest.finalize()
    }

    @Test func `order, seed, count and value all matter`() {
        #expect(digest(1, 2) != digest(2, 1))
        #expect(digest(1, seed: 0) != digest(1, seed: 1))
        #expect(digest() != digest(0) && digest(0) != digest(0, 0))
        #expect(digest([]) != digest([0]) && digest([0]) != digest([0, 0]))
        #expect(digest(1, 2) == digest(1, 2))
    }

    @Test func `a word and an address are mixed limb by limb`() {
        let word = Word256(limb0: 1, limb1: 2, limb2: 3, limb3: 4)
        var whole = Digest64()
        whole.mix(word)
        #expect(whole.finalize() == digest(1, 2, 3, 4))
        var address = Digest64()
        address.mix(Address(high: 1, middle: 2, low: 3))
        #expect(address.finalize() == digest(1, 2, 3))
    }

    @Test func `mixing goes on after a digest is taken`() {
        var running = Digest64()
        running.mix(1)
        #expect(running.finalize() == digest(1))
        running.mix(2)
        #expect(running.finalize() == digest(1, 2))
    }

    /// 64 bits of a digest flip with probability one half when one bit of the input does.
    @Test(arguments: [1, 7, 8, 9, 31, 32, 33, 40, 64, 100, 257])
    func `a flipped bit flips about half of the digest`(count: Int) {
        var source = WordSource(seed: UInt64(count))
        var flips = [Int](repeating: 0, count: 64)
        var trials = 0
        while trials < 2_000 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &source) }
            let before = digest(bytes)
            for _ in 0..<20 {
                var changed = bytes
                let bit = Int.random(in: 0..<count * 8, using: &source)
                changed[bit / 8] ^= 1 << (bit % 8)
                let difference = before ^ digest(changed)
                for position in 0..<64 where difference >> position & 1 == 1 {
                    flips[position] += 1
                }
                trials += 1
            }
        }
        // 2,000 fair coins: a standard deviation of 22; eight of them never happen by chance.
        for (position, count) in flips.enumerated() {
            #expect(abs(count - trials / 2) < 180, "bit \(position) flipped \(count) times")
        }
    }

    @Test func `sparse inputs do not collide`() {
        var seen = Set<UInt64>()
        var count = 0
        for length in 0..<200 {
            for position in 0..<max(length, 1) {
                var bytes = [UInt8](repeating: 0, count: length)
                if length > 0 { bytes[position] = 1 }
                seen.insert(digest(bytes))
                count += 1
            }
        }
        for first in 0..<100 as Range<UInt64> {
            for second in 0..<100 as Range<UInt64> {
                seen.insert(digest(first, second << 56, seed: 5))
                count += 1
            }
        }
        #expect(seen.count == count)
    }

    /// Digests are written to reports and compared between hosts, so they must never change.
    ///
    /// The expected values come from a separate implementation in another language.
    @Test func `digests are the same in every run and on every host`() {
        let bytes = (0..<77).map { UInt8($0) }
        #expect(digest(1, 2, 3, seed: 42) == 0xc754_e4e4_c784_5a98)
        #expect(digest(bytes, seed: 42) == 0x362c_c86e_0bc9_f92e)
        #expect(digest(Array(bytes.prefix(13))) == 0xbfe5_4df4_9849_946c)
    }
}
