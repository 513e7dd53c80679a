import Codegen
import Testing

/// What single fragments become on AArch64.
@Suite struct A64ShapeTests {
    /// The instructions of a fragment's only entry that are not stubs and the like.
    private func lines(
        _ count: Int, _ options: AssemblerOptions = AssemblerOptions(),
        _ body: (any LIRWriter) -> Void
    ) throws -> [String] {
        try CompiledSubject(.aarch64, options, body).lines(count: count)
    }

    @Test func `the head of a block counts down in place and tests the sign`() throws {
        let lines = try lines(3) { writer in
            writer.entry()
            let left = writer.sub(writer.state(1), writer.immediate(21))
            writer.setState(1, left)
            writer.guard(
                .ifTrue, writer.lts(left, writer.immediate(0)), writer.exit(kind: 0, payload: 0))
            writer.ret(left)
        }
        #expect(lines[0] == "subs x20, x20, #0x15")
        #expect(lines[1].hasPrefix("b.mi "))
        #expect(lines[2] == "mov x0, x20")
    }

    @Test func `a carry chain is adds, adcs and adc`() throws {
        let lines = try lines(17) { writer in
            writer.entry()
            let base = writer.state(2)
            var carry: LIRCarry?
            for limb in 0..<4 as Range<Int32> {
                let a = writer.load(base, 8 * limb, access: CompiledSubject.memory)
                let b = writer.load(base, 32 + 8 * limb, access: CompiledSubject.memory)
                let added = carry.map { writer.addCarrying(a, b, $0) } ?? writer.addCarrying(a, b)
                writer.store(added.sum, base, 32 + 8 * limb, access: CompiledSubject.memory)
                carry = added.carry
            }
            writer.ret(base)
        }
        #expect(
            lines.map { $0.prefix { $0 != " " } }.filter { $0.hasPrefix("ad") }
                == ["adds", "adcs", "adcs", "adc"])
        #expect(lines.count { $0.hasPrefix("ldr ") } == 8)
        #expect(lines.count { $0.hasPrefix("str ") } == 4)
    }

    @Test func `immediates that fit only negated are subtracted for added`() throws {
        let lines = try lines(5) { writer in
            writer.entry()
            let word = writer.state(1)
            let sum = writer.add(word, writer.immediate(0 &- 5))
            let difference = writer.sub(sum, writer.immediate(0 &- 0x5000))
            let exit = writer.exit(kind: 0, payload: 0)
            writer.guard(.ifTrue, writer.ltu(difference, writer.immediate(0 &- 7)), exit)
            writer.ret(writer.or(difference, writer.immediate(0xff00_ff00_ff00_ff00)))
        }
        #expect(lines[0].hasPrefix("sub ") && lines[0].hasSuffix(", x20, #5"))
        #expect(lines[1].hasPrefix("add ") && lines[1].hasSuffix(", #5, lsl #12"))
        #expect(lines[2].hasPrefix("cmn ") && lines[2].hasSuffix(", #7"))
        #expect(lines[3].hasPrefix("b.lo "))
        #expect(lines[4].hasPrefix("orr x0, ") && lines[4].hasSuffix(", #0xff00ff00ff00ff00"))
    }

    @Test func `offsets take the shortest form that reaches`() throws {
        func load(_ offset: Int32) throws -> [Substring] {
            try lines(3) { writer in
                writer.entry()
                writer.ret(writer.load(writer.state(1), offset, access: CompiledSubject.memory))
            }.prefix { !$0.hasPrefix("b ") }.map { $0[...] }
        }
        #expect(try load(0) == ["ldr x0, [x20]"])
        #expect(try load(8) == ["ldr x0, [x20, #8]"])
        #expect(try load(4095 * 8) == ["ldr x0, [x20, #0x7ff8]"])
        #expect(try load(4) == ["ldur x0, [x20, #4]"])
        #expect(try load(-256) == ["ldur x0, [x20, #-0x100]"])
        #expect(try load(-257) == ["movn x17, #0x100", "ldr x0, [x20, x17]"])
        #expect(try load(4096 * 8) == ["movz x17, #0x8000", "ldr x0, [x20, x17]"])
        #expect(try load(257) == ["movz x17, #0x101", "ldr x0, [x20, x17]"])
    }

    @Test func `an index is scaled by the load, or in front of it`() throws {
        func load(_ scale: UInt8, _ offset: Int32) throws -> [Substring] {
            try lines(3) { writer in
                writer.entry()
                writer.ret(
                    writer.load(
                        writer.state(1), index: writer.state(2), scale: scale, offset,
                        access: CompiledSubject.memory))
            }.prefix { !$0.hasPrefix("b ") }.map { $0[...] }
        }
        #expect(try load(0, 0) == ["ldr x0, [x20, x21]"])
        #expect(try load(3, 0) == ["ldr x0, [x20, x21, lsl #3]"])
        #expect(try load(2, 0) == ["add x16, x20, x21, uxtx #2", "ldr x0, [x16]"])
        #expect(try load(3, 16) == ["add x16, x20, x21, uxtx #3", "ldr x0, [x16, #0x10]"])
    }

    @Test func `a selection is a csel, and a comparison serves all that follow`() throws {
        let lines = try lines(40) { CompiledSubject.selectLimbs($0) }
        #expect(lines.count { $0.hasPrefix("cmp ") } == 1)
        #expect(lines.count { $0.hasPrefix("csel ") && $0.hasSuffix(", lo") } == 4)
    }
}
