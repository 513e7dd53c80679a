import Primitives
package import VM

/// Writes calls, creates and the ends of frames.
package enum SystemGenerator: PartGenerator {
    package static func write(_ row: OpcodeRow, to program: inout ProgramWriter) {
        switch row.opcode {
        case .call, .callcode, .delegatecall, .staticcall:
            CallGenerator.write(row.opcode, to: &program)
        case .create, .create2: CreateGenerator.write(row.opcode, to: &program)
        case .selfdestruct:
            program.writeGuarded {
                $0.pushAddress()
                $0.code.emit(.selfdestruct)
            }
        case .return, .revert:
            program.writeGuarded {
                $0.pushOffset()
                $0.pushOffset()
                $0.code.emit(row.opcode)
            }
        default: program.writeGuarded { $0.code.emit(row.opcode) }
        }
    }
}

extension ProgramWriter {
    /// Pushes the address of an account that exists, of this one, of a precompiled contract, of
    /// what the code has just computed, or of none.
    mutating func pushAddress() {
        switch generator.below(8) {
        case 0 where has(.selfCalls): code.emit(.address)
        case 1 where has(.precompiles), 2 where has(.precompiles): push(generator.between(1...10))
        case 3 where code.height > 0:
            code.duplicate(generator.between(1...min(3, code.height)))
        case 4 where generator.oneIn(4): pushOperand()
        default: pushEither((generator.element(of: settings.callees) ?? .zero).asWord)
        }
    }
}
