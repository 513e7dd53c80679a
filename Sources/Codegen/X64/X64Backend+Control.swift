/// Branches, calls and the envelope.
extension X64Backend {
    @discardableResult
    package mutating func branch(_ condition: MachineCondition?, to target: Int?) -> BranchField {
        let origin = place
        let distance = target.map { X64Backend.distance(origin, $0) } ?? 0
        let field: Int
        if let condition {
            field = emitter.jump(X64Backend.condition(condition), distance: distance)
        } else {
            field = emitter.jump(distance: distance)
        }
        return BranchField(place: field, origin: origin)
    }

    /// Distances of 32 bits, from the table's start.
    package mutating func jumpTable(count: Int) -> [BranchField] {
        let table = place + 4 * count
        return (0..<count).map { entry in
            emitter.code.reserve()
            emitter.code.prepend(0 as UInt32)
            return BranchField(place: table - 4 * entry, origin: table, isTableEntry: true)
        }
    }

    /// `lea scratch, [table]; movsxd second, [scratch + index * 4]; add second, scratch;
    /// jmp second`.
    package mutating func tableJump(
        _ index: Register, scratch: Register, _ second: Register, table: Int
    ) {
        emitter.jump(to: second)
        emitter.arithmetic(.add, second, scratch)
        emitter.movsxd(second, X64Emitter.Memory(base: scratch, index: index, scale: 2))
        emitter.leaRelative(scratch, distance: X64Backend.distance(place, table))
    }

    package mutating func call(_ address: UInt) {
        emitter.call(.rax)
        emitter.mov(.rax, immediate: UInt64(address))
    }

    // MARK: The envelope

    /// The callee-saved registers, in the order in which they are pushed.
    private static let saved: [Register] = [.rbp, .rbx, .r12, .r13, .r14, .r15]

    private static func record(_ offset: Int32) -> X64Emitter.Memory {
        X64Emitter.Memory(base: .rdi, displacement: offset)
    }

    /// In program order:
    /// `returned:` status 0, then `done`;
    /// `left:` registers, status and spill slots go to the record;
    /// `done:` the state registers go to the record, then back to the caller.
    package mutating func emitEnvelopeEnd(slotsOffset: Int32) {
        emitter.ret()
        for register in X64Backend.saved { emitter.pop(register) }
        frameField = emitter.addLong(.rsp)
        for (number, register) in X64Backend.conventions.state.enumerated() {
            emitter.mov(
                X64Backend.record(ExecutionRecordLayout.state + 8 * Int32(number)), register)
        }
        let done = place
        emitter.mov(.rdi, .rdx)
        emitSlotCopy(slotsOffset: slotsOffset)
        emitRegisterDump()
        exitPlace = place
        branch(nil, to: done)
        emitter.mov(X64Backend.record(ExecutionRecordLayout.status), immediate: 0)
        emitter.mov(.rdi, X64Backend.frame(SpillFrame.recordOffset))
        returnPlace = place
    }

    /// Copies spill slots to the record in rdi, and keeps its address in rdx.
    private mutating func emitSlotCopy(slotsOffset: Int32) {
        emitter.repeatMoveWords()
        emitter.lea(.rdi, X64Backend.record(ExecutionRecordLayout.slots))
        emitter.lea(.rsi, X64Backend.frame(slotsOffset))
        copiedSlotsField = emitter.mov32(.rcx, immediate: 0)
        emitter.mov(.rdx, .rdi)
    }

    /// Stores every register and the status in the record, whose address goes to rdi.
    private mutating func emitRegisterDump() {
        emitter.mov(X64Backend.record(ExecutionRecordLayout.status), .rax)
        emitter.mov32(.rax, X64Backend.frame(SpillFrame.statusOffset))
        emitter.mov(X64Backend.dump(.rsp), .rsp)
        emitter.mov(X64Backend.dump(.rdi), .rsi)
        emitter.pop(.rsi)
        let others = X64Backend.conventions.managed + X64Backend.conventions.state
        for register in others where register != .rdi {
            emitter.mov(X64Backend.dump(register), register)
        }
        // The push moved the stack pointer by a word.
        emitter.mov(.rdi, X64Backend.frame(SpillFrame.recordOffset + 8))
        emitter.push(.rdi)
    }

    private static func dump(_ register: Register) -> X64Emitter.Memory {
        record(ExecutionRecordLayout.registers + 8 * Int32(register.number))
    }

    package mutating func returnToCaller() {
        branch(nil, to: returnPlace)
    }

    package mutating func leaveStub(status: UInt32) {
        branch(nil, to: exitPlace)
        emitter.mov32(X64Backend.frame(SpillFrame.statusOffset), immediate: status)
    }

    /// Seven words are on the stack before the frame, the return address among them: the frame is
    /// one word longer than a multiple of 16, so that the stack is aligned at calls.
    package mutating func emitEnvelopeStart(frameByteCount: Int, copiedSlotCount: Int) {
        let size = Int32(truncatingIfNeeded: frameByteCount + 8)
        emitter.code.patch(at: frameField, UInt32(bitPattern: size))
        emitter.code.patch(
            at: copiedSlotsField, UInt32(truncatingIfNeeded: copiedSlotCount))
        emitter.jump(to: X64Backend.record(ExecutionRecordLayout.entry))
        for (number, register) in X64Backend.conventions.state.enumerated() {
            emitter.mov(
                register, X64Backend.record(ExecutionRecordLayout.state + 8 * Int32(number)))
        }
        emitter.mov(X64Backend.frame(SpillFrame.recordOffset), .rdi)
        emitter.arithmetic(.sub, .rsp, size)
        for register in X64Backend.saved.reversed() { emitter.push(register) }
    }

    // MARK: Patching

    /// `jcc` is 0F 8x and the distance; `nop; jmp` is 90 E9 and the same distance.
    package static var alwaysTaken: GuardPatching {
        { field in (-2, [0x90, 0xe9] + field) }
    }
}
