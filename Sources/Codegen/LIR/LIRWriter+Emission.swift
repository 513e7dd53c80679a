// The typed face of a writer: one method an operation. Misuse that types cannot catch is found by
// the validating writer.

// MARK: Values

extension LIRWriter {
    package func immediate(_ value: UInt64) -> LIRReference {
        write(LIRInstruction(immediate: value)).value
    }

    /// The address of `byteCount` bytes of the code's own frame; before the first entry only.
    ///
    /// Aligned to 16 bytes, with undefined contents each time the code is entered.
    package func allocate(byteCount: Int) -> LIRReference {
        write(LIRInstruction(.allocp, a: UInt32(clamping: byteCount))).value
    }

    /// Keeps a value alive up to here.
    package func live(_ value: LIRReference) {
        _ = write(LIRInstruction(.live, value))
    }

    /// The value of a state register at this point.
    package func state(_ register: Int) -> LIRReference {
        write(LIRInstruction(.state, a: UInt32(clamping: register))).value
    }

    package func setState(_ register: Int, _ value: LIRReference) {
        _ = write(LIRInstruction(.setstate, a: UInt32(clamping: register), b: value.index))
    }

    package func comment(_ text: String) {
        _ = write(LIRInstruction(.comment, a: buffer.addComment(text)))
    }
}

// MARK: Memory

extension LIRWriter {
    package func load(
        _ base: LIRReference, _ displacement: Int32 = 0, width: MemoryWidth = .word,
        access: AccessSet, qualifier: LoadQualifier = .normal
    ) -> LIRReference {
        let opcode: LIROpcode =
            switch width {
            case .byte: .ld8u
            case .half: .ld32u
            case .word: .ldq
            }
        var instruction = LIRInstruction(opcode, base)
        instruction.c = UInt32(bitPattern: displacement)
        instruction.access = access
        instruction.qualifier = qualifier
        return write(instruction).value
    }

    /// Loads the word at `base + index * 2^scale + displacement`.
    package func load(
        _ base: LIRReference, index: LIRReference, scale: UInt8 = 0, _ displacement: Int32 = 0,
        access: AccessSet, qualifier: LoadQualifier = .normal
    ) -> LIRReference {
        var instruction = LIRInstruction(.ldqx, base, index)
        instruction.c = UInt32(bitPattern: displacement)
        instruction.access = access
        instruction.scale = scale
        instruction.qualifier = qualifier
        return write(instruction).value
    }

    package func store(
        _ value: LIRReference, _ base: LIRReference, _ displacement: Int32 = 0,
        width: MemoryWidth = .word, access: AccessSet
    ) {
        let opcode: LIROpcode =
            switch width {
            case .byte: .st8
            case .half: .st32
            case .word: .stq
            }
        var instruction = LIRInstruction(opcode, value, base)
        instruction.c = UInt32(bitPattern: displacement)
        instruction.access = access
        _ = write(instruction)
    }

    /// Stores a word at `base + index * 2^scale + displacement`.
    package func store(
        _ value: LIRReference, _ base: LIRReference, index: LIRReference, scale: UInt8 = 0,
        _ displacement: Int32 = 0, access: AccessSet
    ) {
        let address = IndexedAddress(index: index, displacement: displacement)
        var instruction = LIRInstruction(.stqx, value, base)
        instruction.c = buffer.addIndexedAddress(address)
        instruction.access = access
        instruction.scale = scale
        _ = write(instruction)
    }
}

// MARK: Arithmetic

extension LIRWriter {
    private func binary(_ opcode: LIROpcode, _ a: LIRReference, _ b: LIRReference) -> LIRReference {
        write(LIRInstruction(opcode, a, b)).value
    }

    private func unary(_ opcode: LIROpcode, _ a: LIRReference) -> LIRReference {
        write(LIRInstruction(opcode, a)).value
    }

    package func add(_ a: LIRReference, _ b: LIRReference) -> LIRReference { binary(.add, a, b) }
    package func sub(_ a: LIRReference, _ b: LIRReference) -> LIRReference { binary(.sub, a, b) }
    package func and(_ a: LIRReference, _ b: LIRReference) -> LIRReference { binary(.and, a, b) }
    package func or(_ a: LIRReference, _ b: LIRReference) -> LIRReference { binary(.or, a, b) }
    package func xor(_ a: LIRReference, _ b: LIRReference) -> LIRReference { binary(.xor, a, b) }
    package func not(_ a: LIRReference) -> LIRReference { unary(.not, a) }
    package func neg(_ a: LIRReference) -> LIRReference { unary(.neg, a) }
    package func mul(_ a: LIRReference, _ b: LIRReference) -> LIRReference { binary(.mul, a, b) }

    /// Shifts left by `count` modulo 64.
    package func shl(_ a: LIRReference, _ count: LIRReference) -> LIRReference {
        binary(.shl, a, count)
    }

    /// Shifts right by `count` modulo 64, filling with zeros.
    package func shr(_ a: LIRReference, _ count: LIRReference) -> LIRReference {
        binary(.shr, a, count)
    }

    /// Shifts right by `count` modulo 64, filling with the sign.
    package func sar(_ a: LIRReference, _ count: LIRReference) -> LIRReference {
        binary(.sar, a, count)
    }

    /// The high half of the unsigned product.
    package func mulhu(_ a: LIRReference, _ b: LIRReference) -> LIRReference {
        binary(.mulhu, a, b)
    }

    /// The high word of `high:low` shifted left by `count` modulo 64.
    package func shld(
        _ high: LIRReference, _ low: LIRReference, _ count: LIRReference
    ) -> LIRReference {
        write(LIRInstruction(.shld, high, low, count)).value
    }

    /// The low word of `high:low` shifted right by `count` modulo 64.
    package func shrd(
        _ low: LIRReference, _ high: LIRReference, _ count: LIRReference
    ) -> LIRReference {
        write(LIRInstruction(.shrd, low, high, count)).value
    }

    /// The number of leading zero bits; 64 for zero.
    package func clz(_ a: LIRReference) -> LIRReference { unary(.clz, a) }
    package func bswap(_ a: LIRReference) -> LIRReference { unary(.bswap, a) }

    /// The unsigned quotient; the embedder guarantees that `b` is not zero.
    package func udiv(_ a: LIRReference, _ b: LIRReference) -> LIRReference { binary(.udiv, a, b) }

    /// The unsigned remainder; the embedder guarantees that `b` is not zero.
    package func urem(_ a: LIRReference, _ b: LIRReference) -> LIRReference { binary(.urem, a, b) }
}

// MARK: Carry chains

extension LIRWriter {
    /// Starts a chain of additions.
    package func addCarrying(
        _ a: LIRReference, _ b: LIRReference
    ) -> (sum: LIRReference, carry: LIRCarry) {
        let result = write(LIRInstruction(.addk, a, b))
        return (result.value, LIRCarry(result.carry))
    }

    /// Goes on with a chain of additions.
    package func addCarrying(
        _ a: LIRReference, _ b: LIRReference, _ carry: LIRCarry
    ) -> (sum: LIRReference, carry: LIRCarry) {
        let result = write(LIRInstruction(.adc, a, b, carry.reference))
        return (result.value, LIRCarry(result.carry))
    }

    /// Starts a chain of subtractions.
    package func subtractBorrowing(
        _ a: LIRReference, _ b: LIRReference
    ) -> (difference: LIRReference, borrow: LIRBorrow) {
        let result = write(LIRInstruction(.subk, a, b))
        return (result.value, LIRBorrow(result.carry))
    }

    /// Goes on with a chain of subtractions.
    package func subtractBorrowing(
        _ a: LIRReference, _ b: LIRReference, _ borrow: LIRBorrow
    ) -> (difference: LIRReference, borrow: LIRBorrow) {
        let result = write(LIRInstruction(.sbb, a, b, borrow.reference))
        return (result.value, LIRBorrow(result.carry))
    }

    /// The carry as the word 0 or 1; written right behind the carry's producer.
    package func value(_ carry: LIRCarry) -> LIRReference { unary(.kval, carry.reference) }

    /// The borrow as the word 0 or 1; written right behind the borrow's producer.
    package func value(_ borrow: LIRBorrow) -> LIRReference { unary(.kval, borrow.reference) }

    /// A carry that is set if the word is not zero.
    package func makeCarry(_ value: LIRReference) -> LIRCarry {
        LIRCarry(write(LIRInstruction(.kset, value)).carry)
    }

    /// A borrow that is set if the word is not zero.
    package func makeBorrow(_ value: LIRReference) -> LIRBorrow {
        LIRBorrow(write(LIRInstruction(.bset, value)).carry)
    }

    /// The carry as a condition, for one consumer that follows at once.
    package func condition(_ carry: LIRCarry) -> LIRCondition {
        LIRCondition(unary(.kc, carry.reference))
    }

    /// The borrow as a condition, for one consumer that follows at once.
    package func condition(_ borrow: LIRBorrow) -> LIRCondition {
        LIRCondition(unary(.kc, borrow.reference))
    }
}

// MARK: Comparison and selection

extension LIRWriter {
    private func compare(
        _ opcode: LIROpcode, _ a: LIRReference, _ b: LIRReference
    ) -> LIRCondition {
        LIRCondition(binary(opcode, a, b))
    }

    package func eq(_ a: LIRReference, _ b: LIRReference) -> LIRCondition { compare(.eq, a, b) }
    package func ltu(_ a: LIRReference, _ b: LIRReference) -> LIRCondition { compare(.ltu, a, b) }
    package func leu(_ a: LIRReference, _ b: LIRReference) -> LIRCondition { compare(.leu, a, b) }
    package func lts(_ a: LIRReference, _ b: LIRReference) -> LIRCondition { compare(.lts, a, b) }
    package func les(_ a: LIRReference, _ b: LIRReference) -> LIRCondition { compare(.les, a, b) }

    /// `a` if the condition holds, else `b`.
    package func cmov(
        _ condition: LIRCondition, _ a: LIRReference, _ b: LIRReference
    ) -> LIRReference {
        write(LIRInstruction(.cmov, condition.reference, a, b)).value
    }

    /// The condition as the word 0 or 1.
    package func setc(_ condition: LIRCondition) -> LIRReference {
        unary(.setc, condition.reference)
    }
}
