import Primitives
package import VM

/// Writes what reads accounts, call data, code and return data, at edges of each.
package enum EnvironmentGenerator: PartGenerator {
    package static func write(_ row: OpcodeRow, to program: inout ProgramWriter) {
        switch row.opcode {
        case .balance, .extcodesize, .extcodehash: program.pushAddress()
        case .calldataload: program.pushSource()
        case .blobhash: program.pushOperand(edges: [0, 1, 2, .twoToThe(64), .max])
        case .calldatacopy, .codecopy: pushCopy(&program)
        case .extcodecopy:
            pushCopy(&program)
            program.pushAddress()
        case .returndatacopy: pushReturnDataCopy(&program)
        default: break
        }
        program.code.emit(row.opcode)
    }

    /// Length, source and target.
    private static func pushCopy(_ program: inout ProgramWriter) {
        program.pushOffset()
        program.pushSource()
        program.pushOffset()
    }

    /// All of the return data, or as much as there is, or one more, or anything.
    private static func pushReturnDataCopy(_ program: inout ProgramWriter) {
        switch program.generator.below(8) {
        case 0: pushCopy(&program)
        case 1..<4:
            program.push(program.generator.below(3))
            program.code.emit(.returndatasize)
            program.code.emit(.sub)
            program.push(program.generator.below(2))
            program.pushOffset()
        case 4:
            program.push(0)
            program.code.emit(.returndatasize)
            program.pushOffset()
        default:
            program.code.emit(.returndatasize)
            program.push(0)
            program.pushOffset()
        }
    }
}
