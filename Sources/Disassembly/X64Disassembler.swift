import SystemCapstone

/// Reads x86-64 code back.
package final class X64Disassembler {
    private let capstone: CapstoneDisassembler

    package init?() {
        guard let capstone = CapstoneDisassembler(CS_ARCH_X86, CS_MODE_64) else { return nil }
        self.capstone = capstone
    }

    /// The instructions as text, or nil if some bytes are none.
    package func lines(_ bytes: [UInt8], address: UInt64 = 0) -> [String]? {
        capstone.lines(bytes, address: address)
    }
    /// The instructions with their addresses, or nil if some bytes are none.
    package func instructions(
        _ bytes: [UInt8], address: UInt64 = 0
    ) -> [DisassembledInstruction]? {
        capstone.instructions(bytes, address: address)
    }
}
