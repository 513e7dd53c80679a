/// Labels, jumps, guards, traps and the end of the code.
extension FragmentAssembly where Backend: ~Copyable {
    // MARK: Places

    /// A label that something jumps to: values that cross it are in their slots.
    mutating func emitLabel(_ instruction: LIRInstruction) {
        let label = Int(instruction.a)
        if scan.isJumpTarget[label], !options.faults.contains(.crossesLabels) { evictAll() }
        labelPlaces[label] = backend.place
    }

    /// A place that is entered from outside: nothing but the state registers is there.
    mutating func emitEntry(_ instruction: LIRInstruction) {
        evictAll()
        entryPlaces[Int(instruction.a)] = backend.place
    }

    // MARK: Jumps

    mutating func emitJump(_ instruction: LIRInstruction) {
        branch(nil, to: instruction.target)
    }

    mutating func emitBranch(
        _ instruction: LIRInstruction, jumpsIfTrue: Bool, at index: UInt32
    ) {
        let test = plan(instruction.a, holds: jumpsIfTrue, at: index)
        branch(test.condition, to: instruction.target)
        expect(test)
        compareNow(at: index)
    }

    private mutating func branch(_ condition: MachineCondition?, to label: LIRLabel) {
        let place = labelPlaces[Int(label.identifier)]
        // A jump to what follows it anyway.
        if condition == nil && place == backend.place { return }
        let field = backend.branch(condition, to: place)
        if place == nil { openFields.append((field, label)) }
    }

    /// Emits a comparison at once: nothing in front of a branch could share it.
    private mutating func compareNow(at index: UInt32) {
        guard case .comparison(let condition) = flags else { return }
        emitComparison(condition, behind: index - 1)
    }

    mutating func emitTableJump(_ index: UInt32, _ instruction: LIRInstruction) {
        let count = UInt64(buffer.jumpTable(of: instruction).count)
        let selector = use(instruction.a, in: .all)
        let scratch = takeScratch(in: .all)
        let second = takeScratch(in: .all)
        backend.tableJump(
            selector, scratch: scratch, second, table: tablePlaces[Int(instruction.c)])
        backend.branch(.aboveOrEqual, to: trapPlace(of: index, .jumpTableIndex(selector)))
        if backend.fits(count, .ltu) {
            backend.compare(selector, .immediate(count))
        } else {
            backend.compare(selector, .register(scratch))
            backend.moveImmediate(scratch, count, keepsFlags: false)
        }
        emitSetup()
    }

    mutating func emitReturn(_ instruction: LIRInstruction) {
        if options.faults.contains(.refusesReturns) {
            failure = .unsupportedInstruction(instruction.opcode.mnemonic)
            return
        }
        backend.returnToCaller()
        let result = conventions.result
        let register = use(instruction.a, in: RegisterSet(result))
        assert(register == result || failure != nil)
        emitSetup()
    }

    // MARK: Guards

    mutating func emitGuard(
        _ instruction: LIRInstruction, leavesIfTrue: Bool, at index: UInt32
    ) {
        freeze(instruction.exit)
        let test = plan(instruction.a, holds: leavesIfTrue, at: index)
        emitLeave(test.condition, instruction.exit)
        expect(test)
        compareNow(at: index)
    }

    mutating func emitFlagGuard(_ instruction: LIRInstruction, leavesIfSet: Bool) {
        freeze(instruction.exit)
        guard takeFlags(of: instruction.a, for: instruction.opcode) else { return }
        emitLeave(flagCondition(instruction.a, isSet: leavesIfSet), instruction.exit)
    }

    mutating func emitLeave(_ instruction: LIRInstruction) {
        freeze(instruction.exit)
        backend.branch(nil, to: stubPlaces[Int(instruction.exit.identifier)])
    }

    private mutating func emitLeave(_ condition: MachineCondition, _ exit: LIRExit) {
        let stub = stubPlaces[Int(exit.identifier)]
        guardFields[Int(exit.identifier)] = backend.branch(condition, to: stub).place
    }

    // MARK: Snapshots

    /// Notes where each value of a snapshot is here.
    mutating func freeze(_ exit: LIRExit) {
        let first = exits.slotCount
        for slot in buffer.slots(of: exit) {
            switch slot.value {
            case .constant(let limbs):
                exits.add(
                    slot.index, .limbs, .immediate(limbs.limb0), .immediate(limbs.limb1),
                    .immediate(limbs.limb2), .immediate(limbs.limb3))
            case .limbs(let limb0, let limb1, let limb2, let limb3):
                exits.add(
                    slot.index, .limbs, locate(limb0.index), locate(limb1.index),
                    locate(limb2.index), locate(limb3.index))
            case .zeroExtended(let limb):
                exits.add(slot.index, .zeroExtended, locate(limb.index))
            case .signExtended(let limb):
                exits.add(slot.index, .signExtended, locate(limb.index))
            }
        }
        exits.close(exit, first: first)
    }

    /// Where a value is here; one that is nowhere yet gets a free register, else a slot.
    ///
    /// No other value has to move for it.
    mutating func locate(_ value: UInt32) -> ValueLocation {
        let instruction = buffer[LIRReference(index: value)]
        if instruction.opcode == .immq { return .immediate(instruction.immediate) }
        if let offset = areaOffset(value) { return .frame(offset) }
        values[value].isReferenced = true
        let entry = values[value]
        if entry.alias != ValueTable.Entry.noRegister {
            return .register(stateRegister(entry.alias))
        }
        if let home = entry.homeRegister { return .register(home) }
        if entry.slot != ValueTable.Entry.noSlot { return .slot(entry.slot) }
        if options.faults.contains(.omitsSnapshotValues) { return .immediate(0) }
        if let register = registers.freeRegister(in: registers.managed) {
            registers.occupy(register, by: value)
            values[value].home = register.number
            return .register(register)
        }
        return .slot(slot(of: value))
    }

    // MARK: Traps

    mutating func emitUnreachable(_ index: UInt32) {
        backend.branch(nil, to: trapPlace(of: index, .unreachable))
    }

    /// The stub of an instruction that can trap, with what it says.
    mutating func trapPlace(of index: UInt32, _ kind: TrapSite.Kind) -> Int {
        while let last = openTrap, traps[last].instruction > Int(index) {
            openTrap = last == 0 ? nil : last - 1
        }
        guard let trap = openTrap, traps[trap].instruction == Int(index) else {
            failure = .unsupportedInstruction(buffer[LIRReference(index: index)].opcode.mnemonic)
            return 0
        }
        traps[trap] = TrapSite(instruction: Int(index), kind: kind)
        return trapPlaces[trap]
    }
}
