import Codegen
import Emulation
import Primitives
import Testing

/// Emulated code does what the LIR interpreter does, and what it must not do is told.
@Suite struct EmulationTests {
    #if DEBUG
    static let cases: UInt64 = 40
    #else
    static let cases: UInt64 = 1_000
    #endif

    /// Makes x86-64 code for an emulated processor, on any host.
    private func assemble(
        _ fragment: Fragment, into region: CodeRegion, _ options: AssemblerOptions = .init()
    ) throws -> CompiledFragment {
        try Assembler.assemble(
            fragment, backend: X64Backend(features: .all), into: region, options: options)
    }

    @Test(arguments: [nil, 5] as [Int?])
    func `emulated code does what the interpreter does, at every exit, too`(
        registers: Int?
    ) throws {
        let region = try CodeRegion(for: try Emulator(.x64))
        let scratch = RandomScratch()
        for seed in 0..<Self.cases {
            let fragment = try RandomFragment.make(
                seed: seed, options: RandomFragmentOptions(shapedBy: seed))
            let options = AssemblerOptions(
                registerCount: registers, noiseSeed: seed % 3 == 0 ? seed : nil)
            let compiled = try assemble(fragment, into: region, options)
            try FragmentAgreement.check(fragment, compiled, scratch, "seed \(seed)")
        }
        #expect(region.allocatedByteCount == 0)
    }

    // MARK: What must not be

    /// Machine code that is written out, in a region of its own.
    private final class RawCode {
        let region: CodeRegion
        var code: ExecutableCode?
        let processor: Emulator

        init(
            _ bytes: [UInt8], on instructionSet: InstructionSet = .x64,
            translationLimit: Int = 512 << 20
        ) throws {
            processor = try Emulator(instructionSet, translationLimit: translationLimit)
            region = try CodeRegion(byteCount: 1 << 21, for: processor)
            let writable = try region.allocate(byteCount: bytes.count)
            bytes.withUnsafeBytes { writable.write($0) }
            code = try writable.seal()
        }

        var address: UInt { region.addresses.lowerBound }

        func run(at offset: UInt = 0, _ argument: UInt = 0) throws(ProcessorFault) -> UInt64 {
            try processor.call(address + offset, argument)
        }

        /// What a run does that it must not do, and how far into the code that is.
        func fault(
            at offset: UInt = 0, _ argument: UInt = 0
        ) -> (kind: ProcessorFault.Kind, offset: UInt64)? {
            do throws(ProcessorFault) {
                _ = try run(at: offset, argument)
                return nil
            } catch {
                return (error.kind, error.pc &- UInt64(address))
            }
        }
    }

    @Test func `memory that is not there is a fault with its address and place`() throws {
        // jmp to the next; mov rax, [rdi]; ret
        let load = try RawCode([0xeb, 0x00, 0x48, 0x8b, 0x07, 0xc3])
        let wild: UInt = 0x10
        #expect(try #require(load.fault(wild)) == (.read(0x10), 2))
        // jmp to the next; mov [rdi], rax; ret
        let store = try RawCode([0xeb, 0x00, 0x48, 0x89, 0x07, 0xc3])
        #expect(try #require(store.fault(wild)) == (.write(0x10), 2))
    }

    @Test func `memory is seen where the process has it, and its guards are faults`() throws {
        let load = try RawCode([0xeb, 0x00, 0x48, 0x8b, 0x07, 0xc3])
        let pages = try Mapping(reserving: 3 * Mapping.pageSize, access: .readWrite)
        let start = UInt(bitPattern: pages.base)
        let size = UInt(Mapping.pageSize)
        try pages.protect(Mapping.pageSize..<2 * Mapping.pageSize, .none)
        pages.base.storeBytes(of: 0x1234, as: UInt64.self)
        #expect(try load.run(start) == 0x1234)
        pages.base.storeBytes(of: 0x5678, as: UInt64.self)
        #expect(try load.run(start) == 0x5678)
        #expect(try #require(load.fault(start + size)) == (.read(UInt64(start + size)), 2))
        #expect(try load.run(start + 2 * size) == 0)
        // A guard that becomes memory is memory.
        try pages.protect(Mapping.pageSize..<2 * Mapping.pageSize, .readWrite)
        #expect(try load.run(start + size) == 0)
    }

    @Test(arguments: [8, 4096, 4 << 20])
    func `a word may lie across pages, and across what is shown at once`(alignment: UInt) throws {
        // jmp to the next; mov rax, [rdi]; ret
        let load = try RawCode([0xeb, 0x00, 0x48, 0x8b, 0x07, 0xc3])
        // jmp to the next; mov [rdi], rdi; ret
        let store = try RawCode([0xeb, 0x00, 0x48, 0x89, 0x3f, 0xc3])
        let pages = try Mapping(reserving: 12 << 20, access: .readWrite)
        let place = (UInt(bitPattern: pages.base) + (6 << 20)) / alignment * alignment - 4
        let word = try #require(UnsafeMutableRawPointer(bitPattern: place))
        word.storeBytes(of: 0x0123_4567_89ab_cdef, as: UInt64.self)
        #expect(try load.run(place) == 0x0123_4567_89ab_cdef)
        _ = try store.run(place)
        #expect(word.loadUnaligned(as: UInt.self) == place)
    }

    @Test func `memory that may only be read cannot be written, until it may`() throws {
        let store = try RawCode([0xeb, 0x00, 0x48, 0x89, 0x3f, 0xc3])
        let load = try RawCode([0xeb, 0x00, 0x48, 0x8b, 0x07, 0xc3])
        let page = try Mapping(reserving: Mapping.pageSize, access: .readOnly)
        let start = UInt(bitPattern: page.base)
        #expect(try load.run(start) == 0)
        #expect(try #require(store.fault(start)) == (.write(UInt64(start)), 2))
        try page.protect(0..<Mapping.pageSize, .readWrite)
        _ = try store.run(start)
        #expect(page.base.load(as: UInt.self) == start)
    }

    @Test func `what is no instruction is a fault`() throws {
        // nop; ud2
        #expect(
            try #require(RawCode([0x90, 0x0f, 0x0b]).fault()) == (.undefinedInstruction, 1))
        // xor edx, edx; xor ecx, ecx; div rcx
        let division = try RawCode([0x31, 0xd2, 0x31, 0xc9, 0x48, 0xf7, 0xf1, 0xc3])
        #expect(try #require(division.fault()) == (.exception(0), 4))
        // nop; udf #0
        let undefined = try RawCode([0x1f, 0x20, 0x03, 0xd5, 0, 0, 0, 0], on: .aarch64)
        #expect(try #require(undefined.fault()) == (.undefinedInstruction, 4))
        // nop; brk #1
        let breakpoint = try RawCode([0x1f, 0x20, 0x03, 0xd5, 0x20, 0, 0x20, 0xd4], on: .aarch64)
        #expect(try #require(breakpoint.fault()) == (.exception(7), 4))
    }

    @Test func `a jump to where no code is is a fault`() throws {
        // jmp rdi
        let jump = try RawCode([0xff, 0xe7])
        #expect(try #require(jump.fault(0x1000)).kind == .noCode)
        // In the region, but behind all code.
        #expect(try #require(jump.fault(jump.address + 0x1000)).kind == .exception(3))
        #expect(try #require(jump.fault(jump.address + 0x180000)).kind == .noCode)
        // Memory of the process that holds no code.
        let word = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
        defer { word.deallocate() }
        #expect(try #require(jump.fault(UInt(bitPattern: word))).kind == .noCode)
        // br x0
        let branch = try RawCode([0x00, 0x00, 0x1f, 0xd6], on: .aarch64)
        let target = branch.address + 0x1000
        #expect(try #require(branch.fault(target)) == (.undefinedInstruction, 0x1000))
    }

    @Test func `a register that is not given back is a fault, and the next run is not spoilt`()
        throws
    {
        // xor ebx, ebx; ret, and behind it: mov rax, rdi; ret
        let code = try RawCode([0x31, 0xdb, 0xc3, 0x48, 0x89, 0xf8, 0xc3])
        #expect(try #require(code.fault()).kind == .lostRegister("rbx"))
        #expect(try code.run(at: 3, 5) == 5)
        // mov x28, #0; ret
        let other = try RawCode([0x1c, 0x00, 0x80, 0xd2, 0xc0, 0x03, 0x5f, 0xd6], on: .aarch64)
        #expect(try #require(other.fault()).kind == .lostRegister("x28"))
    }

    // MARK: Functions

    private static let sum:
        @convention(c) (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) -> UInt64 = {
            $0 + 10 * $1 + 100 * $2 + 1_000 * $3 + 10_000 * $4 + 100_000 * $5
        }

    @Test func `a function of the process takes six words and returns one`() throws {
        let fragment = try CompiledSubject.fragment { writer in
            let function = CallDescriptor(
                name: "sum", address: UInt(bitPattern: unsafeBitCast(Self.sum, to: Int.self)),
                argumentCount: 6)
            writer.entry()
            let words = (1...6).map { writer.add(writer.state(1), writer.immediate($0)) }
            writer.ret(writer.add(writer.call(function, words), words[0]))
        }
        let compiled = try assemble(fragment, into: try CodeRegion(for: try Emulator(.x64)))
        let result = NativeExecutor(compiled).run(entry: 0, state: (0, 0, 0))
        #expect(result.outcome == .returned(654_321 + 1))
    }

    @Test func `a function is called with an aligned stack, and what is none is a fault`() throws {
        // call rdi; ret: the stack is a word off at the call.
        let code = try RawCode([0xff, 0xd7, 0xc3])
        let function = try code.processor.callAddress(
            of: UInt(bitPattern: unsafeBitCast(Self.sum, to: Int.self)))
        #expect(try #require(code.fault(function)).kind == .misalignedStack)
        #expect(try #require(code.fault(function + 1)).kind == .noFunction)
    }

    // MARK: Code that changes

    @Test func `code that was freed is not run, nor is what was there before`() throws {
        // mov eax, 1; ret
        let code = try RawCode([0xb8, 1, 0, 0, 0, 0xc3])
        #expect(try code.run() == 1)
        code.code = nil
        #expect(try #require(code.fault()).kind == .exception(3))
        let writable = try code.region.allocate(byteCount: 6)
        #expect(writable.address == code.address)
        ([0xb8, 2, 0, 0, 0, 0xc3] as [UInt8]).withUnsafeBytes { writable.write($0) }
        code.code = try writable.seal()
        #expect(try code.run() == 2)
    }

    @Test func `code across what the emulator is shown at once is forgotten, too`() throws {
        let processor = try Emulator(.x64)
        let region = try CodeRegion(byteCount: 4 << 20, for: processor)
        let page = 4096
        let first = try region.allocate(byteCount: (1 << 20) - page)
        // mov rax, [rdi]; ret
        ([0x48, 0x8b, 0x07, 0xc3] as [UInt8]).withUnsafeBytes { first.write($0) }
        let before = try first.seal()
        // Other memory is shown in between.
        let word = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
        defer { word.deallocate() }
        word.pointee = 7
        #expect(try processor.call(before.address, UInt(bitPattern: word)) == 7)
        for number in 1...3 as ClosedRange<UInt8> {
            // On the second page: mov eax, number; ret
            let bytes = [UInt8](repeating: 0xcc, count: page) + [0xb8, number, 0, 0, 0, 0xc3]
            let writable = try region.allocate(byteCount: bytes.count)
            bytes.withUnsafeBytes { writable.write($0) }
            let code = try writable.seal()
            #expect(code.address == before.address + UInt(before.byteCount))
            #expect(try processor.call(code.address + UInt(page), 0) == UInt64(number))
        }
    }

    @Test func `code that was patched is not run as it was`() throws {
        let code = try RawCode([0xb8, 1, 0, 0, 0, 0xc3])
        #expect(try code.run() == 1)
        try code.code?.replace(at: 1, with: [3])
        #expect(try code.run() == 3)
    }

    @Test func `addresses of a region that is gone are memory again`() throws {
        let processor = try Emulator(.x64)
        let load = try RawCode([0x48, 0x8b, 0x07, 0xc3])
        for round in 0..<20 as Range<UInt64> {
            let region = try CodeRegion(byteCount: 1 << 20, for: load.processor)
            let start = region.addresses.lowerBound
            let writable = try region.allocate(byteCount: 1)
            _ = try writable.seal()
            // As code it can be read; once it is memory again, what is there is.
            let address = release(region, start)
            let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: 1 << 17)
            defer { memory.deallocate() }
            memory.pointee = round
            #expect(try load.run(UInt(bitPattern: memory)) == round)
            #expect(address == start)
        }
        #expect(processor.instructionSet == .x64)
    }

    private func release(_ region: consuming CodeRegion, _ start: UInt) -> UInt { start }

    @Test func `code is run by the processor that its region is for, or not at all`() throws {
        let fragment = try RandomFragment.make(seed: 1)
        let compiled = try assemble(
            fragment, into: try CodeRegion(for: try Emulator(.aarch64)))
        var state: StateRegisters = (0, 0, 0)
        let outcome = compiled.run(entry: 0, state: &state, record: ExecutionRecord())
        #expect(outcome == .failed(.noProcessor(.x64)))
    }

    @Test func `a fault in a fragment is told with its place in the code`() throws {
        let fragment = try CompiledSubject.fragment { writer in
            writer.entry()
            writer.ret(writer.load(writer.state(0), 0, access: .all))
        }
        let compiled = try assemble(fragment, into: try CodeRegion(for: try Emulator(.x64)))
        var state: StateRegisters = (0x40, 0, 0)
        let outcome = compiled.run(entry: 0, state: &state, record: ExecutionRecord())
        guard case .failed(.fault(let fault)) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(fault.kind == .read(0x40))
        #expect(fault.offset == compiled.offset(ofEntry: 0))
    }

    // MARK: Many

    /// `mov rax, rdi; ret`, and `mov x0, x0; ret`.
    private static let identities: [(InstructionSet, [UInt8])] = [
        (.x64, [0x48, 0x89, 0xf8, 0xc3]),
        (.aarch64, [0xe0, 0x03, 0x00, 0xaa, 0xc0, 0x03, 0x5f, 0xd6]),
    ]

    /// Millions of runs would fill the emulator's memory.
    @Test(arguments: identities)
    func `code is translated once, and not for each run`(
        set: InstructionSet, bytes: [UInt8]
    ) throws {
        let code = try RawCode(bytes, on: set)
        for number in 0..<2 { #expect(try code.run(at: 0, UInt(number)) == UInt64(number)) }
        let count = code.processor.translations.count
        for number in 0..<100 { #expect(try code.run(at: 0, UInt(number)) == UInt64(number)) }
        #expect(code.processor.translations == (count, 0))
    }

    @Test(arguments: identities)
    func `translations are dropped before they are too many, and code runs on`(
        set: InstructionSet, bytes: [UInt8]
    ) throws {
        let pieces = 64
        let step = 16
        let all = (0..<pieces).flatMap { _ in
            bytes + [UInt8](repeating: 0, count: step - bytes.count)
        }
        // As much as a third of the pieces may take.
        let limit = pieces / 3 * (512 + 64 * bytes.count)
        let code = try RawCode(all, on: set, translationLimit: limit)
        for round in 0..<3 {
            for piece in 0..<pieces {
                #expect(try code.run(at: UInt(piece * step), UInt(piece)) == UInt64(piece))
            }
            #expect(code.processor.translations.renewals > 2 * round)
        }
    }

    @Test func `sixty-four emulators run at once`() async throws {
        try await withThrowingTaskGroup { group in
            for number in 0..<64 as Range<UInt64> {
                group.addTask {
                    let set: InstructionSet = number % 2 == 0 ? .x64 : .aarch64
                    // mov rax, rdi; ret, or ret
                    let code = try RawCode(
                        set == .x64 ? [0x48, 0x89, 0xf8, 0xc3] : [0xc0, 0x03, 0x5f, 0xd6], on: set)
                    for _ in 0..<100 { #expect(try code.run(at: 0, UInt(number)) == number) }
                    guard set == .x64 else { return }
                    let fragment = try RandomFragment.make(seed: number)
                    let region = try CodeRegion(for: code.processor)
                    let compiled = try Assembler.assemble(
                        fragment, backend: X64Backend(features: .all), into: region)
                    try FragmentAgreement.check(fragment, compiled, RandomScratch(), "\(number)")
                }
            }
            try await group.waitForAll()
        }
    }
}
