/// Reads a buffer forwards and writes it into a chain.
///
/// Exits, labels and jump tables keep their identifiers, so results of both buffers can be compared.
final class LIRRewriter {
    private let source: LIRBuffer
    private let writer: any LIRWriter
    private let omitted: Set<LIRReference>
    private var results: [LIRResult]

    /// A rewriter of all but `omitted`, which nothing else names.
    init(
        from source: LIRBuffer, to writer: any LIRWriter, leavingOut omitted: Set<LIRReference> = []
    ) {
        self.source = source
        self.omitted = omitted
        self.writer = writer
        let nothing = LIRResult(LIRReference(index: 0))
        results = Array(repeating: nothing, count: source.count)
    }

    private var target: LIRBuffer { writer.buffer }

    func run() throws(LIRViolation) {
        for _ in 0..<source.labelCount { _ = target.newLabel() }
        for table in source.jumpTables { _ = target.addJumpTable(table) }
        for descriptor in source.descriptors { _ = target.intern(descriptor) }
        for number in 0..<source.exitCount {
            let exit = source[LIRExit(identifier: UInt32(number))]
            _ = target.addExit(kind: exit.kind, payload: exit.payload)
        }
        for (position, instruction) in source.instructions.enumerated()
        where instruction.opcode != .start
            && !omitted.contains(LIRReference(index: UInt32(position)))
        {
            if instruction.opcode.row.traits.contains(.exits) { copy(instruction.exit) }
            results[position] = writer.write(renamed(instruction))
        }
        try writer.finish()
    }

    private func copy(_ exit: LIRExit) {
        let contents = source[exit]
        target.replaceExit(
            exit, kind: contents.kind, payload: contents.payload,
            slots: source.slots(of: exit).map { slot in
                ExitSlot(
                    index: slot.index,
                    value: slot.value.mapReferences { results[$0.position].value })
            })
    }

    private func renamed(_ instruction: LIRInstruction) -> LIRInstruction {
        let row = instruction.opcode.row
        var copy = instruction
        copy.a = field(row.a, instruction.a, instruction)
        copy.b = field(row.b, instruction.b, instruction)
        copy.c = field(row.c, instruction.c, instruction)
        return copy
    }

    private func field(
        _ kind: OperandKind, _ field: UInt32, _ instruction: LIRInstruction
    ) -> UInt32 {
        switch kind {
        case .none, .half, .number, .displacement, .label, .jumpTable, .exit, .argumentCount:
            return field
        case .word, .condition:
            return results[Int(field)].value.index
        case .carry, .borrow, .flag:
            return results[Int(field)].carry.index
        case .indexedAddress:
            let address = source.indexedAddress(of: instruction)
            return target.addIndexedAddress(
                IndexedAddress(
                    index: results[address.index.position].value,
                    displacement: address.displacement))
        case .descriptor:
            return target.intern(source.descriptor(of: instruction))
        case .firstArgument:
            return target.addArguments(
                source.arguments(of: instruction).map { results[$0.position].value })
        case .text:
            return target.addComment(source.comments[Int(field)])
        }
    }
}
