import Primitives
package import VM

/// Writes logs.
package enum LogGenerator: PartGenerator {
    package static func write(_ row: OpcodeRow, to program: inout ProgramWriter) {
        if program.generator.oneIn(24), program.has(.heavyBlocks) {
            return writeHeavyBlock(&program)
        }
        program.provide(row.pops - 2)
        program.pushOffset()
        program.pushOffset()
        program.code.emit(row.opcode)
    }

    /// One block of more than 65,535 static gas: 35 logs of four topics.
    static func writeHeavyBlock(_ program: inout ProgramWriter) {
        program.push(program.generator.below(64))
        for _ in 0..<35 {
            for _ in 0..<6 { program.code.duplicate(1) }
            program.code.emit(.log4)
        }
    }
}
