import Fuzz
import Primitives
import VM

/// A small program around one opcode of one fork.
///
/// Operands come from call data, so that no compiler knows them: `operand` in each.
struct OpcodeExample {
    let row: OpcodeRow
    let item: LockstepCase
    /// Where the opcode stands.
    let pc: Int
    /// True gas in front of it, and the instructions that were executed up to there.
    let gas: Int64
    let instructionsBefore: UInt64

    init(_ row: OpcodeRow, in fork: Fork, operand: Word256 = .zero) {
        let jumps = row.opcode == .jump || row.opcode == .jumpi
        // PUSH1 and CALLDATALOAD: three bytes and six gas an operand; a target is pushed.
        let loads = jumps ? row.pops - 1 : row.pops
        // Something that costs gas: the program then begins with a head.
        var code = assemble("1 POP")
        for _ in 0..<loads { code += assemble("0 CALLDATALOAD") }
        if jumps { code += [Opcode.push1.rawValue, UInt8(code.count + 3)] }
        pc = code.count
        code.append(row.opcode.rawValue)
        code += [UInt8](repeating: 1, count: row.immediate)
        code += assemble("a: 1 POP")
        self.row = row
        instructionsBefore = UInt64(2 + 2 * loads + (jumps ? 1 : 0))
        item = {
            var item = LockstepCase(fork, code: code)
            item.data = operand.bytes
            item.block.number = 300
            return item
        }()
        gas = item.gas - 5 - Int64(6 * loads) - (jumps ? 3 : 0)
    }

    /// Every opcode of a fork but INVALID, which only the interpreter executes.
    static func all(in fork: Fork, operand: Word256 = .zero) -> [OpcodeExample] {
        OpcodeTable.rows.filter { $0.since <= fork && $0.opcode != .invalid }
            .map { OpcodeExample($0, in: fork, operand: operand) }
    }
}
