/// One fragment on its way to machine code: a single pass from the last instruction to the first.
///
/// Register allocation is local and immediate. Going backwards, a value is first met at its last
/// use: there it gets a register, keeps it until the register is needed for something else, and
/// leaves the table at its definition.
///
/// 1. An instruction for whose value nothing asked emits nothing.
/// 2. A register that is taken from a value gets its value back *behind* the instruction at hand:
///    by a load from the value's slot, or for a constant by making it again.
/// 3. A value with a slot is stored there once, right behind its definition.
/// 4. At a label that is jumped to no value is in a register, so all ways there agree.
/// 5. While later code needs the machine's flags, nothing is emitted that changes them.
///
/// What is asked often is inlined: a call of a method that does not mutate would first copy the
/// whole assembly, some six hundred bytes (a twelfth of the time that compiling took).
struct FragmentAssembly<Backend: NativeBackend & ~Copyable>: ~Copyable {
    var backend: Backend
    let identifier: UInt32
    let buffer: LIRBuffer
    let options: AssemblerOptions
    /// What is to run the code; nil for the host.
    let processor: (any Processor)?
    let traits: [LIRTraits]
    let conventions: RegisterConventions
    let scan: FragmentScan

    let values: ValueTable
    var registers: RegisterFile
    var frame: SpillFrame
    var areaOffsets: [UInt32: Int32] = [:]
    var flags = PendingFlags.none
    var setup: [SetupMove] = []

    var labelPlaces: [Int?]
    var openFields: [(field: BranchField, label: LIRLabel)] = []
    var entryPlaces: [Int]
    var stubPlaces: [Int]
    var tablePlaces: [Int]
    /// Where the code that all fragments have alike ends, going backwards.
    var envelopePlace = 0
    var guardFields: [Int]
    var trapPlaces: [Int] = []
    var traps: [TrapSite] = []
    /// The last trap whose instruction the pass has not gone past.
    var openTrap: Int?
    var exits: ExitMap

    var noise: NoiseSource?
    var failure: AssemblyError?

    /// - Precondition: the fragment passed validation with adjacent flags.
    init(
        _ fragment: Fragment, backend: consuming Backend, for processor: (any Processor)? = nil,
        options: AssemblerOptions
    ) {
        let buffer = fragment.buffer
        self.backend = backend
        self.processor = processor
        self.buffer = buffer
        identifier = fragment.identifier
        self.options = options
        conventions = Backend.conventions
        traits = LIROpcode.traits
        values = ValueTable(count: buffer.count)
        scan = FragmentScan(buffer, values)
        registers = FragmentAssembly.registerFile(conventions, count: options.registerCount)
        frame = SpillFrame(maximumSlotCount: options.spillSlotCount)
        labelPlaces = Array(repeating: nil, count: buffer.labelCount)
        entryPlaces = Array(repeating: 0, count: buffer.entries.count)
        stubPlaces = Array(repeating: 0, count: buffer.exitCount)
        tablePlaces = Array(repeating: 0, count: buffer.jumpTables.count)
        guardFields = Array(repeating: 0, count: buffer.exitCount)
        exits = ExitMap(exitCount: buffer.exitCount)
        noise = options.noiseSeed.map(NoiseSource.init(seed:))
    }

    private static func registerFile(
        _ conventions: RegisterConventions, count: Int?
    ) -> RegisterFile {
        var managed = conventions.managed
        if let count {
            let kept = max(count, RegisterConventions.minimumManagedCount)
            managed = Array(managed.prefix(kept))
        }
        return RegisterFile(
            managed: RegisterSet(managed), preferred: conventions.calleeSaved,
            avoided: conventions.special)
    }

    /// The registers that a state register's value is in.
    func stateRegister(_ number: UInt8) -> Register {
        conventions.state[Int(number)]
    }

    /// Whether later code needs the flags as they are here.
    var flagsAreLive: Bool {
        if case .none = flags { false } else { true }
    }

    /// Whether a constant must be made without a change to the flags.
    var constantsKeepFlags: Bool {
        if case .carry = flags, options.faults.contains(.clearsCarry) { return false }
        return flagsAreLive
    }

    // MARK: The pass

    /// Emits everything; the places are then known and the code complete.
    mutating func run() throws(AssemblyError) {
        guard buffer.count <= options.maximumInstructionCount else {
            throw .tooManyInstructions
        }
        try addAreas()
        emitTables()
        backend.emitEnvelopeEnd(slotsOffset: frame.offset(ofSlot: 0))
        envelopePlace = backend.place
        emitStubs()
        var index = UInt32(buffer.count)
        while index > 0 {
            index -= 1
            assemble(index, buffer[LIRReference(index: index)])
            if let failure { throw failure }
            if backend.overflowed { throw .codeBufferFull }
        }
        try complete()
    }

    private mutating func addAreas() throws(AssemblyError) {
        for index in 0..<UInt32(buffer.count) {
            let instruction = buffer[LIRReference(index: index)]
            if instruction.opcode == .entry { break }
            guard instruction.opcode == .allocp else { continue }
            guard let offset = frame.addArea(byteCount: Int(instruction.a)) else {
                throw .spillFrameFull
            }
            areaOffsets[index] = offset
        }
    }

    /// Emits each jump table once, behind all code: the instructions that name it share it.
    private mutating func emitTables() {
        for table in scan.jumpTables {
            let labels = buffer.jumpTables[Int(table)]
            for (field, label) in zip(backend.jumpTable(count: labels.count), labels) {
                openFields.append((field, label))
            }
            tablePlaces[Int(table)] = backend.place
        }
    }

    /// Emits the cold stubs of all guards and traps, which every branch to them can then name.
    private mutating func emitStubs() {
        for exit in scan.guardedExits {
            backend.leaveStub(status: exit.identifier + 1)
            stubPlaces[Int(exit.identifier)] = backend.place
        }
        for trap in scan.trapInstructions.indices {
            backend.leaveStub(status: LeaveStatus.trap | UInt32(trap))
            trapPlaces.append(backend.place)
            traps.append(
                TrapSite(instruction: Int(scan.trapInstructions[trap]), kind: .unreachable))
        }
        openTrap = traps.isEmpty ? nil : traps.count - 1
    }

    private mutating func complete() throws(AssemblyError) {
        #if DEBUG
        precondition(registers.occupied.isEmpty, "a value has no definition")
        precondition(frame.occupiedSlotCount == 0, "a spill slot leaked")
        #endif
        for number in openFields.indices {
            guard let place = labelPlaces[Int(lateTarget(number).identifier)] else {
                throw .unsupportedInstruction("jump to an unplaced label")
            }
            backend.resolve(openFields[number].field, to: place)
        }
        backend.emitEnvelopeStart(
            frameByteCount: frame.byteCount, copiedSlotCount: exits.referencedSlotCount)
        if backend.branchIsOutOfRange { throw .branchOutOfRange }
        if backend.overflowed { throw .codeBufferFull }
    }

    /// The target of a distance that is filled in when all code is there.
    private func lateTarget(_ number: Int) -> LIRLabel {
        let isWrong = options.faults.contains(.misdirectsJumps)
        return openFields[isWrong ? max(0, number - 1) : number].label
    }

    // MARK: One instruction

    private mutating func assemble(_ index: UInt32, _ instruction: LIRInstruction) {
        registers.unlockAll()
        if noise != nil { makeNoise() }
        guard isNeeded(index, instruction) else { return }
        if case .comparison(let condition) = flags,
            mustCompare(condition, before: index, instruction)
        {
            emitComparison(condition, behind: index)
            registers.unlockAll()
            // The comparison may have taken the instruction in as its own operand.
            guard isNeeded(index, instruction) else { return }
        }
        if case .carry(let producer) = flags, producer != index,
            !traits[Int(instruction.opcode.rawValue)].contains(.transparent)
        {
            // A carry does not survive this instruction; validation lets no such fragment pass.
            failure = .unsupportedInstruction(instruction.opcode.mnemonic)
            return
        }
        emit(index, instruction)
        registers.checkInvariants(values)
    }

    /// Whether the instruction does anything that is asked for.
    private func isNeeded(_ index: UInt32, _ instruction: LIRInstruction) -> Bool {
        if values[index].isReferenced { return true }
        let traits = traits[Int(instruction.opcode.rawValue)]
        if traits.contains(.effect) || traits.contains(.loads) {
            return buffer.hasEffect(instruction) || isComparisonOperand(index)
        }
        if case .carry(index) = flags { return true }
        return isComparisonOperand(index)
    }

    @inline(__always)
    private func isComparisonOperand(_ index: UInt32) -> Bool {
        guard case .comparison(let condition) = flags else { return false }
        let comparison = buffer[LIRReference(index: condition)]
        return comparison.a == index || comparison.b == index
    }

    /// Whether a pending comparison must be made behind an instruction and not before it.
    private func mustCompare(
        _ condition: UInt32, before index: UInt32, _ instruction: LIRInstruction
    ) -> Bool {
        if isComparisonOperand(index) { return true }
        switch instruction.opcode {
        case .comment, .immq, .allocp, .live, .state, .ld8u, .ld32u, .ldq, .ldqx, .st8, .st32,
            .stq, .stqx:
            return false
        case .cmov, .setc:
            return instruction.a != condition
        case .start, .label, .entry, .regfence, .unreachable, .setstate, .add, .sub, .and, .or,
            .xor, .not, .neg, .shl, .shr, .sar, .mul, .mulhu, .shld, .shrd, .clz, .bswap, .udiv,
            .urem, .addk, .adc, .subk, .sbb, .kval, .kset, .bset, .kc, .eq, .ltu, .leu, .lts, .les,
            .xt, .xf, .x, .xk, .xnk, .xbarrier, .j, .jt, .jf, .jtbl, .loop, .ret, .callq, .callv:
            return true
        }
    }

    private mutating func emit(_ index: UInt32, _ instruction: LIRInstruction) {
        switch instruction.opcode {
        case .start, .comment, .eq, .ltu, .leu, .lts, .les, .kc:
            break
        case .label: emitLabel(instruction)
        case .entry: emitEntry(instruction)
        case .regfence: evictAll()
        case .unreachable: emitUnreachable(index)
        case .immq, .allocp: emitConstant(index)
        case .live: _ = locate(instruction.a)
        case .state: emitState(index, instruction)
        case .setstate: emitSetState(index, instruction)
        case .ld8u, .ld32u, .ldq, .ldqx: emitLoad(index, instruction)
        case .st8, .st32, .stq, .stqx: emitStore(instruction)
        case .add, .sub, .and, .or, .xor, .shl, .shr, .sar, .mul, .mulhu, .addk, .adc, .subk, .sbb:
            emitBinary(index, instruction)
        case .udiv, .urem: emitDivision(index, instruction)
        case .not, .neg, .clz, .bswap: emitUnary(index, instruction)
        case .shld, .shrd: emitFunnelShift(index, instruction)
        case .kval: emitFlagValue(index, instruction)
        case .kset, .bset: emitMakeFlag(index, instruction)
        case .cmov: emitSelect(index, instruction)
        case .setc: emitConditionValue(index, instruction)
        case .xt: emitGuard(instruction, leavesIfTrue: true, at: index)
        case .xf: emitGuard(instruction, leavesIfTrue: false, at: index)
        case .xk: emitFlagGuard(instruction, leavesIfSet: true)
        case .xnk: emitFlagGuard(instruction, leavesIfSet: false)
        case .x: emitLeave(instruction)
        case .xbarrier: freeze(instruction.exit)
        case .j, .loop: emitJump(instruction)
        case .jt: emitBranch(instruction, jumpsIfTrue: true, at: index)
        case .jf: emitBranch(instruction, jumpsIfTrue: false, at: index)
        case .jtbl: emitTableJump(index, instruction)
        case .ret: emitReturn(instruction)
        case .callq, .callv: emitCall(index, instruction)
        }
    }
}

/// The status words that stubs say; zero is a return.
enum LeaveStatus {
    /// Added to the index of a trap; without it the status is an exit's identifier plus one.
    static let trap: UInt32 = 1 << 31
}
