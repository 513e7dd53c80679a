import Primitives
import VM

/// Writes creates: with initcode that deploys a small program, that fails, that is the program's
/// own code, or that is too long.
enum CreateGenerator {
    static func write(_ kind: Opcode, to program: inout ProgramWriter) {
        let (offset, size) = placeInitcode(&program)
        // The same again finds the account there, or what a failure left of it.
        let isTwice = kind == .create2 && program.generator.oneIn(3)
        let salt = program.generator.below(2)
        for _ in 0..<(isTwice ? 2 : 1) {
            if kind == .create2 { program.push(salt) }
            program.push(size)
            program.push(offset)
            pushValue(&program, isLikelyTooMuch: size > 49_000)
            program.code.emit(kind)
        }
    }

    private static func pushValue(
        _ program: inout ProgramWriter, isLikelyTooMuch: Bool
    ) {
        if program.generator.oneIn(isLikelyTooMuch ? 2 : 8) {
            program.pushOperand(edges: [1_001, .twoToThe(64), .twoToThe(128), .max])
        } else {
            program.push(program.generator.below(2))
        }
    }

    private static func placeInitcode(
        _ program: inout ProgramWriter
    ) -> (offset: Int, size: Int) {
        switch program.generator.below(8) {
        case 0: return (program.generator.below(64), 0)
        case 1 where program.has(.hugeOperands):
            return (0, program.generator.between(49_151...49_153))
        case 2, 3:
            let size = program.generator.between(1...96)
            program.push(size)
            program.push(program.generator.below(16))
            program.push(0)
            program.code.emit(.codecopy)
            return (0, size)
        default: return store(initcode(&program), &program)
        }
    }

    /// Stores bytes in memory from 0 on, a word at a time.
    private static func store(
        _ bytes: [UInt8], _ program: inout ProgramWriter
    ) -> (offset: Int, size: Int) {
        for start in stride(from: 0, to: bytes.count, by: 32) {
            let part = Array(bytes[start..<min(start + 32, bytes.count)])
            let padded = part + [UInt8](repeating: 0, count: 32 - part.count)
            program.code.push(Word256(bigEndian: padded), size: 32)
            program.push(start)
            program.code.emit(.mstore)
        }
        return (0, bytes.count)
    }

    private static func store(_ value: Int, _ slot: Int, _ code: inout CodeWriter) {
        code.push(value)
        code.push(slot)
        code.emit(.sstore)
    }

    /// Sets a slot, may clear it again, and returns the rest of itself as code, or too much of it.
    private static func initcode(_ program: inout ProgramWriter) -> [UInt8] {
        let deployed = self.deployed(&program)
        var code = CodeWriter()
        if program.generator.oneIn(2) {
            let slot = program.generator.below(3)
            store(program.generator.below(3), slot, &code)
            if program.generator.oneIn(2) { store(0, slot, &code) }
        }
        if program.generator.oneIn(8) { code.emit(.invalid) }
        let end = code.makeLabel()
        code.push(deployed.count)
        code.push(end)
        code.push(0)
        code.emit(.codecopy)
        if program.generator.oneIn(16) {  // the prefix that EIP-3541 forbids
            code.push(0xef)
            code.push(0)
            code.emit(.mstore8)
        }
        code.push(
            program.generator.oneIn(16) ? program.generator.between(300...25_000) : deployed.count)
        code.push(0)
        code.emit(program.generator.oneIn(8) && program.fork >= .byzantium ? .revert : .return)
        code.place(end)
        // The label's own byte is the first one deployed, and a JUMPDEST does no harm.
        return code.finish() + deployed.dropFirst()
    }

    /// A few instructions that a later call runs.
    private static func deployed(_ program: inout ProgramWriter) -> [UInt8] {
        var code = CodeWriter()
        code.emit(.jumpdest)
        code.push(program.generator.below(4))
        code.emit(.sload)
        code.push(1)
        code.emit(.add)
        code.push(program.generator.below(4))
        code.emit(program.generator.oneIn(2) ? .sstore : .mstore)
        if program.generator.oneIn(4) {
            code.emit(.caller)
            code.emit(.selfdestruct)
        }
        code.push(32)
        code.push(0)
        code.emit(.return)
        return code.finish()
    }
}
