/// Comparisons, selection and what branches test.
///
/// A comparison is not a value in a register: each consumer tests the flags, and the comparison is
/// emitted in front of it. Consumers that follow each other share one.
extension FragmentAssembly where Backend: ~Copyable {
    // MARK: Planning

    /// How the consumer at `index` tests a condition.
    func plan(_ condition: UInt32, holds: Bool, at index: UInt32) -> FlagTest {
        let comparison = buffer[LIRReference(index: condition)]
        var test: FlagTest
        if comparison.opcode == .kc {
            test = FlagTest(
                condition: flagCondition(comparison.a, isSet: true), flags: .carry(comparison.a))
        } else if let fused = fusedTest(comparison, at: index) {
            test = fused
        } else {
            test = FlagTest(
                condition: operands(of: comparison).condition, flags: .comparison(condition))
        }
        if !holds { test.condition = test.condition.inverted }
        return test
    }

    /// Lets the code emitted from here on provide the flags of a test.
    mutating func expect(_ test: FlagTest) {
        flags = test.flags
        if case .result(let value) = flags { values[value].isReferenced = true }
    }

    /// The operands of a comparison as they are compared, an immediate last.
    private func operands(
        of comparison: LIRInstruction
    ) -> (first: UInt32, second: UInt32, condition: MachineCondition) {
        let condition: MachineCondition
        switch comparison.opcode {
        case .eq: condition = .equal
        case .ltu: condition = .below
        case .leu: condition = .belowOrEqual
        case .lts: condition = .less
        default: condition = .lessOrEqual
        }
        let isSwapped = immediate(comparison.a) != nil && immediate(comparison.b) == nil
        if isSwapped { return (comparison.b, comparison.a, condition.swapped) }
        // The sign alone decides `x < 0`, and the sign flag needs no comparison of its own.
        if comparison.opcode == .lts && immediate(comparison.b) == 0 {
            return (comparison.a, comparison.b, .negative)
        }
        return (comparison.a, comparison.b, condition)
    }

    /// How far apart a result and the test of its sign or zero may be.
    private static var fusionDistance: UInt32 { 8 }

    /// A test of a result against zero, if the flags that its computation leaves are still there.
    private func fusedTest(_ comparison: LIRInstruction, at index: UInt32) -> FlagTest? {
        guard comparison.opcode == .eq || comparison.opcode == .lts else { return nil }
        let (value, zero, condition) = operands(of: comparison)
        guard immediate(zero) == 0, condition == .equal || condition == .negative,
            index - value <= FragmentAssembly.fusionDistance,
            backend.resultSetsFlags(buffer[LIRReference(index: value)].opcode)
        else { return nil }
        for between in value + 1..<index where !keepsFlags(between) { return nil }
        return FlagTest(condition: condition, flags: .result(value))
    }

    /// Whether an instruction between a result and its test emits moves at most.
    private func keepsFlags(_ index: UInt32) -> Bool {
        let opcode = buffer[LIRReference(index: index)].opcode
        if opcode == .kval || opcode == .kc { return false }
        return opcode.row.result == .condition
            || traits[Int(opcode.rawValue)].contains(.transparent)
    }

    // MARK: Emission

    /// Emits the comparison that later code waits for, behind the instruction at `index`.
    mutating func emitComparison(_ condition: UInt32, behind index: UInt32) {
        let (first, second, _) = operands(of: buffer[LIRReference(index: condition)])
        let left = use(first, in: .all)
        let right: MachineOperand
        if let constant = fittingImmediate(second, .eq) {
            right = .immediate(constant)
        } else if backend.foldsLoad(.eq), let address = foldedAddress(second, at: index + 1) {
            right = .memory(address)
        } else {
            right = .register(use(second, in: .all))
        }
        backend.compare(left, right)
        flags = .none
        emitSetup()
    }

    /// `cmov`; its first operand, as constraints have it, is the one for a condition that is false.
    mutating func emitSelect(_ index: UInt32, _ instruction: LIRInstruction) {
        let test = plan(instruction.a, holds: true, at: index)
        let constraints = backend.constraints(.cmov, immediateLast: false)
        let result = defineResult(index, in: constraints.result)
        let startsAsFirst = constraints.resultStartsAsFirst
        let others = startsAsFirst ? RegisterSet.all.removing(result) : .all
        if !startsAsFirst { registers.unlock(result) }
        let whenFalse = useFirst(instruction.c, in: constraints.first, result: result)
        let whenTrue: MachineOperand
        if instruction.b == instruction.c {
            whenTrue = .register(whenFalse)
        } else if backend.foldsLoad(.cmov), let address = foldedAddress(instruction.b, at: index) {
            whenTrue = .memory(address)
        } else {
            whenTrue = .register(use(instruction.b, in: constraints.second.intersection(others)))
        }
        backend.select(test.condition, result, whenTrue: whenTrue, whenFalse: whenFalse)
        expect(test)
        emitSetup()
    }

    /// `setc`.
    mutating func emitConditionValue(_ index: UInt32, _ instruction: LIRInstruction) {
        let test = plan(instruction.a, holds: true, at: index)
        let result = defineResult(index, in: .all)
        backend.materialise(test.condition, result)
        expect(test)
    }
}
