/// Which outcome of a condition makes a guard exit or a jump be taken.
package enum LIRPolarity: Sendable {
    case ifTrue, ifFalse
}

// MARK: Guards

extension LIRWriter {
    /// Makes an exit for one guard; the snapshot names values of this point.
    package func exit(kind: UInt8, payload: UInt32, slots: [ExitSlot] = []) -> LIRExit {
        buffer.addExit(kind: kind, payload: payload, slots: slots)
    }

    /// Leaves by the exit if the condition comes out so.
    package func `guard`(_ polarity: LIRPolarity, _ condition: LIRCondition, _ exit: LIRExit) {
        let opcode: LIROpcode = polarity == .ifTrue ? .xt : .xf
        _ = write(LIRInstruction(opcode, a: condition.reference.index, c: exit.identifier))
    }

    /// Leaves by the exit if the carry comes out so.
    package func `guard`(_ polarity: LIRPolarity, _ carry: LIRCarry, _ exit: LIRExit) {
        guardFlag(polarity, carry.reference, exit)
    }

    /// Leaves by the exit if the borrow comes out so.
    package func `guard`(_ polarity: LIRPolarity, _ borrow: LIRBorrow, _ exit: LIRExit) {
        guardFlag(polarity, borrow.reference, exit)
    }

    private func guardFlag(_ polarity: LIRPolarity, _ flag: LIRReference, _ exit: LIRExit) {
        let opcode: LIROpcode = polarity == .ifTrue ? .xk : .xnk
        _ = write(LIRInstruction(opcode, a: flag.index, c: exit.identifier))
    }

    /// Leaves by the exit.
    package func leave(_ exit: LIRExit) {
        _ = write(LIRInstruction(.x, c: exit.identifier))
    }

    /// Emits no code, but keeps the snapshot's values found at this point.
    package func barrier(_ exit: LIRExit) {
        _ = write(LIRInstruction(.xbarrier, c: exit.identifier))
    }
}

// MARK: Control

extension LIRWriter {
    package func newLabel() -> LIRLabel { buffer.newLabel() }

    /// Puts a label here.
    package func place(_ label: LIRLabel) {
        _ = write(LIRInstruction(.label, a: label.identifier))
    }

    /// Puts a label here that a `loop` or a jump table may lead to: no value is live across it.
    package func placeFenced(_ label: LIRLabel) {
        place(label)
        fence()
    }

    /// Lets no value live across this point.
    package func fence() {
        _ = write(LIRInstruction(.regfence))
    }

    /// Lets the code be entered here from outside, and gives the entry's number.
    ///
    /// Entries are numbered from zero in the order they are written. Nothing is live but the state
    /// registers.
    @discardableResult
    package func entry() -> Int {
        let number = buffer.entries.count
        _ = write(LIRInstruction(.entry, a: UInt32(number)))
        return number
    }

    /// Jumps forwards.
    package func jump(to label: LIRLabel) {
        _ = write(LIRInstruction(.j, c: label.identifier))
    }

    /// Jumps forwards if the condition comes out so.
    package func jump(_ polarity: LIRPolarity, _ condition: LIRCondition, to label: LIRLabel) {
        let opcode: LIROpcode = polarity == .ifTrue ? .jt : .jf
        _ = write(LIRInstruction(opcode, a: condition.reference.index, c: label.identifier))
    }

    /// Jumps to the fenced label number `index`; the embedder guarantees that there is one.
    package func jump(_ index: LIRReference, table: [LIRLabel]) {
        jump(index, sharedTable: buffer.addJumpTable(table))
    }

    /// The same through a table of the buffer, which other jumps may name too.
    package func jump(_ index: LIRReference, sharedTable: UInt32) {
        _ = write(LIRInstruction(.jtbl, a: index.index, c: sharedTable))
    }

    /// Jumps backwards, to a fenced label.
    package func loop(to label: LIRLabel) {
        _ = write(LIRInstruction(.loop, c: label.identifier))
    }

    package func ret(_ value: LIRReference) {
        _ = write(LIRInstruction(.ret, value))
    }

    package func unreachable() {
        _ = write(LIRInstruction(.unreachable))
    }
}

// MARK: Calls

extension LIRWriter {
    /// Calls a function for its result.
    package func call(
        _ descriptor: CallDescriptor, _ arguments: [LIRReference]
    ) -> LIRReference {
        write(callInstruction(.callq, descriptor, arguments)).value
    }

    /// Calls a function for its effect.
    package func callVoid(_ descriptor: CallDescriptor, _ arguments: [LIRReference]) {
        _ = write(callInstruction(.callv, descriptor, arguments))
    }

    private func callInstruction(
        _ opcode: LIROpcode, _ descriptor: CallDescriptor, _ arguments: [LIRReference]
    ) -> LIRInstruction {
        LIRInstruction(
            opcode, a: buffer.intern(descriptor), b: buffer.addArguments(arguments),
            c: UInt32(arguments.count))
    }
}
