import Primitives
package import VM

/// Writes POP, PUSH, DUP and SWAP.
package enum StackGenerator: PartGenerator {
    package static func write(_ row: OpcodeRow, to program: inout ProgramWriter) {
        switch row.opcode.rawValue {
        case Opcode.push1.rawValue...Opcode.push32.rawValue:
            program.code.push(program.word(), size: row.immediate)
        case Opcode.dup1.rawValue...Opcode.dup16.rawValue:
            program.code.duplicate(number(row.pops, reach: program.code.height, &program))
        case Opcode.swap1.rawValue...Opcode.swap16.rawValue:
            program.code.swap(number(row.pops - 1, reach: program.available - 1, &program))
        default:
            program.provide(row.pops)
            program.code.emit(row.opcode)
        }
    }

    /// A number that the stack is high enough for: the wanted one, if need be by making it so.
    private static func number(_ wanted: Int, reach: Int, _ program: inout ProgramWriter) -> Int {
        if wanted <= reach { return wanted }
        if reach >= 1, !program.generator.oneIn(6) {
            return program.generator.between(1...min(16, reach))
        }
        for _ in reach..<wanted { program.pushOperand() }
        return wanted
    }
}
