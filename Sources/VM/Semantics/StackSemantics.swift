import Primitives

// POP, PUSH, DUP and SWAP. The loop knows the number in each name when it is compiled.
extension Execution {
    @inline(always)
    mutating func popWord() {
        // Stack
        stack.drop(1)
        // Gas: static. Operation: none
        // Program counter
        pc += 1
    }

    /// PUSHn: the `count` bytes of code behind it, as a big-endian number.
    ///
    /// Bytes beyond the code's end read as zeros: the padding holds them.
    @inline(always)
    mutating func push(_ count: Int) {
        // Stack, operation
        stack.push(
            Word256(
                limb0: immediateLimb(0, of: count), limb1: immediateLimb(1, of: count),
                limb2: immediateLimb(2, of: count), limb3: immediateLimb(3, of: count)))
        // Gas: static
        // Program counter
        pc += 1 + count
    }

    /// Eight bytes of a PUSH's data, or what there is of them; limb 0 is at its end.
    @inline(always)
    private func immediateLimb(_ index: Int, of count: Int) -> UInt64 {
        let behind = count - 8 * index
        guard behind > 0 else { return 0 }
        let present = min(behind, 8)
        let start = UnsafeRawPointer(pc + 1 + behind - present)
        let bytes = start.loadUnaligned(as: UInt64.self).byteSwapped
        return bytes >> UInt64(64 - 8 * present)
    }

    @inline(always)
    mutating func dup(_ depth: Int) {
        // Stack, operation
        stack.push(stack[depth - 1])
        // Gas: static
        // Program counter
        pc += 1
    }

    @inline(always)
    mutating func swap(_ depth: Int) {
        // Stack, operation
        let upper = stack[0]
        let lower = stack[depth]
        stack[0] = lower
        stack[depth] = upper
        // Gas: static
        // Program counter
        pc += 1
    }
}
