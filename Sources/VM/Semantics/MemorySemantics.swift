import Primitives

// MLOAD, MSTORE, MSTORE8, MSIZE and MCOPY.
extension Execution {
    /// Makes memory hold `size` bytes at `offset`, at the price of growing it.
    @inline(always)
    private mutating func reserve(_ size: Int, at offset: Int) -> Bool {
        if _fastPath(offset <= frame.pointee.memorySize &- size) { return true }
        let outcome = MemorySemantics.reserve(frame, size, at: offset, gas)
        guard !outcome.isHalt else { return fail(outcome.end) }
        gas = outcome.rawValue
        return true
    }

    @inline(always)
    mutating func mload() -> Bool {
        // Stack
        let offset = stack.clampedInt(at: 0)
        // Gas
        guard reserve(32, at: offset) else { return false }
        // Operation
        stack[0] = memory.word(at: offset)
        // Program counter
        pc += 1
        return true
    }

    @inline(always)
    mutating func mstore() -> Bool {
        // Stack
        let offset = stack.clampedInt(at: 0)
        let word = stack[1]
        // Gas
        guard reserve(32, at: offset) else { return false }
        stack.drop(2)
        // Operation
        memory.store(word, at: offset)
        // Program counter
        pc += 1
        return true
    }

    @inline(always)
    mutating func mstore8() -> Bool {
        // Stack
        let offset = stack.clampedInt(at: 0)
        let byte = UInt8(truncatingIfNeeded: stack.limb(0, at: 1))
        // Gas
        guard reserve(1, at: offset) else { return false }
        stack.drop(2)
        // Operation
        memory.store(byte, at: offset)
        // Program counter
        pc += 1
        return true
    }

    @inline(always)
    mutating func msize() { pushNumber(UInt64(frame.pointee.memorySize)) }

    @inline(always)
    mutating func mcopy() -> Bool {
        accept(MemorySemantics.copy(frame, stack, gas), dropping: 3)
    }
}

/// What is done to memory outside the loop.
package enum MemorySemantics {
    /// Charges and performs the growth of memory to hold `size` bytes at `offset`.
    ///
    /// The offset may be as great as `Int.max`, which no gas pays for.
    package static func reserve(
        _ frame: FramePointer, _ size: Int, at offset: Int, _ gas: Int64
    ) -> GasOutcome {
        let end = min(offset, MemoryWindow.limit) + size
        return frame.charge(frame.expansion(to: end), to: gas, holding: end)
    }

    /// MCOPY (EIP-5656).
    package static func copy(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let target = stack.window(offset: 0, size: 2)
        let source = stack.window(offset: 1, size: 2)
        // Gas
        let end = max(target.end, source.end)
        let cost = DynamicGas.sum(DynamicGas.copy(target), frame.expansion(to: end))
        let outcome = frame.charge(cost, to: gas, holding: end)
        guard !outcome.isHalt else { return outcome }
        // Operation
        if target.size > 0 {
            frame.pointee.linearMemory.move(
                from: source.offset, to: target.offset, count: target.size)
        }
        // Program counter: the next instruction
        return outcome
    }

    /// Charges for a copy to memory, and `cost` besides, and has memory hold it.
    static func chargeCopy(
        _ frame: FramePointer, to window: MemoryWindow, cost: UInt64 = 0, _ gas: Int64
    ) -> GasOutcome {
        let copying = DynamicGas.sum(DynamicGas.copy(window), frame.expansion(to: window.end))
        return frame.charge(DynamicGas.sum(cost, copying), to: gas, holding: window.end)
    }

    /// Copies a part of `source` to memory, zeros beyond its end: CALLDATACOPY and its like.
    static func copy(
        _ frame: FramePointer, from source: UnsafeRawBufferPointer, offset: Int,
        to window: MemoryWindow, _ gas: Int64
    ) -> GasOutcome {
        let outcome = chargeCopy(frame, to: window, gas)
        guard !outcome.isHalt else { return outcome }
        frame.pointee.linearMemory.copy(from: source, offset: offset, to: window)
        return outcome
    }
}
