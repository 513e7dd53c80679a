// Folding of words. Each method gives the value found, or nil where the instruction stays.

// MARK: Arithmetic

extension ExpressionFilter {
    func arithmetic(_ original: LIRInstruction) -> LIRReference? {
        let instruction = constantRight(original)
        let (a, b) = (instruction.referenceA, instruction.referenceB)
        if instruction.opcode == .neg { return negation(a) }
        let (left, right) = (known(a), known(b))
        if let left, let right {
            if let value = Self.fold(instruction.opcode, left, right) { return constant(value) }
            return nil
        }
        let found: LIRReference? =
            if instruction.opcode == .add {
                right.flatMap { sum(a, $0) }
            } else if instruction.opcode == .sub {
                difference(a, b, left, right)
            } else {
                right.flatMap { scaled(instruction.opcode, a, b, $0) }
            }
        if let found { return found }
        return instruction == original ? nil : next.write(instruction).value
    }

    private static func fold(_ opcode: LIROpcode, _ a: UInt64, _ b: UInt64) -> UInt64? {
        if opcode == .add { return a &+ b }
        if opcode == .sub { return a &- b }
        if opcode == .mul { return a &* b }
        if opcode == .mulhu { return ConstantArithmetic.multiplyHigh(a, b) }
        guard b != 0 else { return nil }
        return opcode == .udiv ? a / b : a % b
    }

    private func negation(_ a: LIRReference) -> LIRReference? {
        if let value = known(a) { return constant(0 &- value) }
        let inner = buffer[a]
        return inner.opcode == .neg ? inner.referenceA : nil
    }

    private func sum(_ a: LIRReference, _ constant: UInt64) -> LIRReference? {
        if constant == 0 { return a }
        let inner = buffer[a]
        guard inner.opcode == .add, let other = known(inner.referenceB) else { return nil }
        return again(.add, inner.referenceA, self.constant(constant &+ other))
    }

    private func difference(
        _ a: LIRReference, _ b: LIRReference, _ left: UInt64?, _ right: UInt64?
    ) -> LIRReference? {
        if a == b { return constant(0) }
        if left == 0 { return again(.neg, b) }
        return right.map { again(.add, a, constant(0 &- $0)) }
    }

    /// A product, quotient or remainder with a known right operand.
    private func scaled(
        _ opcode: LIROpcode, _ a: LIRReference, _ b: LIRReference, _ right: UInt64
    ) -> LIRReference? {
        if opcode == .mul || opcode == .mulhu {
            if right == 0 { return b }
            if right == 1 { return opcode == .mul ? a : constant(0) }
            if opcode == .mul && right == .max { return again(.neg, a) }
        } else if right == 1 {
            return opcode == .udiv ? a : constant(0)
        }
        guard let exponent = exponent(right) else { return nil }
        if opcode == .mul { return again(.shl, a, constant(exponent)) }
        if opcode == .mulhu { return again(.shr, a, constant(64 - exponent)) }
        if opcode == .udiv { return again(.shr, a, constant(exponent)) }
        return again(.and, a, constant(right - 1))
    }
}

// MARK: Bits

extension ExpressionFilter {
    func bitwise(_ original: LIRInstruction) -> LIRReference? {
        if !original.opcode.row.traits.contains(.commutes) { return unary(original) }
        let instruction = constantRight(original)
        let (a, b) = (instruction.referenceA, instruction.referenceB)
        let opcode = instruction.opcode
        if let left = known(a), let right = known(b) {
            return constant(Self.combine(opcode, left, right))
        }
        if a == b { return opcode == .xor ? constant(0) : a }
        if let right = known(b), let found = masked(opcode, a, b, right) { return found }
        return instruction == original ? nil : next.write(instruction).value
    }

    private static func combine(_ opcode: LIROpcode, _ a: UInt64, _ b: UInt64) -> UInt64 {
        opcode == .and ? a & b : opcode == .or ? a | b : a ^ b
    }

    private func masked(
        _ opcode: LIROpcode, _ a: LIRReference, _ b: LIRReference, _ right: UInt64
    ) -> LIRReference? {
        if right == 0 { return opcode == .and ? b : a }
        if right == .max {
            return opcode == .and ? a : opcode == .or ? b : again(.not, a)
        }
        let inner = buffer[a]
        guard inner.opcode == opcode, let other = known(inner.referenceB) else { return nil }
        return again(opcode, inner.referenceA, constant(Self.combine(opcode, right, other)))
    }

    private func unary(_ instruction: LIRInstruction) -> LIRReference? {
        let a = instruction.referenceA
        let opcode = instruction.opcode
        if let value = known(a) {
            let folded =
                opcode == .not
                ? ~value
                : opcode == .clz ? UInt64(value.leadingZeroBitCount) : value.byteSwapped
            return constant(folded)
        }
        let inner = buffer[a]
        return opcode != .clz && inner.opcode == opcode ? inner.referenceA : nil
    }
}

// MARK: Shifts

extension ExpressionFilter {
    func shift(_ instruction: LIRInstruction) -> LIRReference? {
        if instruction.opcode == .shld || instruction.opcode == .shrd {
            return doubleShift(instruction)
        }
        let (a, opcode) = (instruction.referenceA, instruction.opcode)
        if known(a) == 0 { return a }
        guard let count = known(instruction.referenceB).map({ $0 & 63 }) else { return nil }
        if count == 0 { return a }
        if let value = known(a) { return constant(Self.shift(opcode, value, count)) }
        let inner = buffer[a]
        if inner.opcode == opcode, let other = known(inner.referenceB).map({ $0 & 63 }) {
            return twice(opcode, inner.referenceA, count + other)
        }
        return nil
    }

    private static func shift(_ opcode: LIROpcode, _ a: UInt64, _ count: UInt64) -> UInt64 {
        if opcode == .shl { return ConstantArithmetic.shiftLeft(a, count) }
        if opcode == .shr { return ConstantArithmetic.shiftRight(a, count) }
        return ConstantArithmetic.shiftRightArithmetic(a, count)
    }

    /// Two shifts the same way by `count` in all.
    private func twice(_ opcode: LIROpcode, _ a: LIRReference, _ count: UInt64) -> LIRReference {
        if count < 64 { return again(opcode, a, constant(count)) }
        return opcode == .sar ? again(.sar, a, constant(63)) : constant(0)
    }

    /// `shld` and `shrd`: the first operand is kept, the second is shifted in.
    private func doubleShift(_ instruction: LIRInstruction) -> LIRReference? {
        let (kept, shiftedIn) = (instruction.referenceA, instruction.referenceB)
        guard let count = known(instruction.referenceC).map({ $0 & 63 }) else { return nil }
        if count == 0 { return kept }
        let isLeft = instruction.opcode == .shld
        if let a = known(kept), let b = known(shiftedIn) {
            return constant(
                isLeft
                    ? ConstantArithmetic.shiftLeftDouble(a, b, count)
                    : ConstantArithmetic.shiftRightDouble(a, b, count))
        }
        if known(shiftedIn) == 0 { return again(isLeft ? .shl : .shr, kept, constant(count)) }
        if known(kept) == 0 {
            return again(isLeft ? .shr : .shl, shiftedIn, constant(64 - count))
        }
        return nil
    }
}
