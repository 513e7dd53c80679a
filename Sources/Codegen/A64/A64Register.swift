/// The names of the AArch64 general-purpose registers, by their encoding.
///
/// Number 31 is the stack pointer or zero: which of them depends on the instruction and the operand.
extension Register {
    package static let x0 = Register(0)
    package static let x1 = Register(1)
    package static let x2 = Register(2)
    package static let x3 = Register(3)
    package static let x4 = Register(4)
    package static let x5 = Register(5)
    package static let x6 = Register(6)
    package static let x7 = Register(7)
    package static let x8 = Register(8)
    package static let x9 = Register(9)
    package static let x10 = Register(10)
    package static let x11 = Register(11)
    package static let x12 = Register(12)
    package static let x13 = Register(13)
    package static let x14 = Register(14)
    package static let x15 = Register(15)
    package static let x16 = Register(16)
    package static let x17 = Register(17)
    package static let x18 = Register(18)
    package static let x19 = Register(19)
    package static let x20 = Register(20)
    package static let x21 = Register(21)
    package static let x22 = Register(22)
    package static let x23 = Register(23)
    package static let x24 = Register(24)
    package static let x25 = Register(25)
    package static let x26 = Register(26)
    package static let x27 = Register(27)
    package static let x28 = Register(28)
    package static let x29 = Register(29)
    package static let x30 = Register(30)
    package static let sp = Register(31)
    package static let xzr = Register(31)
}

/// A condition of a branch or selection; the raw value is its encoding (Arm ARM, C1.2.4).
package enum A64Condition: UInt32, CaseIterable, Sendable {
    case equal, notEqual, carrySet, carryClear, negative, notNegative, overflow, notOverflow
    case higher, lowerOrSame, greaterOrEqual, less, greater, lessOrEqual

    /// The condition that holds exactly when this one does not: they differ in the lowest bit.
    package var inverted: A64Condition {
        A64Condition(rawValue: rawValue ^ 1) ?? self
    }
}

/// An addition or subtraction; the raw value is its `op` and `S` bits.
package enum A64Arithmetic: UInt32, CaseIterable, Sendable {
    case add, adds, sub, subs
}

/// An addition or subtraction that reads the carry; the raw value is its `op` and `S` bits.
package enum A64CarryArithmetic: UInt32, CaseIterable, Sendable {
    case adc, adcs, sbc, sbcs
}

/// A bitwise instruction; the raw value is its `opc` field.
package enum A64Logic: UInt32, CaseIterable, Sendable {
    case and, orr, eor, ands
}

/// A shift; the raw value is its `op2` field in the form with a count in a register.
package enum A64Shift: UInt32, CaseIterable, Sendable {
    case lsl, lsr, asr
}

/// A move of 16 bits; the raw value is its `opc` field.
package enum A64WideMove: UInt32, CaseIterable, Sendable {
    case movn = 0
    case movz = 2
    case movk = 3
}

/// How much a load or store moves; the raw value is the binary logarithm of the bytes.
package enum A64AccessSize: UInt32, CaseIterable, Sendable {
    case byte = 0
    case word = 2
    case doubleword = 3
}

/// Which way a load or store goes; the raw value is its `L` or `opc` bit.
package enum A64Direction: UInt32, CaseIterable, Sendable {
    case store, load
}

/// How a load or store of a pair uses its offset; the raw value is in bits 23 and 24.
package enum A64PairMode: UInt32, CaseIterable, Sendable {
    /// The offset is added after the access, and the base keeps the sum.
    case postIndexed = 1
    /// The offset is added for the access alone.
    case offset = 2
    /// The offset is added before the access, and the base keeps the sum.
    case preIndexed = 3
}
