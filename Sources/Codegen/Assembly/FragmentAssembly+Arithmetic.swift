/// Arithmetic, carry chains and wide arithmetic.
extension FragmentAssembly where Backend: ~Copyable {
    /// Instructions of two operands that leave a result, carry chains included.
    mutating func emitBinary(_ index: UInt32, _ instruction: LIRInstruction) {
        let opcode = instruction.opcode
        var (first, second) = (instruction.a, instruction.b)
        if traits[Int(opcode.rawValue)].contains(.commutes), prefersSwap(first, second, at: index) {
            swap(&first, &second)
        }
        let setsFlags = isFlagProducer(index)
        if opcode == .subk && setsFlags && !hasUse(index) {
            emitBorrowOnly(first, second, at: index)
            return
        }
        let constant = fittingImmediate(second, opcode)
        let isFolded =
            constant == nil && backend.foldsLoad(opcode) && canFold(second, at: index)
        let constraints = backend.constraints(opcode, immediateLast: constant != nil)
        let result = defineResult(index, in: constraints.result)
        let startsAsFirst = constraints.resultStartsAsFirst || isFolded
        clobber(constraints.destroyed.removing(result))
        if !startsAsFirst { registers.unlock(result) }
        let operands = binaryOperands(
            first, second, constant: constant, isFolded: isFolded, constraints, result: result,
            startsAsFirst: startsAsFirst, at: index)
        backend.binary(opcode, result, operands.first, operands.second, setsFlags: setsFlags)
        flags = flagsBefore(instruction)
        emitSetup()
    }

    /// Places the operands; one that must be in a certain register goes first.
    private mutating func binaryOperands(
        _ first: UInt32, _ second: UInt32, constant: UInt64?, isFolded: Bool,
        _ constraints: OperandConstraints, result: Register, startsAsFirst: Bool, at index: UInt32
    ) -> (first: Register, second: MachineOperand) {
        var secondRegister: Register?
        let secondSet = startsAsFirst ? constraints.second.removing(result) : constraints.second
        let needsRegister = constant == nil && !isFolded
        if needsRegister && constraints.second.count == 1 {
            secondRegister = use(second, in: secondSet)
        }
        let firstRegister: Register
        if startsAsFirst, let value = immediate(first), values[first].homeRegister == nil {
            setup.append(SetupMove(target: result, source: .immediate(value)))
            values[first].isReferenced = true
            firstRegister = result
        } else {
            firstRegister = useFirst(first, in: constraints.first, result: result)
        }
        if let constant { return (firstRegister, .immediate(constant)) }
        if isFolded, let address = foldedAddress(second, at: index) {
            return (firstRegister, .memory(address))
        }
        if first == second && firstRegister == result && needsRegister && secondRegister == nil,
            constraints.second.contains(result), values[first].homeRegister == result
        {
            return (firstRegister, .register(result))
        }
        return (firstRegister, .register(secondRegister ?? use(second, in: secondSet)))
    }

    /// Whether a commuting instruction is better with its operands exchanged: an immediate and a
    /// load that can be folded go last.
    @inline(__always)
    private func prefersSwap(_ first: UInt32, _ second: UInt32, at index: UInt32) -> Bool {
        if immediate(second) != nil { return false }
        if immediate(first) != nil { return true }
        return canFold(first, at: index) && !canFold(second, at: index)
    }

    @inline(__always)
    func fittingImmediate(_ value: UInt32, _ opcode: LIROpcode) -> UInt64? {
        guard let constant = immediate(value), backend.fits(constant, opcode) else { return nil }
        return constant
    }

    /// Whether later code needs the flags that this instruction leaves.
    @inline(__always)
    func isFlagProducer(_ index: UInt32) -> Bool {
        switch flags {
        case .carry(let producer), .result(let producer): producer == index
        case .none, .comparison: false
        }
    }

    /// Whether anything needs the value itself.
    @inline(__always)
    private func hasUse(_ index: UInt32) -> Bool {
        values[index].hasLocation || values[index].alias != ValueTable.Entry.noRegister
    }

    /// The flags that must be there before an instruction for it to work.
    private func flagsBefore(_ instruction: LIRInstruction) -> PendingFlags {
        instruction.opcode == .adc || instruction.opcode == .sbb ? .carry(instruction.c) : .none
    }

    /// A `subk` of which only the borrow is needed.
    private mutating func emitBorrowOnly(_ first: UInt32, _ second: UInt32, at index: UInt32) {
        let left = use(first, in: .all)
        let right: MachineOperand
        if let constant = fittingImmediate(second, .subk) {
            right = .immediate(constant)
        } else if backend.foldsLoad(.subk), let address = foldedAddress(second, at: index) {
            right = .memory(address)
        } else {
            right = .register(use(second, in: .all))
        }
        backend.compareBorrowing(left, right)
        flags = .none
        emitSetup()
    }

    // MARK: Other shapes

    mutating func emitUnary(_ index: UInt32, _ instruction: LIRInstruction) {
        let constraints = backend.constraints(instruction.opcode, immediateLast: false)
        let result = defineResult(index, in: constraints.result)
        if !constraints.resultStartsAsFirst { registers.unlock(result) }
        let source = useFirst(instruction.a, in: constraints.first, result: result)
        backend.unary(instruction.opcode, result, source)
        flags = .none
        emitSetup()
    }

    mutating func emitFunnelShift(_ index: UInt32, _ instruction: LIRInstruction) {
        let constant = fittingImmediate(instruction.c, instruction.opcode)
        let constraints = backend.constraints(
            instruction.opcode, immediateLast: constant != nil)
        let result = defineResult(index, in: constraints.result)
        let startsAsFirst = constraints.resultStartsAsFirst
        let others = startsAsFirst ? RegisterSet.all.removing(result) : .all
        clobber(constraints.destroyed.removing(result))
        if !startsAsFirst { registers.unlock(result) }
        let count: MachineOperand
        if let constant {
            count = .immediate(constant)
        } else {
            count = .register(use(instruction.c, in: constraints.third.intersection(others)))
        }
        let first = useFirst(instruction.a, in: constraints.first, result: result)
        let second: Register
        if instruction.b == instruction.a && first == result {
            second = result
        } else {
            second = use(instruction.b, in: constraints.second.intersection(others))
        }
        backend.funnelShift(instruction.opcode, result, first, second, count)
        flags = .none
        emitSetup()
    }

    /// `udiv` and `urem`; a divisor of zero leaves by a trap instead of faulting.
    mutating func emitDivision(_ index: UInt32, _ instruction: LIRInstruction) {
        let constraints = backend.constraints(instruction.opcode, immediateLast: false)
        let result = defineResult(index, in: constraints.result)
        clobber(constraints.destroyed.removing(result))
        registers.unlock(result)
        let dividend = use(instruction.a, in: constraints.first)
        let divisor = use(instruction.b, in: constraints.second)
        backend.binary(
            instruction.opcode, result, dividend, .register(divisor), setsFlags: false)
        flags = .none
        if let constant = immediate(instruction.b), constant != 0 {
            emitSetup()
            return
        }
        let trap = trapPlace(of: index, .divisionByZero)
        backend.branch(.equal, to: trap)
        backend.compare(divisor, .immediate(0))
        emitSetup()
    }

    // MARK: Carries as values

    /// `kval`: the machine's carry as a word; the flags stay.
    mutating func emitFlagValue(_ index: UInt32, _ instruction: LIRInstruction) {
        guard takeFlags(of: instruction.a, for: instruction.opcode) else { return }
        guard hasUse(index) else { return }
        let result = defineResult(index, in: .all)
        backend.materialise(flagCondition(instruction.a, isSet: true), result)
    }

    /// `kset` and `bset`.
    mutating func emitMakeFlag(_ index: UInt32, _ instruction: LIRInstruction) {
        let scratch = takeScratch(in: .all)
        let source = useFirst(instruction.a, in: .all, result: scratch)
        backend.makeFlag(borrow: instruction.opcode == .bset, source, scratch: scratch)
        flags = .none
        emitSetup()
    }

    /// Makes an instruction a reader of a producer's carry.
    ///
    /// Fails the fragment if the flags are needed for something else already, which validation
    /// excludes.
    mutating func takeFlags(of producer: UInt32, for opcode: LIROpcode) -> Bool {
        switch flags {
        case .none:
            flags = .carry(producer)
            return true
        case .carry(let other) where other == producer:
            return true
        case .carry, .comparison, .result:
            failure = .unsupportedInstruction(opcode.mnemonic)
            return false
        }
    }

    /// What to test for a producer's carry or borrow.
    func flagCondition(_ producer: UInt32, isSet: Bool) -> MachineCondition {
        let isBorrow = buffer[LIRReference(index: producer)].opcode.row.carryOut == .borrow
        let condition: MachineCondition = isBorrow ? .borrow : .carry
        return isSet ? condition : condition.inverted
    }
}
