import Primitives
package import VM

/// Writes comparisons, often of words that differ in little or nothing.
package enum ComparisonGenerator: PartGenerator {
    private static let edges: [Word256] = [
        0, 1, .max, .signedMin, .signedMin &- 1, .twoToThe(64), .twoToThe(128), .twoToThe(192),
    ]

    package static func write(_ row: OpcodeRow, to program: inout ProgramWriter) {
        program.pushOperands(edges: Array(repeating: [], count: row.pops))
        if row.pops == 2 {
            switch program.generator.below(6) {
            case 0: program.code.duplicate(1)
            case 1:
                program.code.duplicate(1)
                program.push(Word256.twoToThe(64 * program.generator.below(4)))
                program.code.emit(program.generator.oneIn(2) ? .add : .xor)
            case 2: program.pushOperand(edges: edges)
            default: break
            }
        }
        program.code.emit(row.opcode)
    }
}
