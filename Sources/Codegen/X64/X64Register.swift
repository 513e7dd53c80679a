/// The names of the x86-64 general-purpose registers, by their encoding (Intel SDM vol. 2, 2.1.5).
extension Register {
    package static let rax = Register(0)
    package static let rcx = Register(1)
    package static let rdx = Register(2)
    package static let rbx = Register(3)
    package static let rsp = Register(4)
    package static let rbp = Register(5)
    package static let rsi = Register(6)
    package static let rdi = Register(7)
    package static let r8 = Register(8)
    package static let r9 = Register(9)
    package static let r10 = Register(10)
    package static let r11 = Register(11)
    package static let r12 = Register(12)
    package static let r13 = Register(13)
    package static let r14 = Register(14)
    package static let r15 = Register(15)
}

/// A condition of a jump, set or conditional move; the raw value is its encoding (SDM volume 2, B.1.4.7).
package enum X64Condition: UInt8, CaseIterable, Sendable {
    case overflow, notOverflow, below, aboveOrEqual, equal, notEqual, belowOrEqual, above
    case sign, notSign, parity, notParity, less, greaterOrEqual, lessOrEqual, greater

    /// The condition that holds exactly when this one does not: they differ in the lowest bit.
    package var inverted: X64Condition {
        X64Condition(rawValue: rawValue ^ 1) ?? self
    }
}

/// A two-operand arithmetic instruction; the raw value is its number in the 80…83 opcode group.
package enum X64Arithmetic: UInt8, CaseIterable, Sendable {
    case add, or, adc, sbb, and, sub, xor, cmp
}

/// A shift; the raw value is its number in the C1 and D3 opcode groups.
package enum X64Shift: UInt8, CaseIterable, Sendable {
    case shl = 4
    case shr = 5
    case sar = 7
}

/// A one-operand instruction of the F7 opcode group; the raw value is its number there.
package enum X64Unary: UInt8, CaseIterable, Sendable {
    case not = 2
    case neg = 3
    case mul = 4
    case div = 6
}
