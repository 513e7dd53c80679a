import Primitives

// KECCAK256.
extension Execution {
    @inline(always)
    mutating func keccak256() -> Bool {
        accept(KeccakSemantics.hash(frame, stack, gas), dropping: 1)
    }
}

/// The hash instruction.
package enum KeccakSemantics {
    /// KECCAK256.
    package static func hash(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let window = stack.window(offset: 0, size: 1)
        // Gas
        let cost = DynamicGas.sum(DynamicGas.keccak(window), frame.expansion(to: window.end))
        let outcome = frame.charge(cost, to: gas, holding: window.end)
        guard !outcome.isHalt else { return outcome }
        // Operation
        stack[1] = Keccak256.hash(frame.pointee.linearMemory.bytes(window))
        // Program counter: the next instruction
        return outcome
    }
}
