import Primitives
package import VM

/// Writes storage instructions, mostly on few slots, so that they are warm and change twice.
package enum StorageGenerator: PartGenerator {
    package static func write(_ row: OpcodeRow, to program: inout ProgramWriter) {
        if row.opcode == .sstore, program.generator.oneIn(12), program.has(.heavyBlocks) {
            return writeHeavyBlock(&program)
        }
        if row.pops == 2 {
            switch program.generator.below(4) {
            case 0: program.push(0)
            case 1: program.push(program.generator.below(3))
            default: program.provide(1)
            }
        }
        writeKey(&program)
        program.code.emit(row.opcode)
    }

    private static func writeKey(_ program: inout ProgramWriter) {
        if program.generator.oneIn(6) {
            program.pushOperand()
        } else {
            program.pushEither(Word256(program.generator.below(4)))
        }
    }

    /// One block of more than 65,535 static gas, where the fork charges SSTORE so much ahead.
    private static func writeHeavyBlock(_ program: inout ProgramWriter) {
        let each = Int(GasSchedule(program.fork).staticGas(.storageStore))
        guard each >= 1_000 else { return LogGenerator.writeHeavyBlock(&program) }
        for _ in 0...(65_536 / each) {
            program.push(program.generator.below(2))
            program.push(program.generator.below(3))
            program.code.emit(.sstore)
        }
    }
}
