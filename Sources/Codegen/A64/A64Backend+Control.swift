/// Branches, calls and the envelope.
extension A64Backend {
    /// `b` and `b.cond`; where a conditional branch does not reach its target, or that is not known
    /// yet, the opposite condition skips a `b`.
    ///
    /// The field is the last instruction.
    @discardableResult
    package mutating func branch(_ condition: MachineCondition?, to target: Int?) -> BranchField {
        let distance = target.map { place + 4 - $0 }
        guard let condition else {
            emitter.b(distance: reachable(distance ?? 0))
            return BranchField(place: place, origin: place)
        }
        let test = A64Backend.condition(condition)
        if let distance, A64Emitter.shortDistances.contains(distance) {
            emitter.b(test, distance: distance)
            return BranchField(place: place, origin: place)
        }
        let field = branch(nil, to: target)
        emitter.b(test.inverted, distance: 8)
        return field
    }

    /// Distances of 32 bits, from the table's start.
    package mutating func jumpTable(count: Int) -> [BranchField] {
        let table = place + 4 * count
        return (0..<count).map { entry in
            emitter.word(0)
            return BranchField(place: table - 4 * entry, origin: table, isTableEntry: true)
        }
    }

    /// `adr scratch, table; ldrsw second, [scratch, index, lsl #2]; add second, scratch, second;
    /// br second`.
    package mutating func tableJump(
        _ index: Register, scratch: Register, _ second: Register, table: Int
    ) {
        emitter.br(second)
        emitter.arithmetic(.add, second, scratch, second)
        emitter.ldrsw(second, scratch, index: index)
        codeAddress(scratch, table)
    }

    /// `adr`, and for a place out of its reach an `add` of the distance's multiple of 4096.
    private mutating func codeAddress(_ destination: Register, _ target: Int) {
        if A64Emitter.shortDistances.contains(place + 4 - target) {
            emitter.adr(destination, distance: place + 4 - target)
            return
        }
        let distance = place + 8 - target
        let pages = A64ArithmeticImmediate(UInt64(bitPattern: Int64(distance)) & ~0xfff)
        branchIsOutOfRange = branchIsOutOfRange || pages == nil
        if let pages { emitter.arithmetic(.add, destination, destination, pages) }
        emitter.adr(destination, distance: distance & 0xfff)
    }

    package mutating func call(_ address: UInt) {
        emitter.blr(.x16)
        emitter.mov(.x16, immediate: UInt64(address))
    }

    // MARK: The envelope

    /// The callee-saved registers that are stored above the frame record of x29 and x30.
    private static let saved: [(Register, Register)] = [
        (.x19, .x20), (.x21, .x22), (.x23, .x24), (.x25, .x26), (.x27, .x28),
    ]
    /// The words from the frame pointer to the caller's frame.
    private static let savedWordCount: Int8 = 12

    /// In program order:
    /// `returned:` status 0, then `done`;
    /// `left:` with the status in x16, registers, status and spill slots go to the record;
    /// `done:` the state registers go to the record, then back to the caller.
    ///
    /// x17 is the record's address.
    package mutating func emitEnvelopeEnd(slotsOffset: Int32) {
        emitter.ret()
        emitter.accessPair(
            .load, .x29, .x30, .sp, units: A64Backend.savedWordCount, .postIndexed)
        for (number, pair) in A64Backend.saved.enumerated() {
            emitter.accessPair(.load, pair.0, pair.1, .sp, units: 2 + 2 * Int8(number))
        }
        add(.sp, .x29, 0, .add)
        accessState(.store, record: .x17)
        let done = place
        emitSlotCopy(slotsOffset: slotsOffset)
        emitRegisterDump()
        exitPlace = place
        branch(nil, to: done)
        accessRecord(.store, .xzr, .x17, ExecutionRecordLayout.status)
        loadFrame(.x17, offset: SpillFrame.recordOffset)
        returnPlace = place
    }

    /// Copies spill slots to the record, the last first, once all registers are free.
    private mutating func emitSlotCopy(slotsOffset: Int32) {
        let end = place
        // Back over the four instructions in front of this one.
        emitter.b(distance: -16)
        emitter.access(.store, .doubleword, .x3, .x1, index: .x2, isScaled: true)
        emitter.access(.load, .doubleword, .x3, .x0, index: .x2, isScaled: true)
        branch(.negative, to: end)
        binary(.sub, .x2, .x2, .immediate(1), setsFlags: true)
        add(.x1, .x17, Int(ExecutionRecordLayout.slots), .add)
        frameAddress(.x0, offset: slotsOffset)
        emitter.move(.movz, .x2, 0, position: 0)
        copiedSlotsField = place
    }

    /// Stores every register and the status in the record.
    private mutating func emitRegisterDump() {
        let registers = Int8(ExecutionRecordLayout.registers / 8)
        emitter.accessPair(.store, .x30, .x16, .x17, units: registers + 30)
        add(.x16, .sp, 0, .add)
        for number in stride(from: 0 as UInt8, to: 30, by: 2) {
            emitter.accessPair(
                .store, Register(number), Register(number + 1), .x17,
                units: registers + Int8(number))
        }
        accessRecord(.store, .x16, .x17, ExecutionRecordLayout.status)
        loadFrame(.x17, offset: SpillFrame.recordOffset)
    }

    private mutating func accessRecord(
        _ direction: A64Direction, _ register: Register, _ record: Register, _ offset: Int32
    ) {
        emitter.access(direction, .doubleword, register, record, units: UInt16(offset / 8))
    }

    private mutating func accessState(_ direction: A64Direction, record: Register) {
        for (number, register) in A64Backend.conventions.state.enumerated() {
            accessRecord(
                direction, register, record, ExecutionRecordLayout.state + 8 * Int32(number))
        }
    }

    package mutating func returnToCaller() {
        branch(nil, to: returnPlace)
    }

    package mutating func leaveStub(status: UInt32) {
        branch(nil, to: exitPlace)
        emitter.mov(.x16, immediate: UInt64(status))
    }

    /// The frame record comes first, so that debuggers find the callers; x29 then tells the end of
    /// the code where it is, whatever the size of the frame below.
    package mutating func emitEnvelopeStart(frameByteCount: Int, copiedSlotCount: Int) {
        emitter.code.patch(
            at: copiedSlotsField,
            A64Emitter.wideMove(
                .movz, .x2, UInt16(truncatingIfNeeded: copiedSlotCount), position: 0))
        emitter.br(.x16)
        accessRecord(.load, .x16, .x0, ExecutionRecordLayout.entry)
        accessState(.load, record: .x0)
        storeFrame(.x0, offset: SpillFrame.recordOffset)
        add(.sp, .sp, frameByteCount, .sub)
        for (number, pair) in A64Backend.saved.enumerated() {
            emitter.accessPair(.store, pair.0, pair.1, .sp, units: 2 + 2 * Int8(number))
        }
        add(.x29, .sp, 0, .add)
        emitter.accessPair(
            .store, .x29, .x30, .sp, units: -A64Backend.savedWordCount, .preIndexed)
    }

    // MARK: Patching

    /// `b.cond` becomes `b` with the same distance; in front of a `b` the test becomes `nop`.
    package static var alwaysTaken: GuardPatching {
        { field in
            let word = field.reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
            if word >> 26 == 0b000101 { return (-4, bytes(of: A64Emitter.nop)) }
            let distance = Int(Int32(bitPattern: word << 8) >> 13) * 4
            return (0, bytes(of: A64Emitter.branch(distance: distance)))
        }
    }

    private static func bytes(of word: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }
}
