/// Turns carry chains that the flags cannot carry into ordinary arithmetic.
///
/// A carry is a function of words that are still there when it is used: of a sum and what was
/// added. So a consumer that is not flag-adjacent to its producer, or not the only one, computes
/// the carry anew; nothing has to be known when the producer is written. What comes out keeps V1
/// and V2. The form in `.all` uses no flags at all: slower, and a third implementation to compare.
package final class CarryFilter: LIRWriter {
    package enum Mode: Sendable {
        /// Only where V1 or V2 does not hold.
        case whereNeeded
        /// Everywhere.
        case all
    }

    package let next: any LIRWriter
    package let buffer: LIRBuffer
    private let mode: Mode

    /// The producer whose carry the flags hold, until something may touch them or uses them.
    private var live: LIRReference?
    /// The `kc` that may be consumed now.
    private var liveCondition: LIRReference?
    /// The producers that mode `.all` put something in the place of, by its name.
    private var replaced: [LIRReference: LIRInstruction] = [:]

    package init(_ next: any LIRWriter, mode: Mode) {
        self.next = next
        self.buffer = next.buffer
        self.mode = mode
    }

    package func finish() throws(LIRViolation) { try next.finish() }

    package func write(_ instruction: LIRInstruction) -> LIRResult {
        switch instruction.opcode {
        case .addk, .adc, .subk, .sbb, .kset, .bset:
            produce(instruction)
        case .kval, .kc, .xk, .xnk:
            consume(instruction)
        case .cmov, .setc, .xt, .xf, .jt, .jf:
            consumeCondition(instruction)
        case .comment, .immq, .allocp, .live, .state, .setstate, .ld8u, .ld32u, .ldq, .ldqx, .st8,
            .st32, .stq, .stqx:
            next.write(instruction)
        case .start, .label, .entry, .regfence, .unreachable, .add, .sub, .and, .or, .xor, .not,
            .neg, .shl, .shr, .sar, .mul, .mulhu, .shld, .shrd, .clz, .bswap, .udiv, .urem, .eq,
            .ltu, .leu, .lts, .les, .x, .xbarrier, .j, .jtbl, .loop, .ret, .callq, .callv:
            pass(instruction)
        }
    }

    /// Writes what has nothing to do with carries, and may touch the flags.
    private func pass(_ instruction: LIRInstruction) -> LIRResult {
        live = nil
        liveCondition = nil
        return next.write(instruction)
    }

    private func emit(
        _ opcode: LIROpcode, _ a: LIRReference, _ b: LIRReference? = nil
    ) -> LIRReference {
        pass(LIRInstruction(opcode, a, b)).value
    }

    private func constant(_ value: UInt64) -> LIRReference {
        next.write(LIRInstruction(immediate: value)).value
    }
}

// MARK: Producers

extension CarryFilter {
    private func produce(_ instruction: LIRInstruction) -> LIRResult {
        if mode == .all { return replace(instruction) }
        var ready = instruction
        let row = instruction.opcode.row
        if row.c.isReference && live != instruction.referenceC {
            let carry = word(instruction.referenceC)
            let opcode: LIROpcode = row.c == .carry ? .kset : .bset
            ready.c = next.write(LIRInstruction(opcode, carry)).carry.index
        }
        let result = next.write(ready)
        live = result.carry
        liveCondition = nil
        return result
    }

    /// The value without flags; the producer itself is noted under a name of its own.
    private func replace(_ instruction: LIRInstruction) -> LIRResult {
        let (a, b) = (instruction.referenceA, instruction.referenceB)
        let value: LIRReference
        switch instruction.opcode.row.c {
        case .carry:
            let first = emit(.add, a, b)
            value = emit(.add, first, word(instruction.referenceC))
        case .borrow:
            let first = emit(.sub, a, b)
            value = emit(.sub, first, word(instruction.referenceC))
        case .none, .word, .condition, .flag, .half, .number, .displacement, .indexedAddress,
            .label, .jumpTable, .exit, .descriptor, .firstArgument, .argumentCount, .text:
            if instruction.opcode.row.result == .void {
                // A set carry is a comparison with zero, and that is its name.
                let name = emit(.ltu, constant(0), a)
                replaced[name] = instruction
                return LIRResult(name)
            }
            value = emit(instruction.opcode == .addk ? .add : .sub, a, b)
        }
        replaced[value] = instruction
        return LIRResult(value)
    }
}

// MARK: Carries computed anew

extension CarryFilter {
    /// The carry or borrow of a producer as a condition; the sum has the carry's name.
    private func condition(_ carry: LIRReference) -> LIRReference {
        let producer = replaced[carry] ?? buffer[carry]
        let (a, b) = (producer.referenceA, producer.referenceB)
        if producer.opcode.row.result == .void { return emit(.ltu, constant(0), a) }
        if !producer.opcode.row.c.isReference {
            return producer.opcode == .addk ? emit(.ltu, carry, a) : emit(.ltu, a, b)
        }
        return linked(producer, sum: carry)
    }

    /// The carry of a link with a carry in: of the two operands, or of the carry on top of them.
    ///
    /// The carry in need not be known: it shows in the sum.
    private func linked(_ producer: LIRInstruction, sum: LIRReference) -> LIRReference {
        let (a, b) = (producer.referenceA, producer.referenceB)
        let first: LIRReference
        let second: LIRReference
        if producer.opcode == .sbb {
            let difference = emit(.sub, a, b)
            first = emit(.setc, emit(.ltu, a, b))
            second = emit(.setc, emit(.ltu, difference, sum))
        } else {
            let partial = emit(.add, a, b)
            first = emit(.setc, emit(.ltu, partial, a))
            second = emit(.setc, emit(.ltu, sum, partial))
        }
        return emit(.ltu, constant(0), emit(.or, first, second))
    }

    /// The carry or borrow as the word 0 or 1.
    private func word(_ carry: LIRReference) -> LIRReference {
        emit(.setc, condition(carry))
    }
}

// MARK: Consumers

extension CarryFilter {
    /// `kval`, `kc`, `xk` and `xnk`.
    private func consume(_ instruction: LIRInstruction) -> LIRResult {
        let carry = instruction.referenceA
        let opcode = instruction.opcode
        if live == carry {
            let result = next.write(instruction)
            if opcode == .kval { return result }
            live = nil
            liveCondition = opcode == .kc ? result.value : nil
            return result
        }
        if opcode == .kval { return LIRResult(word(carry)) }
        if opcode == .kc { return LIRResult(condition(carry)) }
        var guarded = instruction
        guarded.opcode = opcode == .xk ? .xt : .xf
        guarded.a = condition(carry).index
        return pass(guarded)
    }

    /// A consumer of a condition, which may stand for flags that are gone.
    private func consumeCondition(_ instruction: LIRInstruction) -> LIRResult {
        let name = instruction.referenceA
        let definition = buffer[name]
        guard definition.opcode == .kc, liveCondition != name else { return pass(instruction) }
        var ready = instruction
        ready.a = condition(definition.referenceA).index
        return pass(ready)
    }
}
