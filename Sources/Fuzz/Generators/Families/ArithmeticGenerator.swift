import Primitives
package import VM

/// Writes arithmetic: divisors of zero and minus one, moduli, indices and exponents at limits.
package enum ArithmeticGenerator: PartGenerator {
    private static let divisors: [Word256] = [
        0, 0, 1, .max, .signedMin, .twoToThe(64), .twoToThe(128) &+ 1, .max &- 1, 3,
    ]
    private static let dividends: [Word256] = [.signedMin, .max, .twoToThe(192), 0, 7]
    private static let exponents: [Word256] = [
        0, 1, 2, 255, 256, .twoToThe(16), .twoToThe(64), .twoToThe(255), .max,
    ]
    private static let bases: [Word256] = [0, 1, 2, 3, 256, .twoToThe(64), .max]
    private static let byteIndices: [Word256] = [
        0, 1, 7, 8, 15, 30, 31, 32, 33, 255, .twoToThe(31), .twoToThe(32), .twoToThe(64),
        .twoToThe(64) &+ 1, .max,
    ]

    /// What is computed in place where both operands fit one limb.
    private static let narrow: [Opcode] = [.mul, .div, .mod]
    private static let narrowWords: [Word256] = [
        7, .twoToThe(31), .twoToThe(32), .twoToThe(40) &+ 3, .twoToThe(63), .twoToThe(64) &- 1,
    ]

    package static func write(_ row: OpcodeRow, to program: inout ProgramWriter) {
        if narrow.contains(row.opcode), program.generator.oneIn(4) {
            return writeNarrow(row, to: &program)
        }
        program.pushOperands(edges: edges(row))
        program.code.emit(row.opcode)
    }

    private static func writeNarrow(_ row: OpcodeRow, to program: inout ProgramWriter) {
        program.pushNarrow()
        if program.generator.oneIn(4) {
            program.pushNarrow()
        } else {
            program.push(program.generator.element(of: narrowWords) ?? 7)
        }
        if program.generator.oneIn(3) { program.code.swap(1) }
        program.code.emit(row.opcode)
    }

    private static func edges(_ row: OpcodeRow) -> [[Word256]] {
        switch row.opcode {
        case .div, .sdiv, .mod, .smod: [divisors, dividends]
        case .addmod, .mulmod: [divisors, [], []]
        case .exp: [exponents, bases]
        case .signextend: [[], byteIndices]
        default: [[], []]
        }
    }
}
