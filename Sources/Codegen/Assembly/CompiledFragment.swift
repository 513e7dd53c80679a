import Synchronization

/// What runs a fragment's code.
enum CodeRunner: Sendable {
    case host
    case processor(any Processor)
    /// Nothing: it is there to be looked at.
    case none(InstructionSet)

    init(of instructionSet: InstructionSet, in region: CodeRegion) {
        switch region.processor {
        case let processor? where processor.instructionSet == instructionSet:
            self = .processor(processor)
        case nil where InstructionSet.host == instructionSet: self = .host
        case .some, nil: self = .none(instructionSet)
        }
    }
}

/// A fragment's machine code, with what is needed to enter it and to read its exits.
///
/// Immutable but for guards that tests force, and shared between threads; a run keeps its state in
/// an `ExecutionRecord`. The pages return to their region with the last reference.
package final class CompiledFragment: Sendable {
    /// What is left of an assembly besides the code; places count from the code's end.
    struct Parts {
        let identifier: UInt32
        let entryPlaces: [Int]
        let guardFields: [Int]
        let exits: ExitMap
        let traps: [TrapSite]
        let stackPointer: Register
        let spillSlotCount: Int
        let envelopePlace: Int
        let tablePlace: Int
    }

    private let code: ExecutableCode
    /// Whether a change of the code failed, and with it all of the code.
    private let isDead = Atomic(false)
    private let parts: Parts
    private let runner: CodeRunner
    private let alwaysTaken: GuardPatching

    /// The language of the code.
    package let instructionSet: InstructionSet
    /// The size of the code in bytes.
    package let codeByteCount: Int

    init(
        _ parts: Parts, code: consuming ExecutableCode, codeByteCount: Int,
        instructionSet: InstructionSet, runner: CodeRunner, alwaysTaken: @escaping GuardPatching
    ) {
        self.parts = parts
        self.code = code
        self.codeByteCount = codeByteCount
        self.instructionSet = instructionSet
        self.runner = runner
        self.alwaysTaken = alwaysTaken
    }

    // MARK: What it is

    package var identifier: UInt32 { parts.identifier }

    package var entryCount: Int { parts.entryPlaces.count }

    /// The number of spill slots that the code uses.
    package var spillSlotCount: Int { parts.spillSlotCount }

    /// The addresses of the code.
    package var addresses: Range<UInt> { code.address..<code.address + UInt(codeByteCount) }

    /// A copy of the code, for disassembly.
    package var bytes: [UInt8] {
        guard let start = unsafe UnsafeRawPointer(bitPattern: code.address) else { return [] }
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: codeByteCount))
    }

    /// The offset of an entry's code.
    package func offset(ofEntry entry: Int) -> Int { codeByteCount - parts.entryPlaces[entry] }

    /// The offset of what stands behind the fragment's own code and its stubs: the way back to the
    /// caller, and jump tables.
    package var offsetOfEnvelope: Int { codeByteCount - parts.envelopePlace }

    /// The offset of the jump tables, behind all instructions.
    package var offsetOfTables: Int { codeByteCount - parts.tablePlace }

    var exitMap: ExitMap { parts.exits }

    // MARK: Running

    private typealias Trampoline = @convention(c) (UnsafeMutableRawPointer) -> UInt64

    /// Runs from an entry until the code returns, leaves by an exit or finds a broken promise.
    ///
    /// - Precondition: memory that the code may touch through `state` is valid, and no other run
    ///   uses the record.
    package func run(
        entry: Int, state: inout StateRegisters, record: borrowing ExecutionRecord
    ) -> ExecutionOutcome {
        guard parts.entryPlaces.indices.contains(entry),
            let start = unsafe UnsafeRawPointer(bitPattern: code.address)
        else { return .failed(.noSuchEntry(entry)) }
        if isDead.load(ordering: .relaxed) { return .failed(.patch("the code cannot be run")) }
        record[ExecutionRecordLayout.state] = state.0
        record[ExecutionRecordLayout.state + 8] = state.1
        record[ExecutionRecordLayout.state + 16] = state.2
        record[ExecutionRecordLayout.entry] = UInt64(code.address) + UInt64(offset(ofEntry: entry))
        let value: UInt64
        switch runner {
        case .host:
            InstructionCache.observe()
            let trampoline = unsafe unsafeBitCast(start, to: Trampoline.self)
            value = unsafe trampoline(record.base)
        case .processor(let processor):
            do throws(ProcessorFault) {
                value = try processor.call(code.address, unsafe UInt(bitPattern: record.base))
            } catch {
                return .failed(.fault(located(error)))
            }
        case .none(let instructionSet): return .failed(.noProcessor(instructionSet))
        }
        state = (
            record[ExecutionRecordLayout.state], record[ExecutionRecordLayout.state + 8],
            record[ExecutionRecordLayout.state + 16]
        )
        let status = UInt32(truncatingIfNeeded: record[ExecutionRecordLayout.status])
        if status == 0 { return .returned(value) }
        if status & LeaveStatus.trap == 0 { return .exited(LIRExit(identifier: status - 1)) }
        return .failed(failure(of: parts.traps[Int(status & ~LeaveStatus.trap)], record))
    }

    private func located(_ fault: ProcessorFault) -> ProcessorFault {
        var fault = fault
        if addresses.contains(UInt(fault.pc)) {
            fault.offset = Int(UInt(fault.pc) - addresses.lowerBound)
        }
        return fault
    }

    private func failure(
        of trap: TrapSite, _ record: borrowing ExecutionRecord
    ) -> ExecutionFailure {
        switch trap.kind {
        case .unreachable: .unreachable(instruction: trap.instruction)
        case .divisionByZero: .divisionByZero(instruction: trap.instruction)
        case .missingFunction(let name): .missingFunction(name: name)
        case .jumpTableIndex(let register):
            .jumpTableIndex(instruction: trap.instruction, index: record.register(register))
        }
    }

    /// Calls `body` with each slot of the exit that the last run with this record took.
    package func forEachRestoredSlot(
        of exit: LIRExit, in record: borrowing ExecutionRecord,
        _ body: (Int32, SlotLimbs) -> Void
    ) {
        parts.exits.restore(exit, from: record, stackPointer: parts.stackPointer, body)
    }

    // MARK: Patching

    /// The exits that belong to a guard whose branch can be forced.
    package var forcibleExits: [LIRExit] {
        parts.guardFields.indices
            .filter { parts.guardFields[$0] != 0 }
            .map { LIRExit(identifier: UInt32($0)) }
    }

    /// The bytes of the code at a guard before and after it is forced.
    func patch(forcing exit: LIRExit) -> CodePatch? {
        let field = parts.guardFields[Int(exit.identifier)]
        guard field != 0 else { return nil }
        let bytes = bytes
        let start = codeByteCount - field
        let (offset, forced) = alwaysTaken(Array(bytes[start..<start + 4]))
        let range = start + offset..<start + offset + forced.count
        return CodePatch(offset: range.lowerBound, original: Array(bytes[range]), forced: forced)
    }

    /// Replaces a few bytes of the code; see `ExecutableCode.replace`.
    func replace(at offset: Int, with bytes: [UInt8]) throws(AssemblyError) {
        do {
            try code.replace(at: offset, with: bytes)
        } catch {
            isDead.store(true, ordering: .relaxed)
            throw error
        }
    }
}

extension CompiledFragment.Parts {
    init<Backend: NativeBackend & ~Copyable>(_ assembly: borrowing FragmentAssembly<Backend>) {
        self.init(
            identifier: assembly.identifier, entryPlaces: assembly.entryPlaces,
            guardFields: assembly.guardFields, exits: assembly.exits, traps: assembly.traps,
            stackPointer: Backend.conventions.stackPointer,
            spillSlotCount: assembly.frame.slotCount, envelopePlace: assembly.envelopePlace,
            tablePlace: assembly.tablePlaces.max() ?? 0)
    }
}
