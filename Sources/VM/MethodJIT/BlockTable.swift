/// How a block ends, and so where control goes.
package enum BlockEnd: Equatable, Sendable {
    /// At a JUMPDEST, which begins the next block.
    case fallThrough
    case jump
    /// At a JUMPI; the next block is where it falls through to.
    case branch
    /// At a CALL* or CREATE*; the next block begins behind it.
    case call
    /// At STOP, or where the code ends.
    case stop
    case `return`
    case revert
    case selfDestruct
    /// At INVALID or at a byte that the fork does not define; it is not part of the block.
    case undefined
}

/// Code that is entered at its beginning only, and what all of it needs together.
///
/// What undefined bytes would need does not count (only the interpreter fails).
package struct Block: Sendable {
    package let startPC: Int
    /// Where the first instruction lies that is not part of the block.
    package let endPC: Int
    package let end: BlockEnd
    /// Static gas of all instructions, the last included.
    package let staticGas: Int
    /// The least height of the stack at which no instruction underflows.
    package let stackRequired: Int
    /// By how much the stack grows at most above its height at the start.
    package let stackGrowth: Int
    /// Whether a switch can be scheduled at the start: the first instruction is defined and is no
    /// terminator that costs nothing.
    package let isCheckedHead: Bool

    /// Where its instructions lie.
    var range: Range<Int> { startPC..<endPC }

    /// How much higher than `stackRequired` the stack may be at the start without overflowing.
    package var stackRoom: Int { InstructionTable.stackLimit - stackRequired - stackGrowth }

    /// Whether compiled code can hold the block: its gas fits 32 bits, and there is a height of the
    /// stack at which it can run through.
    package var fitsCompiler: Bool { staticGas <= Int(Int32.max) && stackRoom >= 0 }
}

/// The blocks of one code under one fork's rules.
///
/// A block begins at the start of the code, at each JUMPDEST, behind each JUMPI and behind each
/// call or create. One linear pass. The plain interpreter never reads this.
package struct BlockTable: Sendable {
    package let blocks: [Block]

    /// The number of the block that begins at a pc, by pc; -1 where none does.
    private let starts: [Int32]

    package init(_ code: Code, _ instructions: InstructionTable) {
        var blocks: [Block] = []
        var starts = [Int32](repeating: -1, count: code.count + 1)
        var pc = 0
        repeat {
            starts[pc] = Int32(blocks.count)
            let block = Block(in: code, from: pc, instructions)
            blocks.append(block)
            pc = block.endPC
            if !block.end.continues { pc = Self.nextJumpDestination(in: code, from: pc) }
        } while pc < code.count
        self.blocks = blocks
        self.starts = starts
    }

    /// The number of the block that begins at `pc`, if one does.
    package func number(at pc: Int) -> Int? {
        guard pc >= 0, pc < starts.count, starts[pc] >= 0 else { return nil }
        return Int(starts[pc])
    }

    /// Skips what cannot be reached: what lies behind a terminator up to a JUMPDEST.
    private static func nextJumpDestination(in code: Code, from pc: Int) -> Int {
        var place = pc
        while place < code.count, !code.isJumpDestination(place) { place += 1 }
        return place
    }
}

extension BlockEnd {
    /// Whether control can go on behind the block.
    package var continues: Bool {
        switch self {
        case .fallThrough, .branch, .call: true
        case .jump, .stop, .return, .revert, .selfDestruct, .undefined: false
        }
    }
}

extension Block {
    /// Reads one block.
    fileprivate init(in code: Code, from start: Int, _ instructions: InstructionTable) {
        var pc = start
        var gas = 0
        var height = 0
        var required = 0
        var growth = 0
        var end: BlockEnd?
        while end == nil {
            if pc >= code.count {
                end = .stop
            } else if pc > start, code.isJumpDestination(pc) {
                end = .fallThrough
            } else {
                let row = instructions[code.bytes[pc]]
                guard row.isDefined, row.opcode != .invalid else {
                    end = .undefined
                    break
                }
                gas += Int(row.staticGas)
                required = max(required, Int(row.minimumHeight) - height)
                height += OpcodeTable.heightChange(of: row.opcode)
                growth = max(growth, height)
                pc += 1 + Int(row.immediate)
                end = BlockEnd(row.opcode)
            }
        }
        self.init(
            startPC: start, endPC: min(pc, code.count), end: end ?? .stop, staticGas: gas,
            stackRequired: required, stackGrowth: growth,
            isCheckedHead: start < code.count && instructions[code.bytes[start]].canBeHead)
    }
}

extension BlockEnd {
    /// How the instruction ends a block, if it does.
    package init?(_ opcode: Opcode) {
        switch opcode {
        case .jump: self = .jump
        case .jumpi: self = .branch
        case .call, .callcode, .delegatecall, .staticcall, .create, .create2: self = .call
        case .stop: self = .stop
        case .return: self = .return
        case .revert: self = .revert
        case .selfdestruct: self = .selfDestruct
        default: return nil
        }
    }
}
