import SystemCapstone

/// An instruction that was read back.
package struct DisassembledInstruction: Sendable {
    package let address: UInt64
    package let text: String
}

/// One instruction set of capstone, which knows nothing of our encoders.
struct CapstoneDisassembler: ~Copyable {
    private var handle: csh = 0

    init?(_ architecture: cs_arch, _ mode: cs_mode) {
        guard cs_open(architecture, mode, &handle) == CS_ERR_OK else { return nil }
    }

    deinit {
        var handle = handle
        cs_close(&handle)
    }

    /// The instructions as text, or nil if some bytes are none.
    borrowing func lines(_ bytes: [UInt8], address: UInt64) -> [String]? {
        instructions(bytes, address: address)?.map(\.text)
    }

    /// The instructions, or nil if some bytes are none.
    borrowing func instructions(_ bytes: [UInt8], address: UInt64) -> [DisassembledInstruction]? {
        var instructions: UnsafeMutablePointer<cs_insn>?
        let count = cs_disasm(handle, bytes, bytes.count, address, 0, &instructions)
        guard count > 0, let instructions else { return bytes.isEmpty ? [] : nil }
        defer { cs_free(instructions, count) }
        var length = 0
        var lines: [DisassembledInstruction] = []
        for index in 0..<count {
            length += Int(instructions[index].size)
            let mnemonic = Self.text(instructions[index].mnemonic)
            let operands = Self.text(instructions[index].op_str)
            lines.append(
                DisassembledInstruction(
                    address: instructions[index].address,
                    text: operands.isEmpty ? mnemonic : "\(mnemonic) \(operands)"))
        }
        return length == bytes.count ? lines : nil
    }

    /// The text in a fixed-size C array.
    private static func text<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
