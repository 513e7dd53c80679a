import Primitives
package import VM

/// Writes jumps of all kinds, loops, and ends that some way leads around.
package enum ControlFlowGenerator: PartGenerator {
    /// Where no jump may lead, the low bits of which look like a place where one may.
    private static let badTargets: [Word256] = [
        0, 1, 3, 0xffff, .twoToThe(32) &+ 4, .twoToThe(64) &+ 4, .twoToThe(128), .max,
    ]

    package static func write(_ row: OpcodeRow, to program: inout ProgramWriter) {
        switch row.opcode {
        case .jump: writeJump(&program)
        case .jumpi:
            switch program.generator.below(8) {
            case 0..<4: writeBranch(&program)
            case 4..<7: writeLoop(&program)
            default: writeUntakenBranch(&program)
            }
        case .stop: program.writeGuarded { $0.code.emit(.stop) }
        default: program.code.emit(row.opcode)
        }
    }

    /// Skips some code, or not; what is skipped leaves the stack as it was.
    private static func writeBranch(_ program: inout ProgramWriter) {
        let end = program.code.makeLabel()
        program.pushOperands(edges: [program.generator.oneIn(2) ? [] : [0, 1, .twoToThe(64)]])
        program.code.push(end)
        program.code.emit(.jumpi)
        program.writeNeutral()
        program.code.place(end)
    }

    /// A loop that counts down from a small or a hot number.
    private static func writeLoop(_ program: inout ProgramWriter) {
        let isHot = program.depth == 0 && program.has(.hotLoops) && program.generator.oneIn(4)
        program.pushEither(Word256(program.generator.between(1...(isHot ? 200 : 8))))
        let top = program.code.makeLabel()
        program.code.place(top)
        program.writeNeutral()
        program.push(1)
        program.code.swap(1)
        program.code.emit(.sub)
        program.code.duplicate(1)
        program.code.push(top)
        program.code.emit(.jumpi)
        program.code.emit(.pop)
    }

    /// A branch to nowhere that is not taken, or hardly ever.
    private static func writeUntakenBranch(_ program: inout ProgramWriter) {
        if program.generator.oneIn(16) {
            program.pushOperand()
        } else {
            program.pushEither(0)
        }
        program.push(program.generator.element(of: badTargets) ?? 0)
        program.code.emit(.jumpi)
    }

    /// A jump forward over a byte, whose destination may not be a constant where the jump stands.
    private static func writeJump(_ program: inout ProgramWriter) {
        let target = program.code.makeLabel()
        program.code.push(target)
        if program.has(.computedJumps), !program.generator.oneIn(3) {
            program.pushOperand()
            program.code.duplicate(1)
            program.code.emit(.xor)
            program.code.emit(program.generator.oneIn(2) ? .add : .or)
        }
        program.code.emit(.jump)
        program.code.emit(raw: UInt8(program.generator.below(256)))
        program.code.place(target)
    }
}

extension ProgramWriter {
    /// Writes something that ends the frame, and a way around it that is mostly taken.
    mutating func writeGuarded(_ end: (inout ProgramWriter) -> Void) {
        let height = code.height
        let label = code.makeLabel()
        if generator.oneIn(8) { pushOperand() } else { pushEither(1) }
        code.push(label)
        code.emit(.jumpi)
        end(&self)
        code.assume(height: height)
        code.place(label)
    }
}
