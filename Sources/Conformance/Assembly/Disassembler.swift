import Primitives
import VM

/// Byte code as text that people read and `BytecodeAssembler` reads back.
package enum Disassembler {
    /// One instruction of a code.
    package struct Line: Equatable, Sendable {
        package let pc: Int
        /// What the assembler reads: a mnemonic with its data, or `raw 0x…`.
        package let text: String
    }

    /// The instructions of `code`, first to last.
    ///
    /// Bytes that no fork defines, and a PUSH whose data the end cuts off, come out as `raw`.
    package static func lines(of code: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var pc = 0
        while pc < code.count {
            let byte = code[pc]
            let size = Mnemonics.immediateCount(of: byte)
            let end = pc + 1 + size
            let text: String
            if end > code.count || Mnemonics.opcode(named: Mnemonics.name(of: byte)) == nil {
                text = "raw " + Hex.encode(code[pc..<min(end, code.count)])
            } else if size > 0 {
                text = "\(Mnemonics.name(of: byte)) \(Hex.encode(code[pc + 1..<end]))"
            } else {
                text = Mnemonics.name(of: byte)
            }
            lines.append(Line(pc: pc, text: text))
            pc = end
        }
        return lines
    }

    /// The whole code, one instruction a line.
    package static func text(of code: [UInt8]) -> String {
        lines(of: code).map(\.text).joined(separator: "\n")
    }
}
