/// Writes x86-64 instructions in front of the code written so far.
///
/// A method is one instruction form, named after its mnemonic, destination first. Operands are 64
/// bits wide unless the name or a label says otherwise. Encodings: Intel SDM vol. 2; each method
/// gives opcode bytes and the ModRM form beside them. Fields are written last to first.
package struct X64Emitter: ~Copyable {
    package var code: CodeBuffer

    package init(code: consuming CodeBuffer) {
        self.code = code
    }

    /// An operand in memory: base, optionally index times 1, 2, 4 or 8, plus a displacement.
    package struct Memory: Sendable {
        package var base: Register
        package var index: Register?
        /// The binary logarithm of the index's factor, 0…3.
        package var scale: UInt8
        package var displacement: Int32

        /// - Precondition: the index is not rsp, which encodes "no index".
        package init(
            base: Register, index: Register? = nil, scale: UInt8 = 0, displacement: Int32 = 0
        ) {
            self.base = base
            self.index = index
            self.scale = scale
            self.displacement = displacement
        }
    }

    // MARK: Fields

    /// REX.W, or 0 for a 32-bit operand.
    static let wide: UInt8 = 0x48

    /// A ModRM byte that names two registers.
    @inline(__always)
    mutating func modRM(field: UInt8, register: Register) {
        code.prepend(UInt8(0xc0 | (field & 7) << 3 | register.number & 7))
    }

    /// A ModRM byte, and what follows it, that names a register or opcode field and memory.
    ///
    /// rsp and r12 as base need an SIB byte; rbp and r13 as base need a displacement.
    mutating func modRM(field: UInt8, memory: Memory) {
        let mode = displacement(memory)
        let reg = (field & 7) << 3
        if let index = memory.index {
            code.prepend(memory.scale << 6 | (index.number & 7) << 3 | memory.base.number & 7)
            code.prepend(UInt8(mode | reg | 4))
        } else if memory.base.number & 7 == 4 {
            code.prepend(0x24 as UInt8)
            code.prepend(UInt8(mode | reg | 4))
        } else {
            code.prepend(UInt8(mode | reg | memory.base.number & 7))
        }
    }

    /// Writes the displacement in its shortest form; the result is the mode bits of ModRM.
    private mutating func displacement(_ memory: Memory) -> UInt8 {
        let value = memory.displacement
        if value == 0 && memory.base.number & 7 != 5 { return 0x00 }
        if let short = Int8(exactly: value) {
            code.prepend(UInt8(bitPattern: short))
            return 0x40
        }
        code.prepend(UInt32(bitPattern: value))
        return 0x80
    }

    /// The REX prefix: bit 3 wide, bit 2 extends the field, bit 1 the index, bit 0 base or register.
    ///
    /// An otherwise empty prefix is written if `needed`: it makes the byte registers 4…7 spl…dil
    /// and not ah…bh.
    @inline(__always)
    mutating func rex(
        _ width: UInt8, field: UInt8, index: UInt8 = 0, base: UInt8, needed: Bool = false
    ) {
        let bits = width | (field >> 3) << 2 | (index >> 3) << 1 | base >> 3
        if bits != 0 || needed { code.prepend(UInt8(0x40 | bits)) }
    }

    @inline(__always)
    mutating func rex(_ width: UInt8, field: UInt8, memory: Memory, needed: Bool = false) {
        rex(
            width, field: field, index: memory.index?.number ?? 0, base: memory.base.number,
            needed: needed)
    }

    /// A one-byte opcode with a register as its ModRM operand.
    mutating func form(_ opcode: UInt8, _ field: UInt8, _ register: Register, width: UInt8 = wide) {
        modRM(field: field, register: register)
        code.prepend(opcode)
        rex(width, field: field, base: register.number)
    }

    /// A one-byte opcode with memory as its ModRM operand.
    mutating func form(_ opcode: UInt8, _ field: UInt8, _ memory: Memory, width: UInt8 = wide) {
        modRM(field: field, memory: memory)
        code.prepend(opcode)
        rex(width, field: field, memory: memory)
    }

    /// An opcode behind 0F with a register as its ModRM operand.
    mutating func form0F(
        _ opcode: UInt8, _ field: UInt8, _ register: Register, width: UInt8 = wide
    ) {
        modRM(field: field, register: register)
        code.prepend(opcode)
        code.prepend(0x0f as UInt8)
        rex(width, field: field, base: register.number)
    }

    /// An opcode behind 0F with memory as its ModRM operand.
    mutating func form0F(_ opcode: UInt8, _ field: UInt8, _ memory: Memory, width: UInt8 = wide) {
        modRM(field: field, memory: memory)
        code.prepend(opcode)
        code.prepend(0x0f as UInt8)
        rex(width, field: field, memory: memory)
    }
}
