import Codegen
import Primitives

// The wrong lowerings themselves: where they can, they spoil the operands and lower rightly.

extension MethodLowering {
    /// The number of a numbered opcode: 0 for the first.
    func distance(from first: Opcode) -> Int { Int(row.opcode.rawValue - first.rawValue) }

    /// Lowers with the high limbs of the word at a depth dropped.
    func narrowing(_ depth: Int, _ lower: (MethodLowering) -> Void) {
        let above = (0..<depth).map { _ in stack.pop() }
        switch stack.pop() {
        case .constant(let word): stack.push(.constant(Word256(word.limb0)))
        case .narrow(let limb): push(narrow: limb)
        case .limbs(let limbs): push(narrow: limbs.limb0)
        case .slot(let position): push(narrow: limbs(of: .slot(position)).limb0)
        }
        for word in above.reversed() { stack.push(word) }
        lower(self)
    }

    func swappingOperands(_ lower: (MethodLowering) -> Void) {
        stack.swap(1)
        lower(self)
    }

    // MARK: Arithmetic

    func addDroppingCarry() {
        let (a, b) = (popLimbs(), popLimbs())
        let (sum1, carry1) = out.addCarrying(a.limb1, b.limb1)
        let (sum2, carry2) = out.addCarrying(a.limb2, b.limb2, carry1)
        let (sum3, _) = out.addCarrying(a.limb3, b.limb3, carry2)
        push(Limbs(out.add(a.limb0, b.limb0), sum1, sum2, sum3))
    }

    func shiftRightLosingSign() {
        let count = peekLimbs(0)
        lowerArithmeticShiftRight()
        let high = out.or(count.limb1, out.or(count.limb2, count.limb3))
        let excess = out.or(high, out.shr(count.limb0, out.immediate(8)))
        push(popLimbs().mapped { out.cmov(out.eq(excess, out.immediate(0)), $0, out.immediate(0)) })
    }

    func smodWithoutZeroTest() {
        let (dividend, divisor) = (peekLimbs(0), peekLimbs(1))
        callHelper(.smod)
        push(
            dividend.paired(with: popLimbs()) { out.cmov(out.isZero(divisor), $0, $1) })
    }

    func shiftLeftCrossingLimbs() {
        guard let count = constant(0)?.asUInt64, count < 256, count.isMultiple(of: 64), count > 0
        else { return lowerShiftLeft() }
        let value = peekLimbs(1)
        lowerShiftLeft()
        let words = Int(count / 64)
        let crossing = (0..<4).map { $0 > words ? value.all[$0 - words - 1] : out.immediate(0) }
        let bits = Limbs(crossing[0], crossing[1], crossing[2], crossing[3])
        push(popLimbs().paired(with: bits, out.or))
    }

    func shiftLeftWrappingCount() {
        if let count = constant(0) {
            _ = stack.pop()
            stack.push(.constant(Word256(count.limb0 & 0xff)))
        } else {
            push(narrow: out.and(popLimbs().limb0, out.immediate(0xff)))
        }
        lowerShiftLeft()
    }

    func shiftTakingSignedCount() {
        if let count = constant(0), let number = count.asUInt64, number >> 31 == 1 {
            _ = stack.pop()
            stack.push(.constant(Word256(number & 0xff)))
        } else if constant(0) == nil {
            let count = popLimbs()
            let high = out.or(count.limb1, out.or(count.limb2, count.limb3))
            let sign = out.or(high, out.shr(count.limb0, out.immediate(31)))
            let small = out.and(count.limb0, out.immediate(0xff))
            let isNegative = out.eq(sign, out.immediate(1))
            push(
                Limbs(
                    out.cmov(isNegative, small, count.limb0), count.limb1, count.limb2, count.limb3)
            )
        }
        lower(row.opcode)
    }

    /// A word of which no limb is used has the highest one before all memory.
    func mulmodIndexingLimbs() {
        let last = out.immediate(UInt64(bitPattern: -8))
        let limb = out.cmov(
            out.isZero(peekLimbs(2)), last, out.state(StateRegister.stackTop))
        _ = out.load(limb, 0, access: .operandStack, qualifier: .volatile)
        callHelper(.mulmod)
    }

    // MARK: Gas

    func expGivingBack() {
        let gas = out.state(StateRegister.gas)
        callHelper(.exp)
        out.setState(StateRegister.gas, gas)
    }

    func jumpGivingBack() {
        let own = out.immediate(UInt64(row.staticGas))
        out.setState(StateRegister.gas, out.add(out.state(StateRegister.gas), own))
        lowerJump()
    }

    // MARK: Memory

    func loadKeepingByteOrder() {
        lowerMload()
        let word = popLimbs().mapped(out.bswap)
        push(Limbs(word.limb3, word.limb2, word.limb1, word.limb0))
    }

    func storeKeepingLimbOrder() {
        let offset = stack.pop()
        let word = popLimbs()
        push(Limbs(word.limb3, word.limb2, word.limb1, word.limb0))
        stack.push(offset)
        lowerMstore()
    }

    func pushStaleMemorySize() {
        push(
            narrow: out.load(
                frame, FrameLayout.memorySize, access: .frame, qualifier: .constant))
    }

    // MARK: Calls and control

    func callNarrowingValue() {
        let (gas, target) = (stack.pop(), stack.pop())
        let value = popLimbs()
        push(Limbs(value.limb0, value.limb1, out.immediate(0), out.immediate(0)))
        stack.push(target)
        stack.push(gas)
        leaveToDriver()
    }

    func pushUnlessTruncated() {
        guard pc + Int(row.immediate) >= code.count else { return lowerPush() }
        stack.push(.constant(.zero))
    }

    /// The interpreter is to fail, as if the branch were taken.
    func branchCheckingTarget() {
        guard let target = constant(0), destination(target) == nil else { return lowerBranch() }
        _ = (stack.pop(), stack.pop())
        stack.push(.constant(1))
        stack.push(.constant(target))
        leaveToInterpreter()
    }

    func branchInverted() {
        let target = stack.pop()
        push(out.isZero(popLimbs()))
        stack.push(target)
        lowerBranch()
    }

    func jumpKeepingTarget() {
        guard let target = constant(0), let number = destination(target) else {
            return lowerJump()
        }
        settle()
        jump(toBlock: number)
    }

    func jumpAstray() {
        guard let target = constant(0), let number = destination(target),
            number + 1 < table.blocks.count
        else { return lowerJump() }
        _ = stack.pop()
        settle()
        jump(toBlock: number + 1)
    }
}
