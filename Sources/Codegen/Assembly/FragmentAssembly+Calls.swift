/// Calls of functions under the C calling convention.
extension FragmentAssembly where Backend: ~Copyable {
    mutating func emitCall(_ index: UInt32, _ instruction: LIRInstruction) {
        let descriptor = buffer.descriptor(of: instruction)
        if instruction.opcode == .callq && values[index].isReferenced {
            _ = defineResult(index, in: RegisterSet(conventions.result))
        }
        clobber(registers.managed.subtracting(conventions.calleeSaved))
        registers.unlockAll()
        placeArguments(of: instruction)
        if descriptor.address == 0 {
            backend.branch(nil, to: trapPlace(of: index, .missingFunction(descriptor.name)))
        } else {
            emitCall(to: descriptor.address)
        }
        flags = .none
        emitSetup()
    }

    private mutating func emitCall(to function: UInt) {
        do throws(AssemblyError) {
            backend.call(try processor?.callAddress(of: function) ?? function)
        } catch {
            failure = error
        }
    }

    /// Plans the moves of the arguments to their registers.
    ///
    /// All registers that the call destroys are free by now. No argument's register is the home of
    /// any value but that argument's own, so the moves can be made in any order.
    private mutating func placeArguments(of instruction: LIRInstruction) {
        let targets = conventions.arguments.prefix(Int(instruction.c))
        let arguments = buffer.arguments(of: instruction)
        let reserved = RegisterSet(Array(targets))
        for (target, argument) in zip(targets, arguments) {
            place(argument.index, in: target, reserved: reserved)
        }
    }

    private mutating func place(_ value: UInt32, in target: Register, reserved: RegisterSet) {
        let entry = values[value]
        values[value].isReferenced = true
        if let constant = immediate(value) {
            setup.append(SetupMove(target: target, source: .immediate(constant)))
        } else if let offset = areaOffset(value) {
            setup.append(SetupMove(target: target, source: .frame(offset)))
        } else if entry.alias != ValueTable.Entry.noRegister {
            setup.append(SetupMove(target: target, source: .register(stateRegister(entry.alias))))
        } else if let home = entry.homeRegister {
            registers.touch(home)
            registers.lock(home)
            if home != target { setup.append(SetupMove(target: target, source: .register(home))) }
        } else if registers.free.contains(target) {
            settle(value, in: target)
        } else if entry.slot == ValueTable.Entry.noSlot,
            let home = registers.freeRegister(in: registers.managed.subtracting(reserved))
        {
            settle(value, in: home)
            setup.append(SetupMove(target: target, source: .register(home)))
        } else {
            setup.append(SetupMove(target: target, source: .slot(slot(of: value))))
        }
    }
}
