import Codegen
import Testing

/// A fragment that breaks one rule, and the rule.
struct RuleBreaker: CustomTestStringConvertible, Sendable {
    let rule: LIRRule
    let name: String
    let write: @Sendable (any LIRWriter) -> Void

    var testDescription: String { "\(rule.rawValue): \(name)" }

    init(
        _ rule: LIRRule, _ name: String, _ write: @escaping @Sendable (any LIRWriter) -> Void
    ) {
        self.rule = rule
        self.name = name
        self.write = write
    }

    /// A breaker whose code stands behind an entry.
    static func body(
        _ rule: LIRRule, _ name: String, _ write: @escaping @Sendable (any LIRWriter) -> Void
    ) -> RuleBreaker {
        RuleBreaker(rule, name) { out in
            out.entry()
            write(out)
        }
    }
}

private let anything = AccessSet.all

@Suite struct LIRValidatorTests {
    static let breakers: [RuleBreaker] = [
        .body(.operandType, "a word where a condition belongs") { out in
            let word = out.state(1)
            out.ret(out.setc(LIRCondition(word)))
        },
        .body(.operandType, "a condition where a word belongs") { out in
            let word = out.state(1)
            out.ret(out.eq(word, word).reference)
        },
        .body(.operandType, "a word where a carry belongs") { out in
            let word = out.state(1)
            out.ret(out.addCarrying(word, word, LIRCarry(word)).sum)
        },
        .body(.operandType, "a store as an operand") { out in
            let word = out.state(0)
            let store = LIRInstruction(.stq, word, word)
            out.ret(out.write(store).value)
        },
        .body(.operandType, "a reference to nothing") { out in
            out.ret(LIRReference(index: 99))
        },
        .body(.availability, "a value of a skipped branch") { out in
            let word = out.state(1)
            let label = out.newLabel()
            out.jump(.ifTrue, out.eq(word, word), to: label)
            let inside = out.not(word)
            out.place(label)
            out.ret(inside)
        },
        .body(.availability, "a value across a fence") { out in
            let word = out.state(1)
            out.fence()
            out.ret(word)
        },
        .body(.availability, "a constant across an entry") { out in
            let one = out.immediate(1)
            out.ret(one)
            out.entry()
            out.ret(one)
        },
        .body(.availability, "a value of one of two ways") { out in
            let word = out.state(1)
            let (other, join) = (out.newLabel(), out.newLabel())
            out.jump(.ifFalse, out.eq(word, word), to: other)
            let left = out.not(word)
            out.jump(to: join)
            out.place(other)
            out.comment("nothing here")
            out.place(join)
            out.ret(left)
        },
        .body(.singleFlagConsumer, "two sums of one carry") { out in
            let word = out.state(1)
            let (_, carry) = out.addCarrying(word, word)
            let (sum, _) = out.addCarrying(word, word, carry)
            _ = out.addCarrying(word, word, carry)
            out.ret(sum)
        },
        .body(.flagAdjacency, "an addition between") { out in
            let word = out.state(1)
            let (_, carry) = out.addCarrying(word, word)
            let between = out.add(word, word)
            out.ret(out.addCarrying(word, between, carry).sum)
        },
        .body(.flagAdjacency, "a condition of a carry that is used late") { out in
            let word = out.state(1)
            let condition = out.condition(out.addCarrying(word, word).carry)
            let between = out.add(word, word)
            out.ret(out.cmov(condition, word, between))
        },
        .body(.flagAdjacency, "a condition of a carry that is used twice") { out in
            let word = out.state(1)
            let condition = out.condition(out.addCarrying(word, word).carry)
            out.ret(out.add(out.setc(condition), out.setc(condition)))
        },
        .body(.carryValue, "kval far from its producer") { out in
            let word = out.state(1)
            let (_, carry) = out.addCarrying(word, word)
            _ = out.add(word, word)
            out.ret(out.value(carry))
        },
        .body(.polarity, "a borrow added") { out in
            let word = out.state(1)
            let (_, borrow) = out.subtractBorrowing(word, word)
            out.ret(out.addCarrying(word, word, LIRCarry(borrow.reference)).sum)
        },
        .body(.polarity, "a carry subtracted") { out in
            let word = out.state(1)
            let carry = out.makeCarry(word)
            out.ret(out.subtractBorrowing(word, word, LIRBorrow(carry.reference)).difference)
        },
        .body(.range, "a fourth state register") { out in out.ret(out.state(3)) },
        .body(.range, "a write to the context") { out in out.setState(0, out.state(1)) },
        RuleBreaker(.range, "no frame bytes") { out in _ = out.allocate(byteCount: 0) },
        .body(.range, "an entry out of order") { out in
            _ = out.write(LIRInstruction(.entry, a: 5))
        },
        .body(.range, "too few arguments") { out in
            let function = CallDescriptor(name: "f", address: 0, argumentCount: 2)
            out.ret(out.call(function, [out.state(1)]))
        },
        .body(.range, "an empty jump table") { out in out.jump(out.state(1), table: []) },
        .body(.range, "an exit that does not exist") { out in
            out.leave(LIRExit(identifier: 0))
        },
        .body(.range, "a label that does not exist") { out in
            out.jump(to: LIRLabel(identifier: 3))
        },
        .body(.labelPlacement, "a label placed twice") { out in
            let label = out.newLabel()
            out.place(label)
            out.place(label)
        },
        .body(.labelPlacement, "a jump to nowhere") { out in out.jump(to: out.newLabel()) },
        .body(.direction, "a j that leads back") { out in
            let label = out.newLabel()
            out.placeFenced(label)
            out.jump(to: label)
        },
        .body(.direction, "a loop that leads ahead") { out in
            let label = out.newLabel()
            out.loop(to: label)
        },
        .body(.fencedTarget, "a loop to a label without a fence") { out in
            let label = out.newLabel()
            out.place(label)
            out.loop(to: label)
        },
        .body(.fencedTarget, "a table to a label without a fence") { out in
            let label = out.newLabel()
            out.jump(out.state(1), table: [label])
            out.place(label)
            out.ret(out.state(1))
        },
        .body(.singleGuard, "two guards for one exit") { out in
            let word = out.state(1)
            let exit = out.exit(kind: 0, payload: 0)
            out.guard(.ifTrue, out.eq(word, word), exit)
            out.leave(exit)
        },
        .body(.snapshot, "a condition in a snapshot") { out in
            let word = out.state(1)
            let condition = out.eq(word, word)
            let slot = ExitSlot(index: 0, value: .zeroExtended(condition.reference))
            out.leave(out.exit(kind: 0, payload: 0, slots: [slot]))
        },
        .body(.snapshot, "a value behind a fence in a snapshot") { out in
            let word = out.state(1)
            out.fence()
            let slot = ExitSlot(index: 0, value: .limbs(word, word, word, word))
            out.leave(out.exit(kind: 0, payload: 0, slots: [slot]))
        },
        .body(.structure, "a second start") { out in _ = out.write(LIRInstruction(.start)) },
        .body(.structure, "frame memory behind an entry") { out in
            _ = out.allocate(byteCount: 8)
        },
        RuleBreaker(.structure, "code before the first entry") { out in _ = out.state(1) },
        RuleBreaker(.structure, "no entry") { out in out.comment("empty") },
        .body(.end, "no way out at the end") { out in _ = out.state(1) },
    ]

    @Test(arguments: breakers)
    func `a broken rule is named`(breaker: RuleBreaker) {
        let writer = ValidateWriter(
            BufferWriter(LIRBuffer()), where: "here", requiresAdjacentFlags: true)
        breaker.write(writer)
        let violation = #expect(throws: LIRViolation.self) { try writer.finish() }
        #expect(violation?.rule == breaker.rule)
        #expect(violation?.description.hasPrefix("here: instruction ") == true)
        #expect(violation?.description.contains(breaker.rule.rawValue) == true)
    }

    @Test func `every rule has a fragment that breaks it`() {
        #expect(Set(Self.breakers.map(\.rule)) == Set(LIRRule.allCases))
    }

    /// A violation upstream must not lead the passes to look at operands that are not there.
    @Test(arguments: breakers)
    func `passes behind the validator survive a broken rule`(breaker: RuleBreaker) {
        let chain = PassPipeline(isValidating: true).chain(to: LIRBuffer())
        breaker.write(chain)
        chain.comment("more")
        chain.ret(chain.state(1))
        do { try chain.finish() } catch { #expect(!error.explanation.isEmpty) }
    }

    @Test func `carries may be used late where a carry pass follows`() throws {
        for breaker in Self.breakers
        where [.singleFlagConsumer, .flagAdjacency, .carryValue].contains(breaker.rule) {
            let buffer = LIRBuffer()
            let chain = PassPipeline(passes: [.carry], isValidating: true).chain(to: buffer)
            breaker.write(chain)
            try chain.finish()
            #expect(buffer.count > 4)
        }
    }

    /// A carry that waits too long: no pass mends it but those that legalise.
    @Test(arguments: LIRPass.rewriting)
    func `the pass behind which a rule is broken is named`(pass: LIRPass) throws {
        let buffer = LIRBuffer()
        let out = BufferWriter(buffer)
        out.entry()
        let (x, y) = (out.state(1), out.state(2))
        let sum = out.addCarrying(x, y)
        let product = out.mul(x, y)
        out.ret(out.addCarrying(product, y, sum.carry).sum)
        let pipeline = PassPipeline(passes: [pass], validation: .everyPass)
        if pass == .carry || pass == .carryAll {
            _ = try pipeline.rewrite(Fragment(buffer: buffer))
            return
        }
        let violation = #expect(throws: LIRViolation.self) {
            _ = try pipeline.rewrite(Fragment(buffer: buffer))
        }
        // Dead stores are looked for when all is written, and checked, without them.
        let place = pass == .deadStores ? "after passes" : "after \(pass.rawValue)"
        #expect(
            violation?.description.hasPrefix(
                "\(place): instruction 6 (adc) breaks rule V1-adjacent: ") == true,
            "\(String(describing: violation))")
    }

    @Test func `a value may cross joins that its definition dominates`() throws {
        let writer = ValidateWriter(
            BufferWriter(LIRBuffer()), where: "here", requiresAdjacentFlags: true)
        let frame = writer.allocate(byteCount: 8)
        writer.entry()
        let word = writer.state(1)
        let (other, join) = (writer.newLabel(), writer.newLabel())
        writer.jump(.ifTrue, writer.eq(word, word), to: other)
        writer.jump(to: join)
        writer.place(other)
        writer.store(word, frame, access: anything)
        writer.place(join)
        writer.ret(writer.add(word, word))
        writer.entry()
        writer.ret(writer.load(frame, access: anything))
        try writer.finish()
    }
}
