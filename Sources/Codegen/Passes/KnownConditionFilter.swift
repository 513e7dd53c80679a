/// Settles what depends on a condition whose outcome a guard or jump before it left known.
///
/// Behind `xf c` the condition holds, and behind `xt c` it does not; `jt` and `jf` tell the same of
/// the code that they fall through to. A repeated guard disappears, a selection is one of its
/// words. All is forgotten at labels, entries and fences. Each instruction takes constant time.
///
/// Conditions are known by name: this pass stands behind the one that gives equal ones one name.
package final class KnownConditionFilter: LIRWriter {
    package let next: any LIRWriter
    package let buffer: LIRBuffer
    private let outcomes = RecentValues<LIRReference, Bool>()

    package init(_ next: any LIRWriter) {
        self.next = next
        self.buffer = next.buffer
    }

    package func finish() throws(LIRViolation) { try next.finish() }

    package func write(_ instruction: LIRInstruction) -> LIRResult {
        switch instruction.opcode {
        case .cmov, .setc:
            return selection(instruction)
        case .xt, .xf, .jt, .jf:
            return conditional(instruction)
        case .label, .entry, .regfence:
            outcomes.forgetAll()
        case .start, .comment, .unreachable, .immq, .allocp, .live, .state, .setstate, .ld8u,
            .ld32u, .ldq, .ldqx, .st8, .st32, .stq, .stqx, .add, .sub, .and, .or, .xor, .not, .neg,
            .shl, .shr, .sar, .mul, .mulhu, .shld, .shrd, .clz, .bswap, .udiv, .urem, .addk, .adc,
            .subk, .sbb, .kval, .kset, .bset, .kc, .eq, .ltu, .leu, .lts, .les, .x, .xk, .xnk,
            .xbarrier, .j, .jtbl, .loop, .ret, .callq, .callv:
            break
        }
        return next.write(instruction)
    }

    private func selection(_ instruction: LIRInstruction) -> LIRResult {
        guard let holds = outcomes[instruction.referenceA] else { return next.write(instruction) }
        if instruction.opcode == .setc {
            return next.write(LIRInstruction(immediate: holds ? 1 : 0))
        }
        return LIRResult(holds ? instruction.referenceB : instruction.referenceC)
    }

    private func conditional(_ instruction: LIRInstruction) -> LIRResult {
        let condition = instruction.referenceA
        if let holds = outcomes[condition] {
            return instruction.settled(holds: holds).map(next.write) ?? .dropped
        }
        let result = next.write(instruction)
        // A condition made from a carry has one consumer, and this was it.
        if buffer[condition].opcode != .kc {
            outcomes.remember(condition, !instruction.opcode.isTakenIfTrue)
        }
        return result
    }
}

extension LIROpcode {
    /// Whether a guard or jump on a condition is taken when that holds, not when it fails.
    var isTakenIfTrue: Bool { self == .xt || self == .jt }
}

extension LIRInstruction {
    /// What a guard or jump on a condition becomes when the condition's outcome is known: one that
    /// is always taken, or nil for nothing.
    func settled(holds: Bool) -> LIRInstruction? {
        guard holds == opcode.isTakenIfTrue else { return nil }
        return LIRInstruction(opcode.row.c == .exit ? .x : .j, c: c)
    }
}

extension LIRResult {
    /// What stands for an instruction that is left out.
    static let dropped = LIRResult(LIRReference(index: 0))
}
