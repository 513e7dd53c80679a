/// The instructions of one fragment and what they refer to.
///
/// Written forwards by a chain of writers that share it, read backwards by the assembler. All
/// side arenas only grow; what a pass dropped may leave an unused element behind.
package final class LIRBuffer {
    private let written: Arena<LIRInstruction>
    /// Arguments of all calls, one call's in a row.
    package private(set) var arguments: [LIRReference] = []
    package private(set) var descriptors: [CallDescriptor] = []
    package private(set) var jumpTables: [[LIRLabel]] = []
    package private(set) var indexedAddresses: [IndexedAddress] = []
    private let exits = Arena<SideExit>(capacity: 64)
    private let exitSlots = Arena<ExitSlot>(capacity: 64)
    package private(set) var comments: [String] = []
    /// Position of each entry's instruction, by entry number.
    package private(set) var entries: [LIRReference] = []
    /// Position of each label's instruction, by identifier; `unplaced` until it is written.
    private let labelPositions = Arena<UInt32>(capacity: 64)
    /// The first broken rule that a validating writer met; nothing is written after it.
    package private(set) var violation: LIRViolation?

    private static let unplaced = UInt32.max

    /// A buffer that holds the `start` instruction, with room for as many as are expected.
    package init(expectedCount: Int = 256) {
        written = Arena(capacity: expectedCount)
        append(LIRInstruction(.start))
    }

    package var count: Int { written.count }

    package subscript(reference: LIRReference) -> LIRInstruction {
        written[reference.position]
    }

    /// A copy of all instructions.
    package var instructions: [LIRInstruction] { written.array }

    /// Adds an instruction and notes where it stands if others may need to find it.
    @discardableResult
    package func append(_ instruction: LIRInstruction) -> LIRReference {
        let reference = LIRReference(index: UInt32(written.count))
        written.append(instruction)
        if instruction.opcode == .label {
            labelPositions[Int(instruction.a)] = reference.index
        } else if instruction.opcode == .entry {
            entries.append(reference)
        }
        return reference
    }

    /// Puts an immediate that nothing uses in the place of a store.
    func drop(storeAt reference: LIRReference) {
        precondition(written[reference.position].opcode.row.traits.contains(.stores))
        written[reference.position] = LIRInstruction(immediate: 0)
    }

    /// Notes the first violation; later ones are its consequences and are dropped.
    package func record(_ violation: LIRViolation) {
        if self.violation == nil { self.violation = violation }
    }
}

// MARK: Labels

extension LIRBuffer {
    package var labelCount: Int { labelPositions.count }

    package func newLabel() -> LIRLabel {
        labelPositions.append(Self.unplaced)
        return LIRLabel(identifier: UInt32(labelPositions.count - 1))
    }

    /// Where the label's instruction stands, or nil while it has not been written.
    package func position(of label: LIRLabel) -> LIRReference? {
        let position = labelPositions[Int(label.identifier)]
        return position == Self.unplaced ? nil : LIRReference(index: position)
    }

    package func addJumpTable(_ labels: [LIRLabel]) -> UInt32 {
        jumpTables.append(labels)
        return UInt32(jumpTables.count - 1)
    }

    /// The labels of a `jtbl`.
    package func jumpTable(of instruction: LIRInstruction) -> [LIRLabel] {
        jumpTables[Int(instruction.c)]
    }
}

// MARK: Calls, indexed stores and comments

extension LIRBuffer {
    /// Adds arguments in a row and gives the place of the first.
    package func addArguments(_ references: some Sequence<LIRReference>) -> UInt32 {
        let first = UInt32(arguments.count)
        arguments.append(contentsOf: references)
        return first
    }

    /// The descriptor's place in the buffer's list, added when it is new.
    package func intern(_ descriptor: CallDescriptor) -> UInt32 {
        let known = descriptors.firstIndex {
            $0.address == descriptor.address && $0 == descriptor
        }
        if let known { return UInt32(known) }
        descriptors.append(descriptor)
        return UInt32(descriptors.count - 1)
    }

    package func arguments(of call: LIRInstruction) -> ArraySlice<LIRReference> {
        arguments[Int(call.b)..<Int(call.b) + Int(call.c)]
    }

    package func descriptor(of call: LIRInstruction) -> CallDescriptor {
        descriptors[Int(call.a)]
    }

    package func addIndexedAddress(_ address: IndexedAddress) -> UInt32 {
        indexedAddresses.append(address)
        return UInt32(indexedAddresses.count - 1)
    }

    /// Index and offset of a `stqx`.
    package func indexedAddress(of store: LIRInstruction) -> IndexedAddress {
        indexedAddresses[Int(store.c)]
    }

    package func addComment(_ text: String) -> UInt32 {
        comments.append(text)
        return UInt32(comments.count - 1)
    }
}

// MARK: Exits

extension LIRBuffer {
    package var exitCount: Int { exits.count }

    /// How many slots all snapshots have together.
    package var exitSlotCount: Int { exitSlots.count }

    package func addExit(kind: UInt8, payload: UInt32, slots: [ExitSlot] = []) -> LIRExit {
        exits.append(SideExit(kind: kind, payload: payload, slots: add(slots)))
        return LIRExit(identifier: UInt32(exits.count - 1))
    }

    /// Gives an exit that already has its identifier new contents.
    package func replaceExit(
        _ exit: LIRExit, kind: UInt8, payload: UInt32, slots: [ExitSlot]
    ) {
        exits[Int(exit.identifier)] = SideExit(kind: kind, payload: payload, slots: add(slots))
    }

    private func add(_ slots: [ExitSlot]) -> Range<Int> {
        let first = exitSlots.count
        for slot in slots { exitSlots.append(slot) }
        return first..<exitSlots.count
    }

    package subscript(exit: LIRExit) -> SideExit {
        exits[Int(exit.identifier)]
    }

    /// The snapshot of an exit.
    package func slots(of exit: LIRExit) -> Snapshot {
        Snapshot(buffer: self, indices: self[exit].slots)
    }

    /// The slots of an exit, in the order in which they were given.
    package struct Snapshot: RandomAccessCollection {
        fileprivate let buffer: LIRBuffer
        package let indices: Range<Int>

        package var startIndex: Int { indices.lowerBound }
        package var endIndex: Int { indices.upperBound }

        package subscript(index: Int) -> ExitSlot { buffer.exitSlots[index] }
    }
}

// MARK: Operands

extension LIRBuffer {
    /// Calls `body` with each value the instruction itself uses, in the order of the text form.
    ///
    /// A guard's snapshot is not among them: see `slots(of:)`.
    package func forEachOperand(
        of instruction: LIRInstruction, _ body: (LIRReference, OperandKind) -> Void
    ) {
        let row = instruction.opcode.row
        if row.a.isReference { body(instruction.referenceA, row.a) }
        if row.b.isReference { body(instruction.referenceB, row.b) }
        if row.c.isReference { body(instruction.referenceC, row.c) }
        switch row.c {
        case .indexedAddress: body(indexedAddress(of: instruction).index, .word)
        case .argumentCount: for argument in arguments(of: instruction) { body(argument, .word) }
        case .none, .word, .condition, .carry, .borrow, .flag, .half, .number, .displacement,
            .label, .jumpTable, .exit, .descriptor, .firstArgument, .text:
            break
        }
    }

    /// Whether the instruction must be kept although nothing uses what it yields.
    package func hasEffect(_ instruction: LIRInstruction) -> Bool {
        let traits = instruction.opcode.row.traits
        if instruction.opcode == .callq { return !descriptor(of: instruction).isPure }
        return traits.contains(.effect)
            || traits.contains(.loads) && instruction.qualifier == .volatile
    }

    /// The value of an immediate, or nil for any other instruction.
    package func immediate(_ reference: LIRReference) -> UInt64? {
        let instruction = written[reference.position]
        return instruction.opcode == .immq ? instruction.immediate : nil
    }
}
