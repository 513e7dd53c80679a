import Primitives
import VM

/// Writes calls: of self, of others and of precompiled contracts, with values and gas at edges.
enum CallGenerator {
    /// Values of which the low half, or the lowest limb, could be paid.
    private static let values: [Word256] = [
        1, 7, 1_000, .twoToThe(64) &+ 1, .twoToThe(128), .twoToThe(128) &+ 1, .twoToThe(192),
        .twoToThe(255) &+ 7, .max,
    ]
    private static let gases: [Word256] = [
        0, 1, 700, 2_300, 2_301, 2_306, 5_000, 30_000, .twoToThe(31), .twoToThe(32),
        .twoToThe(63), .twoToThe(63) &- 1, Word256(UInt64.max), .twoToThe(64) &+ 100, .max,
    ]

    static func write(_ kind: Opcode, to program: inout ProgramWriter) {
        if program.has(.precompiles), program.generator.oneIn(8) {
            return writeIdentity(kind, &program)
        }
        if program.generator.oneIn(3) {
            for _ in 0..<4 { program.pushOffset() }
        } else {
            for _ in 0..<4 { program.push(program.generator.below(96)) }
        }
        if kind == .call || kind == .callcode { pushValue(&program) }
        program.pushAddress()
        pushGas(&program)
        program.code.emit(kind)
    }

    /// Copies memory by the identity contract, mostly over itself, and may write over it afterwards.
    private static func writeIdentity(_ kind: Opcode, _ program: inout ProgramWriter) {
        let offset = program.generator.below(64)
        store(at: offset, &program)
        program.push(program.generator.between(1...64))
        program.push(offset + program.generator.below(48))
        program.push(program.generator.between(1...64))
        program.push(offset)
        if kind == .call || kind == .callcode { program.push(0) }
        program.push(4)
        program.code.emit(.gas)
        program.code.emit(kind)
        if program.generator.oneIn(2) { store(at: offset, &program) }
    }

    private static func store(at offset: Int, _ program: inout ProgramWriter) {
        program.pushOperand()
        program.push(offset)
        program.code.emit(.mstore)
    }

    private static func pushValue(_ program: inout ProgramWriter) {
        if program.generator.oneIn(2) {
            program.pushOperand(edges: values)
        } else {
            program.push(program.generator.below(3) / 2)
        }
    }

    private static func pushGas(_ program: inout ProgramWriter) {
        switch program.generator.below(4) {
        case 0: program.push(program.generator.below(30_000))
        case 1 where program.has(.hugeOperands): program.pushOperand(edges: gases)
        default: program.code.emit(.gas)
        }
    }
}
