import Primitives

// STOP, JUMP, JUMPI, PC, GAS and JUMPDEST.
extension Execution {
    @inline(always)
    mutating func stop() {
        // Stack, gas, program counter: none
        // Operation
        frame.pointee.outputSize = 0
        end = .ended(.stop)
    }

    @inline(always)
    mutating func jump() -> Bool {
        // Stack
        let destination = stack.clampedInt(at: 0)
        // Gas: static
        // Operation
        guard isJumpDestination(destination) else { return fail(.invalidJump) }
        stack.drop(1)
        // Program counter
        pc = code + destination
        return true
    }

    @inline(always)
    mutating func jumpi() -> Bool {
        // Stack
        let destination = stack.clampedInt(at: 0)
        let condition = stack[1]
        // Gas: static
        // Operation, program counter
        if condition.isZero {
            stack.drop(2)
            pc += 1
            return passesHead()
        }
        guard isJumpDestination(destination) else { return fail(.invalidJump) }
        stack.drop(2)
        pc = code + destination
        return true
    }

    @inline(always)
    private func isJumpDestination(_ offset: Int) -> Bool {
        guard offset < frame.pointee.codeCount else { return false }
        let word = frame.pointee.jumpDestinations[offset >> 6]
        return (word >> UInt64(truncatingIfNeeded: offset & 63)) & 1 != 0
    }

    @inline(always)
    mutating func programCounter() { pushNumber(UInt64(bitPattern: Int64(pc - code))) }

    @inline(always)
    mutating func gasLeft() { pushNumber(UInt64(bitPattern: gas)) }

    /// A head: the run may stop before it, with its gas not charged.
    @inline(always)
    mutating func jumpdest() -> Bool {
        // Stack: none
        // Gas: static
        // Operation: none
        if _slowPath(gas < trap) {
            gas += Int64(row.staticGas)
            return fail(Self.endAtHead(frame, gas: gas))
        }
        // Program counter
        pc += 1
        return true
    }
}
