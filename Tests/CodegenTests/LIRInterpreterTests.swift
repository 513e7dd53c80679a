import Codegen
import Testing

@Suite struct LIRInterpreterTests {
    /// Runs code that is made of one word from state registers 1 and 2.
    private func evaluate(
        _ a: UInt64, _ b: UInt64,
        _ make: (any LIRWriter, LIRReference, LIRReference) -> LIRReference
    ) throws -> UInt64? {
        let fragment = try Self.fragment { out in
            out.ret(make(out, out.state(1), out.state(2)))
        }
        let result = LIRInterpreter(fragment).run(entry: 0, state: (0, a, b))
        guard case .returned(let value) = result.outcome else { return nil }
        return value
    }

    static func fragment(_ write: (any LIRWriter) -> Void) throws -> Fragment {
        let buffer = LIRBuffer()
        let writer = ValidateWriter(
            BufferWriter(buffer), where: "test", requiresAdjacentFlags: true)
        writer.entry()
        write(writer)
        try writer.finish()
        return Fragment(buffer: buffer)
    }

    @Test func `arithmetic wraps`() throws {
        #expect(try evaluate(.max, 2) { $0.add($1, $2) } == 1)
        #expect(try evaluate(1, 2) { $0.sub($1, $2) } == .max)
        #expect(try evaluate(1 << 63, 3) { $0.mul($1, $2) } == 1 << 63)
        #expect(try evaluate(.max, .max) { $0.mulhu($1, $2) } == .max - 1)
        #expect(try evaluate(7, 0) { out, a, _ in out.neg(a) } == .max - 6)
        #expect(try evaluate(100, 7) { $0.udiv($1, $2) } == 14)
        #expect(try evaluate(100, 7) { $0.urem($1, $2) } == 2)
    }

    @Test func `bits are what they are named`() throws {
        #expect(try evaluate(0b1100, 0b1010) { $0.and($1, $2) } == 0b1000)
        #expect(try evaluate(0b1100, 0b1010) { $0.or($1, $2) } == 0b1110)
        #expect(try evaluate(0b1100, 0b1010) { $0.xor($1, $2) } == 0b0110)
        #expect(try evaluate(0, 0) { out, a, _ in out.not(a) } == .max)
        #expect(try evaluate(0, 0) { out, a, _ in out.clz(a) } == 64)
        #expect(try evaluate(1, 0) { out, a, _ in out.clz(a) } == 63)
        #expect(
            try evaluate(0x0102_0304_0506_0708, 0) { out, a, _ in out.bswap(a) }
                == 0x0807_0605_0403_0201)
    }

    @Test func `shift counts are taken modulo 64`() throws {
        #expect(try evaluate(1, 65) { $0.shl($1, $2) } == 2)
        #expect(try evaluate(4, 66) { $0.shr($1, $2) } == 1)
        #expect(try evaluate(1 << 63, 127) { $0.sar($1, $2) } == .max)
        #expect(try evaluate(1, 1 << 63) { out, a, b in out.shld(a, b, out.immediate(65)) } == 3)
        #expect(
            try evaluate(2, 1) { out, a, b in out.shrd(a, b, out.immediate(1)) }
                == 1 << 63 | 1)
        #expect(try evaluate(9, 8) { out, a, b in out.shld(a, b, out.immediate(64)) } == 9)
        #expect(try evaluate(9, 8) { out, a, b in out.shrd(a, b, out.immediate(0)) } == 9)
    }

    @Test func `comparisons know their sign`() throws {
        let values: [UInt64] = [0, 1, 5, .max, 1 << 63, (1 << 63) - 1]
        for a in values {
            for b in values {
                let (signedA, signedB) = (Int64(bitPattern: a), Int64(bitPattern: b))
                #expect(try evaluate(a, b) { $0.setc($0.eq($1, $2)) } == (a == b ? 1 : 0))
                #expect(try evaluate(a, b) { $0.setc($0.ltu($1, $2)) } == (a < b ? 1 : 0))
                #expect(try evaluate(a, b) { $0.setc($0.leu($1, $2)) } == (a <= b ? 1 : 0))
                #expect(
                    try evaluate(a, b) { $0.setc($0.lts($1, $2)) } == (signedA < signedB ? 1 : 0))
                #expect(
                    try evaluate(a, b) { $0.setc($0.les($1, $2)) }
                        == (signedA <= signedB ? 1 : 0))
                #expect(try evaluate(a, b) { $0.cmov($0.ltu($1, $2), $1, $2) } == min(a, b))
            }
        }
    }

    @Test func `carries run through a chain`() throws {
        let values: [UInt64] = [0, 1, .max, .max - 1, 1 << 63]
        for a in values {
            for b in values {
                for carryIn in [0, 7] as [UInt64] {
                    let one: UInt64 = carryIn == 0 ? 0 : 1
                    let wide = a.addingReportingOverflow(b)
                    let sum = wide.partialValue.addingReportingOverflow(one)
                    let carryOut: UInt64 = wide.overflow || sum.overflow ? 1 : 0
                    #expect(
                        try evaluate(a, b) { out, a, b in
                            let carry = out.makeCarry(out.immediate(carryIn))
                            let first = out.addCarrying(a, b, carry)
                            let zero = LIRReference(index: first.sum.index)
                            let out1 = out.value(first.carry)
                            return out.xor(out.shl(out1, out.immediate(63)), zero)
                        } == sum.partialValue ^ carryOut << 63)
                    let less = a.subtractingReportingOverflow(b)
                    let difference = less.partialValue.subtractingReportingOverflow(one)
                    let borrowOut: UInt64 = less.overflow || difference.overflow ? 1 : 0
                    #expect(
                        try evaluate(a, b) { out, a, b in
                            let borrow = out.makeBorrow(out.immediate(carryIn))
                            let first = out.subtractBorrowing(a, b, borrow)
                            return out.setc(out.condition(first.borrow))
                        } == borrowOut)
                }
            }
        }
    }

    @Test func `memory is read and written in place`() throws {
        let scratch = RandomScratch()
        scratch.words[2] = 0x1122_3344_5566_7788
        let fragment = try Self.fragment { out in
            let base = out.state(0)
            let byte = out.load(base, 17, width: .byte, access: .all)
            let half = out.load(base, 18, width: .half, access: .all)
            out.store(byte, base, 24, access: .all)
            out.store(half, base, index: out.immediate(2), scale: 3, 16, access: .all)
            out.store(half, base, 40, width: .half, access: .all)
            out.store(half, base, 49, width: .byte, access: .all)
            out.ret(out.load(base, index: out.immediate(3), scale: 3, -8, access: .all))
        }
        let state: StateRegisters = (UInt64(UInt(bitPattern: scratch.words)), 0, 0)
        let result = LIRInterpreter(fragment).run(entry: 0, state: state)
        #expect(result.outcome == .returned(0x1122_3344_5566_7788))
        #expect(scratch.words[3] == 0x77)
        #expect(scratch.words[4] == 0x3344_5566)
        #expect(scratch.words[5] == 0x3344_5566)
        #expect(scratch.words[6] == 0x6600)
    }

    @Test func `state registers are read at the point and kept at the end`() throws {
        let fragment = try Self.fragment { out in
            let before = out.state(1)
            out.setState(1, out.state(2))
            out.setState(2, out.add(before, out.state(1)))
            out.ret(before)
        }
        let result = LIRInterpreter(fragment).run(entry: 0, state: (1, 10, 20))
        #expect(result.outcome == .returned(10))
        #expect(result.state == (1, 20, 30))
    }

    @Test func `an exit gives its snapshot and the registers of its point`() throws {
        let fragment = try Self.fragment { out in
            let (a, b) = (out.state(1), out.state(2))
            let slots = [
                ExitSlot(index: 3, value: .limbs(a, b, b, a)),
                ExitSlot(index: -1, value: .signExtended(a)),
                ExitSlot(index: 0, value: .zeroExtended(a)),
                ExitSlot(index: 9, value: .constant(SlotLimbs(1, 2, 3, 4))),
            ]
            out.setState(2, a)
            out.guard(.ifTrue, out.ltu(a, b), out.exit(kind: 1, payload: 2, slots: slots))
            out.setState(2, b)
            out.ret(b)
        }
        let interpreter = LIRInterpreter(fragment)
        let stayed = interpreter.run(entry: 0, state: (0, 5, 5))
        #expect(stayed.outcome == .returned(5))
        #expect(interpreter.restoredSlots.isEmpty)
        let left = interpreter.run(entry: 0, state: (0, .max - 1, .max))
        #expect(left.outcome == .exited(LIRExit(identifier: 0)))
        #expect(left.state == (0, .max - 1, .max - 1))
        #expect(
            interpreter.restoredSlots == [
                RestoredSlot(index: 3, limbs: SlotLimbs(.max - 1, .max, .max, .max - 1)),
                RestoredSlot(index: -1, limbs: SlotLimbs(.max - 1, .max, .max, .max)),
                RestoredSlot(index: 0, limbs: SlotLimbs(.max - 1, 0, 0, 0)),
                RestoredSlot(index: 9, limbs: SlotLimbs(1, 2, 3, 4)),
            ])
    }

    @Test func `a forced guard leaves whatever its condition, until it is released`() throws {
        let fragment = try Self.fragment { out in
            let a = out.state(1)
            let (sum, carry) = out.addCarrying(a, a)
            out.guard(.ifFalse, carry, out.exit(kind: 0, payload: 0))
            out.guard(.ifTrue, out.eq(sum, a), out.exit(kind: 0, payload: 1))
            out.barrier(out.exit(kind: 0, payload: 2))
            out.ret(sum)
        }
        let interpreter = LIRInterpreter(fragment)
        let state: StateRegisters = (0, 1 << 63 | 1, 0)
        #expect(interpreter.run(entry: 0, state: state).outcome == .returned(2))
        for identifier in 0..<2 as Range<UInt32> {
            let exit = LIRExit(identifier: identifier)
            try interpreter.forceExits([exit])
            #expect(interpreter.run(entry: 0, state: state).outcome == .exited(exit))
        }
        try interpreter.forceExits([LIRExit(identifier: 2)])
        #expect(interpreter.run(entry: 0, state: state).outcome == .returned(2))
        try interpreter.forceExits([])
        #expect(interpreter.run(entry: 0, state: state).outcome == .returned(2))
    }

    @Test func `functions are called with one to six arguments in order`() throws {
        let words: [UInt64] = [3, 5, 7, 11, 13, 17]
        let expected: [String: UInt64] = [
            "answer": 42, "reverse": (3 as UInt64).byteSwapped ^ 0x5555_5555_5555_5555,
            "mix": 3 &* 0x9e37_79b9_7f4a_7c15, "choose": 3 & 5 | ~3 & 7, "product": 3 * 5 + 7 * 11,
            "weigh": 3 + 10 + 21 + 44 + 65, "digest": ((3 &- 5) ^ 56) &+ 11 &- 119,
        ]
        for function in RandomFunctions.all where function.isPure {
            let fragment = try Self.fragment { out in
                out.ret(
                    out.call(
                        function, words.prefix(function.argumentCount).map(out.immediate)))
            }
            let result = LIRInterpreter(fragment).run(entry: 0, state: (0, 0, 0))
            #expect(
                try result.outcome == .returned(#require(expected[function.name])),
                "\(function.name)")
        }
    }

    @Test func `a jump table and a loop lead where they say`() throws {
        let fragment = try Self.fragment { out in
            let labels = (0..<3).map { _ in out.newLabel() }
            out.jump(out.state(1), table: labels)
            out.placeFenced(labels[0])
            out.ret(out.immediate(100))
            out.place(labels[1])
            out.entry()
            out.setState(2, out.add(out.state(2), out.immediate(1)))
            out.setState(1, out.immediate(2))
            let (again, done) = (out.newLabel(), out.newLabel())
            out.placeFenced(again)
            let sum = out.add(out.state(2), out.state(2))
            out.setState(2, sum)
            out.jump(.ifTrue, out.ltu(out.immediate(1_000), sum), to: done)
            out.loop(to: again)
            out.place(done)
            out.ret(sum)
            out.placeFenced(labels[2])
            out.ret(out.immediate(300))
        }
        let interpreter = LIRInterpreter(fragment)
        #expect(interpreter.run(entry: 0, state: (0, 0, 0)).outcome == .returned(100))
        #expect(interpreter.run(entry: 0, state: (0, 1, 2)).outcome == .returned(1_536))
        #expect(interpreter.run(entry: 0, state: (0, 2, 2)).outcome == .returned(300))
        #expect(interpreter.run(entry: 1, state: (0, 9, 4)).outcome == .returned(1_280))
    }

    @Test func `what an embedder must not do is a failure, not a crash`() throws {
        #expect(
            try failure(state: (0, 1, 0)) { $0.ret($0.udiv($0.state(1), $0.state(2))) }
                == .divisionByZero(instruction: 4))
        #expect(
            try failure(state: (0, 1, 0)) { out in
                let label = out.newLabel()
                out.jump(out.state(1), table: [label])
                out.placeFenced(label)
                out.unreachable()
            } == .jumpTableIndex(instruction: 3, index: 1))
        #expect(try failure(state: (0, 0, 0)) { $0.unreachable() } == .unreachable(instruction: 2))
        let unknown = CallDescriptor(name: "unknown", address: 0, argumentCount: 0)
        #expect(
            try failure(state: (0, 0, 0)) { $0.ret($0.call(unknown, [])) }
                == .missingFunction(name: "unknown"))
        #expect(try failure(entry: 1, state: (0, 0, 0)) { $0.ret($0.state(1)) } == .noSuchEntry(1))
        #expect(
            try failure(state: (0, 0, 0)) { out in
                let label = out.newLabel()
                out.placeFenced(label)
                out.loop(to: label)
            } == .stepLimit)
    }

    private func failure(
        entry: Int = 0, state: StateRegisters, _ write: (any LIRWriter) -> Void
    ) throws -> ExecutionFailure? {
        let interpreter = LIRInterpreter(try Self.fragment(write))
        interpreter.stepLimit = 1_000
        guard case .failed(let failure) = interpreter.run(entry: entry, state: state).outcome else {
            return nil
        }
        return failure
    }
}
