/// The names of values and labels in texts: the mnemonic and a count, as in `add3`.
package struct LIRNames {
    private struct Name {
        let opcode: LIROpcode
        /// Counts from one within the opcode; zero for no name yet.
        var ordinal: UInt32
    }

    private var names: [Name] = []
    private var counts = [UInt32](repeating: 0, count: 256)
    /// Ordinals of labels by identifier; without one, the identifier itself is used.
    private var labelOrdinals: [UInt32: Int] = [:]

    package init() {}

    /// Names for everything in a buffer; labels count in the order they are placed.
    package init(of buffer: LIRBuffer) {
        for (position, instruction) in buffer.instructions.enumerated() {
            if instruction.opcode.row.isNamed {
                define(LIRReference(index: UInt32(position)), instruction.opcode)
            } else if instruction.opcode == .label {
                labelOrdinals[instruction.a] = labelOrdinals.count
            }
        }
    }

    package func isUnknown(_ reference: LIRReference) -> Bool {
        reference.position >= names.count || names[reference.position].ordinal == 0
    }

    @discardableResult
    package mutating func define(_ reference: LIRReference, _ opcode: LIROpcode) -> String {
        while names.count <= reference.position { names.append(Name(opcode: .start, ordinal: 0)) }
        counts[Int(opcode.rawValue)] += 1
        let ordinal = counts[Int(opcode.rawValue)]
        names[reference.position] = Name(opcode: opcode, ordinal: ordinal)
        return "\(opcode.mnemonic)\(ordinal)"
    }

    /// The value's name, made up from the buffer if it has none.
    package mutating func name(_ reference: LIRReference, _ buffer: LIRBuffer) -> String {
        if isUnknown(reference) { define(reference, buffer[reference].opcode) }
        let name = names[reference.position]
        return "\(name.opcode.mnemonic)\(name.ordinal)"
    }

    package func name(_ label: LIRLabel) -> String {
        "L\(labelOrdinals[label.identifier] ?? Int(label.identifier))"
    }
}
