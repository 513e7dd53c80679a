/// Shows what passes through it, line by line as it is written.
///
/// Where a pass further down found another name for a value, the line says so.
package final class VerboseWriter: LIRWriter {
    package let next: any LIRWriter
    package let buffer: LIRBuffer
    private let place: String
    private let show: (String) -> Void
    private var names = LIRNames()

    package init(_ next: any LIRWriter, where place: String, show: @escaping (String) -> Void) {
        self.next = next
        self.buffer = next.buffer
        self.place = place
        self.show = show
    }

    package func finish() throws(LIRViolation) { try next.finish() }

    package func write(_ instruction: LIRInstruction) -> LIRResult {
        let operands = LIRPrinter.operands(of: instruction, buffer: buffer, names: &names)
        let result = next.write(instruction)
        let isNamed = instruction.opcode.row.isNamed
        if isNamed && result.value.index == 0 {
            show("\(place): \(instruction.opcode.mnemonic)\(operands)  ; is not reached")
            return result
        }
        let isNew = isNamed && names.isUnknown(result.value)
        let head = isNew ? "\(names.define(result.value, instruction.opcode)) = " : ""
        var line = "\(place): \(head)\(instruction.opcode.mnemonic)\(operands)"
        if isNamed && !isNew { line += "  ; is \(names.name(result.value, buffer))" }
        show(line)
        return result
    }
}
