/// Where values go: the allocator's steps, used by every instruction.
extension FragmentAssembly where Backend: ~Copyable {
    // MARK: Taking and giving up registers

    /// Whether a value can be made again without memory.
    func isRematerialisable(_ value: UInt32) -> Bool {
        let opcode = buffer[LIRReference(index: value)].opcode
        return opcode == .immq || opcode == .allocp
    }

    /// A free register of a set; a victim gives its register up if there is none.
    mutating func allocate(in allowed: RegisterSet) -> Register {
        if let register = registers.freeRegister(in: allowed) { return register }
        let buffer = buffer
        let victim = registers.victim(in: allowed) { value in
            let opcode = buffer[LIRReference(index: value)].opcode
            return opcode == .immq || opcode == .allocp
        }
        guard let victim else {
            failure = .unsupportedInstruction("no register is left")
            return conventions.result
        }
        evict(victim)
        return victim
    }

    /// An allocated register that stays reserved for the instruction at hand.
    mutating func takeScratch(in allowed: RegisterSet) -> Register {
        let register = allocate(in: allowed)
        registers.lock(register)
        return register
    }

    /// Takes a register from its value; the value is put back there behind this point.
    mutating func evict(_ register: Register) {
        let value = registers.occupant(of: register)
        registers.vacate(register)
        values[value].home = ValueTable.Entry.noRegister
        let instruction = buffer[LIRReference(index: value)]
        if instruction.opcode == .immq {
            backend.moveImmediate(register, instruction.immediate, keepsFlags: constantsKeepFlags)
        } else if let offset = areaOffset(value) {
            backend.frameAddress(register, offset: offset)
        } else {
            reload(register, from: slot(of: value))
        }
    }

    private mutating func reload(_ register: Register, from slot: UInt16) {
        if options.faults.contains(.reloadsState) {
            backend.move(register, stateRegister(0))
        } else {
            backend.loadFrame(register, offset: frame.offset(ofSlot: slot))
        }
    }

    /// The value's slot, taken now if it has none.
    mutating func slot(of value: UInt32) -> UInt16 {
        let known = values[value].slot
        if known != ValueTable.Entry.noSlot { return known }
        guard let slot = frame.takeSlot() else {
            failure = .spillFrameFull
            return 0
        }
        values[value].slot = slot
        return slot
    }

    /// Puts a register's value in another one above this point.
    mutating func rehome(from old: Register, to new: Register) {
        let value = registers.occupant(of: old)
        registers.vacate(old)
        registers.occupy(new, by: value)
        values[value].home = new.number
        backend.move(old, new)
    }

    /// Empties registers that the instruction at hand overwrites.
    mutating func clobber(_ destroyed: RegisterSet) {
        var remaining = destroyed.intersection(registers.occupied)
        while let register = remaining.first {
            remaining = remaining.removing(register)
            let others = registers.managed.subtracting(destroyed)
            if let other = registers.freeRegister(in: others),
                !isRematerialisable(registers.occupant(of: register))
            {
                rehome(from: register, to: other)
            } else {
                evict(register)
            }
        }
    }

    mutating func evictAll() {
        var remaining = registers.occupied
        while let register = remaining.first {
            remaining = remaining.removing(register)
            evict(register)
        }
    }

    // MARK: Results

    /// The register in which the instruction at hand must leave its value; it is locked.
    ///
    /// A value that nobody asked for gets one as well: only its flags are needed, or the
    /// instruction has another effect.
    /// Emits what carries the value from there to where later code expects it.
    mutating func defineResult(_ index: UInt32, in allowed: RegisterSet) -> Register {
        let entry = values[index]
        if entry.alias != ValueTable.Entry.noRegister {
            let pinned = stateRegister(entry.alias)
            if allowed.contains(pinned) { return pinned }
            let register = takeScratch(in: allowed)
            backend.move(pinned, register)
            return register
        }
        let register: Register
        if let home = entry.homeRegister, allowed.contains(home) {
            registers.vacate(home)
            register = home
        } else {
            register = allocate(in: allowed)
            if let home = entry.homeRegister {
                backend.move(home, register)
                registers.vacate(home)
            }
        }
        registers.lock(register)
        values[index].home = ValueTable.Entry.noRegister
        let slot = values[index].slot
        if slot != ValueTable.Entry.noSlot {
            backend.storeFrame(register, offset: frame.offset(ofSlot: slot))
            frame.release(slot)
            values[index].slot = ValueTable.Entry.noSlot
        }
        return register
    }

    // MARK: Operands

    /// A register of a set that holds a value before the instruction at hand; it is locked.
    ///
    /// A value without a register gets one to stay in. A value at home outside the set is copied
    /// in front of the instruction, and its home is locked as well so that the copy stays right.
    mutating func use(_ value: UInt32, in allowed: RegisterSet) -> Register {
        values[value].isReferenced = true
        let entry = values[value]
        if entry.alias != ValueTable.Entry.noRegister {
            return copy(from: stateRegister(entry.alias), in: allowed)
        }
        if let home = entry.homeRegister {
            registers.touch(home)
            registers.lock(home)
            return copy(from: home, in: allowed)
        }
        let register = allocate(in: allowed)
        settle(value, in: register)
        return register
    }

    private mutating func copy(from register: Register, in allowed: RegisterSet) -> Register {
        if allowed.contains(register) { return register }
        let scratch = takeScratch(in: allowed)
        setup.append(SetupMove(target: scratch, source: .register(register)))
        return scratch
    }

    /// Makes a free register the home of a value.
    mutating func settle(_ value: UInt32, in register: Register) {
        guard failure == nil else { return }
        registers.occupy(register, by: value)
        registers.lock(register)
        values[value].home = register.number
        values[value].isReferenced = true
    }

    /// The register of a first operand, which is the result's if the value can live there.
    mutating func useFirst(
        _ value: UInt32, in allowed: RegisterSet, result: Register
    ) -> Register {
        let entry = values[value]
        let isHomeless =
            entry.home == ValueTable.Entry.noRegister
            && entry.alias == ValueTable.Entry.noRegister
        guard isHomeless, allowed.contains(result), registers.free.contains(result) else {
            return use(value, in: allowed)
        }
        settle(value, in: result)
        return result
    }

    /// The offset in the frame of an `allocp`, or nil for any other value.
    @inline(__always)
    func areaOffset(_ value: UInt32) -> Int32? {
        buffer[LIRReference(index: value)].opcode == .allocp ? areaOffsets[value] : nil
    }

    /// The value of an immediate, or nil.
    @inline(__always)
    func immediate(_ value: UInt32) -> UInt64? {
        let instruction = buffer[LIRReference(index: value)]
        return instruction.opcode == .immq ? instruction.immediate : nil
    }

    /// Emits the moves that put the operands in place; called behind the instruction's emission.
    mutating func emitSetup() {
        if setup.isEmpty { return }
        for move in setup {
            switch move.source {
            case .register(let source):
                backend.move(move.target, source)
            case .immediate(let value):
                backend.moveImmediate(move.target, value, keepsFlags: constantsKeepFlags)
            case .frame(let offset):
                backend.frameAddress(move.target, offset: offset)
            case .slot(let slot):
                backend.loadFrame(move.target, offset: frame.offset(ofSlot: slot))
            }
        }
        setup.removeAll(keepingCapacity: true)
    }

    // MARK: Addresses

    /// The address that a base, and perhaps an index, make; areas of the frame need no register.
    mutating func address(
        _ base: UInt32, index: UInt32? = nil, scale: UInt8 = 0, displacement: Int32
    ) -> MachineAddress {
        if let offset = areaOffset(base) {
            let (sum, overflow) = offset.addingReportingOverflow(displacement)
            if !overflow {
                let indexRegister = index.map { use($0, in: .all) }
                return MachineAddress(
                    base: conventions.stackPointer, index: indexRegister, scale: scale,
                    displacement: sum)
            }
        }
        let register = use(base, in: .all)
        let indexRegister = index.map { use($0, in: .all) }
        return MachineAddress(
            base: register, index: indexRegister, scale: scale, displacement: displacement)
    }

    /// The address of a load that can be an operand of the instruction at `index`, if it is used
    /// only there and nothing between could change what it reads.
    mutating func foldedAddress(_ value: UInt32, at index: UInt32) -> MachineAddress? {
        guard canFold(value, at: index) else { return nil }
        let load = buffer[LIRReference(index: value)]
        return address(load.a, displacement: load.displacement)
    }

    /// How far apart a load and the instruction that it becomes an operand of may be.
    private static var foldingDistance: UInt32 { 16 }

    func canFold(_ value: UInt32, at index: UInt32) -> Bool {
        let entry = values[value]
        guard options.foldsLoads, entry.useCount == 1, !entry.isReferenced,
            index - value <= FragmentAssembly.foldingDistance
        else { return false }
        let load = buffer[LIRReference(index: value)]
        guard load.opcode == .ldq, load.qualifier != .volatile else { return false }
        for between in value + 1..<index where !keeps(load, buffer[LIRReference(index: between)]) {
            return false
        }
        // What is computed in a state register overwrites it before its last operand is read.
        let base = values[load.a].alias
        guard base == ValueTable.Entry.noRegister || base != values[index].alias else {
            return false
        }
        return entry.alias == ValueTable.Entry.noRegister
    }

    /// Whether a load can be made behind another instruction as well as in front of it.
    private func keeps(_ load: LIRInstruction, _ other: LIRInstruction) -> Bool {
        let traits = traits[Int(other.opcode.rawValue)]
        if !traits.contains(.effect) || other.opcode == .comment { return true }
        guard traits.contains(.stores), traits.contains(.transparent) else { return false }
        if other.access.isDisjoint(with: load.access) { return true }
        // The same base and at least a word apart: no store is wider than a word.
        return other.opcode != .stqx && other.b == load.a
            && abs(Int(other.displacement) - Int(load.displacement)) >= 8
    }
}
