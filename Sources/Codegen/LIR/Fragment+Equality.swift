// Equality by what fragments say: places in side arenas and identifiers of labels do not count.

extension Fragment: Equatable {
    package static func == (left: Fragment, right: Fragment) -> Bool {
        left.identifier == right.identifier && left.kind == right.kind && left.key == right.key
            && left.buffer.saysTheSame(as: right.buffer)
    }
}

extension LIRBuffer {
    /// Whether both buffers hold the same instructions and exits.
    package func saysTheSame(as other: LIRBuffer) -> Bool {
        guard count == other.count, exitCount == other.exitCount else { return false }
        for index in 0..<exitCount {
            let exit = LIRExit(identifier: UInt32(index))
            guard self[exit].kind == other[exit].kind, self[exit].payload == other[exit].payload,
                slots(of: exit).elementsEqual(other.slots(of: exit))
            else { return false }
        }
        return zip(instructions, other.instructions).allSatisfy { isSame($0, $1, in: other) }
    }

    private func isSame(
        _ mine: LIRInstruction, _ theirs: LIRInstruction, in other: LIRBuffer
    ) -> Bool {
        guard mine.opcode == theirs.opcode, mine.attributes == theirs.attributes,
            mine.access == theirs.access
        else { return false }
        let row = mine.opcode.row
        return isSame(row.a, mine, theirs, mine.a, theirs.a, in: other)
            && isSame(row.b, mine, theirs, mine.b, theirs.b, in: other)
            && isSame(row.c, mine, theirs, mine.c, theirs.c, in: other)
    }

    private func isSame(
        _ kind: OperandKind, _ mine: LIRInstruction, _ theirs: LIRInstruction, _ field: UInt32,
        _ otherField: UInt32, in other: LIRBuffer
    ) -> Bool {
        switch kind {
        case .none:
            true
        case .word, .condition, .carry, .borrow, .flag, .half, .number, .displacement, .exit,
            .argumentCount:
            field == otherField
        case .indexedAddress:
            indexedAddress(of: mine) == other.indexedAddress(of: theirs)
        case .label:
            place(of: LIRLabel(identifier: field))
                == other.place(of: LIRLabel(identifier: otherField))
        case .jumpTable:
            jumpTable(of: mine).map(place) == other.jumpTable(of: theirs).map(other.place)
        case .descriptor:
            descriptor(of: mine) == other.descriptor(of: theirs)
        case .firstArgument:
            arguments(of: mine) == other.arguments(of: theirs)
        case .text:
            comments[Int(field)] == other.comments[Int(otherField)]
        }
    }

    private func place(of label: LIRLabel) -> LIRReference? {
        position(of: label)
    }
}
