import Primitives
package import VM

/// Writes bitwise instructions: shift counts and byte indices at the borders of limbs and of the
/// number types that they may be taken for.
package enum BitwiseGenerator: PartGenerator {
    private static let counts: [Word256] = [
        0, 1, 8, 63, 64, 64, 65, 128, 128, 192, 192, 255, 256, 257, 320, .twoToThe(31),
        .twoToThe(31) &+ 1,
        .twoToThe(32) &- 1, .twoToThe(32), .twoToThe(32) &+ 8, .twoToThe(63), .twoToThe(64),
        .twoToThe(64) &+ 8, .twoToThe(128), .twoToThe(255), .max,
    ]
    private static let indices: [Word256] = [
        0, 1, 15, 30, 31, 32, 33, 255, 256, .twoToThe(31), .twoToThe(32), .twoToThe(64),
        .twoToThe(64) &+ 31, .twoToThe(128) &+ 3, .twoToThe(255), .max,
    ]
    private static let values: [Word256] = [
        .max, .signedMin, .twoToThe(64) &+ 1, .max &- .twoToThe(128), .twoToThe(192) &- 1,
    ]

    private static let shifts: [Opcode] = [.shl, .shr, .sar]

    package static func write(_ row: OpcodeRow, to program: inout ProgramWriter) {
        if shifts.contains(row.opcode), program.generator.oneIn(8) {
            return writeTwice(row, to: &program)
        }
        program.pushOperands(edges: edges(row, &program))
        program.code.emit(row.opcode)
    }

    /// The same word by two counts, of which optimisers may make one.
    private static func writeTwice(_ row: OpcodeRow, to program: inout ProgramWriter) {
        program.provide(1)
        program.code.duplicate(1)
        program.push(program.generator.between(1...255))
        program.code.emit(row.opcode)
        program.code.swap(1)
        program.push(program.generator.between(1...255))
        program.code.emit(row.opcode)
    }

    private static func edges(
        _ row: OpcodeRow, _ program: inout ProgramWriter
    ) -> [[Word256]] {
        let value = program.generator.oneIn(2) ? values : []
        switch row.opcode {
        case .byte: return [value, indices]
        case .shl, .shr, .sar: return [value, counts]
        default: return Array(repeating: [], count: row.pops)
        }
    }
}
