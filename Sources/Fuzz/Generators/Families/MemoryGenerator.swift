import Primitives
package import VM

/// Writes memory instructions, at offsets that lie together, far off, or nowhere.
package enum MemoryGenerator: PartGenerator {
    package static func write(_ row: OpcodeRow, to program: inout ProgramWriter) {
        switch row.opcode {
        case .msize: writeSize(&program)
        case .mcopy:
            program.pushOffset()
            program.pushOffset()
            program.pushOffset()
            program.code.emit(.mcopy)
        default:
            program.provide(row.pops - 1)
            program.pushOffset()
            program.code.emit(row.opcode)
        }
    }

    /// MSIZE, and often again behind something that lets memory grow.
    private static func writeSize(_ program: inout ProgramWriter) {
        program.code.emit(.msize)
        switch program.generator.below(4) {
        case 0:
            program.pushOffset()
            program.code.emit(.mload)
        case 1:
            program.pushOffset()
            program.pushOffset()
            program.code.emit(.keccak256)
        case 2:
            program.push(0)
            program.code.emit(.msize)
            program.code.emit(.mstore)
        default: return
        }
        program.code.emit(.msize)
    }
}
