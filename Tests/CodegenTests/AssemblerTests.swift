import Codegen
import Testing

/// What machine code keeps to whatever the machine, and how assembling fails.
@Suite struct AssemblerTests {
    @Test(arguments: CodegenTarget.instructionSets)
    func `a zero keeps the flags while a chain runs`(target: CodegenTarget) throws {
        let subject = try CompiledSubject(target) { writer in
            writer.entry()
            let (a, b) = (writer.state(1), writer.state(2))
            let low = writer.addCarrying(a, b)
            let high = writer.addCarrying(writer.immediate(0), writer.immediate(0), low.carry)
            writer.ret(high.sum)
        }
        #expect(try subject.run(state: (0, .max, 1)).outcome == .returned(1))
        #expect(try subject.run(state: (0, .max, 0)).outcome == .returned(0))
    }

    @Test(arguments: CodegenTarget.instructionSets)
    func `code that nothing asks for costs no byte`(target: CodegenTarget) throws {
        func size(isBusy: Bool) throws -> Int {
            try CompiledSubject(target) { writer in
                writer.entry()
                let a = writer.state(1)
                if isBusy {
                    var unused = writer.mul(
                        a, writer.load(writer.state(0), access: CompiledSubject.memory))
                    for _ in 0..<5 { unused = writer.add(unused, a) }
                    _ = writer.setc(writer.eq(unused, a))
                }
                writer.ret(a)
            }.compiled.codeByteCount
        }
        #expect(try size(isBusy: true) == size(isBusy: false))
    }

    // MARK: Allocation

    /// Loads `count` words, then adds them in the order given.
    static func sum(_ order: [Int], _ writer: any LIRWriter) {
        writer.entry()
        let base = writer.state(0)
        let words = (0..<order.count).map {
            writer.load(base, Int32(8 * $0), access: CompiledSubject.memory)
        }
        // Two uses keep the words from being folded.
        var result = writer.immediate(1)
        for index in order { result = writer.xor(writer.add(result, words[index]), words[index]) }
        writer.ret(result)
    }

    @Test(arguments: CodegenTarget.instructionSets)
    func `a register more than there are values spills nothing, one less spills one`(
        target: CodegenTarget
    ) throws {
        func slots(values: Int) throws -> Int {
            try CompiledSubject(target, AssemblerOptions(registerCount: 6)) {
                Self.sum(Array(0..<values), $0)
            }.compiled.spillSlotCount
        }
        // The sum takes a register as well.
        #expect(try [4, 5, 6, 7, 8].map(slots) == [0, 0, 1, 2, 3])
    }

    @Test(arguments: CodegenTarget.instructionSets)
    func `constants are made again and never spilled`(target: CodegenTarget) throws {
        let subject = try CompiledSubject(target, AssemblerOptions(registerCount: 5)) { writer in
            writer.entry()
            let constants = (0..<12 as Range<UInt64>).map {
                writer.immediate(0x1234_5678_9abc_def0 &+ $0)
            }
            var result = writer.state(1)
            for constant in constants + constants.reversed() {
                result = writer.mul(writer.add(result, constant), result)
            }
            writer.ret(result)
        }
        #expect(subject.compiled.spillSlotCount == 0)
        _ = try subject.run(state: (0, 3, 0))
    }

    // MARK: Failures

    private static func crowd(_ writer: any LIRWriter) {
        sum(Array(0..<40), writer)
    }

    @Test(arguments: CodegenTarget.instructionSets)
    func `too many spilled values are an error`(target: CodegenTarget) throws {
        var options = AssemblerOptions()
        options.spillSlotCount = 8
        #expect(throws: AssemblyError.spillFrameFull) {
            try CompiledSubject(target, options, Self.crowd)
        }
        options.spillSlotCount = 40
        _ = try CompiledSubject(target, options, Self.crowd)
    }

    @Test(arguments: CodegenTarget.instructionSets)
    func `a frame that is too large is an error`(target: CodegenTarget) throws {
        #expect(throws: AssemblyError.spillFrameFull) {
            try CompiledSubject(target) { writer in
                let areas = (0..<5).map { _ in writer.allocate(byteCount: 65_536) }
                writer.entry()
                writer.ret(areas[0])
            }
        }
    }

    @Test(arguments: CodegenTarget.instructionSets)
    func `too many instructions are an error`(target: CodegenTarget) throws {
        var options = AssemblerOptions()
        options.maximumInstructionCount = 20
        #expect(throws: AssemblyError.tooManyInstructions) {
            try CompiledSubject(target, options, Self.crowd)
        }
    }

    @Test(arguments: CodegenTarget.instructionSets)
    func `too much code is an error`(target: CodegenTarget) throws {
        let fragment = try CompiledSubject.fragment { writer in
            for _ in 0..<200 { Self.crowd(writer) }
        }
        let region = try target.region(byteCount: 1 << 20)
        var options = AssemblerOptions()
        options.maximumCodeByteCount = 8_192
        #expect(throws: AssemblyError.codeBufferFull) {
            _ = try target.assemble(fragment, into: region, options: options)
        }
        #expect(region.allocatedByteCount == 0)
    }

    @Test(arguments: CodegenTarget.instructionSets)
    func `a region that is full is an error`(target: CodegenTarget) throws {
        let fragment = try CompiledSubject.fragment(Self.crowd)
        let region = try target.region(byteCount: 1)
        let first = try target.assemble(fragment, into: region)
        #expect(throws: AssemblyError.codeRegionFull) {
            _ = try target.assemble(fragment, into: region)
        }
        #expect(first.codeByteCount > 0)
    }

    @Test(arguments: CodegenTarget.instructionSets)
    func `flags that do not survive are an error`(target: CodegenTarget) throws {
        let buffer = LIRBuffer()
        let writer = PassPipeline(passes: []).chain(to: buffer)
        writer.entry()
        let a = writer.state(1)
        let low = writer.addCarrying(a, a)
        let product = writer.mul(a, a)
        let high = writer.addCarrying(product, product, low.carry)
        writer.ret(high.sum)
        try writer.finish()
        let region = try target.region(byteCount: 1 << 16)
        #expect(throws: AssemblyError.unsupportedInstruction("mul")) {
            _ = try target.assemble(Fragment(buffer: buffer), into: region)
        }
    }

    // MARK: Broken promises

    @Test(arguments: CodegenTarget.instructionSets)
    func `a broken promise ends the run with the interpreter's words`(target: CodegenTarget) throws
    {
        let division = try CompiledSubject(target) { writer in
            writer.entry()
            writer.ret(writer.udiv(writer.state(1), writer.state(2)))
        }
        #expect(try division.run(state: (0, 7, 2)).outcome == .returned(3))
        _ = try division.run(state: (0, 7, 0))

        let table = try CompiledSubject(target) { writer in
            let labels = (0..<3).map { _ in writer.newLabel() }
            writer.entry()
            writer.jump(writer.state(1), table: labels)
            for (number, label) in labels.enumerated() {
                writer.placeFenced(label)
                writer.ret(writer.immediate(UInt64(number) + 100))
            }
        }
        for index in [0, 1, 2] as [UInt64] {
            #expect(try table.run(state: (0, index, 0)).outcome == .returned(100 + index))
        }
        for index in [3, 1 << 32, .max] as [UInt64] {
            guard
                case .failed(.jumpTableIndex(_, index)) = try table.run(state: (0, index, 0))
                    .outcome
            else {
                Issue.record("index \(index) was taken")
                continue
            }
        }

        let missing = try CompiledSubject(target) { writer in
            writer.entry()
            let unknown = CallDescriptor(name: "unknown", address: 0, argumentCount: 0)
            writer.ret(writer.call(unknown, []))
        }
        #expect(try missing.run().outcome == .failed(.missingFunction(name: "unknown")))

        let dead = try CompiledSubject(target) { writer in
            writer.entry()
            writer.unreachable()
        }
        _ = try dead.run()
        #expect(try dead.run(entry: 1).outcome == .failed(.noSuchEntry(1)))
        #expect(try dead.run(entry: -1).outcome == .failed(.noSuchEntry(-1)))
    }

    // MARK: Jump tables

    /// Code of one word's choice among `jumps` jumps through one table of `targets` labels.
    private static func shared(jumps: Int, targets: Int, _ writer: any LIRWriter) {
        let labels = (0..<targets).map { _ in writer.newLabel() }
        let table = writer.buffer.addJumpTable(labels)
        writer.entry()
        let selector = writer.state(2)
        for number in 0..<jumps as Range<Int> {
            let skip = writer.newLabel()
            let mine = writer.eq(writer.state(1), writer.immediate(UInt64(number)))
            writer.jump(.ifFalse, mine, to: skip)
            writer.jump(writer.xor(selector, writer.immediate(UInt64(number))), sharedTable: table)
            writer.place(skip)
        }
        writer.ret(writer.immediate(0))
        for (number, label) in labels.enumerated() {
            writer.placeFenced(label)
            writer.ret(writer.immediate(UInt64(number) + 100))
        }
    }

    @Test(arguments: CodegenTarget.instructionSets)
    func `jumps that name one table share it`(target: CodegenTarget) throws {
        let subject = try CompiledSubject(target) { Self.shared(jumps: 4, targets: 8, $0) }
        for jump in 0..<4 as Range<UInt64> {
            for selector in 0..<8 as Range<UInt64> {
                let result = try subject.run(state: (0, jump, selector))
                #expect(result.outcome == .returned(100 + (selector ^ jump)))
            }
        }
        func size(jumps: Int, targets: Int) throws -> Int {
            try CompiledSubject(target) { Self.shared(jumps: jumps, targets: targets, $0) }.compiled
                .codeByteCount
        }
        // What a jump adds does not depend on how long the table is, but for its bound.
        let short = try size(jumps: 20, targets: 10) - size(jumps: 10, targets: 10)
        let long = try size(jumps: 20, targets: 100) - size(jumps: 10, targets: 100)
        #expect(short == long)
    }

    // MARK: Patching

    @Test(arguments: CodegenTarget.instructionSets)
    func `forcing a guard changes its branch, and freeing it restores every byte`(
        target: CodegenTarget
    ) throws {
        let subject = try CompiledSubject(target) { writer in
            writer.entry()
            let value = writer.state(1)
            for number in 0..<3 as Range<UInt64> {
                let slot = ExitSlot(index: Int32(number), value: .signExtended(value))
                writer.guard(
                    .ifTrue, writer.eq(value, writer.immediate(number)),
                    writer.exit(kind: 0, payload: 0, slots: [slot]))
            }
            writer.ret(value)
        }
        let original = subject.compiled.bytes
        var patcher = CodePatcher(subject.compiled)
        #expect(subject.compiled.forcibleExits.count == 3)
        for exit in subject.compiled.forcibleExits {
            try patcher.force([exit])
            let changed = zip(original, subject.compiled.bytes).enumerated()
                .filter { $0.element.0 != $0.element.1 }.map(\.offset)
            let (first, last) = (try #require(changed.first), try #require(changed.last))
            switch target.instructionSet {
            case .x64: #expect(changed.count == 2 && last == first + 1)
            case .aarch64: #expect(first / 4 == last / 4)
            }
            let native = NativeExecutor(subject.compiled)
            #expect(native.run(entry: 0, state: (0, .max, 0)).outcome == .exited(exit))
            #expect(native.restoredSlots.first?.limbs == SlotLimbs(.max, .max, .max, .max))
        }
        try patcher.force([])
        #expect(subject.compiled.bytes == original)
    }
}
