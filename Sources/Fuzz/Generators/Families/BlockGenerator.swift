import Primitives
package import VM

/// Writes what reads the block; block numbers at the ends of the window of 256.
package enum BlockGenerator: PartGenerator {
    /// Around block 300, in which made-up cases run.
    private static let numbers: [Word256] = [
        299, 300, 301, 44, 43, 0, .twoToThe(64) &+ 299, .twoToThe(32) &+ 299, .max,
    ]

    package static func write(_ row: OpcodeRow, to program: inout ProgramWriter) {
        if row.opcode == .blockhash { program.pushOperand(edges: numbers) }
        program.code.emit(row.opcode)
    }
}
