import Primitives
import VM

/// Byte code as assembly with names for the places that constants jump to.
package enum LabelledAssembly {
    /// Code of more bytes is no easier to read as assembly.
    private static let largestCount = 4096

    /// Lines that assemble to exactly these bytes; nil where bytes are the better text.
    package static func lines(of code: [UInt8]) -> [String]? {
        guard !code.isEmpty, code.count <= largestCount else { return nil }
        let lines = makeLines(of: code)
        let bytes = try? BytecodeAssembler.assemble(lines.joined(separator: "\n"))
        return bytes == code ? lines : nil
    }

    private static func makeLines(of code: [UInt8]) -> [String] {
        let instructions = Disassembler.lines(of: code)
        let targets = jumpTargets(instructions, code)
        var lines: [String] = []
        var line: [String] = []
        for instruction in instructions {
            let isHead = code[instruction.pc] == Opcode.jumpdest.rawValue
            if isHead || line.count == 8 {
                if !line.isEmpty { lines.append(line.joined(separator: " ")) }
                line = []
            }
            if isHead, targets.values.contains(instruction.pc) {
                line.append("at\(instruction.pc):")
            } else if let target = targets[instruction.pc] {
                line.append("\(Mnemonics.name(of: code[instruction.pc])) @at\(target)")
            } else {
                line.append(instruction.text)
            }
        }
        if !line.isEmpty { lines.append(line.joined(separator: " ")) }
        return lines
    }

    /// Where the PUSH at each of these places leads, for those right before a jump.
    private static func jumpTargets(
        _ instructions: [Disassembler.Line], _ code: [UInt8]
    ) -> [Int: Int] {
        let heads = Set(
            instructions.map(\.pc).filter { code[$0] == Opcode.jumpdest.rawValue })
        var targets: [Int: Int] = [:]
        for (push, jump) in zip(instructions, instructions.dropFirst()) {
            let size = Mnemonics.immediateCount(of: code[push.pc])
            let isJump = [Opcode.jump.rawValue, Opcode.jumpi.rawValue].contains(code[jump.pc])
            guard isJump, (1...4).contains(size) else { continue }
            let target = code[push.pc + 1...push.pc + size].reduce(0) { $0 << 8 | Int($1) }
            if heads.contains(target) { targets[push.pc] = target }
        }
        return targets
    }
}
