/// Gives one name to equal values, loads included.
///
/// What it remembers holds along a straight run of code: everything is forgotten at labels,
/// entries and fences, and some of it when a run is long. Each instruction takes constant time.
package final class CommonSubexpressionFilter: LIRWriter {
    package let next: any LIRWriter
    package let buffer: LIRBuffer
    private let faults: CodegenFaults

    /// A value that was written, and when.
    private struct Known: BitwiseCopyable {
        let reference: LIRReference
        /// How many stores and calls came before.
        let moment: UInt32
    }

    private struct PureCall: Hashable {
        let descriptor: UInt32
        let arguments: [LIRReference]
    }

    private let values = RecentValues<LIRInstruction, Known>()
    private var calls: [PureCall: LIRReference] = [:]
    /// How often each state register was written.
    private var stateEpochs: SIMD4<UInt32> = .zero
    /// Stores and calls so far, and for each alias class the last one that may have written it.
    private var moment: UInt32 = 0
    private var lastWrite: SIMD16<UInt32> = .zero

    /// Makes the pass with mistakes to make: none but in tests of a comparison.
    package init(_ next: any LIRWriter, faults: CodegenFaults = []) {
        self.next = next
        self.faults = faults
        self.buffer = next.buffer
    }

    package func finish() throws(LIRViolation) { try next.finish() }

    package func write(_ instruction: LIRInstruction) -> LIRResult {
        switch instruction.opcode {
        case .immq, .sub, .not, .neg, .shl, .shr, .sar, .clz, .bswap, .udiv, .urem, .ltu, .leu,
            .lts, .les:
            return shared(instruction, key: instruction)
        case .shld, .shrd:
            return shared(instruction, key: counted(instruction))
        case .add, .and, .or, .xor, .mul, .mulhu, .eq:
            return shared(instruction, key: Self.ordered(instruction))
        case .cmov, .setc:
            return selection(instruction)
        case .state:
            return shared(instruction, key: dated(instruction))
        case .callq, .callv:
            return call(instruction)
        case .ld8u, .ld32u, .ldq, .ldqx:
            return load(instruction)
        case .st8, .st32, .stq, .stqx:
            return store(instruction)
        case .setstate:
            stateEpochs[Int(instruction.a & 3)] &+= 1
        case .label, .entry, .regfence:
            forgetAll()
        case .start, .comment, .unreachable, .allocp, .live, .addk, .adc, .subk, .sbb, .kval,
            .kset, .bset, .kc, .xt, .xf, .x, .xk, .xnk, .xbarrier, .j, .jt, .jf, .jtbl, .loop, .ret:
            break
        }
        return next.write(instruction)
    }

    private func forgetAll() {
        values.forgetAll()
        if !calls.isEmpty { calls.removeAll(keepingCapacity: true) }
    }

    // MARK: Values

    /// The operands of a commuting operation in one order.
    private static func ordered(_ instruction: LIRInstruction) -> LIRInstruction {
        guard instruction.a > instruction.b else { return instruction }
        var key = instruction
        key.a = instruction.b
        key.b = instruction.a
        return key
    }

    /// The read of a state register with what it reads: the register as it was last written.
    private func dated(_ instruction: LIRInstruction) -> LIRInstruction {
        if faults.contains(.mergesStateReads) { return instruction }
        return LIRInstruction(.state, a: instruction.a, b: stateEpochs[Int(instruction.a & 3)])
    }

    /// A funnel shift with all that its result depends on, the count among it.
    private func counted(_ instruction: LIRInstruction) -> LIRInstruction {
        guard faults.contains(.mergesFunnelShifts) else { return instruction }
        var key = instruction
        key.c = 0
        return key
    }

    private func shared(_ instruction: LIRInstruction, key: LIRInstruction) -> LIRResult {
        let place = values.place(of: key)
        if let known = values[place] { return LIRResult(known.reference) }
        let result = next.write(instruction)
        values.remember(key, known(result.value), at: place)
        return result
    }

    private func known(_ reference: LIRReference) -> Known {
        Known(reference: reference, moment: moment)
    }

    // MARK: Memory

    private func load(_ instruction: LIRInstruction) -> LIRResult {
        if instruction.qualifier == .volatile { return next.write(instruction) }
        let place = values.place(of: instruction)
        if let known = values[place],
            instruction.qualifier == .constant || isFresh(instruction.access, since: known.moment)
        {
            return LIRResult(known.reference)
        }
        let result = next.write(instruction)
        values.remember(instruction, known(result.value), at: place)
        return result
    }

    private func isFresh(_ access: AccessSet, since moment: UInt32) -> Bool {
        var rest = access.rawValue
        while rest != 0 {
            if lastWrite[rest.trailingZeroBitCount] > moment { return false }
            rest &= rest - 1
        }
        return true
    }

    private func invalidate(_ access: AccessSet) {
        moment += 1
        var rest = access.rawValue
        while rest != 0 {
            lastWrite[rest.trailingZeroBitCount] = moment
            rest &= rest - 1
        }
    }

    /// A word that is stored is what a load of the same place would give.
    private func store(_ instruction: LIRInstruction) -> LIRResult {
        let result = next.write(instruction)
        invalidate(instruction.access)
        var load: LIRInstruction
        if instruction.opcode == .stq {
            load = LIRInstruction(.ldq, a: instruction.b, c: instruction.c)
        } else if instruction.opcode == .stqx {
            let address = buffer.indexedAddress(of: instruction)
            load = LIRInstruction(
                .ldqx, a: instruction.b, b: address.index.index,
                c: UInt32(bitPattern: address.displacement))
            load.scale = instruction.scale
        } else {
            return result
        }
        load.access = instruction.access
        load.qualifier = .normal
        values.remember(load, known(instruction.referenceA))
        return result
    }

    private func call(_ instruction: LIRInstruction) -> LIRResult {
        let descriptor = buffer.descriptor(of: instruction)
        guard descriptor.isPure, instruction.opcode == .callq else {
            if !descriptor.isPure { invalidate(descriptor.stores) }
            return next.write(instruction)
        }
        let key = PureCall(
            descriptor: instruction.a, arguments: Array(buffer.arguments(of: instruction)))
        if let known = calls[key] { return LIRResult(known) }
        let result = next.write(instruction)
        calls[key] = result.value
        return result
    }

    // MARK: Selections

    private func selection(_ instruction: LIRInstruction) -> LIRResult {
        // A condition made from a carry has one consumer, and so has what is made from it.
        if buffer[instruction.referenceA].opcode == .kc { return next.write(instruction) }
        return shared(instruction, key: instruction)
    }
}
