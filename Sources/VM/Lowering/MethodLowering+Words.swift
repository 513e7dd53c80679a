import Codegen
import Primitives

// Reading and writing the words of the operand stack.

extension MethodLowering {
    /// The frame's address.
    var frame: LIRReference { out.state(StateRegister.frame) }

    /// A word's limbs, loaded where they are still in memory.
    func limbs(of word: StackWord) -> Limbs {
        switch word {
        case .constant(let word): out.constant(word)
        case .limbs(let limbs): limbs
        case .narrow(let limb): Limbs(limb, zero: out.immediate(0))
        case .slot(let position):
            out.loadLimbs(
                out.state(StateRegister.stackTop), Int32(position * 32), access: .operandStack)
        }
    }

    /// Takes the top word's limbs.
    func popLimbs() -> Limbs { limbs(of: stack.pop()) }

    func push(_ limbs: Limbs) { stack.push(.limbs(limbs)) }

    func push(narrow limb: LIRReference) { stack.push(.narrow(limb)) }

    func push(_ condition: LIRCondition) { stack.push(.narrow(out.setc(condition))) }

    /// The constant at a depth, if the compiler knows it.
    func constant(_ depth: Int) -> Word256? {
        guard case .constant(let word) = stack.peek(depth) else { return nil }
        return word
    }

    /// The word at a depth, loaded if it is still in memory, and remembered.
    func peekLimbs(_ depth: Int) -> Limbs {
        let word = stack.peek(depth)
        let limbs = limbs(of: word)
        if case .slot = word { stack.learn(depth, .limbs(limbs)) }
        return limbs
    }

    /// Loads every word that lies in a slot other than its own, before slots are written.
    func materializeMoved() {
        stack.updateStale { _, word in
            guard case .slot = word else { return word }
            return .limbs(self.limbs(of: word))
        }
    }

    /// Writes every word to its slot; the words stay known.
    func flush() {
        if faults.contains(.marksOutliveWords) { markWritten() }
        materializeMoved()
        let top = out.state(StateRegister.stackTop)
        stack.updateStale { position, word in
            self.out.storeLimbs(
                self.limbs(of: word), top, Int32(position * 32), access: .operandStack)
            return word
        }
        stack.markAllHome()
    }

    /// Flushes, unless the fault is planted that forgets to.
    func flush(sparedBy fault: Fault) {
        if faults.contains(fault) { stack.markAllHome() }
        flush()
    }

    /// The address of the next free slot, where a helper finds its operands below.
    func stackTopAddress() -> LIRReference {
        let top = out.state(StateRegister.stackTop)
        guard stack.height != 0 else { return top }
        return out.add(top, out.immediate(UInt64(bitPattern: Int64(stack.height * 32))))
    }

    /// Lets a helper see and charge the gas counter.
    func storeGas() {
        out.store(out.state(StateRegister.gas), frame, FrameLayout.gas, access: .frame)
    }

    /// Takes over the gas counter that a helper left.
    func loadGas() {
        out.setState(StateRegister.gas, out.load(frame, FrameLayout.gas, access: .frame))
    }

    /// Has a helper execute the instruction at hand.
    ///
    /// Before it, memory holds all words and the frame its gas; the helper takes its operands
    /// from memory and leaves its result there. It is told what the block has charged for the
    /// instructions behind this one, `ahead`.
    func callHelper(_ helper: CallDescriptor) {
        callHelper(helper, ahead: gasBehind)
    }

    func callHelper(_ helper: CallDescriptor, ahead: Int) {
        let (pops, pushes) = OpcodeTable.effect(of: row.opcode)
        flush(sparedBy: .helperWithoutFlush)
        storeGas()
        let status = out.call(
            faults.declaration(of: helper),
            [frame, stackTopAddress(), out.immediate(UInt64(ahead))])
        if !faults.contains(.helperGasIsLost) { loadGas() }
        if !faults.contains(.helperStatusIsIgnored) {
            out.guard(
                .ifFalse, out.eq(status, out.immediate(HelperStatus.done)),
                helperExit(pops: pops, pushes: pushes, status: status))
        }
        stack.replace(pops, byStored: pushes)
    }
}
