import Codegen
import Disassembly
import Testing

/// Every instruction form, over all registers and the edges of immediates and distances, is what
/// capstone reads.
@Suite struct A64EmitterTests {
    /// Register 31 is in the last place: zero, or the stack pointer.
    static let registers = (0..<32 as Range<UInt8>).map(Register.init)
    /// Every three registers, where each of an instruction's operands can be any.
    static let triples: [(Register, Register, Register)] = registers.flatMap { first in
        registers.flatMap { second in registers.map { (first, second, $0) } }
    }
    static let conditions = [
        "eq", "ne", "hs", "lo", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le",
    ]

    // MARK: How capstone writes

    func name(_ register: Register) -> String {
        register == .xzr ? "xzr" : "x\(register.number)"
    }

    func name32(_ register: Register) -> String {
        register == .xzr ? "wzr" : "w\(register.number)"
    }

    func nameOrStack(_ register: Register) -> String {
        register == .sp ? "sp" : "x\(register.number)"
    }

    func name(_ condition: A64Condition) -> String {
        Self.conditions[Int(condition.rawValue)]
    }

    /// Numbers above nine are hexadecimal.
    func number(_ value: UInt64) -> String {
        value < 10 ? "#\(value)" : "#0x" + String(value, radix: 16)
    }

    func number(_ value: Int64) -> String {
        value < 0 ? "#-" + number(value.magnitude).dropFirst() : number(UInt64(value))
    }

    /// Emits instructions with the text they should have, and reads them all back.
    final class Checker {
        var emitter = A64Emitter(code: CodeBuffer(limit: 256 << 20))
        var expected: [String] = []

        func add(_ text: String, _ emit: (inout A64Emitter) -> Void) {
            emit(&emitter)
            expected.append(text)
        }

        /// Compares all, of which there should be so many.
        func check(
            count: Int, _ location: SourceLocation = #_sourceLocation
        ) throws {
            let disassembler = try #require(A64Disassembler(), sourceLocation: location)
            let bytes = emitter.code.withBytes { Array($0) }
            #expect(expected.count == count, sourceLocation: location)
            #expect(bytes.count == 4 * count, sourceLocation: location)
            let wanted = Array(expected.reversed())
            // In parts, as capstone keeps all it has read.
            let part = 4096
            for start in stride(from: 0, to: wanted.count, by: part) {
                let end = min(start + part, wanted.count)
                let lines = try #require(
                    disassembler.lines(Array(bytes[4 * start..<4 * end])),
                    "near \(wanted[start])", sourceLocation: location)
                for (found, wanted) in zip(lines, wanted[start..<end]) where found != wanted {
                    Issue.record("\(found) where \(wanted) was meant", sourceLocation: location)
                    return
                }
            }
        }
    }

    // MARK: Addition and subtraction

    @Test(arguments: A64Arithmetic.allCases)
    func `sums and differences of registers`(operation: A64Arithmetic) throws {
        let checker = Checker()
        for (result, first, second) in Self.triples {
            let text: String
            if result == .xzr && operation == .adds {
                text = "cmn \(name(first)), \(name(second))"
            } else if result == .xzr && operation == .subs {
                text = "cmp \(name(first)), \(name(second))"
            } else if first == .xzr && operation == .sub {
                text = "neg \(name(result)), \(name(second))"
            } else if first == .xzr && operation == .subs {
                text = "negs \(name(result)), \(name(second))"
            } else {
                text = "\(operation) \(name(result)), \(name(first)), \(name(second))"
            }
            checker.add(text) { $0.arithmetic(operation, result, first, second) }
        }
        try checker.check(count: 32 * 32 * 32)
    }

    @Test(arguments: A64Arithmetic.allCases)
    func `sums and differences with immediates`(operation: A64Arithmetic) throws {
        let checker = Checker()
        let setsFlags = operation == .adds || operation == .subs
        for (result, first) in Self.registers.flatMap({ a in Self.registers.map { (a, $0) } }) {
            for value in [0, 1, 9, 10, 0xfff, 0x1000, 0x2000, 0xfff000] as [UInt64] {
                let immediate = try #require(A64ArithmeticImmediate(value))
                let operand =
                    value < 0x1000 ? number(value) : number(value >> 12) + ", lsl #12"
                let text: String
                if setsFlags && result == .xzr {
                    text = "\(operation == .adds ? "cmn" : "cmp") \(nameOrStack(first)), \(operand)"
                } else if operation == .add && value == 0 && (result == .sp || first == .sp) {
                    text = "mov \(nameOrStack(result)), \(nameOrStack(first))"
                } else {
                    let result = setsFlags ? name(result) : nameOrStack(result)
                    text = "\(operation) \(result), \(nameOrStack(first)), \(operand)"
                }
                checker.add(text) { $0.arithmetic(operation, result, first, immediate) }
            }
        }
        try checker.check(count: 32 * 32 * 8)
    }

    @Test func `twelve bits, perhaps shifted by twelve, are an immediate, and no others`() {
        for value in [0x1001, 0x1fff, 0x100_0000, 0x100_0001, .max] as [UInt64] {
            #expect(A64ArithmeticImmediate(value) == nil)
        }
        for value in 0..<0x1000 as Range<UInt64> {
            #expect(A64ArithmeticImmediate(value).map { UInt64($0.bits) } == value)
            #expect(A64ArithmeticImmediate(value)?.isShifted == false)
            #expect(A64ArithmeticImmediate(value << 12).map { UInt64($0.bits) } == value)
        }
    }

    @Test(arguments: A64CarryArithmetic.allCases)
    func `links of carry chains`(operation: A64CarryArithmetic) throws {
        let checker = Checker()
        for (result, first, second) in Self.triples {
            let text: String
            switch operation {
            case .sbc where first == .xzr: text = "ngc \(name(result)), \(name(second))"
            case .sbcs where first == .xzr: text = "ngcs \(name(result)), \(name(second))"
            case .adc, .adcs, .sbc, .sbcs:
                text = "\(operation) \(name(result)), \(name(first)), \(name(second))"
            }
            checker.add(text) { $0.arithmetic(operation, result, first, second) }
        }
        try checker.check(count: 32 * 32 * 32)
    }

    @Test func `sums with an index`() throws {
        let checker = Checker()
        for (result, first, second) in Self.triples {
            let shift = (result.number ^ first.number ^ second.number) % 5
            let isStack = result == .sp || first == .sp
            let extend = isStack ? (shift == 0 ? "" : ", lsl #\(shift)") : ", uxtx"
            let amount = isStack || shift == 0 ? "" : " #\(shift)"
            checker.add(
                "add \(nameOrStack(result)), \(nameOrStack(first)), \(name(second))\(extend)\(amount)"
            ) { $0.addExtended(result, first, second, shift: shift) }
        }
        try checker.check(count: 32 * 32 * 32)
    }

    // MARK: Logic

    @Test(arguments: A64Logic.allCases)
    func `bitwise instructions of registers`(operation: A64Logic) throws {
        let checker = Checker()
        for (result, first, second) in Self.triples {
            let text: String
            if operation == .orr && first == .xzr {
                text = "mov \(name(result)), \(name(second))"
            } else if operation == .ands && result == .xzr {
                text = "tst \(name(first)), \(name(second))"
            } else {
                text = "\(operation) \(name(result)), \(name(first)), \(name(second))"
            }
            checker.add(text) { $0.logic(operation, result, first, second) }
        }
        try checker.check(count: 32 * 32 * 32)
    }

    @Test func `complements and moves`() throws {
        let checker = Checker()
        for (result, first, second) in Self.triples {
            let isAlone = first == .xzr
            checker.add(
                isAlone
                    ? "mvn \(name(result)), \(name(second))"
                    : "orn \(name(result)), \(name(first)), \(name(second))"
            ) { $0.orn(result, first, second) }
        }
        for result in Self.registers {
            for source in Self.registers {
                checker.add("mov \(name(result)), \(name(source))") { $0.mov(result, source) }
                checker.add("clz \(name(result)), \(name(source))") { $0.clz(result, source) }
                checker.add("rev \(name(result)), \(name(source))") { $0.rev(result, source) }
            }
        }
        try checker.check(count: 32 * 32 * 32 + 3 * 32 * 32)
    }

    /// Every word that a bitwise immediate can be, made as the manual says it: ones from bit 0,
    /// rotated within an element, the element repeated.
    static let bitmasks: [UInt64] = {
        var words: [UInt64] = []
        for size in [2, 4, 8, 16, 32, 64] as [UInt64] {
            for ones in 1..<size {
                let run = UInt64.max >> (64 - ones)
                for rotation in 0..<size {
                    let mask = UInt64.max >> (64 - size)
                    let element =
                        rotation == 0 ? run : (run >> rotation | run << (size - rotation)) & mask
                    var word: UInt64 = 0
                    for start in stride(from: 0 as UInt64, to: 64, by: Int(size)) {
                        word |= element << start
                    }
                    words.append(word)
                }
            }
        }
        return words
    }()

    @Test(arguments: A64Logic.allCases)
    func `bitwise instructions with immediates`(operation: A64Logic) throws {
        // 2, 12, 56, 240, 992 and 4032, one of each element size and rotation.
        #expect(Self.bitmasks.count == 5334)
        #expect(Set(Self.bitmasks).count == 5334)
        let checker = Checker()
        for (position, word) in Self.bitmasks.enumerated() {
            let immediate = try #require(A64LogicalImmediate(word))
            let first = Self.registers[position % 32]
            let result = Self.registers[position / 32 % 32]
            let text: String
            if operation == .ands && result == .xzr {
                text = "tst \(name(first)), \(number(word))"
            } else {
                let result = operation == .ands ? name(result) : nameOrStack(result)
                text = "\(operation) \(result), \(name(first)), \(number(word))"
            }
            checker.add(text) { $0.logic(operation, result, first, immediate) }
        }
        try checker.check(count: 5_334)
    }

    @Test func `no other words are bitwise immediates`() {
        let words = Set(Self.bitmasks)
        for word in [0, .max, 5, 0x1234, 0x8000_0001, 0xffff_0000_ffff_0001] as [UInt64] {
            #expect(A64LogicalImmediate(word) == nil)
        }
        // One bit more or less.
        for word in Self.bitmasks {
            for bit in 0..<64 as Range<UInt64> {
                let neighbour = word ^ 1 << bit
                #expect((A64LogicalImmediate(neighbour) != nil) == words.contains(neighbour))
            }
        }
    }

    // MARK: Shifts

    @Test(arguments: A64Shift.allCases)
    func `shifts`(operation: A64Shift) throws {
        let checker = Checker()
        for (result, first, second) in Self.triples {
            checker.add("\(operation) \(name(result)), \(name(first)), \(name(second))") {
                $0.shift(operation, result, first, second)
            }
        }
        for result in Self.registers {
            for first in Self.registers {
                for count in 1..<64 as Range<UInt8> {
                    checker.add(
                        "\(operation) \(name(result)), \(name(first)), \(number(UInt64(count)))"
                    ) { $0.shift(operation, result, first, by: count) }
                }
            }
        }
        try checker.check(count: 32 * 32 * 32 + 32 * 32 * 63)
    }

    @Test func `words out of two registers`() throws {
        let checker = Checker()
        for (result, high, low) in Self.triples {
            for lowest in [0, 1, 9, 10, 31, 32, 63] as [UInt8] {
                let count = number(UInt64(lowest))
                checker.add(
                    high == low
                        ? "ror \(name(result)), \(name(high)), \(count)"
                        : "extr \(name(result)), \(name(high)), \(name(low)), \(count)"
                ) { $0.extr(result, high, low, lowest: lowest) }
            }
        }
        try checker.check(count: 7 * 32 * 32 * 32)
    }

    // MARK: Products and quotients

    @Test func `products and quotients`() throws {
        let checker = Checker()
        for (result, first, second) in Self.triples {
            let operands = "\(name(result)), \(name(first)), \(name(second))"
            checker.add("umulh \(operands)") { $0.umulh(result, first, second) }
            checker.add("udiv \(operands)") { $0.udiv(result, first, second) }
            checker.add("mul \(operands)") { $0.madd(result, first, second, addend: .xzr) }
            checker.add("mneg \(operands)") { $0.msub(result, first, second, minuend: .xzr) }
            let third = Register((result.number ^ first.number &+ second.number) % 31)
            checker.add("madd \(operands), \(name(third))") {
                $0.madd(result, first, second, addend: third)
            }
            checker.add("msub \(operands), \(name(third))") {
                $0.msub(result, first, second, minuend: third)
            }
        }
        try checker.check(count: 6 * 32 * 32 * 32)
    }

    // MARK: Selection

    @Test(arguments: A64Condition.allCases)
    func `selections`(condition: A64Condition) throws {
        let checker = Checker()
        for (result, first, second) in Self.triples {
            checker.add(
                "csel \(name(result)), \(name(first)), \(name(second)), \(name(condition))"
            ) { $0.csel(result, whenTrue: first, whenFalse: second, condition) }
            checker.add(
                "csel \(name32(result)), \(name32(first)), \(name32(second)), \(name(condition))"
            ) { $0.csel(result, whenTrue: first, whenFalse: second, condition, isHalf: true) }
        }
        for result in Self.registers {
            checker.add("cset \(name(result)), \(name(condition))") { $0.cset(result, condition) }
        }
        try checker.check(count: 2 * 32 * 32 * 32 + 32)
    }

    @Test func `an inverted condition is the opposite`() {
        for condition in A64Condition.allCases {
            #expect(condition.inverted.inverted == condition && condition.inverted != condition)
            #expect(condition.inverted.rawValue / 2 == condition.rawValue / 2)
        }
    }
}
