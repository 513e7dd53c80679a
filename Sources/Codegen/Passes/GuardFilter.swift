/// Drops guards, and settles jumps, whose outcome follows from what was passed before them.
///
/// A guard on `a < 16` says that one on `a < 32` cannot leave; constants, and words that are small
/// by their definition, tell as much without any guard. All is forgotten at labels, entries and
/// fences, and of many guards the last are remembered. Each instruction takes constant time.
package final class GuardFilter: LIRWriter {
    package let next: any LIRWriter
    package let buffer: LIRBuffer
    private var facts = ConditionFacts()

    package init(_ next: any LIRWriter) {
        self.next = next
        self.buffer = next.buffer
    }

    package func finish() throws(LIRViolation) { try next.finish() }

    package func write(_ instruction: LIRInstruction) -> LIRResult {
        switch instruction.opcode {
        case .xt, .xf, .jt, .jf:
            return conditional(instruction)
        case .label, .entry, .regfence:
            facts.forgetAll()
        case .start, .comment, .unreachable, .immq, .allocp, .live, .state, .setstate, .ld8u,
            .ld32u, .ldq, .ldqx, .st8, .st32, .stq, .stqx, .add, .sub, .and, .or, .xor, .not, .neg,
            .shl, .shr, .sar, .mul, .mulhu, .shld, .shrd, .clz, .bswap, .udiv, .urem, .addk, .adc,
            .subk, .sbb, .kval, .kset, .bset, .kc, .eq, .ltu, .leu, .lts, .les, .cmov, .setc, .x,
            .xk, .xnk, .xbarrier, .j, .jtbl, .loop, .ret, .callq, .callv:
            break
        }
        return next.write(instruction)
    }

    private func conditional(_ instruction: LIRInstruction) -> LIRResult {
        let compare = buffer[instruction.referenceA]
        // What a carry made has one consumer, and no words to tell of.
        if compare.opcode == .kc { return next.write(instruction) }
        if let holds = facts.outcome(of: compare, in: buffer) {
            return instruction.settled(holds: holds).map(next.write) ?? .dropped
        }
        let result = next.write(instruction)
        facts.learn(compare, holds: !instruction.opcode.isTakenIfTrue, in: buffer)
        return result
    }
}
