import Primitives

/// Counts the instructions between two places of straight-line code, from the bytes alone.
///
/// Between two heads of a frame control does not branch, so the count of a stretch follows from
/// where it began. Nothing here knows the compilers' block table.
package struct InstructionCounter {
    /// Block lengths that were counted already, by code hash: creations make an object of the same
    /// bytes each, of which one is kept.
    private var known: [Word256: BlockLengths] = [:]

    package init() {}

    /// The memo for code; keep it while the frame runs.
    package mutating func lengths(of code: Code) -> BlockLengths {
        if let lengths = known[code.hash] { return lengths }
        let lengths = BlockLengths(code: code)
        known[code.hash] = lengths
        return lengths
    }
}

/// For one code: how many instructions the block that begins at a head has.
package final class BlockLengths {
    /// The first object with these bytes.
    let code: Code
    private var lengths: [UInt32]

    fileprivate init(code: Code) {
        self.code = code
        lengths = []
    }

    /// Instructions from `pc` through the first JUMP, JUMPI, call or create, or up to the next
    /// JUMPDEST.
    ///
    /// O(1) after the first question about a place.
    package func block(from pc: Int) -> UInt64 {
        if lengths.isEmpty { lengths = Array(repeating: 0, count: code.count + 1) }
        guard pc < code.count else { return 1 }
        if lengths[pc] == 0 { lengths[pc] = UInt32(count(from: pc)) }
        return UInt64(lengths[pc])
    }

    /// Instructions from `pc` through the one at `last`; none where `last` lies before `pc`.
    package func straightLine(from pc: Int, through last: Int) -> UInt64 {
        var place = pc
        var count: UInt64 = 0
        while place <= last {
            count += 1
            guard place < code.count else { break }
            place += 1 + Self.immediateSize(code.bytes[place])
        }
        return count
    }

    private func count(from pc: Int) -> Int {
        var place = pc
        var count = 0
        while place < code.count {
            let byte = code.bytes[place]
            if count > 0, byte == Opcode.jumpdest.rawValue { return count }
            count += 1
            if Self.endsBlock(byte) { return count }
            place += 1 + Self.immediateSize(byte)
        }
        return count + 1  // the STOP that stands behind all code
    }

    private static func immediateSize(_ byte: UInt8) -> Int {
        byte >= 0x60 && byte <= 0x7f ? Int(byte) - 0x5f : 0
    }

    private static func endsBlock(_ byte: UInt8) -> Bool {
        switch Opcode(rawValue: byte) {
        case .jump, .jumpi, .call, .callcode, .delegatecall, .staticcall, .create, .create2: true
        default: false
        }
    }
}
