import Codegen
import Testing

/// What single fragments become on x86-64.
@Suite struct X64ShapeTests {
    @Test func `the head of a block counts down in place and tests the sign`() throws {
        let subject = try CompiledSubject(.x64) { writer in
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
        let subject = try CompiledSubject(.x64) { writer in
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

    @Test func `selections of one condition share its comparison`() throws {
        let subject = try CompiledSubject(.x64) { CompiledSubject.selectLimbs($0) }
        let lines = try subject.lines(count: 40)
        #expect(lines.filter { $0.hasPrefix("cmp") }.count == 1)
        #expect(lines.filter { $0.hasPrefix("cmovb") }.count == 4)
    }

    @Test func `the victim is the value whose next use is furthest away`() throws {
        // Going backwards the last word is met first, and touched longest ago when the registers
        // run out: it alone is stored behind its load, and loaded again before its use.
        let subject = try CompiledSubject(.x64, AssemblerOptions(registerCount: 6)) {
            AssemblerTests.sum([0, 1, 5, 3, 4, 2], $0)
        }
        let lines = try subject.lines(count: 40).prefix { !$0.hasPrefix("jmp") }
        let loaded = try #require(lines.firstIndex { $0.contains("[rbx + 0x10]") })
        #expect(lines[loaded + 1].hasPrefix("mov qword ptr [rsp + 0x10], "))
        #expect(lines.filter { $0.contains("[rsp + 0x10]") }.count == 2, "\(lines)")
    }
}
