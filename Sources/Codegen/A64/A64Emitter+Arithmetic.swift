/// Arithmetic, logic, shifts, multiplication, division and selection.
///
/// Register 31 is zero here but where a method says that it is the stack pointer.
extension A64Emitter {
    // MARK: Addition and subtraction

    /// ADD, ADDS, SUB, SUBS (immediate).
    ///
    /// Register 31 is the stack pointer, but as the destination of `adds` and `subs`.
    package mutating func arithmetic(
        _ operation: A64Arithmetic, _ destination: Register, _ first: Register,
        _ immediate: A64ArithmeticImmediate
    ) {
        let shift: UInt32 = immediate.isShifted ? 1 << 22 : 0
        word(
            0x9100_0000 | operation.rawValue << 29 | shift | UInt32(immediate.bits) << 10,
            destination, first)
    }

    /// ADD, ADDS, SUB, SUBS (shifted register), without a shift.
    package mutating func arithmetic(
        _ operation: A64Arithmetic, _ destination: Register, _ first: Register, _ second: Register
    ) {
        word(0x8b00_0000 | operation.rawValue << 29, destination, first, second)
    }

    /// ADD (extended register), UXTX: adds `second` shifted left by up to 4.
    ///
    /// Register 31 is the stack pointer, but as `second`.
    package mutating func addExtended(
        _ destination: Register, _ first: Register, _ second: Register, shift: UInt8
    ) {
        word(0x8b20_6000 | UInt32(shift) << 10, destination, first, second)
    }

    /// ADC, ADCS, SBC, SBCS.
    package mutating func arithmetic(
        _ operation: A64CarryArithmetic, _ destination: Register, _ first: Register,
        _ second: Register
    ) {
        word(0x9a00_0000 | operation.rawValue << 29, destination, first, second)
    }

    // MARK: Logic

    /// AND, ORR, EOR, ANDS (immediate).
    ///
    /// Register 31 is the stack pointer as the destination, but of `ands`.
    package mutating func logic(
        _ operation: A64Logic, _ destination: Register, _ first: Register,
        _ immediate: A64LogicalImmediate
    ) {
        word(
            0x9200_0000 | operation.rawValue << 29 | immediate.bits << 10, destination, first)
    }

    /// AND, ORR, EOR, ANDS (shifted register), without a shift.
    package mutating func logic(
        _ operation: A64Logic, _ destination: Register, _ first: Register, _ second: Register
    ) {
        word(0x8a00_0000 | operation.rawValue << 29, destination, first, second)
    }

    /// ORN (shifted register), without a shift; MVN where `first` is zero.
    package mutating func orn(_ destination: Register, _ first: Register, _ second: Register) {
        word(0xaa20_0000, destination, first, second)
    }

    // MARK: Shifts

    /// LSLV, LSRV, ASRV: by a register, modulo 64.
    package mutating func shift(
        _ operation: A64Shift, _ destination: Register, _ first: Register, _ count: Register
    ) {
        word(0x9ac0_2000 | operation.rawValue << 10, destination, first, count)
    }

    /// UBFM and SBFM as LSL, LSR, ASR (immediate), by 1…63.
    package mutating func shift(
        _ operation: A64Shift, _ destination: Register, _ first: Register, by count: UInt8
    ) {
        let count = UInt32(count)
        switch operation {
        case .lsl:
            word(0xd340_0000 | (64 - count) << 16 | (63 - count) << 10, destination, first)
        case .lsr:
            word(0xd340_fc00 | count << 16, destination, first)
        case .asr:
            word(0x9340_fc00 | count << 16, destination, first)
        }
    }

    /// EXTR: 64 bits of `high:low` from bit `lowest`, which is up to 63.
    package mutating func extr(
        _ destination: Register, _ high: Register, _ low: Register, lowest: UInt8
    ) {
        word(0x93c0_0000 | UInt32(lowest) << 10, destination, high, low)
    }

    // MARK: Products, quotients and bits

    /// MADD: `first * second + addend`.
    package mutating func madd(
        _ destination: Register, _ first: Register, _ second: Register, addend: Register
    ) {
        word(0x9b00_0000 | UInt32(addend.number) << 10, destination, first, second)
    }

    /// MSUB: `minuend - first * second`.
    package mutating func msub(
        _ destination: Register, _ first: Register, _ second: Register, minuend: Register
    ) {
        word(0x9b00_8000 | UInt32(minuend.number) << 10, destination, first, second)
    }

    /// UMULH: the high half of a product.
    package mutating func umulh(_ destination: Register, _ first: Register, _ second: Register) {
        word(0x9bc0_7c00, destination, first, second)
    }

    /// UDIV.
    package mutating func udiv(_ destination: Register, _ first: Register, _ second: Register) {
        word(0x9ac0_0800, destination, first, second)
    }

    /// CLZ.
    package mutating func clz(_ destination: Register, _ source: Register) {
        word(0xdac0_1000, destination, source)
    }

    /// REV: the bytes in reverse order.
    package mutating func rev(_ destination: Register, _ source: Register) {
        word(0xdac0_0c00, destination, source)
    }

    // MARK: Selection

    /// CSEL, of 32 bits if it `isHalf`.
    package mutating func csel(
        _ destination: Register, whenTrue: Register, whenFalse: Register,
        _ condition: A64Condition, isHalf: Bool = false
    ) {
        word(
            (isHalf ? 0x1a80_0000 : 0x9a80_0000) | condition.rawValue << 12, destination, whenTrue,
            whenFalse)
    }

    /// CSINC of zeros as CSET: 1 if the condition holds, else 0.
    package mutating func cset(_ destination: Register, _ condition: A64Condition) {
        word(0x9a80_0400 | condition.inverted.rawValue << 12, destination, .xzr, .xzr)
    }
}
