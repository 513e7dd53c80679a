/// Arithmetic, logic, shifts, multiplication and division.
extension X64Emitter {
    /// 03 /r and its kin: `op destination, source`.
    package mutating func arithmetic(
        _ operation: X64Arithmetic, _ destination: Register, _ source: Register
    ) {
        code.reserve()
        form(operation.rawValue << 3 | 3, destination.number, source)
    }

    /// 03 /r and its kin: `op destination, [memory]`.
    package mutating func arithmetic(
        _ operation: X64Arithmetic, _ destination: Register, _ source: Memory
    ) {
        code.reserve()
        form(operation.rawValue << 3 | 3, destination.number, source)
    }

    /// 83 /n ib or 81 /n id: `op destination, immediate`, sign-extended.
    package mutating func arithmetic(
        _ operation: X64Arithmetic, _ destination: Register, _ immediate: Int32
    ) {
        code.reserve()
        let opcode = shortestImmediate(immediate)
        form(opcode, operation.rawValue, destination)
    }

    /// 83 /n ib or 81 /n id: `op qword [destination], immediate`, sign-extended.
    package mutating func arithmetic(
        _ operation: X64Arithmetic, _ destination: Memory, _ immediate: Int32
    ) {
        code.reserve()
        let opcode = shortestImmediate(immediate)
        form(opcode, operation.rawValue, destination)
    }

    /// 81 /0 id: `add destination, immediate` in its long form, so that the field can be patched.
    ///
    /// - Returns: The place of the immediate.
    package mutating func addLong(_ destination: Register, _ immediate: Int32 = 0) -> Int {
        code.reserve()
        code.prepend(UInt32(bitPattern: immediate))
        let place = code.count
        form(0x81, X64Arithmetic.add.rawValue, destination)
        return place
    }

    private mutating func shortestImmediate(_ immediate: Int32) -> UInt8 {
        if let short = Int8(exactly: immediate) {
            code.prepend(UInt8(bitPattern: short))
            return 0x83
        }
        code.prepend(UInt32(bitPattern: immediate))
        return 0x81
    }

    /// 33 /r without REX.W: `xor r32, r32`, the shortest zero; it changes the flags.
    package mutating func zero(_ register: Register) {
        code.reserve()
        form(0x33, register.number, register, width: 0)
    }

    /// 85 /r: `test left, right`.
    package mutating func test(_ left: Register, _ right: Register) {
        code.reserve()
        form(0x85, right.number, left)
    }

    /// F7 /n: `not`, `neg`, `mul` (rdx:rax = rax × operand) and `div` (rax, rdx = rdx:rax ÷ operand).
    package mutating func unary(_ operation: X64Unary, _ operand: Register) {
        code.reserve()
        form(0xf7, operation.rawValue, operand)
    }

    /// F7 /n with its operand in memory.
    package mutating func unary(_ operation: X64Unary, _ operand: Memory) {
        code.reserve()
        form(0xf7, operation.rawValue, operand)
    }

    /// 0F AF /r: `imul destination, source`.
    package mutating func imul(_ destination: Register, _ source: Register) {
        code.reserve()
        form0F(0xaf, destination.number, source)
    }

    /// 0F AF /r: `imul destination, [memory]`.
    package mutating func imul(_ destination: Register, _ source: Memory) {
        code.reserve()
        form0F(0xaf, destination.number, source)
    }

    /// 6B /r ib or 69 /r id: `imul destination, source, immediate`.
    package mutating func imul(_ destination: Register, _ source: Register, _ immediate: Int32) {
        code.reserve()
        let opcode: UInt8 = shortestImmediate(immediate) == 0x83 ? 0x6b : 0x69
        form(opcode, destination.number, source)
    }

    /// VEX.LZ.F2.0F38.W1 F6 /r: `mulx high, low, source`; rdx is the other factor, flags stay.
    ///
    /// The three-byte VEX prefix holds the extension bits inverted and the second operand, `low`,
    /// inverted as well.
    package mutating func mulx(_ high: Register, _ low: Register, _ source: Register) {
        code.reserve()
        modRM(field: high.number, register: source)
        code.prepend(0xf6 as UInt8)
        code.prepend(UInt8(0x80 | (~low.number & 15) << 3 | 3))
        let r: UInt8 = high.number < 8 ? 0x80 : 0
        let b: UInt8 = source.number < 8 ? 0x20 : 0
        code.prepend(UInt8(r | 0x40 | b | 2))
        code.prepend(0xc4 as UInt8)
    }

    /// C1 /n ib: `op destination, count`.
    ///
    /// - Precondition: `count` is below 64.
    package mutating func shift(_ operation: X64Shift, _ destination: Register, by count: UInt8) {
        code.reserve()
        code.prepend(count)
        form(0xc1, operation.rawValue, destination)
    }

    /// D3 /n: `op destination, cl`.
    package mutating func shiftByCounter(_ operation: X64Shift, _ destination: Register) {
        code.reserve()
        form(0xd3, operation.rawValue, destination)
    }

    /// 0F A4 /r ib, 0F AC /r ib: `shld` or `shrd destination, source, count`.
    ///
    /// - Precondition: `count` is below 64.
    package mutating func doubleShift(
        left: Bool, _ destination: Register, _ source: Register, by count: UInt8
    ) {
        code.reserve()
        code.prepend(count)
        form0F(left ? 0xa4 : 0xac, source.number, destination)
    }

    /// 0F A5 /r, 0F AD /r: `shld` or `shrd destination, source, cl`.
    package mutating func doubleShiftByCounter(
        left: Bool, _ destination: Register, _ source: Register
    ) {
        code.reserve()
        form0F(left ? 0xa5 : 0xad, source.number, destination)
    }

    /// 0F BD /r: `bsr`, the index of the highest bit; the destination is undefined for 0.
    package mutating func bsr(_ destination: Register, _ source: Register) {
        code.reserve()
        form0F(0xbd, destination.number, source)
    }

    /// F3 0F BD /r: `lzcnt`, the count of leading zeros, 64 for 0.
    package mutating func lzcnt(_ destination: Register, _ source: Register) {
        code.reserve()
        form0F(0xbd, destination.number, source)
        code.prepend(0xf3 as UInt8)
    }

    /// 0F C8+r: `bswap`.
    package mutating func bswap(_ register: Register) {
        code.reserve()
        code.prepend(UInt8(0xc8 | register.number & 7))
        code.prepend(0x0f as UInt8)
        rex(X64Emitter.wide, field: 0, base: register.number)
    }
}
