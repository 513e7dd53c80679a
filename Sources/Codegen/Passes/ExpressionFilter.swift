/// Finds values without computing them: constants, identities, cheaper operations.
///
/// A known condition or carry stays an instruction, since neither can be an immediate: a compare
/// of two immediates, or an addition whose carry its operands give away. Consumers look for
/// these; what is left without a use costs nothing, for the assembler drops it.
package final class ExpressionFilter: LIRWriter {
    package let next: any LIRWriter
    package let buffer: LIRBuffer

    package init(_ next: any LIRWriter) {
        self.next = next
        self.buffer = next.buffer
    }

    package func finish() throws(LIRViolation) { try next.finish() }

    package func write(_ instruction: LIRInstruction) -> LIRResult {
        switch instruction.opcode {
        case .add, .sub, .mul, .mulhu, .udiv, .urem, .neg:
            value(arithmetic(instruction), of: instruction)
        case .and, .or, .xor, .not, .clz, .bswap:
            value(bitwise(instruction), of: instruction)
        case .shl, .shr, .sar, .shld, .shrd:
            value(shift(instruction), of: instruction)
        case .eq, .ltu, .leu, .lts, .les:
            value(comparison(instruction), of: instruction)
        case .cmov, .setc:
            value(selection(instruction), of: instruction)
        case .addk, .adc, .subk, .sbb, .kval, .kc:
            chained(instruction)
        case .xt, .xf, .xk, .xnk, .jt, .jf, .jtbl:
            control(instruction)
        case .ld8u, .ld32u, .ldq, .ldqx, .st8, .st32, .stq, .stqx:
            next.write(addressed(instruction))
        case .start, .label, .entry, .regfence, .comment, .unreachable, .immq, .allocp, .live,
            .state, .setstate, .kset, .bset, .x, .xbarrier, .j, .loop, .ret, .callq, .callv:
            next.write(instruction)
        }
    }

    private func value(_ found: LIRReference?, of instruction: LIRInstruction) -> LIRResult {
        found.map(LIRResult.init) ?? next.write(instruction)
    }
}

// MARK: Tools of the folding methods

extension ExpressionFilter {
    func constant(_ value: UInt64) -> LIRReference {
        next.write(LIRInstruction(immediate: value)).value
    }

    func known(_ reference: LIRReference) -> UInt64? {
        buffer.immediate(reference)
    }

    /// Writes through this filter again, so that what was found is simplified in turn.
    ///
    /// Each use replaces an instruction by one nearer to the constants or cheaper, so it ends.
    func again(
        _ opcode: LIROpcode, _ a: LIRReference, _ b: LIRReference? = nil
    ) -> LIRReference {
        write(LIRInstruction(opcode, a, b)).value
    }

    /// The same instruction with an immediate that stands left of a value put on the right.
    func constantRight(_ instruction: LIRInstruction) -> LIRInstruction {
        guard instruction.opcode.row.traits.contains(.commutes),
            known(instruction.referenceA) != nil, known(instruction.referenceB) == nil
        else { return instruction }
        var swapped = instruction
        swapped.a = instruction.b
        swapped.b = instruction.a
        return swapped
    }

    /// The exponent of a power of two.
    func exponent(_ value: UInt64) -> UInt64? {
        value.nonzeroBitCount == 1 ? UInt64(value.trailingZeroBitCount) : nil
    }
}

// MARK: Addresses

extension ExpressionFilter {
    /// Moves constants from base and index into the displacement.
    private func addressed(_ instruction: LIRInstruction) -> LIRInstruction {
        switch instruction.opcode.row.c {
        case .displacement:
            return instruction.opcode == .ldqx
                ? indexedLoad(instruction) : based(instruction)
        case .indexedAddress:
            return indexedStore(instruction)
        case .none, .word, .condition, .carry, .borrow, .flag, .half, .number, .label, .jumpTable,
            .exit, .descriptor, .firstArgument, .argumentCount, .text:
            return instruction
        }
    }

    /// `value + constant` with a constant that the displacement can still take.
    private func split(
        _ reference: LIRReference, scale: UInt8 = 0, onto displacement: Int32
    ) -> (rest: LIRReference, displacement: Int32)? {
        let sum = buffer[reference]
        guard sum.opcode == .add, let constant = known(sum.referenceB),
            let total = shifted(constant, scale, onto: displacement)
        else { return nil }
        return (sum.referenceA, total)
    }

    private func shifted(_ constant: UInt64, _ scale: UInt8, onto displacement: Int32) -> Int32? {
        let signed = Int64(bitPattern: constant)
        guard let small = Int32(exactly: signed) else { return nil }
        return Int32(exactly: Int64(small) << Int64(scale) + Int64(displacement))
    }

    private func based(_ instruction: LIRInstruction) -> LIRInstruction {
        let isStore = instruction.opcode.row.traits.contains(.stores)
        let base = isStore ? instruction.referenceB : instruction.referenceA
        guard let (rest, displacement) = split(base, onto: instruction.displacement) else {
            return instruction
        }
        var moved = instruction
        if isStore { moved.b = rest.index } else { moved.a = rest.index }
        moved.c = UInt32(bitPattern: displacement)
        return moved
    }

    private func indexedLoad(_ instruction: LIRInstruction) -> LIRInstruction {
        let (base, index) = (instruction.referenceA, instruction.referenceB)
        let displacement = instruction.displacement
        var moved = instruction
        if let constant = known(index),
            let total = shifted(constant, instruction.scale, onto: displacement)
        {
            moved = LIRInstruction(.ldq, base)
            moved.access = instruction.access
            moved.qualifier = instruction.qualifier
            moved.c = UInt32(bitPattern: total)
            return based(moved)
        }
        if let (rest, total) = split(index, scale: instruction.scale, onto: displacement) {
            moved.b = rest.index
            moved.c = UInt32(bitPattern: total)
        }
        if let (rest, total) = split(base, onto: moved.displacement) {
            moved.a = rest.index
            moved.c = UInt32(bitPattern: total)
        }
        return moved
    }

    private func indexedStore(_ instruction: LIRInstruction) -> LIRInstruction {
        let address = buffer.indexedAddress(of: instruction)
        var moved = instruction
        if let constant = known(address.index),
            let total = shifted(constant, instruction.scale, onto: address.displacement)
        {
            moved = LIRInstruction(.stq, instruction.referenceA, instruction.referenceB)
            moved.access = instruction.access
            moved.c = UInt32(bitPattern: total)
            return based(moved)
        }
        let index = split(
            address.index, scale: instruction.scale, onto: address.displacement)
        let base = split(
            instruction.referenceB, onto: index?.displacement ?? address.displacement)
        guard index != nil || base != nil else { return instruction }
        moved.b = base?.rest.index ?? instruction.b
        moved.c = buffer.addIndexedAddress(
            IndexedAddress(
                index: index?.rest ?? address.index,
                displacement: base?.displacement ?? index?.displacement ?? address.displacement))
        return moved
    }
}
