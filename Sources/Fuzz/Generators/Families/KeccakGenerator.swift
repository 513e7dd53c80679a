package import VM

/// Writes hashes of memory.
package enum KeccakGenerator: PartGenerator {
    package static func write(_ row: OpcodeRow, to program: inout ProgramWriter) {
        program.pushOffset()
        program.pushOffset()
        program.code.emit(row.opcode)
    }
}
