#if arch(x86_64)
import Disassembly
import Testing
import Codegen

/// What single fragments become, and how assembling fails.
@Suite struct X64AssemblerTests {
    /// Code made by `body`, with the interpreter to compare it with.
    final class Subject {
        let fragment: Fragment
        let region: CodeRegion
        let compiled: CompiledFragment

        init(
            _ options: AssemblerOptions = AssemblerOptions(),
            _ body: (any LIRWriter) -> Void
        ) throws {
            fragment = try X64AssemblerTests.fragment(body)
            region = try CodeRegion(byteCount: 1 << 20)
            compiled = try Assembler.assemble(
                fragment, backend: X64Backend.host(), into: region, options: options)
        }

        /// The instructions from an entry up to where the first cold stub begins, or the end.
        func lines(entry: Int = 0, count: Int) throws -> [String] {
            let disassembler = try #require(X64Disassembler())
            let code = Array(compiled.bytes.dropFirst(compiled.offset(ofEntry: entry)))
            let lines = try #require(disassembler.lines(code, address: 0))
            return Array(lines.prefix(count))
        }

        /// The result of both executors, if they agree.
        func run(entry: Int = 0, state: StateRegisters = (0, 0, 0)) throws -> ExecutionResult {
            let interpreter = LIRInterpreter(fragment)
            let native = NativeExecutor(compiled)
            let expected = interpreter.run(entry: entry, state: state)
            let found = native.run(entry: entry, state: state)
            try #require(expected.outcome == found.outcome)
            try #require(expected.state == found.state)
            try #require(interpreter.restoredSlots == native.restoredSlots)
            return found
        }
    }

    static func fragment(_ body: (any LIRWriter) -> Void) throws -> Fragment {
        let buffer = LIRBuffer()
        let writer = PassPipeline(passes: [], isValidating: true).chain(to: buffer)
        body(writer)
        try writer.finish()
        return Fragment(buffer: buffer)
    }

    private static let memory = AccessSet(aliasClass: 0)

    // MARK: Shapes

    @Test func `the head of a block counts down in place and tests the sign`() throws {
        let subject = try Subject { writer in
            writer.entry()
            let left = writer.sub(writer.state(1), writer.immediate(21))
            writer.setState(1, left)
            writer.guard(
                .ifTrue, writer.lts(left, writer.immediate(0)), writer.exit(kind: 0, payload: 0))
            writer.ret(left)
        }
        let lines = try subject.lines(count: 3)
        #expect(lines[0] == "sub r15, 0x15")
        #expect(lines[1].hasPrefix("js "))
        #expect(lines[2] == "mov rax, r15")
        #expect(try subject.run(state: (0, 30, 0)).outcome == .returned(9))
        #expect(try subject.run(state: (0, 21, 0)).outcome == .returned(0))
        let exit = LIRExit(identifier: 0)
        #expect(try subject.run(state: (0, 20, 0)).outcome == .exited(exit))
        // Overflow: the sign of the wrapped difference decides, as the comparison says.
        #expect(
            try subject.run(state: (0, 1 << 63, 0)).outcome == .returned((1 << 63) - 21))
    }

    @Test func `a carry chain is add and adc with its loads folded`() throws {
        let subject = try Subject { writer in
            writer.entry()
            let base = writer.state(2)
            var carry: LIRCarry?
            for limb in 0..<4 as Range<Int32> {
                let a = writer.load(base, 8 * limb, access: Self.memory)
                let b = writer.load(base, 32 + 8 * limb, access: Self.memory)
                let added = carry.map { writer.addCarrying(a, b, $0) } ?? writer.addCarrying(a, b)
                writer.store(added.sum, base, 32 + 8 * limb, access: Self.memory)
                carry = added.carry
            }
            writer.ret(writer.immediate(0))
        }
        let lines = try subject.lines(count: 13)
        let names = lines.map { $0.prefix { $0 != " " } }
        #expect(
            names == [
                "mov", "add", "mov", "mov", "adc", "mov", "mov", "adc", "mov", "mov", "adc", "mov",
                // Nothing needs the flags any more.
                "xor",
            ])
    }

    @Test func `a zero keeps the flags while a chain runs`() throws {
        let subject = try Subject { writer in
            writer.entry()
            let (a, b) = (writer.state(1), writer.state(2))
            let low = writer.addCarrying(a, b)
            let high = writer.addCarrying(writer.immediate(0), writer.immediate(0), low.carry)
            writer.ret(high.sum)
        }
        #expect(try subject.run(state: (0, .max, 1)).outcome == .returned(1))
        #expect(try subject.run(state: (0, .max, 0)).outcome == .returned(0))
    }

    @Test func `selections of one condition share its comparison`() throws {
        let subject = try Subject { writer in
            writer.entry()
            let base = writer.state(0)
            let words = (0..<8 as Range<Int32>).map {
                writer.load(base, 8 * $0, access: Self.memory)
            }
            let condition = writer.ltu(writer.state(1), writer.state(2))
            let chosen = (0..<4).map { writer.cmov(condition, words[$0], words[$0 + 4]) }
            for (limb, word) in chosen.enumerated() {
                writer.store(word, base, Int32(64 + 8 * limb), access: Self.memory)
            }
            writer.ret(writer.immediate(0))
        }
        let lines = try subject.lines(count: 40)
        #expect(lines.filter { $0.hasPrefix("cmp") }.count == 1)
        #expect(lines.filter { $0.hasPrefix("cmovb") }.count == 4)
    }

    @Test func `code that nothing asks for costs no byte`() throws {
        func size(isBusy: Bool) throws -> Int {
            try Subject { writer in
                writer.entry()
                let a = writer.state(1)
                if isBusy {
                    var unused = writer.mul(a, writer.load(writer.state(0), access: Self.memory))
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
    private static func sum(_ order: [Int], _ writer: any LIRWriter) {
        writer.entry()
        let base = writer.state(0)
        let words = (0..<order.count).map {
            writer.load(base, Int32(8 * $0), access: Self.memory)
        }
        // Two uses keep the words from being folded.
        var result = writer.immediate(1)
        for index in order { result = writer.xor(writer.add(result, words[index]), words[index]) }
        writer.ret(result)
    }

    @Test func `a register more than there are values spills nothing, one less spills one`() throws
    {
        func slots(values: Int) throws -> Int {
            try Subject(AssemblerOptions(registerCount: 6)) {
                Self.sum(Array(0..<values), $0)
            }.compiled.spillSlotCount
        }
        // The sum takes a register as well.
        #expect(try [4, 5, 6, 7, 8].map(slots) == [0, 0, 1, 2, 3])
    }

    @Test func `the victim is the value whose next use is furthest away`() throws {
        // Going backwards the last word is met first, and touched longest ago when the registers
        // run out: it alone is stored behind its load, and loaded again before its use.
        let subject = try Subject(AssemblerOptions(registerCount: 6)) {
            Self.sum([0, 1, 5, 3, 4, 2], $0)
        }
        let lines = try subject.lines(count: 40).prefix { !$0.hasPrefix("jmp") }
        let loaded = try #require(lines.firstIndex { $0.contains("[rbx + 0x10]") })
        #expect(lines[loaded + 1].hasPrefix("mov qword ptr [rsp + 0x10], "))
        #expect(lines.filter { $0.contains("[rsp + 0x10]") }.count == 2, "\(lines)")
    }

    @Test func `constants are made again and never spilled`() throws {
        let subject = try Subject(AssemblerOptions(registerCount: 5)) { writer in
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

    @Test func `too many spilled values are an error`() throws {
        var options = AssemblerOptions()
        options.spillSlotCount = 8
        #expect(throws: AssemblyError.spillFrameFull) { try Subject(options, Self.crowd) }
        options.spillSlotCount = 40
        _ = try Subject(options, Self.crowd)
    }

    @Test func `a frame that is too large is an error`() throws {
        #expect(throws: AssemblyError.spillFrameFull) {
            try Subject { writer in
                let areas = (0..<5).map { _ in writer.allocate(byteCount: 65_536) }
                writer.entry()
                writer.ret(areas[0])
            }
        }
    }

    @Test func `too many instructions are an error`() throws {
        var options = AssemblerOptions()
        options.maximumInstructionCount = 20
        #expect(throws: AssemblyError.tooManyInstructions) { try Subject(options, Self.crowd) }
    }

    @Test func `too much code is an error`() throws {
        let fragment = try Self.fragment { writer in
            for _ in 0..<200 { Self.crowd(writer) }
        }
        let region = try CodeRegion(byteCount: 1 << 20)
        #expect(throws: AssemblyError.codeBufferFull) {
            let backend = X64Backend(features: .host, maximumByteCount: 8_192)
            _ = try Assembler.assemble(fragment, backend: backend, into: region)
        }
        #expect(region.allocatedByteCount == 0)
    }

    @Test func `a region that is full is an error`() throws {
        let fragment = try Self.fragment(Self.crowd)
        let region = try CodeRegion(byteCount: 1)
        let first = try Assembler.assemble(fragment, backend: X64Backend.host(), into: region)
        #expect(throws: AssemblyError.codeRegionFull) {
            _ = try Assembler.assemble(fragment, backend: X64Backend.host(), into: region)
        }
        #expect(first.codeByteCount > 0)
    }

    @Test func `flags that do not survive are an error`() throws {
        let buffer = LIRBuffer()
        let writer = PassPipeline(passes: []).chain(to: buffer)
        writer.entry()
        let a = writer.state(1)
        let low = writer.addCarrying(a, a)
        let product = writer.mul(a, a)
        let high = writer.addCarrying(product, product, low.carry)
        writer.ret(high.sum)
        try writer.finish()
        let region = try CodeRegion(byteCount: 1 << 16)
        #expect(throws: AssemblyError.unsupportedInstruction("mul")) {
            _ = try Assembler.assemble(
                Fragment(buffer: buffer), backend: X64Backend.host(), into: region)
        }
    }

    // MARK: Broken promises

    @Test func `a broken promise ends the run with the interpreter's words`() throws {
        let division = try Subject { writer in
            writer.entry()
            writer.ret(writer.udiv(writer.state(1), writer.state(2)))
        }
        #expect(try division.run(state: (0, 7, 2)).outcome == .returned(3))
        _ = try division.run(state: (0, 7, 0))

        let table = try Subject { writer in
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

        let missing = try Subject { writer in
            writer.entry()
            let unknown = CallDescriptor(name: "unknown", address: 0, argumentCount: 0)
            writer.ret(writer.call(unknown, []))
        }
        #expect(try missing.run().outcome == .failed(.missingFunction(name: "unknown")))

        let dead = try Subject { writer in
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

    @Test func `jumps that name one table share it`() throws {
        let subject = try Subject { Self.shared(jumps: 4, targets: 8, $0) }
        for jump in 0..<4 as Range<UInt64> {
            for selector in 0..<8 as Range<UInt64> {
                let result = try subject.run(state: (0, jump, selector))
                #expect(result.outcome == .returned(100 + (selector ^ jump)))
            }
        }
        func size(jumps: Int, targets: Int) throws -> Int {
            try Subject { Self.shared(jumps: jumps, targets: targets, $0) }.compiled.codeByteCount
        }
        // What a jump adds does not depend on how long the table is, but for its bound.
        let short = try size(jumps: 20, targets: 10) - size(jumps: 10, targets: 10)
        let long = try size(jumps: 20, targets: 100) - size(jumps: 10, targets: 100)
        #expect(short == long)
    }

    // MARK: Patching

    @Test func `forcing a guard changes its branch, and freeing it restores every byte`() throws {
        let subject = try Subject { writer in
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
            let changed = zip(original, subject.compiled.bytes).filter { $0 != $1 }
            #expect(changed.count == 2)
            let native = NativeExecutor(subject.compiled)
            #expect(native.run(entry: 0, state: (0, .max, 0)).outcome == .exited(exit))
            #expect(native.restoredSlots.first?.limbs == SlotLimbs(.max, .max, .max, .max))
        }
        try patcher.force([])
        #expect(subject.compiled.bytes == original)
    }
}
#endif
