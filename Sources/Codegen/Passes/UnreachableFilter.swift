/// Drops code that nothing leads to, which folding of guards and jumps leaves behind.
///
/// It is no luxury: a label whose last jump was folded away stands where the values that its code
/// uses need not have been computed. Nothing reachable can use a value that is dropped here, so
/// dropped values share the name of the `start` instruction.
///
/// A label with a fence behind it is always kept, since code further on may jump back to it.
package final class UnreachableFilter: LIRWriter {
    package let next: any LIRWriter
    package let buffer: LIRBuffer

    private var isReachable = true
    /// Labels that code which was kept jumps to.
    private var targets: Set<LIRLabel> = []
    /// Jump tables whose labels are among them.
    private var tables: Set<UInt32> = []
    /// Labels in unreachable code that stand right before what comes next.
    private var pending: [LIRInstruction] = []

    package init(_ next: any LIRWriter) {
        self.next = next
        self.buffer = next.buffer
    }

    package func finish() throws(LIRViolation) { try next.finish() }

    package func write(_ instruction: LIRInstruction) -> LIRResult {
        if !isReachable && !becomesReachable(at: instruction) {
            return LIRResult(LIRReference(index: 0))
        }
        let row = instruction.opcode.row
        if row.c == .label { targets.insert(instruction.target) }
        if row.c == .jumpTable, tables.insert(instruction.c).inserted {
            targets.formUnion(buffer.jumpTable(of: instruction))
        }
        if row.traits.contains(.terminator) { isReachable = false }
        return next.write(instruction)
    }

    /// Whether code goes on here after a stretch that nothing leads to.
    private func becomesReachable(at instruction: LIRInstruction) -> Bool {
        let opcode = instruction.opcode
        if opcode == .comment { return false }
        if opcode == .label && !targets.contains(LIRLabel(identifier: instruction.a)) {
            pending.append(instruction)
            return false
        }
        let isFencedLabel = opcode == .regfence && !pending.isEmpty
        isReachable = opcode == .label || opcode == .entry || isFencedLabel
        if isReachable { for label in pending { _ = next.write(label) } }
        pending.removeAll(keepingCapacity: true)
        return isReachable
    }
}
