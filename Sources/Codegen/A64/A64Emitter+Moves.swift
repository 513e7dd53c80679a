/// Moves between registers, memory and immediates; none of them changes a flag.
extension A64Emitter {
    // MARK: Registers and immediates

    /// ORR (shifted register) of zero as MOV (register); register 31 is zero.
    package mutating func mov(_ destination: Register, _ source: Register) {
        logic(.orr, destination, .xzr, source)
    }

    /// MOVN, MOVZ, MOVK: 16 bits, at bit 0, 16, 32 or 48 by `position` 0…3.
    package mutating func move(
        _ operation: A64WideMove, _ destination: Register, _ bits: UInt16, position: UInt8
    ) {
        word(A64Emitter.wideMove(operation, destination, bits, position: position))
    }

    /// The instruction MOVN, MOVZ or MOVK.
    package static func wideMove(
        _ operation: A64WideMove, _ destination: Register, _ bits: UInt16, position: UInt8
    ) -> UInt32 {
        0x9280_0000 | operation.rawValue << 29 | UInt32(position) << 21 | UInt32(bits) << 5
            | UInt32(destination.number)
    }

    /// The shortest of ORR (immediate), MOVZ and MOVK, and MOVN and MOVK.
    package mutating func mov(_ destination: Register, immediate: UInt64) {
        let zeros = A64Emitter.quarters(of: immediate, otherThan: 0)
        let ones = A64Emitter.quarters(of: immediate, otherThan: .max)
        let isNegative = ones.nonzeroBitCount < zeros.nonzeroBitCount
        let others = isNegative ? ones : zeros
        if others.nonzeroBitCount > 1, let bitmask = A64LogicalImmediate(immediate) {
            logic(.orr, destination, .xzr, bitmask)
        } else {
            move(destination, immediate, quarters: others, isNegative: isNegative)
        }
    }

    /// Moves the first of some quarters, which sets all others alike, and then each further one.
    private mutating func move(
        _ destination: Register, _ value: UInt64, quarters: UInt8, isNegative: Bool
    ) {
        let first = quarters == 0 ? 0 : UInt8(quarters.trailingZeroBitCount)
        for position in (first + 1..<4).reversed() where quarters >> position & 1 == 1 {
            move(
                .movk, destination, A64Emitter.quarter(of: value, position), position: position)
        }
        let bits = A64Emitter.quarter(of: value, first)
        move(
            isNegative ? .movn : .movz, destination, isNegative ? ~bits : bits, position: first)
    }

    private static func quarter(of word: UInt64, _ position: UInt8) -> UInt16 {
        UInt16(truncatingIfNeeded: word >> (16 * UInt64(position)))
    }

    /// The quarters of a word that are not as given, as a mask.
    private static func quarters(of word: UInt64, otherThan usual: UInt16) -> UInt8 {
        var mask: UInt8 = 0
        for position in 0..<4 as Range<UInt8> where quarter(of: word, position) != usual {
            mask |= 1 << position
        }
        return mask
    }

    // MARK: Memory

    /// LDR, LDRB and STR, STRB (immediate, unsigned offset): `units` of the size, up to 4095.
    ///
    /// As base, register 31 is the stack pointer in all loads and stores. Loads of less than 64
    /// bits clear the others.
    package mutating func access(
        _ direction: A64Direction, _ size: A64AccessSize, _ register: Register, _ base: Register,
        units: UInt16
    ) {
        word(
            0x3900_0000 | size.rawValue << 30 | direction.rawValue << 22 | UInt32(units) << 10,
            register, base)
    }

    /// LDUR, LDURB and STUR, STURB: an offset of -256…255 bytes.
    package mutating func accessUnscaled(
        _ direction: A64Direction, _ size: A64AccessSize, _ register: Register, _ base: Register,
        offset: Int16
    ) {
        word(
            0x3800_0000 | size.rawValue << 30 | direction.rawValue << 22
                | (UInt32(bitPattern: Int32(offset)) & 0x1ff) << 12, register, base)
    }

    /// LDR, LDRB and STR, STRB (register), the index times the size if it `isScaled`.
    package mutating func access(
        _ direction: A64Direction, _ size: A64AccessSize, _ register: Register, _ base: Register,
        index: Register, isScaled: Bool = false
    ) {
        word(
            0x3820_6800 | size.rawValue << 30 | direction.rawValue << 22
                | (isScaled ? 1 << 12 : 0), register, base, index)
    }

    /// LDRSW (register), the index times four.
    package mutating func ldrsw(_ register: Register, _ base: Register, index: Register) {
        word(0xb8a0_7800, register, base, index)
    }

    /// LDP and STP: two words at `units` of eight bytes, -64…63, in one of three ways.
    package mutating func accessPair(
        _ direction: A64Direction, _ first: Register, _ second: Register, _ base: Register,
        units: Int8, _ mode: A64PairMode = .offset
    ) {
        word(
            0xa800_0000 | mode.rawValue << 23 | direction.rawValue << 22
                | (UInt32(bitPattern: Int32(units)) & 0x7f) << 15 | UInt32(second.number) << 10,
            first, base)
    }
}
