/// Constants, state registers and memory.
extension FragmentAssembly where Backend: ~Copyable {
    /// `immq` and `allocp`: only a register that still holds the constant must be filled.
    mutating func emitConstant(_ index: UInt32) {
        if let home = values[index].homeRegister { evict(home) }
    }

    mutating func emitState(_ index: UInt32, _ instruction: LIRInstruction) {
        guard values[index].alias == ValueTable.Entry.noRegister else { return }
        let result = defineResult(index, in: .all)
        backend.move(result, stateRegister(UInt8(instruction.a)))
    }

    mutating func emitSetState(_ index: UInt32, _ instruction: LIRInstruction) {
        let target = stateRegister(UInt8(instruction.a))
        let value = instruction.b
        if values[value].alias == UInt8(instruction.a) {
            values[value].isReferenced = true
        } else if let constant = immediate(value), values[value].homeRegister == nil {
            backend.moveImmediate(target, constant, keepsFlags: constantsKeepFlags)
        } else {
            let source = use(value, in: .all)
            backend.move(target, source)
        }
        emitSetup()
    }

    mutating func emitLoad(_ index: UInt32, _ instruction: LIRInstruction) {
        let result = defineResult(index, in: .all)
        registers.unlock(result)
        let source = address(
            instruction.a, index: instruction.opcode == .ldqx ? instruction.b : nil,
            scale: instruction.scale, displacement: instruction.displacement)
        backend.load(instruction.opcode, result, source)
        emitSetup()
    }

    mutating func emitStore(_ instruction: LIRInstruction) {
        let source = storedOperand(instruction)
        let target: MachineAddress
        if instruction.opcode == .stqx {
            let indexed = buffer.indexedAddress(of: instruction)
            target = address(
                instruction.b, index: indexed.index.index, scale: instruction.scale,
                displacement: indexed.displacement)
        } else {
            target = address(instruction.b, displacement: instruction.displacement)
        }
        backend.store(instruction.opcode, target, source)
        emitSetup()
    }

    private mutating func storedOperand(_ instruction: LIRInstruction) -> MachineOperand {
        if let constant = immediate(instruction.a), values[instruction.a].homeRegister == nil,
            backend.fits(constant, instruction.opcode)
        {
            return .immediate(constant)
        }
        return .register(use(instruction.a, in: .all))
    }
}
