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
    /// Labels that code which was kept jumps to, by identifier.
    private let targets = Arena<Bool>(capacity: 64)
    /// Jump tables whose labels are among them.
    private let tables = Arena<Bool>(capacity: 1)
    /// Labels in unreachable code that stand right before what comes next.
    private let pending = Arena<LIRInstruction>(capacity: 4)

    package init(_ next: any LIRWriter) {
        self.next = next
        self.buffer = next.buffer
    }

    package func finish() throws(LIRViolation) { try next.finish() }

    package func write(_ instruction: LIRInstruction) -> LIRResult {
        if !isReachable && !becomesReachable(at: instruction) {
            return LIRResult(LIRReference(index: 0))
        }
        switch instruction.opcode {
        case .jt, .jf:
            targets.insert(instruction.target.identifier)
        case .j, .loop:
            targets.insert(instruction.target.identifier)
            isReachable = false
        case .jtbl:
            if tables.insert(instruction.c) {
                for label in buffer.jumpTable(of: instruction) { targets.insert(label.identifier) }
            }
            isReachable = false
        case .x, .ret, .unreachable:
            isReachable = false
        case .start, .label, .entry, .regfence, .comment, .immq, .allocp, .live, .state, .setstate,
            .ld8u, .ld32u, .ldq, .ldqx, .st8, .st32, .stq, .stqx, .add, .sub, .and, .or, .xor,
            .not, .neg, .shl, .shr, .sar, .mul, .mulhu, .shld, .shrd, .clz, .bswap, .udiv, .urem,
            .addk, .adc, .subk, .sbb, .kval, .kset, .bset, .kc, .eq, .ltu, .leu, .lts, .les, .cmov,
            .setc, .xt, .xf, .xk, .xnk, .xbarrier, .callq, .callv:
            break
        }
        return next.write(instruction)
    }

    /// Whether code goes on here after a stretch that nothing leads to.
    private func becomesReachable(at instruction: LIRInstruction) -> Bool {
        let opcode = instruction.opcode
        if opcode == .comment { return false }
        if opcode == .label && !targets.contains(instruction.a) {
            pending.append(instruction)
            return false
        }
        let isFencedLabel = opcode == .regfence && pending.count > 0
        isReachable = opcode == .label || opcode == .entry || isFencedLabel
        if isReachable { for index in 0..<pending.count { _ = next.write(pending[index]) } }
        pending.removeAll()
        return isReachable
    }
}
