/// Arithmetic. Every method emits its last instruction first.
extension A64Backend {
    package mutating func binary(
        _ opcode: LIROpcode, _ destination: Register, _ first: Register, _ second: MachineOperand,
        setsFlags: Bool
    ) {
        switch opcode {
        case .add, .addk:
            arithmetic(setsFlags ? .adds : .add, destination, first, second)
        case .sub, .subk:
            arithmetic(setsFlags ? .subs : .sub, destination, first, second)
        case .adc: carrying(setsFlags ? .adcs : .adc, destination, first, second)
        case .sbb: carrying(setsFlags ? .sbcs : .sbc, destination, first, second)
        case .and: logic(setsFlags ? .ands : .and, destination, first, second)
        case .or: logic(.orr, destination, first, second)
        case .xor: logic(.eor, destination, first, second)
        case .shl: shift(.lsl, destination, first, second)
        case .shr: shift(.lsr, destination, first, second)
        case .sar: shift(.asr, destination, first, second)
        case .mul:
            emitter.madd(destination, first, A64Backend.register(second), addend: .xzr)
        case .mulhu: emitter.umulh(destination, first, A64Backend.register(second))
        case .udiv: divide(destination, first, A64Backend.register(second))
        case .urem: remainder(destination, first, A64Backend.register(second))
        case .start, .label, .entry, .regfence, .comment, .unreachable, .immq, .allocp, .live,
            .state, .setstate, .ld8u, .ld32u, .ldq, .ldqx, .st8, .st32, .stq, .stqx, .not, .neg,
            .shld, .shrd, .clz, .bswap, .kval, .kset, .bset, .kc, .eq, .ltu, .leu, .lts, .les,
            .cmov, .setc, .xt, .xf, .x, .xk, .xnk, .xbarrier, .j, .jt, .jf, .jtbl, .loop, .ret,
            .callq, .callv:
            preconditionFailure("not an instruction of two operands")
        }
    }

    /// An immediate that fits only negated is added where it was to be subtracted, and the other
    /// way round: both give the same sum of three words, so all flags are the same, too.
    private mutating func arithmetic(
        _ operation: A64Arithmetic, _ destination: Register, _ first: Register,
        _ second: MachineOperand
    ) {
        guard case .immediate(let value) = second else {
            emitter.arithmetic(operation, destination, first, A64Backend.register(second))
            return
        }
        if let immediate = A64ArithmeticImmediate(value) {
            emitter.arithmetic(operation, destination, first, immediate)
        } else if let immediate = A64ArithmeticImmediate(0 &- value) {
            emitter.arithmetic(operation.opposite, destination, first, immediate)
        }
    }

    /// An immediate is zero, or all ones: these are the complement of zero, which the opposite
    /// instruction adds.
    private mutating func carrying(
        _ operation: A64CarryArithmetic, _ destination: Register, _ first: Register,
        _ second: MachineOperand
    ) {
        if case .immediate(.max) = second {
            emitter.arithmetic(operation.opposite, destination, first, .xzr)
        } else {
            emitter.arithmetic(operation, destination, first, A64Backend.register(second))
        }
    }

    private mutating func logic(
        _ operation: A64Logic, _ destination: Register, _ first: Register,
        _ second: MachineOperand
    ) {
        if case .immediate(let value) = second {
            guard let immediate = A64LogicalImmediate(value) else { return }
            emitter.logic(operation, destination, first, immediate)
        } else {
            emitter.logic(operation, destination, first, A64Backend.register(second))
        }
    }

    private mutating func shift(
        _ operation: A64Shift, _ destination: Register, _ first: Register, _ count: MachineOperand
    ) {
        if case .immediate(let value) = count {
            let masked = UInt8(value & 63)
            if masked == 0 {
                move(destination, first)
            } else {
                emitter.shift(operation, destination, first, by: masked)
            }
        } else {
            emitter.shift(operation, destination, first, A64Backend.register(count))
        }
    }

    private mutating func divide(
        _ destination: Register, _ dividend: Register, _ divisor: Register
    ) {
        let isWrong = faults.contains(.keepsHighDividend)
        emitter.udiv(destination, isWrong ? .x16 : dividend, divisor)
    }

    private mutating func remainder(
        _ destination: Register, _ dividend: Register, _ divisor: Register
    ) {
        emitter.msub(destination, .x16, divisor, minuend: dividend)
        divide(.x16, dividend, divisor)
    }

    /// By a constant, `extr`; by a register, two shifts.
    ///
    /// The bits that come in are shifted by one first and then by 63 minus the count, its
    /// complement modulo 64: nothing comes in if the count is zero.
    package mutating func funnelShift(
        _ opcode: LIROpcode, _ destination: Register, _ first: Register, _ second: Register,
        _ count: MachineOperand
    ) {
        let isLeft = opcode == .shld
        if case .immediate(let value) = count {
            let masked = UInt8(value & 63)
            if masked == 0 {
                move(destination, first)
            } else if isLeft {
                emitter.extr(destination, first, second, lowest: 64 - masked)
            } else {
                emitter.extr(destination, second, first, lowest: masked)
            }
            return
        }
        let count = A64Backend.register(count)
        let (outward, inward): (A64Shift, A64Shift) = isLeft ? (.lsl, .lsr) : (.lsr, .lsl)
        emitter.logic(.orr, destination, .x16, .x17)
        emitter.shift(outward, .x16, first, count)
        emitter.shift(inward, .x17, .x17, .x16)
        emitter.orn(.x16, .xzr, count)
        emitter.shift(inward, .x17, second, by: 1)
    }

    package mutating func unary(
        _ opcode: LIROpcode, _ destination: Register, _ source: Register
    ) {
        if opcode == .clz {
            emitter.clz(destination, source)
        } else if opcode == .bswap {
            emitter.rev(destination, source)
        } else if opcode == .not {
            emitter.orn(destination, .xzr, source)
        } else {
            emitter.arithmetic(.sub, destination, .xzr, source)
        }
    }

    // MARK: Flags

    package mutating func compare(_ first: Register, _ second: MachineOperand) {
        arithmetic(.subs, .xzr, first, second)
    }

    package mutating func compareBorrowing(_ first: Register, _ second: MachineOperand) {
        arithmetic(.subs, .xzr, first, second)
    }

    package mutating func select(
        _ condition: MachineCondition, _ destination: Register, whenTrue: MachineOperand,
        whenFalse: Register
    ) {
        emitter.csel(
            destination, whenTrue: A64Backend.register(whenTrue), whenFalse: whenFalse,
            A64Backend.condition(condition), isHalf: faults.contains(.halvesSelections))
    }

    package mutating func materialise(_ condition: MachineCondition, _ destination: Register) {
        emitter.cset(destination, A64Backend.condition(condition))
    }

    /// `cmp source, 1` sets the carry if the source is not zero; `cmp 0, source` clears it, which
    /// is a borrow.
    package mutating func makeFlag(borrow: Bool, _ source: Register, scratch: Register) {
        if borrow {
            emitter.arithmetic(.subs, .xzr, .xzr, source)
        } else {
            compare(source, .immediate(1))
        }
    }

    /// The carry is clear where a subtraction borrowed.
    static func condition(_ condition: MachineCondition) -> A64Condition {
        switch condition {
        case .equal: .equal
        case .notEqual: .notEqual
        case .below, .borrow, .noCarry: .carryClear
        case .aboveOrEqual, .noBorrow, .carry: .carrySet
        case .belowOrEqual: .lowerOrSame
        case .above: .higher
        case .less: .less
        case .greaterOrEqual: .greaterOrEqual
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .negative: .negative
        case .notNegative: .notNegative
        }
    }
}

extension A64Arithmetic {
    /// The subtraction for an addition, and the other way round.
    var opposite: A64Arithmetic {
        switch self {
        case .add: .sub
        case .adds: .subs
        case .sub: .add
        case .subs: .adds
        }
    }
}

extension A64CarryArithmetic {
    /// The instruction that adds the complement of the second operand.
    var opposite: A64CarryArithmetic {
        switch self {
        case .adc: .sbc
        case .adcs: .sbcs
        case .sbc: .adc
        case .sbcs: .adcs
        }
    }
}
