// Folding of conditions, of what consumes them, and of carries.

// MARK: Conditions

extension ExpressionFilter {
    /// The outcome of a compare whose operands give it away.
    func known(condition: LIRReference) -> Bool? {
        let compare = buffer[condition]
        guard compare.opcode.row.result == .condition, compare.opcode != .kc,
            let a = known(compare.referenceA), let b = known(compare.referenceB)
        else { return nil }
        return ConstantArithmetic.compare(compare.opcode, a, b)
    }

    private func constantCondition(_ outcome: Bool) -> LIRReference {
        let zero = constant(0)
        let other = outcome ? zero : constant(1)
        return next.write(LIRInstruction(.eq, zero, other)).value
    }

    /// The compare's simpler equal, or nil.
    ///
    /// A compare of two immediates is already in the form that consumers look for.
    func comparison(_ original: LIRInstruction) -> LIRReference? {
        let instruction = constantRight(original)
        let (a, b) = (instruction.referenceA, instruction.referenceB)
        let (left, right) = (known(a), known(b))
        if left != nil && right != nil { return nil }
        if let outcome = Self.outcome(instruction.opcode, same: a == b, left, right) {
            return constantCondition(outcome)
        }
        if let condition = unwrapped(instruction.opcode, a, b, left, right) { return condition }
        if instruction.opcode == .ltu && right == 1 { return again(.eq, a, constant(0)) }
        if instruction.opcode == .leu && right == 0 { return again(.eq, a, b) }
        return instruction == original ? nil : next.write(instruction).value
    }

    private static func outcome(
        _ opcode: LIROpcode, same: Bool, _ left: UInt64?, _ right: UInt64?
    ) -> Bool? {
        if same { return opcode == .eq || opcode == .leu || opcode == .les }
        if opcode == .ltu && (right == 0 || left == .max) { return false }
        if opcode == .leu && (left == 0 || right == .max) { return true }
        return nil
    }

    /// The condition inside a compare of its 0 or 1 with a constant that leaves it as it was.
    private func unwrapped(
        _ opcode: LIROpcode, _ a: LIRReference, _ b: LIRReference, _ left: UInt64?, _ right: UInt64?
    ) -> LIRReference? {
        if opcode == .eq && right == 1 { return wrapped(a) }
        if opcode == .ltu && left == 0 { return wrapped(b) }
        return nil
    }

    /// The condition whose 0 or 1 the word is.
    ///
    /// Not one made from a carry, which has a single consumer.
    private func wrapped(_ word: LIRReference) -> LIRReference? {
        let instruction = buffer[word]
        guard instruction.opcode == .setc, buffer[instruction.referenceA].opcode != .kc else {
            return nil
        }
        return instruction.referenceA
    }

    /// The condition under any number of negations, and whether their number is odd.
    private func stripped(_ condition: LIRReference) -> (LIRReference, isNegated: Bool) {
        var (current, isNegated) = (condition, false)
        while true {
            let compare = buffer[current]
            guard compare.opcode == .eq, known(compare.referenceB) == 0,
                let inner = wrapped(compare.referenceA)
            else { return (current, isNegated) }
            current = inner
            isNegated.toggle()
        }
    }
}

// MARK: Selection and control

extension ExpressionFilter {
    func selection(_ instruction: LIRInstruction) -> LIRReference? {
        let condition = instruction.referenceA
        if instruction.opcode == .setc {
            return known(condition: condition).map { constant($0 ? 1 : 0) }
        }
        let (a, b) = (instruction.referenceB, instruction.referenceC)
        if a == b { return a }
        if let outcome = known(condition: condition) { return outcome ? a : b }
        let (inner, isNegated) = stripped(condition)
        let (first, second) = isNegated ? (b, a) : (a, b)
        if known(first) == 1 && known(second) == 0 { return again(.setc, inner) }
        if inner == condition { return nil }
        return next.write(LIRInstruction(.cmov, inner, first, second)).value
    }

    /// Guards and jumps: gone, unconditional, or on the condition under a negation.
    func control(_ instruction: LIRInstruction) -> LIRResult {
        let opcode = instruction.opcode
        if opcode == .jtbl { return next.write(direct(instruction)) }
        if opcode == .xk || opcode == .xnk {
            guard let carry = known(carry: instruction.referenceA) else {
                return next.write(instruction)
            }
            return settle(instruction, isTaken: carry == (opcode == .xk))
        }
        let takenIf = opcode == .xt || opcode == .jt
        if let outcome = known(condition: instruction.referenceA) {
            return settle(instruction, isTaken: outcome == takenIf)
        }
        let (inner, isNegated) = stripped(instruction.referenceA)
        var simpler = instruction
        simpler.a = inner.index
        if isNegated { simpler.opcode = Self.opposite(opcode) }
        return next.write(simpler)
    }

    private static func opposite(_ opcode: LIROpcode) -> LIROpcode {
        if opcode == .xt { return .xf }
        if opcode == .xf { return .xt }
        return opcode == .jt ? .jf : .jt
    }

    /// A guard or jump whose outcome is known.
    private func settle(_ instruction: LIRInstruction, isTaken: Bool) -> LIRResult {
        guard isTaken else { return LIRResult(LIRReference(index: 0)) }
        let opcode: LIROpcode = instruction.opcode.row.c == .exit ? .x : .j
        return next.write(LIRInstruction(opcode, c: instruction.c))
    }

    /// A jump through a table with a known index.
    private func direct(_ instruction: LIRInstruction) -> LIRInstruction {
        let table = buffer.jumpTable(of: instruction)
        guard let index = known(instruction.referenceA), index < UInt64(table.count) else {
            return instruction
        }
        let label = table[Int(index)]
        return LIRInstruction(
            buffer.position(of: label) == nil ? .j : .loop, c: label.identifier)
    }
}

// MARK: Carries

extension ExpressionFilter {
    /// The carry or borrow that a producer's operands give away.
    private func known(carry: LIRReference) -> Bool? {
        let producer = buffer[carry]
        let (a, b) = (known(producer.referenceA), known(producer.referenceB))
        if producer.opcode == .addk {
            if a == 0 || b == 0 { return false }
            guard let a, let b else { return nil }
            return ConstantArithmetic.add(a, b, carry: 0).carry == 1
        }
        if producer.opcode == .subk {
            if b == 0 || producer.a == producer.b { return false }
            guard let a, let b else { return nil }
            return a < b
        }
        if producer.opcode == .kset || producer.opcode == .bset { return a.map { $0 != 0 } }
        guard let a, let b else { return nil }
        if producer.opcode == .adc { return Self.same(a, b, ConstantArithmetic.addCarry) }
        if producer.opcode == .sbb { return Self.same(a, b, ConstantArithmetic.subtractBorrow) }
        return nil
    }

    /// The carry out, if it is the same whatever the carry in.
    private static func same(
        _ a: UInt64, _ b: UInt64, _ carry: (UInt64, UInt64, UInt64) -> UInt64
    ) -> Bool? {
        let clear = carry(a, b, 0)
        return clear == carry(a, b, 1) ? clear == 1 : nil
    }

    func chained(_ instruction: LIRInstruction) -> LIRResult {
        switch instruction.opcode {
        case .addk, .subk:
            return started(instruction)
        case .adc, .sbb:
            guard let carry = known(carry: instruction.referenceC) else {
                return next.write(instruction)
            }
            return continued(instruction, carry: carry)
        case .kval:
            guard let carry = known(carry: instruction.referenceA) else {
                return next.write(instruction)
            }
            return LIRResult(constant(carry ? 1 : 0))
        case .kc:
            guard let carry = known(carry: instruction.referenceA) else {
                return next.write(instruction)
            }
            return LIRResult(constantCondition(carry))
        case .start, .label, .entry, .regfence, .comment, .unreachable, .immq, .allocp, .live,
            .state, .setstate, .ld8u, .ld32u, .ldq, .ldqx, .st8, .st32, .stq, .stqx, .add, .sub,
            .and, .or, .xor, .not, .neg, .shl, .shr, .sar, .mul, .mulhu, .shld, .shrd, .clz,
            .bswap, .udiv, .urem, .kset, .bset, .eq, .ltu, .leu, .lts, .les, .cmov, .setc, .xt,
            .xf, .x, .xk, .xnk, .xbarrier, .j, .jt, .jf, .jtbl, .loop, .ret, .callq, .callv:
            return next.write(instruction)
        }
    }

    /// The start of a chain: the value may be found, the producer stays for its carry.
    private func started(_ original: LIRInstruction) -> LIRResult {
        let instruction = constantRight(original)
        let (a, b) = (instruction.referenceA, instruction.referenceB)
        var value: LIRReference?
        if let left = known(a), let right = known(b) {
            value = constant(instruction.opcode == .addk ? left &+ right : left &- right)
        } else if known(b) == 0 {
            value = a
        } else if instruction.opcode == .subk && a == b {
            value = constant(0)
        }
        let written = next.write(instruction)
        return LIRResult(value: value ?? written.value, carry: written.carry)
    }

    /// A link of a chain whose carry in is known: it starts a chain of its own.
    private func continued(_ instruction: LIRInstruction, carry: Bool) -> LIRResult {
        let isAddition = instruction.opcode == .adc
        let start: LIROpcode = isAddition ? .addk : .subk
        let ordered = constantRight(instruction)
        let (a, b) = (ordered.referenceA, ordered.referenceB)
        guard carry else { return started(LIRInstruction(start, a, b)) }
        guard let right = known(b) else { return next.write(instruction) }
        if right != .max { return started(LIRInstruction(start, a, constant(right + 1))) }
        // a + (2^64 - 1) + 1 is a with a carry, and a - (2^64 - 1) - 1 is a with a borrow.
        let (one, zero, most) = (constant(1), constant(0), constant(.max))
        let producer =
            isAddition ? LIRInstruction(.addk, most, one) : LIRInstruction(.subk, zero, one)
        return LIRResult(value: a, carry: next.write(producer).carry)
    }
}
