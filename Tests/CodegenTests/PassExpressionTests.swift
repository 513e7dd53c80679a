import Codegen
import Testing

/// What the expression filter makes of an expression over x and y.
struct Folding: CustomTestStringConvertible, Sendable {
    typealias Expression = @Sendable (any LIRWriter, LIRReference, LIRReference) -> LIRReference

    let expected: String
    let write: Expression
    let line: Int

    var testDescription: String { "line \(line): \(expected)" }

    init(_ expected: String, line: Int = #line, _ write: @escaping Expression) {
        self.expected = expected
        self.write = write
        self.line = line
    }
}

extension LIRBuffer {
    /// The value as an expression over x, y and constants.
    fileprivate func expression(_ reference: LIRReference) -> String {
        let instruction = self[reference]
        if instruction.opcode == .immq { return String(instruction.immediate, radix: 16) }
        if instruction.opcode == .state { return ["base", "x", "y"][Int(instruction.a)] }
        var operands: [String] = []
        forEachOperand(of: instruction) { operand, _ in operands.append(expression(operand)) }
        if instruction.displacement != 0 && instruction.opcode.row.c == .displacement {
            operands.append("\(instruction.displacement)")
        }
        return instruction.opcode.mnemonic + "(" + operands.joined(separator: " ") + ")"
    }
}

@Suite struct PassExpressionTests {
    static let foldings: [Folding] = [
        // Sums and differences
        Folding("x") { out, x, _ in out.add(x, out.immediate(0)) },
        Folding("add(x 5)") { out, x, _ in out.add(out.immediate(5), x) },
        Folding("add(x 3)") { out, x, _ in
            out.add(out.add(x, out.immediate(5)), out.immediate(UInt64.max - 1))
        },
        Folding("x") { out, x, _ in out.sub(out.add(x, out.immediate(5)), out.immediate(5)) },
        Folding("0") { out, x, _ in out.sub(x, x) },
        Folding("neg(x)") { out, x, _ in out.sub(out.immediate(0), x) },
        Folding("x") { out, x, _ in out.neg(out.neg(x)) },
        // Products
        Folding("0") { out, x, _ in out.mul(x, out.immediate(0)) },
        Folding("x") { out, x, _ in out.mul(out.immediate(1), x) },
        Folding("neg(x)") { out, x, _ in out.mul(x, out.immediate(.max)) },
        Folding("shl(x 6)") { out, x, _ in out.mul(x, out.immediate(64)) },
        Folding("shl(x 5)") { out, x, _ in
            out.mul(out.mul(x, out.immediate(8)), out.immediate(4))
        },
        Folding("0") { out, x, _ in out.mulhu(x, out.immediate(1)) },
        Folding("shr(x 3c)") { out, x, _ in out.mulhu(x, out.immediate(16)) },
        Folding("x") { out, x, _ in out.udiv(x, out.immediate(1)) },
        Folding("shr(x 3)") { out, x, _ in out.udiv(x, out.immediate(8)) },
        Folding("0") { out, x, _ in out.urem(x, out.immediate(1)) },
        Folding("and(x 7)") { out, x, _ in out.urem(x, out.immediate(8)) },
        Folding("udiv(7 0)") { out, _, _ in out.udiv(out.immediate(7), out.immediate(0)) },
        // Bits
        Folding("0") { out, x, _ in out.and(x, out.immediate(0)) },
        Folding("x") { out, x, _ in out.and(x, out.immediate(.max)) },
        Folding("and(x c)") { out, x, _ in
            out.and(out.and(x, out.immediate(0xe)), out.immediate(0x1c))
        },
        Folding("x") { out, x, _ in out.or(x, x) },
        Folding("ffffffffffffffff") { out, x, _ in out.or(x, out.immediate(.max)) },
        Folding("0") { out, x, _ in out.xor(x, x) },
        Folding("not(x)") { out, x, _ in out.xor(x, out.immediate(.max)) },
        Folding("x") { out, x, _ in out.not(out.not(x)) },
        Folding("x") { out, x, _ in out.bswap(out.bswap(x)) },
        Folding("clz(clz(x))") { out, x, _ in out.clz(out.clz(x)) },
        // Shifts
        Folding("x") { out, x, _ in out.shl(x, out.immediate(64)) },
        Folding("0") { out, x, _ in out.shr(out.immediate(0), x) },
        Folding("shl(x 9)") { out, x, _ in
            out.shl(out.shl(x, out.immediate(4)), out.immediate(5))
        },
        Folding("0") { out, x, _ in out.shr(out.shr(x, out.immediate(60)), out.immediate(4)) },
        Folding("sar(x 3f)") { out, x, _ in
            out.sar(out.sar(x, out.immediate(60)), out.immediate(60))
        },
        Folding("shr(shl(x 4) 4)") { out, x, _ in
            out.shr(out.shl(x, out.immediate(4)), out.immediate(4))
        },
        Folding("x") { out, x, y in out.shld(x, y, out.immediate(128)) },
        Folding("shl(x 3)") { out, x, _ in out.shld(x, out.immediate(0), out.immediate(3)) },
        Folding("shr(x 3d)") { out, x, _ in out.shld(out.immediate(0), x, out.immediate(3)) },
        Folding("shr(x 3)") { out, x, _ in out.shrd(x, out.immediate(0), out.immediate(3)) },
        Folding("shl(x 3d)") { out, x, _ in out.shrd(out.immediate(0), x, out.immediate(3)) },
        // Conditions
        Folding("1") { out, x, _ in out.setc(out.eq(x, x)) },
        Folding("0") { out, x, _ in out.setc(out.ltu(x, out.immediate(0))) },
        Folding("1") { out, x, _ in out.setc(out.leu(out.immediate(0), x)) },
        Folding("1") { out, x, _ in out.setc(out.leu(x, out.immediate(.max))) },
        Folding("0") { out, x, _ in out.setc(out.lts(x, x)) },
        Folding("setc(eq(x 0))") { out, x, _ in out.setc(out.ltu(x, out.immediate(1))) },
        Folding("setc(eq(x 0))") { out, x, _ in out.setc(out.leu(x, out.immediate(0))) },
        Folding("setc(ltu(x y))") { out, x, y in
            out.setc(out.eq(out.setc(out.ltu(x, y)), out.immediate(1)))
        },
        Folding("setc(ltu(x y))") { out, x, y in
            out.setc(out.ltu(out.immediate(0), out.setc(out.ltu(x, y))))
        },
        Folding("cmov(ltu(x y) y x)") { out, x, y in
            out.cmov(out.eq(out.setc(out.ltu(x, y)), out.immediate(0)), x, y)
        },
        Folding("setc(ltu(x y))") { out, x, y in
            out.cmov(out.ltu(x, y), out.immediate(1), out.immediate(0))
        },
        Folding("x") { out, x, y in out.cmov(out.ltu(x, y), x, x) },
        Folding("y") { out, x, y in out.cmov(out.ltu(x, x), x, y) },
        // Carries
        Folding("x") { out, x, _ in out.addCarrying(x, out.immediate(0)).sum },
        Folding("addk(x y)") { out, x, y in
            out.addCarrying(x, y, out.addCarrying(y, out.immediate(0)).carry).sum
        },
        Folding("addk(x 5)") { out, x, y in
            let carry = out.makeCarry(out.immediate(9))
            return out.addCarrying(x, out.immediate(4), carry).sum
        },
        Folding("x") { out, x, _ in
            out.addCarrying(x, out.immediate(.max), out.makeCarry(out.immediate(1))).sum
        },
        Folding("1") { out, x, _ in
            let carry = out.makeCarry(out.immediate(1))
            return out.value(out.addCarrying(out.immediate(.max), x, carry).carry)
        },
        Folding("1") { out, _, _ in
            out.value(out.subtractBorrowing(out.immediate(1), out.immediate(2)).borrow)
        },
        Folding("0") { out, x, _ in out.value(out.subtractBorrowing(x, x).borrow) },
        Folding("0") { out, x, y in
            let (zero, carry) = (out.immediate(0), out.addCarrying(x, y).carry)
            return out.value(out.addCarrying(zero, zero, carry).carry)
        },
        Folding("kval(adc(0 ffffffffffffffff addk(x y)))") { out, x, y in
            let (zero, carry) = (out.immediate(0), out.addCarrying(x, y).carry)
            return out.value(out.addCarrying(zero, out.immediate(.max), carry).carry)
        },
        Folding("1") { out, x, y in
            let borrow = out.subtractBorrowing(x, y).borrow
            return out.value(
                out.subtractBorrowing(out.immediate(3), out.immediate(4), borrow).borrow)
        },
        // Addresses
        Folding("ldq(x 20)") { out, x, _ in
            out.load(out.add(x, out.immediate(12)), 8, access: .all)
        },
        Folding("ldqx(x y 36)") { out, x, y in
            let (base, index) = (out.add(x, out.immediate(4)), out.add(y, out.immediate(2)))
            return out.load(base, index: index, scale: 3, 16, access: .all)
        },
        Folding("ldq(x -12)") { out, x, _ in
            out.load(x, index: out.immediate(UInt64.max - 3), scale: 2, 4, access: .all)
        },
        Folding("ldq(add(x 80000000))") { out, x, _ in
            out.load(out.add(x, out.immediate(1 << 31)), access: .all)
        },
    ]

    @Test(arguments: foldings)
    func `an expression becomes its simplest form`(folding: Folding) throws {
        let buffer = LIRBuffer()
        let out = PassPipeline(passes: [.expression], isValidating: true).chain(to: buffer)
        out.entry()
        let value = folding.write(out, out.state(1), out.state(2))
        out.ret(value)
        try out.finish()
        #expect(buffer.expression(value) == folding.expected)
    }

    typealias Binary = @Sendable (any LIRWriter, LIRReference, LIRReference) -> LIRReference

    static let binaries: [(name: String, write: Binary)] = [
        ("add", { $0.add($1, $2) }), ("sub", { $0.sub($1, $2) }), ("and", { $0.and($1, $2) }),
        ("or", { $0.or($1, $2) }), ("xor", { $0.xor($1, $2) }), ("shl", { $0.shl($1, $2) }),
        ("shr", { $0.shr($1, $2) }), ("sar", { $0.sar($1, $2) }), ("mul", { $0.mul($1, $2) }),
        ("mulhu", { $0.mulhu($1, $2) }), ("udiv", { $0.udiv($1, $0.or($2, $0.immediate(1))) }),
        ("urem", { $0.urem($1, $0.or($2, $0.immediate(1))) }),
        ("shld", { $0.shld($1, $2, $2) }), ("shrd", { $0.shrd($2, $1, $2) }),
        ("not", { out, a, _ in out.not(a) }), ("neg", { out, a, _ in out.neg(a) }),
        ("clz", { out, a, _ in out.clz(a) }), ("bswap", { out, a, _ in out.bswap(a) }),
        ("eq", { $0.setc($0.eq($1, $2)) }), ("ltu", { $0.setc($0.ltu($1, $2)) }),
        ("leu", { $0.setc($0.leu($1, $2)) }), ("lts", { $0.setc($0.lts($1, $2)) }),
        ("les", { $0.setc($0.les($1, $2)) }), ("cmov", { $0.cmov($0.leu($1, $2), $1, $2) }),
        (
            "adc",
            { out, a, b in
                let first = out.addCarrying(a, b)
                let second = out.addCarrying(b, a, first.carry)
                let carry = out.value(second.carry)
                return out.xor(out.shl(carry, out.immediate(9)), out.xor(first.sum, second.sum))
            }
        ),
        (
            "sbb",
            { out, a, b in
                let first = out.subtractBorrowing(a, b)
                let second = out.subtractBorrowing(b, a, first.borrow)
                let borrow = out.setc(out.condition(second.borrow))
                return out.xor(
                    out.shl(borrow, out.immediate(9)),
                    out.xor(first.difference, second.difference))
            }
        ),
    ]

    static let words: [UInt64] = [0, 1, 2, 63, 64, 255, 1 << 32, 1 << 63, .max - 1, .max]

    /// Each operand as a constant and as a value that is known only at run time.
    @Test(arguments: binaries.indices)
    func `folding means what running means`(operation: Int) throws {
        let (name, write) = Self.binaries[operation]
        for (constantLeft, constantRight) in [(true, true), (true, false), (false, true)] {
            for a in Self.words {
                for b in Self.words {
                    let buffer = LIRBuffer()
                    let out = PassPipeline(passes: [.expression, .carry]).chain(to: buffer)
                    out.entry()
                    let left = constantLeft ? out.immediate(a) : out.state(1)
                    let right = constantRight ? out.immediate(b) : out.state(2)
                    out.ret(write(out, left, right))
                    let folded = LIRInterpreter(Fragment(buffer: buffer))
                        .run(entry: 0, state: (0, a, b))
                    let expected = try Self.plain(write, a, b)
                    if folded.outcome != expected {
                        Issue.record("\(name) \(a) \(b): \(folded.outcome), not \(expected)")
                    }
                }
            }
        }
    }

    /// The outcome with both operands unknown and no pass.
    private static func plain(
        _ write: Binary, _ a: UInt64, _ b: UInt64
    ) throws -> ExecutionOutcome {
        let fragment = try LIRInterpreterTests.fragment { out in
            out.ret(write(out, out.state(1), out.state(2)))
        }
        return LIRInterpreter(fragment).run(entry: 0, state: (0, a, b)).outcome
    }
}
