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
        let zeros = A64Emitter.halves(of: immediate, otherThan: 0)
        let ones = A64Emitter.halves(of: immediate, otherThan: .max)
        if min(zeros.count, ones.count) > 1, let bitmask = A64LogicalImmediate(immediate) {
            logic(.orr, destination, .xzr, bitmask)
        } else if zeros.count <= ones.count {
            move(.movz, destination, zeros, complemented: false)
        } else {
            move(.movn, destination, ones, complemented: true)
        }
    }

    /// Emits a first move and one MOVK for each further half.
    private mutating func move(
        _ first: A64WideMove, _ destination: Register,
        _ halves: [(position: UInt8, bits: UInt16)], complemented: Bool
    ) {
        for half in halves.dropFirst().reversed() {
            move(.movk, destination, half.bits, position: half.position)
        }
        let bits = halves.first?.bits ?? (complemented ? .max : 0)
        move(
            first, destination, complemented ? ~bits : bits, position: halves.first?.position ?? 0)
    }

    /// The quarters of a word that are not as given, from the lowest.
    private static func halves(
        of word: UInt64, otherThan usual: UInt16
    ) -> [(position: UInt8, bits: UInt16)] {
        (0..<4 as Range<UInt8>).compactMap { position in
            let bits = UInt16(truncatingIfNeeded: word >> (16 * UInt64(position)))
            return bits == usual ? nil : (position, bits)
        }
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
