import CUnicorn
import Codegen
import Primitives

/// One engine of Unicorn's and what it was shown of this process; one thread's at a time.
final class Engine {
    /// A function of this process: what takes fewer words passes over the rest.
    private typealias Function =
        @convention(c) (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) -> UInt64

    /// In each register that a call or a function is free to change.
    private static let pattern: UInt64 = 0xa5a5_5a5a_c3c3_3c3c
    private static let stackByteCount = 1 << 20
    /// The emulator's pages, whatever the host's are.
    private static let pageSize: UInt = 4096
    /// Memory is shown in windows of so many bytes: to hide it again takes time for each page.
    private static let window: UInt = 4 << 20
    /// Ranges of memory after which all are shown anew: many are gone by then.
    private static let rangeLimit = 128

    let returns: ReturnPages
    private let machine: EmulatedMachine
    private let translationLimit: UInt64
    private var handle: OpaquePointer
    /// Its lowest page is a guard.
    private let stack: Mapping
    private let arguments: RegisterBatch
    private let preserved: RegisterBatch
    private let destroyed: RegisterBatch

    /// The process's memory that code has asked for.
    private var data: [MemoryRange] = []
    /// By the region's first address.
    private var code: [UInt: CodeShadow] = [:]
    /// What calls took so far.
    var time = Duration.zero
    /// What went wrong in the run at hand, if a callback saw it.
    private var fault: ProcessorFault.Kind?
    /// Where the stretch of code begins that runs, as the emulator does not keep the program counter
    /// up to date between accesses; and what was translated since it was opened.
    private let notes: UnsafeMutablePointer<unicorn_notes>

    /// - Parameters:
    ///   - machine: what to emulate.
    ///   - translationLimit: bytes of translations after which the emulator is opened anew.
    /// - Throws: what the emulator or the system refused.
    init(_ machine: EmulatedMachine, translationLimit: Int) throws(EmulatorFailure) {
        self.machine = machine
        self.translationLimit = UInt64(translationLimit)
        handle = try Engine.open(machine)
        notes = .allocate(capacity: 1)
        notes.initialize(to: unicorn_notes())
        do throws(SystemFailure) {
            returns = try ReturnPages(machine)
            stack = try .reserve(byteCount: Self.stackByteCount)
            try stack.protect(0..<Mapping.pageSize, .none)
        } catch {
            uc_close(handle)
            notes.deallocate()
            throw EmulatorFailure("\(error)")
        }
        arguments = RegisterBatch(machine.arguments)
        preserved = RegisterBatch(machine.preserved.map(\.register))
        destroyed = RegisterBatch(machine.destroyed)
        for index in machine.preserved.indices { preserved[index] = Self.pattern }
        for index in machine.destroyed.indices { destroyed[index] = ~Self.pattern }
        try prepare()
    }

    deinit {
        uc_close(handle)
        notes.deallocate()
    }

    private static func open(_ machine: EmulatedMachine) throws(EmulatorFailure) -> OpaquePointer {
        var opened: OpaquePointer?
        try check(uc_open(machine.architecture, machine.mode, &opened), "open")
        guard let opened else { throw EmulatorFailure("the emulator cannot be opened") }
        do throws(EmulatorFailure) {
            try check(unicorn_set_model(opened, machine.model), "choose a processor")
        } catch {
            uc_close(opened)
            throw error
        }
        return opened
    }

    private static func check(_ error: uc_err, _ what: String) throws(EmulatorFailure) {
        guard error != UC_ERR_OK else { return }
        throw EmulatorFailure("the emulator cannot \(what): \(String(cString: uc_strerror(error)))")
    }

    /// Shows the engine its own pages and says whom to tell.
    private func prepare() throws(EmulatorFailure) {
        try map(returns.addresses, returns.base, UC_PROT_READ.rawValue | UC_PROT_EXEC.rawValue)
        let context = Unmanaged.passUnretained(self).toOpaque()
        try Self.check(
            unicorn_hook_code(
                handle,
                { _, address, _, context in Engine.of(context)?.callFunction(at: address) },
                context, UInt64(returns.addresses.lowerBound), UInt64(returns.exit)),
            "watch calls")
        try Self.check(
            unicorn_hook_refused_access(
                handle,
                { _, type, address, _, _, context in
                    Engine.of(context)?.allow(type, at: address) ?? false
                },
                context),
            "watch accesses")
        notes.pointee = unicorn_notes()
        try Self.check(unicorn_take_notes(handle, notes), "watch code")
        // Of an end that it is told of, the emulator makes a translation for each run.
        try Self.check(unicorn_ignore_end(handle), "run to no end")
        try Self.check(
            unicorn_hook_exceptions(
                handle, { _, number, context in Engine.of(context)?.stop(at: number) }, context),
            "watch exceptions")
        preserved.write(handle)
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> Engine? {
        context.map { Unmanaged<Engine>.fromOpaque($0).takeUnretainedValue() }
    }

    // MARK: Running

    /// Calls emulated code with one argument.
    func call(_ function: UInt, _ argument: UInt) throws(ProcessorFault) -> UInt64 {
        fault = nil
        if isFull { try renewOrFail() }
        if data.count > Self.rangeLimit { for range in data { hide(range) } }
        enter(argument)
        let error = uc_emu_start(handle, UInt64(function), 0, 0, 0)
        let pc = read(machine.programCounter)
        if let kind = fault ?? Self.kind(of: error) {
            throw broken(kind, kind.isAccess ? notes.pointee.stretch : pc)
        }
        guard pc == UInt64(returns.exit) else { throw broken(.halt, pc) }
        preserved.read(handle)
        for (index, saved) in machine.preserved.enumerated()
        where preserved[index] != Self.pattern {
            throw broken(.lostRegister(saved.name), pc)
        }
        return read(machine.result)
    }

    private var stackEnd: UInt { UInt(bitPattern: stack.base) + UInt(stack.byteCount) }

    private func enter(_ argument: UInt) {
        var top = stackEnd
        if let link = machine.link {
            write(link, UInt64(returns.exit))
        } else {
            top -= 8
            stack.base.storeBytes(
                of: UInt64(returns.exit), toByteOffset: stack.byteCount - 8, as: UInt64.self)
        }
        write(machine.stackPointer, UInt64(top))
        write(machine.arguments[0], UInt64(argument))
    }

    /// The next run finds the registers as the first one did.
    private func broken(_ kind: ProcessorFault.Kind, _ pc: UInt64) -> ProcessorFault {
        for index in machine.preserved.indices { preserved[index] = Self.pattern }
        preserved.write(handle)
        return ProcessorFault(kind, pc: pc)
    }

    private static func kind(of error: uc_err) -> ProcessorFault.Kind? {
        switch error {
        case UC_ERR_OK: nil
        case UC_ERR_FETCH_UNMAPPED, UC_ERR_FETCH_PROT: .noCode
        case UC_ERR_INSN_INVALID: .undefinedInstruction
        default: .engine(String(cString: uc_strerror(error)))
        }
    }

    private func read(_ register: Int32) -> UInt64 {
        var value: UInt64 = 0
        _ = uc_reg_read(handle, register, &value)
        return value
    }

    private func write(_ register: Int32, _ value: UInt64) {
        var value = value
        _ = uc_reg_write(handle, register, &value)
    }

    // MARK: Calling out

    /// Does what the instruction that returns at `address` stands for.
    ///
    /// What a function may change is changed, so that no code lives on what it happens to leave.
    private func callFunction(at address: UInt64) {
        if address == UInt64(returns.exit) {
            uc_emu_stop(handle)
            return
        }
        guard let entry = returns.function(at: UInt(address)),
            let pointer = UnsafeRawPointer(bitPattern: entry)
        else { return stop(.noFunction) }
        guard read(machine.stackPointer) % 16 == (machine.link == nil ? 8 : 0) else {
            return stop(.misalignedStack)
        }
        arguments.read(handle)
        let function = unsafeBitCast(pointer, to: Function.self)
        let result = function(
            arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5])
        destroyed.write(handle)
        write(machine.result, result)
    }

    private func stop(at exception: UInt32) {
        let isUndefined = exception == machine.undefinedInstruction
        stop(isUndefined ? .undefinedInstruction : .exception(exception))
    }

    private func stop(_ kind: ProcessorFault.Kind) {
        fault = kind
        uc_emu_stop(handle)
    }

    // MARK: Memory

    /// Shows the engine the process's own memory at an address that code asks for.
    ///
    /// - Returns: whether there is such memory; else the run ends with a fault.
    private func allow(_ type: uc_mem_type, at address: UInt64) -> Bool {
        let isWrite = type == UC_MEM_WRITE_UNMAPPED || type == UC_MEM_WRITE_PROT
        let refusal: ProcessorFault.Kind = isWrite ? .write(address) : .read(address)
        guard let range = ProcessMap.range(holding: UInt(address)), range.isWritable || !isWrite
        else {
            fault = refusal
            return false
        }
        do throws(EmulatorFailure) {
            try show(range, around: UInt(address))
            return true
        } catch {
            fault = .engine(error.description)
            return false
        }
    }

    /// Maps the window of the process's memory that an address is in, or what was added to it
    /// since that was.
    private func show(
        _ whole: MemoryRange, around address: UInt
    ) throws(EmulatorFailure) {
        let start = address / Self.window * Self.window
        let range = MemoryRange(
            addresses: whole.addresses.clamped(to: start..<start + Self.window),
            isWritable: whole.isWritable)
        var missing = [range.addresses]
        for known in data where known.addresses.overlaps(range.addresses) {
            if known.isWritable == range.isWritable {
                missing = missing.flatMap { $0.without(known.addresses) }
            } else {
                hide(known)
            }
        }
        for taken in [returns.addresses] + code.values.map(\.addresses) {
            missing = missing.flatMap { $0.without(taken) }
        }
        let access = UC_PROT_READ.rawValue | (range.isWritable ? UC_PROT_WRITE.rawValue : 0)
        for part in missing {
            try map(part, UnsafeMutableRawPointer(bitPattern: part.lowerBound), access)
            data.append(MemoryRange(addresses: part, isWritable: range.isWritable))
        }
    }

    private func hide(_ range: MemoryRange) {
        data.removeAll { $0 == range }
        uc_mem_unmap(handle, UInt64(range.addresses.lowerBound), range.addresses.count)
    }

    private func map(
        _ addresses: Range<UInt>, _ memory: UnsafeMutableRawPointer?, _ access: UInt32
    ) throws(EmulatorFailure) {
        try Self.check(
            uc_mem_map_ptr(
                handle, UInt64(addresses.lowerBound), addresses.count, access, memory),
            "map memory")
    }

    // MARK: Code

    /// The most that a translation takes, and what each byte of code adds to it: a word that is
    /// stored takes some 110 bytes, and an instruction stores two at most.
    private static let translationByteCounts: (each: UInt64, perByte: UInt64) = (512, 64)

    /// Whether translations may take as many bytes as they are allowed: the emulator frees none.
    private var isFull: Bool {
        let counts = Self.translationByteCounts
        return notes.pointee.translation_count * counts.each
            + notes.pointee.translated_byte_count * counts.perByte > translationLimit
    }

    /// Stretches of code that were translated since the emulator was opened.
    var translationCount: Int { Int(notes.pointee.translation_count) }
    /// How often it was opened anew.
    private(set) var renewalCount = 0

    private func renewOrFail() throws(ProcessorFault) {
        do throws(EmulatorFailure) {
            try renew()
        } catch {
            throw ProcessorFault(.engine(error.description), pc: 0)
        }
    }

    /// Opens the emulator anew, with all code and no translations.
    private func renew() throws(EmulatorFailure) {
        let opened = try Self.open(machine)
        uc_close(handle)
        handle = opened
        renewalCount += 1
        data = []
        try prepare()
        for shadow in code.values {
            guard let shown = shadow.shown else { continue }
            try map(shown.addresses, shown.copy, UC_PROT_READ.rawValue | UC_PROT_EXEC.rawValue)
        }
    }

    func load(_ part: Range<UInt>, of region: Range<UInt>) throws(EmulatorFailure) {
        let shadow = try shadow(of: region)
        if let grown = shadow.grow(to: part.upperBound) {
            try map(
                grown.addresses, grown.copy, UC_PROT_READ.rawValue | UC_PROT_EXEC.rawValue)
        }
        shadow.take(part)
        forgetTranslations(of: part)
    }

    private func shadow(of region: Range<UInt>) throws(EmulatorFailure) -> CodeShadow {
        if let known = code[region.lowerBound] { return known }
        // Memory that was here is gone, or the region would be elsewhere.
        for range in data where range.addresses.overlaps(region) { hide(range) }
        do throws(SystemFailure) {
            let shadow = try CodeShadow(of: region, filler: machine.filler)
            code[region.lowerBound] = shadow
            return shadow
        } catch {
            throw EmulatorFailure("\(error)")
        }
    }

    func unload(_ part: Range<UInt>, region: UInt) {
        code[region]?.clear(part)
        forgetTranslations(of: part)
    }

    func close(_ region: UInt) {
        guard let shadow = code.removeValue(forKey: region), shadow.shownCount > 0 else { return }
        uc_mem_unmap(handle, UInt64(region), shadow.shownCount)
    }

    /// Page by page: the emulator takes a range for one piece of its memory, and a region is shown
    /// to it in several.
    private func forgetTranslations(of part: Range<UInt>) {
        let first = part.lowerBound / Self.pageSize * Self.pageSize
        for page in stride(from: first, to: part.upperBound, by: Int(Self.pageSize)) {
            _ = unicorn_remove_translations(handle, UInt64(page), UInt64(page + Self.pageSize))
        }
    }
}

extension ProcessorFault.Kind {
    fileprivate var isAccess: Bool {
        switch self {
        case .read, .write: true
        case .noCode, .undefinedInstruction, .exception, .halt, .lostRegister, .misalignedStack,
            .noFunction, .busy, .engine:
            false
        }
    }
}

extension Range<UInt> {
    /// What is left of the range, in up to two parts.
    fileprivate func without(_ other: Range<UInt>) -> [Range<UInt>] {
        let parts = [
            lowerBound..<Swift.min(Swift.max(lowerBound, other.lowerBound), upperBound),
            Swift.max(Swift.min(upperBound, other.upperBound), lowerBound)..<upperBound,
        ]
        return overlaps(other) ? parts.filter { !$0.isEmpty } : [self]
    }
}
