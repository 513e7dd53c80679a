import Primitives

/// Makes addresses and tails, no two alike.
struct MixTailor {
    private var generator: SeededGenerator

    init(_ generator: SeededGenerator) { self.generator = generator }

    mutating func address() -> Address {
        Address(
            high: generator.next(), middle: generator.next(),
            low: UInt32(truncatingIfNeeded: generator.next()))
    }

    /// A STOP, for code that runs off its end, and what Solidity's compiler puts behind code: a
    /// hash and a version in CBOR, and their length.
    mutating func tail() -> [UInt8] {
        var hash: [UInt8] = []
        while hash.count < 32 {
            hash.append(UInt8(truncatingIfNeeded: generator.next()))
        }
        return [0x00, 0xa2, 0x64] + Array("ipfs".utf8) + [0x58, 0x22, 0x12, 0x20] + hash
            + [0x64] + Array("solc".utf8) + [0x43, 0x00, 0x08, 0x1e, 0x00, 0x33]
    }
}
