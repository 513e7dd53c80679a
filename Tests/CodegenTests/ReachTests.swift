import Codegen
import Testing

/// What is further away than the shortest form of an instruction reaches.
@Suite struct ReachTests {
    private static let memory = CompiledSubject.memory

    /// Both sides of every edge that some form of a load or store has.
    private static let displacements: [Int32] = [
        0, 1, 7, 8, 9, -1, -8, 127, 128, -128, -129, 252, 255, 256, 257, -255, -256, -257, 4095,
        4096, 4097, 16_380, 16_384, 32_759, 32_760, 32_761, 32_768, 65_535, 65_536, -65_536,
        0x1234_5678, -0x1234_5678, .max, .min,
    ]

    private func check(
        _ what: String, _ target: CodegenTarget, _ options: AssemblerOptions = AssemblerOptions(),
        _ body: (any LIRWriter) -> Void
    ) throws {
        let fragment = try CompiledSubject.fragment(body)
        let region = try target.region(byteCount: 8 << 20)
        let compiled = try target.assemble(fragment, into: region, options: options)
        try FragmentAgreement.check(fragment, compiled, RandomScratch(), what)
    }

    // MARK: Memory

    @Test(arguments: CodegenTarget.instructionSets, [MemoryWidth.byte, .half, .word])
    func `a load or store goes as far as its displacement says`(
        target: CodegenTarget, width: MemoryWidth
    ) throws {
        for displacement in Self.displacements {
            let back = 0 &- UInt64(bitPattern: Int64(displacement))
            try check("displacement \(displacement)", target) { writer in
                writer.entry()
                let base = writer.add(writer.state(0), writer.immediate(back))
                func load() -> LIRReference {
                    writer.load(base, displacement, width: width, access: Self.memory)
                }
                let old = load()
                writer.store(
                    writer.state(1), base, displacement, width: width, access: Self.memory)
                let new = load()
                writer.store(
                    writer.immediate(0), base, displacement, width: width, access: Self.memory)
                writer.ret(writer.xor(writer.shl(old, writer.immediate(1)), new))
            }
        }
    }

    @Test(arguments: CodegenTarget.instructionSets, 0..<4 as Range<UInt8>)
    func `an indexed load or store goes as far as its displacement says`(
        target: CodegenTarget, scale: UInt8
    ) throws {
        for displacement in Self.displacements {
            let back = 0 &- UInt64(bitPattern: Int64(displacement))
            try check("displacement \(displacement)", target) { writer in
                writer.entry()
                let base = writer.add(writer.state(0), writer.immediate(back))
                let index = writer.and(writer.state(1), writer.immediate(31))
                func load() -> LIRReference {
                    writer.load(
                        base, index: index, scale: scale, displacement, access: Self.memory)
                }
                let old = load()
                for value in [writer.state(1), writer.immediate(0)] {
                    writer.store(
                        value, base, index: index, scale: scale, displacement,
                        access: Self.memory)
                }
                writer.ret(writer.add(old, load()))
            }
        }
    }

    @Test(arguments: CodegenTarget.instructionSets)
    func `a frame holds all its areas and slots, and exits find them`(
        target: CodegenTarget
    ) throws {
        try check("frame", target, AssemblerOptions(registerCount: 5)) { writer in
            let areas = [8, 4_000, 60_000, 16, 65_000].map { writer.allocate(byteCount: $0) }
            writer.entry()
            let base = writer.state(0)
            let words = (0..<64 as Range<Int32>).map {
                writer.load(base, 8 * $0, access: Self.memory)
            }
            let frame = AccessSet(aliasClass: 2)
            let index = writer.and(writer.state(1), writer.immediate(511))
            for (area, word) in zip(areas, words) { writer.store(word, area, access: frame) }
            writer.store(words[9], areas[2], index: index, scale: 3, 55_000, access: frame)
            let slots = (0..<16).map { (index: Int) -> ExitSlot in
                ExitSlot(
                    index: Int32(index),
                    value: .limbs(
                        words[index], words[index + 16], words[index + 32], words[index + 48]))
            }
            writer.guard(
                .ifTrue, writer.ltu(words[3], words[4]),
                writer.exit(kind: 0, payload: 0, slots: slots))
            var result = writer.load(
                areas[2], index: index, scale: 3, 55_000, access: frame)
            for area in areas {
                result = writer.mul(
                    writer.add(result, writer.load(area, access: frame)), writer.immediate(3))
            }
            for word in words { result = writer.xor(writer.add(result, word), word) }
            // The distance of two areas is the same wherever the frame is.
            writer.ret(writer.add(result, writer.sub(areas[3], areas[3])))
        }
    }

    // MARK: Code

    @Test(arguments: CodegenTarget.instructionSets)
    func `a jump table can have more entries than an immediate says`(target: CodegenTarget) throws {
        let count = 5_001 as UInt64
        let subject = try CompiledSubject(target) { writer in
            let labels = (0..<3).map { _ in writer.newLabel() }
            writer.entry()
            writer.jump(writer.state(1), table: (0..<Int(count)).map { labels[$0 % 3] })
            for (number, label) in labels.enumerated() {
                writer.placeFenced(label)
                writer.ret(writer.immediate(UInt64(number) + 100))
            }
        }
        for index in [0, 1, 4_095, 4_096, 4_999, count - 1] as [UInt64] {
            #expect(try subject.run(state: (0, index, 0)).outcome == .returned(100 + index % 3))
        }
        for index in [count, count + 1, 1 << 32, .max] as [UInt64] {
            let outcome = try subject.run(state: (0, index, 0)).outcome
            guard case .failed(.jumpTableIndex(_, index)) = outcome else {
                Issue.record("index \(index): \(outcome)")
                continue
            }
        }
    }

    /// Calls that take 72 bytes at least, none of which is made.
    static func fill(_ count: Int, _ writer: any LIRWriter) {
        let function = CallDescriptor(
            name: "far", address: 0x1234_5678_9abc_def0, argumentCount: 6)
        let word = writer.immediate(0x1234_5678_9abc_def0)
        for _ in 0..<count {
            writer.callVoid(function, Array(repeating: word, count: 6))
        }
    }

    /// Code with more than a mebibyte between two parts, of which each jumps to the other.
    private static func apart(_ writer: any LIRWriter) {
        func load(_ word: Int32) -> LIRReference {
            writer.load(writer.state(0), 8 * word, access: memory)
        }
        func leave(_ condition: LIRCondition, _ value: LIRReference) {
            let slot = ExitSlot(index: 7, value: .zeroExtended(value))
            writer.guard(.ifTrue, condition, writer.exit(kind: 0, payload: 0, slots: [slot]))
        }
        let (head, near, far, join) = (
            writer.newLabel(), writer.newLabel(), writer.newLabel(), writer.newLabel()
        )
        let between = writer.newLabel()
        writer.entry()
        writer.store(writer.immediate(3), writer.state(0), 64, access: memory)
        writer.placeFenced(head)
        leave(writer.eq(load(0), load(1)), load(2))
        writer.jump(.ifTrue, writer.ltu(load(3), load(4)), to: join)
        let index = writer.and(load(5), writer.immediate(1))
        writer.jump(index, table: [near, far, between, between])
        writer.placeFenced(near)
        writer.jump(to: join)
        writer.placeFenced(between)
        fill(16_000, writer)
        writer.ret(writer.state(1))
        writer.placeFenced(far)
        writer.jump(to: join)
        writer.placeFenced(join)
        leave(writer.ltu(load(6), load(0)), load(7))
        let rest = writer.sub(load(8), writer.immediate(1))
        writer.store(rest, writer.state(0), 64, access: memory)
        writer.store(writer.add(load(5), rest), writer.state(0), 40, access: memory)
        writer.store(writer.add(load(3), load(5)), writer.state(0), 24, access: memory)
        let done = writer.newLabel()
        writer.jump(.ifTrue, writer.eq(rest, writer.immediate(0)), to: done)
        writer.loop(to: head)
        writer.place(done)
        writer.ret(load(3))
    }

    @Test(arguments: CodegenTarget.instructionSets)
    func `guards, jumps and tables reach over a mebibyte of code`(target: CodegenTarget) throws {
        let fragment = try CompiledSubject.fragment(Self.apart)
        let region = try target.region(byteCount: 8 << 20)
        let compiled = try target.assemble(fragment, into: region)
        #expect(compiled.codeByteCount > 1 << 20)
        try FragmentAgreement.check(fragment, compiled, RandomScratch(), "apart")
    }

    @Test(arguments: CodegenTarget.instructionSets)
    func `a far guard that was forced is as it was when it is freed`(target: CodegenTarget) throws {
        let fragment = try CompiledSubject.fragment(Self.apart)
        let region = try target.region(byteCount: 8 << 20)
        let compiled = try target.assemble(fragment, into: region)
        let original = compiled.bytes
        var patcher = CodePatcher(compiled)
        #expect(compiled.forcibleExits.count == 2)
        try patcher.force(Set(compiled.forcibleExits))
        #expect(compiled.bytes != original)
        try patcher.force([])
        #expect(compiled.bytes == original)
    }
}
