import Codegen
import Primitives

extension MethodLowering {
    func lowerAdd() {
        let (a, b) = (popLimbs(), popLimbs())
        push(out.add(a, b))
    }

    func lowerSub() {
        let (a, b) = (popLimbs(), popLimbs())
        push(out.subtract(a, b).difference)
    }

    /// Two factors of one limb each are multiplied in place; everything else by a helper.
    func lowerMul() {
        guard let a = narrowLimb(0), let b = narrowLimb(1) else { return callHelper(.mul) }
        _ = stack.pop()
        _ = stack.pop()
        let zero = out.immediate(0)
        push(Limbs(out.mul(a, b), out.mulhu(a, b), zero, zero))
    }

    /// One-limb operands are divided in place; a zero divisor is replaced by one, and its quotient
    /// by zero.
    func lowerDiv() {
        guard let (a, divisor, isZero) = narrowDivision() else { return callHelper(.div) }
        push(narrow: out.cmov(isZero, out.immediate(0), out.udiv(a, divisor)))
    }

    func lowerMod() {
        guard let (a, divisor, isZero) = narrowDivision() else { return callHelper(.mod) }
        push(narrow: out.cmov(isZero, out.immediate(0), out.urem(a, divisor)))
    }

    /// Takes two one-limb operands, the divisor made safe, or leaves the stack as it is.
    private func narrowDivision() -> (LIRReference, LIRReference, LIRCondition)? {
        guard let a = narrowLimb(0), let b = narrowLimb(1) else { return nil }
        _ = stack.pop()
        _ = stack.pop()
        let safe = out.cmov(out.eq(b, out.immediate(0)), out.immediate(1), b)
        return (a, safe, out.eq(b, out.immediate(0)))
    }

    /// The word at a depth as one limb, if the compiler knows that it has no more.
    func narrowLimb(_ depth: Int) -> LIRReference? {
        switch stack.peek(depth) {
        case .narrow(let limb): limb
        case .constant(let word): word.asUInt64.map { out.immediate($0) }
        case .limbs, .slot: nil
        }
    }
}
