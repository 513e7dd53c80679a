import Primitives

// ADD to SIGNEXTEND. All but EXP have one shape: words in, one word out, static gas.
extension Execution {
    /// An instruction that replaces two words by one.
    @inline(always)
    mutating func binary(_ operation: (Word256, Word256) -> Word256) {
        // Stack
        let first = stack[0]
        let second = stack[1]
        stack.drop(1)
        // Gas: static
        // Operation
        stack[0] = operation(first, second)
        // Program counter
        pc += 1
    }

    /// An instruction that replaces one word by another.
    @inline(always)
    mutating func unary(_ operation: (Word256) -> Word256) {
        // Stack
        let word = stack[0]
        // Gas: static
        // Operation
        stack[0] = operation(word)
        // Program counter
        pc += 1
    }

    /// An instruction that replaces three words by one.
    @inline(always)
    mutating func ternary(_ operation: (Word256, Word256, Word256) -> Word256) {
        // Stack
        let first = stack[0]
        let second = stack[1]
        let third = stack[2]
        stack.drop(2)
        // Gas: static
        // Operation
        stack[0] = operation(first, second, third)
        // Program counter
        pc += 1
    }

    @inline(always) mutating func add() { binary { $0 &+ $1 } }
    @inline(always) mutating func mul() { binary { $0 &* $1 } }
    @inline(always) mutating func sub() { binary { $0 &- $1 } }
    @inline(always) mutating func div() { binary { $0.divided(by: $1) } }
    @inline(always) mutating func sdiv() { binary { $0.signedDivided(by: $1) } }
    @inline(always) mutating func mod() { binary { $0.remainder(by: $1) } }
    @inline(always) mutating func smod() { binary { $0.signedRemainder(by: $1) } }
    @inline(always) mutating func addmod() { ternary { $0.addModulo($1, $2) } }
    @inline(always) mutating func mulmod() { ternary { $0.mulModulo($1, $2) } }
    @inline(always) mutating func signextend() { binary { $1.signExtended(fromByte: $0) } }

    /// EXP costs more the longer the exponent is (EIP-160).
    @inline(always)
    mutating func exp() -> Bool { accept(ArithmeticSemantics.exp(frame, stack, gas), dropping: 1) }
}

/// Arithmetic that is done outside the loop.
package enum ArithmeticSemantics {
    /// EXP.
    package static func exp(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let base = stack[0]
        let exponent = stack[1]
        // Gas
        let outcome = GasOutcome.charging(
            DynamicGas.exponentiation(exponent: exponent, frame.pointee.schedule.pointee), to: gas)
        guard !outcome.isHalt else { return outcome }
        // Operation
        stack[1] = base.power(exponent)
        // Program counter: the next instruction
        return outcome
    }
}
