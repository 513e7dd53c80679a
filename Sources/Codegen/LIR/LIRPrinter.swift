/// Writes fragments in the text form of docs/lir.md.
package enum LIRPrinter {
    /// The fragment from `.begin` to `.end`, one instruction a line.
    package static func text(of fragment: Fragment) -> String {
        let buffer = fragment.buffer
        var names = LIRNames(of: buffer)
        var lines = [
            ".begin \(fragment.kind) \(fragment.identifier) key \(hexadecimal(fragment.key))"
        ]
        lines += buffer.descriptors.map(declaration)
        for (position, instruction) in buffer.instructions.enumerated()
        where instruction.opcode != .start {
            let reference = LIRReference(index: UInt32(position))
            lines.append(line(instruction, reference, buffer: buffer, names: &names))
        }
        for index in 0..<buffer.exitCount {
            lines += exit(LIRExit(identifier: UInt32(index)), buffer: buffer, names: &names)
        }
        lines.append(".end")
        return lines.joined(separator: "\n") + "\n"
    }

    static func declaration(_ descriptor: CallDescriptor) -> String {
        let purity = descriptor.isPure ? "pure " : ""
        return ".call \(descriptor.name) \(descriptor.argumentCount) \(purity)"
            + "\(descriptor.callClass) loads \(set(descriptor.loads)) "
            + "stores \(set(descriptor.stores))"
    }

    private static func line(
        _ instruction: LIRInstruction, _ reference: LIRReference, buffer: LIRBuffer,
        names: inout LIRNames
    ) -> String {
        if instruction.opcode == .label {
            return "\(names.name(LIRLabel(identifier: instruction.a))):"
        }
        let isNamed = instruction.opcode.row.isNamed
        let head = isNamed ? "\(names.name(reference, buffer)) = " : ""
        return "    \(head)\(instruction.opcode.mnemonic)"
            + operands(of: instruction, buffer: buffer, names: &names)
    }

    private static func exit(
        _ exit: LIRExit, buffer: LIRBuffer, names: inout LIRNames
    ) -> [String] {
        let contents = buffer[exit]
        var lines = [
            "exit\(exit.identifier): kind \(contents.kind) payload \(contents.payload)"
        ]
        for slot in buffer.slots(of: exit) {
            lines.append("    slot \(slot.index) = " + text(of: slot.value, buffer, &names))
        }
        return lines
    }

    private static func text(
        of slot: SlotReference, _ buffer: LIRBuffer, _ names: inout LIRNames
    ) -> String {
        switch slot {
        case .constant(let limbs):
            [limbs.limb0, limbs.limb1, limbs.limb2, limbs.limb3].map(hexadecimal)
                .joined(separator: ", ").prefixed("const ")
        case .limbs(let limb0, let limb1, let limb2, let limb3):
            [limb0, limb1, limb2, limb3].map { names.name($0, buffer) }
                .joined(separator: ", ").prefixed("limbs ")
        case .zeroExtended(let limb): "zext \(names.name(limb, buffer))"
        case .signExtended(let limb): "sext \(names.name(limb, buffer))"
        }
    }
}

extension String {
    fileprivate func prefixed(_ prefix: String) -> String { prefix + self }
}

// MARK: Operands

extension LIRPrinter {
    /// What stands behind the mnemonic, with the space before it.
    static func operands(
        of instruction: LIRInstruction, buffer: LIRBuffer, names: inout LIRNames
    ) -> String {
        let row = instruction.opcode.row
        if row.c == .displacement || row.c == .indexedAddress {
            return memory(instruction, buffer: buffer, names: &names)
        }
        if row.a == .descriptor { return call(instruction, buffer: buffer, names: &names) }
        if row.a == .half { return " \(hexadecimal(instruction.immediate))" }
        var texts: [String] = []
        for (kind, field) in [
            (row.a, instruction.a), (row.b, instruction.b), (row.c, instruction.c),
        ] {
            guard let text = operand(kind, field, buffer: buffer, names: &names) else { continue }
            texts.append(text)
        }
        return texts.isEmpty ? "" : " " + texts.joined(separator: ", ")
    }

    private static func operand(
        _ kind: OperandKind, _ field: UInt32, buffer: LIRBuffer, names: inout LIRNames
    ) -> String? {
        switch kind {
        case .none, .half, .displacement, .indexedAddress, .descriptor, .firstArgument,
            .argumentCount:
            nil
        case .word, .condition, .carry, .borrow, .flag:
            names.name(LIRReference(index: field), buffer)
        case .number: String(field)
        case .label: names.name(LIRLabel(identifier: field))
        case .jumpTable:
            "[" + buffer.jumpTables[Int(field)].map { names.name($0) }.joined(separator: ", ") + "]"
        case .exit: "exit\(field)"
        case .text: quoted(buffer.comments[Int(field)])
        }
    }

    private static func memory(
        _ instruction: LIRInstruction, buffer: LIRBuffer, names: inout LIRNames
    ) -> String {
        let isStore = instruction.opcode.row.traits.contains(.stores)
        var base = instruction.referenceA
        var index: LIRReference?
        var displacement = instruction.displacement
        if isStore { base = instruction.referenceB }
        if instruction.opcode == .ldqx { index = instruction.referenceB }
        if instruction.opcode == .stqx {
            let address = buffer.indexedAddress(of: instruction)
            index = address.index
            displacement = address.displacement
        }
        var text = isStore ? " \(names.name(instruction.referenceA, buffer)), [" : " ["
        text += names.name(base, buffer)
        if let index { text += " + \(names.name(index, buffer)) * \(1 << instruction.scale)" }
        if displacement != 0 {
            text += " \(displacement < 0 ? "-" : "+") \(displacement.magnitude)"
        }
        text += "] \(set(instruction.access))"
        return instruction.qualifier == .normal ? text : text + " \(instruction.qualifier)"
    }

    private static func call(
        _ instruction: LIRInstruction, buffer: LIRBuffer, names: inout LIRNames
    ) -> String {
        let arguments = buffer.arguments(of: instruction).map { names.name($0, buffer) }
        return " \(buffer.descriptor(of: instruction).name)("
            + arguments.joined(separator: ", ") + ")"
    }

    static func hexadecimal(_ value: UInt64) -> String {
        "0x" + String(value, radix: 16)
    }

    static func set(_ access: AccessSet) -> String {
        if access == .all { return "{*}" }
        let classes = (0..<16).filter { access.contains(AccessSet(aliasClass: $0)) }
        return "{" + classes.map(String.init).joined(separator: ", ") + "}"
    }

    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
