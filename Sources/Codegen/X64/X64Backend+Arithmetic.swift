/// Arithmetic. Every method emits its last instruction first.
extension X64Backend {
    package mutating func binary(
        _ opcode: LIROpcode, _ destination: Register, _ first: Register, _ second: MachineOperand,
        setsFlags: Bool
    ) {
        switch opcode {
        case .add where !setsFlags:
            if !addByAddress(destination, first, second, negated: false) {
                arithmetic(.add, destination, first, second)
            }
        case .sub where !setsFlags:
            if !addByAddress(destination, first, second, negated: true) {
                arithmetic(.sub, destination, first, second)
            }
        case .add, .addk: arithmetic(.add, destination, first, second)
        case .adc: arithmetic(.adc, destination, first, second)
        case .sub, .subk: arithmetic(.sub, destination, first, second)
        case .sbb: arithmetic(.sbb, destination, first, second)
        case .and: arithmetic(.and, destination, first, second)
        case .or: arithmetic(.or, destination, first, second)
        case .xor: arithmetic(.xor, destination, first, second)
        case .mul: multiply(destination, first, second)
        case .mulhu: multiplyHigh(destination, second)
        case .shl: shift(.shl, destination, first, second)
        case .shr: shift(.shr, destination, first, second)
        case .sar: shift(.sar, destination, first, second)
        case .udiv, .urem: divide(second)
        case .start, .label, .entry, .regfence, .comment, .unreachable, .immq, .allocp, .live,
            .state, .setstate, .ld8u, .ld32u, .ldq, .ldqx, .st8, .st32, .stq, .stqx, .not, .neg,
            .shld, .shrd, .clz, .bswap, .kval, .kset, .bset, .kc, .eq, .ltu, .leu, .lts, .les,
            .cmov, .setc, .xt, .xf, .x, .xk, .xnk, .xbarrier, .j, .jt, .jf, .jtbl, .loop, .ret,
            .callq, .callv:
            preconditionFailure("not an instruction of two operands")
        }
    }

    /// A sum in another register than its operands', as an address: saves the copy.
    private mutating func addByAddress(
        _ destination: Register, _ first: Register, _ second: MachineOperand, negated: Bool
    ) -> Bool {
        if destination == first { return false }
        switch second {
        case .register(let register):
            if negated || register == destination { return false }
            emitter.lea(destination, X64Emitter.Memory(base: first, index: register))
            return true
        case .immediate(let value):
            let signed = Int64(bitPattern: value)
            guard let offset = Int32(exactly: negated ? 0 &- signed : signed) else { return false }
            emitter.lea(destination, X64Emitter.Memory(base: first, displacement: offset))
            return true
        case .memory:
            return false
        }
    }

    /// `[mov destination, first]; op destination, second`, or exchanged if `second` is there.
    private mutating func arithmetic(
        _ operation: X64Arithmetic, _ destination: Register, _ first: Register,
        _ second: MachineOperand
    ) {
        switch second {
        case .register(let register):
            if register == destination {
                // Only an instruction that commutes is given this, or one with equal operands.
                emitter.arithmetic(operation, destination, first)
                return
            }
            emitter.arithmetic(operation, destination, register)
        case .immediate(let value):
            emitter.arithmetic(operation, destination, Int32(truncatingIfNeeded: value))
        case .memory(let address):
            emitter.arithmetic(operation, destination, X64Backend.memory(address))
        }
        move(destination, first)
    }

    private mutating func multiply(
        _ destination: Register, _ first: Register, _ second: MachineOperand
    ) {
        switch second {
        case .register(let register):
            if register == destination {
                emitter.imul(destination, first)
                return
            }
            emitter.imul(destination, register)
        case .immediate(let value):
            emitter.imul(destination, first, Int32(truncatingIfNeeded: value))
            return
        case .memory(let address):
            emitter.imul(destination, X64Backend.memory(address))
        }
        move(destination, first)
    }

    /// The other factor is in rdx for `mulx`, else in rax, and the product's high half in rdx.
    private mutating func multiplyHigh(_ destination: Register, _ second: MachineOperand) {
        guard case .register(let register) = second else { return }
        if features.hasBMI2 {
            emitter.mulx(destination, destination, register)
        } else {
            emitter.unary(.mul, register)
        }
    }

    /// The dividend is in rax; the quotient goes there, the remainder to rdx.
    private mutating func divide(_ second: MachineOperand) {
        guard case .register(let divisor) = second else { return }
        emitter.unary(.div, divisor)
        if !faults.contains(.keepsHighDividend) { emitter.zero(.rdx) }
    }

    private mutating func shift(
        _ operation: X64Shift, _ destination: Register, _ first: Register, _ count: MachineOperand
    ) {
        if case .immediate(let value) = count {
            let masked = UInt8(value & 63)
            if masked != 0 { emitter.shift(operation, destination, by: masked) }
        } else {
            emitter.shiftByCounter(operation, destination)
        }
        move(destination, first)
    }

    package mutating func funnelShift(
        _ opcode: LIROpcode, _ destination: Register, _ first: Register, _ second: Register,
        _ count: MachineOperand
    ) {
        let isLeft = opcode == .shld
        if case .immediate(let value) = count {
            let masked = UInt8(value & 63)
            if masked != 0 {
                emitter.doubleShift(left: isLeft, destination, second, by: masked)
            }
        } else {
            emitter.doubleShiftByCounter(left: isLeft, destination, second)
        }
        move(destination, first)
    }

    package mutating func unary(
        _ opcode: LIROpcode, _ destination: Register, _ source: Register
    ) {
        if opcode == .clz {
            countLeadingZeros(destination, source)
            return
        }
        if opcode == .bswap {
            emitter.bswap(destination)
        } else {
            emitter.unary(opcode == .not ? .not : .neg, destination)
        }
        move(destination, source)
    }

    /// Without `lzcnt`, 63 minus the highest bit's index, which is 63 xor it; 127 stands for the
    /// index that a zero does not have.
    private mutating func countLeadingZeros(_ destination: Register, _ source: Register) {
        if features.hasLZCNT {
            emitter.lzcnt(destination, source)
            return
        }
        emitter.arithmetic(.xor, destination, 63)
        let found = place
        emitter.mov32(destination, immediate: 127)
        emitter.jump(.notEqual, distance: X64Backend.distance(place, found))
        emitter.bsr(destination, source)
    }

    // MARK: Flags

    package mutating func compare(_ first: Register, _ second: MachineOperand) {
        if case .immediate(0) = second {
            emitter.test(first, first)
        } else {
            compareBorrowing(first, second)
        }
    }

    package mutating func compareBorrowing(_ first: Register, _ second: MachineOperand) {
        switch second {
        case .register(let register): emitter.arithmetic(.cmp, first, register)
        case .immediate(let value):
            emitter.arithmetic(.cmp, first, Int32(truncatingIfNeeded: value))
        case .memory(let address):
            emitter.arithmetic(.cmp, first, X64Backend.memory(address))
        }
    }

    package mutating func select(
        _ condition: MachineCondition, _ destination: Register, whenTrue: MachineOperand,
        whenFalse: Register
    ) {
        let condition = X64Backend.condition(condition)
        let isHalf = faults.contains(.halvesSelections)
        switch whenTrue {
        case .register(let register):
            emitter.cmov(condition, destination, register, isHalf: isHalf)
        case .memory(let address):
            emitter.cmov(condition, destination, X64Backend.memory(address), isHalf: isHalf)
        case .immediate:
            preconditionFailure("cmov has no immediate")
        }
        move(destination, whenFalse)
    }

    package mutating func materialise(_ condition: MachineCondition, _ destination: Register) {
        emitter.movzx8(destination, destination)
        emitter.setcc(X64Backend.condition(condition), destination)
    }

    /// `neg` sets the carry flag, which is also the borrow, if its operand is not zero.
    package mutating func makeFlag(borrow: Bool, _ source: Register, scratch: Register) {
        emitter.unary(.neg, scratch)
        move(scratch, source)
    }

    static func condition(_ condition: MachineCondition) -> X64Condition {
        switch condition {
        case .equal: .equal
        case .notEqual: .notEqual
        case .below, .carry, .borrow: .below
        case .aboveOrEqual, .noCarry, .noBorrow: .aboveOrEqual
        case .belowOrEqual: .belowOrEqual
        case .above: .above
        case .less: .less
        case .greaterOrEqual: .greaterOrEqual
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .negative: .sign
        case .notNegative: .notSign
        }
    }
}
