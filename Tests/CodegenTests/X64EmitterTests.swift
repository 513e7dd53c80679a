import Codegen
import Disassembly
import Testing

/// Every instruction form, over all registers and the edges of immediates and displacements, is
/// what capstone reads.
@Suite struct X64EmitterTests {
    private static let registers = (0..<16 as Range<UInt8>).map(Register.init)
    private static let names = [
        "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12",
        "r13", "r14", "r15",
    ]
    private static let names32 = [
        "eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "r8d", "r9d", "r10d", "r11d",
        "r12d", "r13d", "r14d", "r15d",
    ]
    private static let names8 = [
        "al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil", "r8b", "r9b", "r10b", "r11b", "r12b",
        "r13b", "r14b", "r15b",
    ]
    private static let displacements: [Int32] = [
        0, 1, 8, -1, -8, 127, 128, -128, -129, 0x1234, .max, .min,
    ]
    private static let immediates: [Int32] = [
        0, 1, 9, 10, -1, 127, 128, -128, -129, 0x1234_5678, .max, .min,
    ]
    private static let conditions = [
        "o", "no", "b", "ae", "e", "ne", "be", "a", "s", "ns", "p", "np", "l", "ge", "le", "g",
    ]

    private typealias Memory = X64Emitter.Memory

    // MARK: How capstone writes

    private func name(_ register: Register) -> String { Self.names[Int(register.number)] }
    private func name32(_ register: Register) -> String { Self.names32[Int(register.number)] }
    private func name8(_ register: Register) -> String { Self.names8[Int(register.number)] }

    /// Numbers above nine are hexadecimal.
    private func number(_ value: UInt64) -> String {
        value < 10 ? String(value) : "0x" + String(value, radix: 16)
    }

    private func number(_ value: Int64) -> String {
        value < 0 ? "-" + number(value.magnitude) : number(UInt64(value))
    }

    private func text(_ memory: Memory, _ size: String = "qword ptr ") -> String {
        var text = name(memory.base)
        if let index = memory.index {
            text += " + " + name(index)
            if memory.scale > 0 { text += "*\(1 << memory.scale)" }
        }
        let displacement = Int64(memory.displacement)
        if displacement != 0 {
            text += displacement < 0 ? " - " : " + "
            text += number(displacement.magnitude)
        }
        return "\(size)[\(text)]"
    }

    /// Operands in memory: each base with each displacement, each index with each scale.
    private static let memories: [X64Emitter.Memory] = {
        var memories: [X64Emitter.Memory] = []
        for base in registers {
            for displacement in displacements {
                memories.append(.init(base: base, displacement: displacement))
            }
            for index in registers where index != .rsp {
                for scale in 0..<4 as Range<UInt8> {
                    for displacement: Int32 in [0, -8, 0x1000] {
                        memories.append(
                            .init(
                                base: base, index: index, scale: scale,
                                displacement: displacement))
                    }
                }
            }
        }
        return memories
    }()

    /// Emits instructions with the text they should have, and reads them all back.
    private final class Checker {
        var emitter = X64Emitter(code: CodeBuffer(limit: 64 << 20))
        var expected: [String] = []

        func add(_ text: String, _ emit: (inout X64Emitter) -> Void) {
            emit(&emitter)
            expected.append(text)
        }

        /// Compares all, of which there should be so many.
        func check(count: Int, _ location: SourceLocation = #_sourceLocation) throws {
            let disassembler = try #require(X64Disassembler(), sourceLocation: location)
            let bytes = emitter.code.withBytes { Array($0) }
            let lines = try #require(disassembler.lines(bytes), sourceLocation: location)
            let wanted = Array(expected.reversed())
            #expect(lines.count == wanted.count, sourceLocation: location)
            #expect(wanted.count == count, sourceLocation: location)
            for (found, wanted) in zip(lines, wanted) where found != wanted {
                Issue.record("\(found) where \(wanted) was meant", sourceLocation: location)
                break
            }
        }
    }

    // MARK: Arithmetic

    @Test(arguments: X64Arithmetic.allCases)
    func `arithmetic of registers, memory and immediates`(operation: X64Arithmetic) throws {
        let checker = Checker()
        for left in Self.registers {
            for right in Self.registers {
                checker.add("\(operation) \(name(left)), \(name(right))") {
                    $0.arithmetic(operation, left, right)
                }
            }
            for value in Self.immediates {
                checker.add("\(operation) \(name(left)), \(immediate(value, operation))") {
                    $0.arithmetic(operation, left, value)
                }
            }
        }
        for memory in Self.memories {
            let text = text(memory)
            for register in Self.registers {
                checker.add("\(operation) \(name(register)), \(text)") {
                    $0.arithmetic(operation, register, memory)
                }
            }
            for value in Self.immediates {
                checker.add("\(operation) \(text), \(immediate(value, operation))") {
                    $0.arithmetic(operation, memory, value)
                }
            }
        }
        // 16 registers, 12 immediates, 3072 addresses.
        #expect(Self.memories.count == 3072)
        try checker.check(count: 16 * (16 + 12) + 3072 * (16 + 12))
    }

    /// Capstone shows the immediates of `and`, `or` and `xor` without a sign.
    private func immediate(_ value: Int32, _ operation: X64Arithmetic) -> String {
        switch operation {
        case .and, .or, .xor: number(UInt64(bitPattern: Int64(value)))
        case .add, .adc, .sbb, .sub, .cmp: number(Int64(value))
        }
    }

    @Test func `instructions of one or two registers`() throws {
        let checker = Checker()
        for left in Self.registers {
            checker.add("xor \(name32(left)), \(name32(left))") { $0.zero(left) }
            checker.add("bswap \(name(left))") { $0.bswap(left) }
            checker.add("push \(name(left))") { $0.push(left) }
            checker.add("pop \(name(left))") { $0.pop(left) }
            checker.add("call \(name(left))") { $0.call(left) }
            checker.add("jmp \(name(left))") { $0.jump(to: left) }
            for operation in [X64Unary.not, .neg, .mul, .div] {
                checker.add("\(operation) \(name(left))") { $0.unary(operation, left) }
            }
            for right in Self.registers {
                let pair = "\(name(left)), \(name(right))"
                checker.add("mov \(pair)") { $0.mov(left, right) }
                checker.add("test \(pair)") { $0.test(left, right) }
                checker.add("imul \(pair)") { $0.imul(left, right) }
                checker.add("bsr \(pair)") { $0.bsr(left, right) }
                checker.add("lzcnt \(pair)") { $0.lzcnt(left, right) }
                checker.add("movzx \(name32(left)), \(name8(right))") { $0.movzx8(left, right) }
            }
        }
        try checker.check(count: 16 * (6 + 4 + 6 * 16))
    }

    @Test func `products of three registers and with immediates`() throws {
        let checker = Checker()
        for high in Self.registers {
            for low in Self.registers {
                for source in Self.registers {
                    checker.add("mulx \(name(high)), \(name(low)), \(name(source))") {
                        $0.mulx(high, low, source)
                    }
                }
                for value in Self.immediates {
                    checker.add("imul \(name(high)), \(name(low)), \(number(Int64(value)))") {
                        $0.imul(high, low, value)
                    }
                }
            }
        }
        for memory in Self.memories {
            let text = text(memory)
            for register in Self.registers {
                checker.add("imul \(name(register)), \(text)") { $0.imul(register, memory) }
            }
            for operation in [X64Unary.not, .neg, .mul, .div] {
                checker.add("\(operation) \(text)") { $0.unary(operation, memory) }
            }
        }
        try checker.check(count: 16 * 16 * (16 + 12) + 3072 * (16 + 4))
    }

    @Test func `shifts by immediates and by cl`() throws {
        let checker = Checker()
        for left in Self.registers {
            for operation in X64Shift.allCases {
                checker.add("\(operation) \(name(left)), cl") {
                    $0.shiftByCounter(operation, left)
                }
                for count in 0..<64 as Range<UInt8> {
                    checker.add("\(operation) \(name(left)), \(number(UInt64(count)))") {
                        $0.shift(operation, left, by: count)
                    }
                }
            }
            for right in Self.registers {
                for isLeft in [true, false] {
                    let start = "\(isLeft ? "shld" : "shrd") \(name(left)), \(name(right))"
                    checker.add("\(start), cl") {
                        $0.doubleShiftByCounter(left: isLeft, left, right)
                    }
                    for count in 0..<64 as Range<UInt8> {
                        checker.add("\(start), \(number(UInt64(count)))") {
                            $0.doubleShift(left: isLeft, left, right, by: count)
                        }
                    }
                }
            }
        }
        try checker.check(count: 16 * (3 + 16 * 2) * 65)
    }

    // MARK: Moves

    @Test func `loads, stores and addresses`() throws {
        let checker = Checker()
        for memory in Self.memories {
            let address = text(memory, "")
            for register in Self.registers {
                let (wide, half, byte) = (name(register), name32(register), name8(register))
                checker.add("mov \(wide), qword ptr \(address)") { $0.mov(register, memory) }
                checker.add("mov qword ptr \(address), \(wide)") { $0.mov(memory, register) }
                checker.add("mov \(half), dword ptr \(address)") { $0.mov32(register, memory) }
                checker.add("mov dword ptr \(address), \(half)") { $0.mov32(memory, register) }
                checker.add("mov byte ptr \(address), \(byte)") { $0.mov8(memory, register) }
                checker.add("movzx \(half), byte ptr \(address)") { $0.movzx8(register, memory) }
                checker.add("movsxd \(wide), dword ptr \(address)") {
                    $0.movsxd(register, memory)
                }
                checker.add("lea \(wide), \(address)") { $0.lea(register, memory) }
            }
            checker.add("jmp qword ptr \(address)") { $0.jump(to: memory) }
        }
        try checker.check(count: 3072 * (8 * 16 + 1))
    }

    @Test func `stores of immediates`() throws {
        let checker = Checker()
        for memory in Self.memories {
            let address = text(memory, "")
            for value in Self.immediates {
                let bits = UInt32(bitPattern: value)
                checker.add("mov byte ptr \(address), \(number(UInt64(bits & 0xff)))") {
                    $0.mov8(memory, immediate: UInt8(bits & 0xff))
                }
                checker.add("mov dword ptr \(address), \(number(UInt64(bits)))") {
                    $0.mov32(memory, immediate: bits)
                }
                checker.add("mov qword ptr \(address), \(number(Int64(value)))") {
                    $0.mov(memory, immediate: value)
                }
            }
        }
        try checker.check(count: 3072 * 3 * 12)
    }

    @Test func `immediates in their shortest form`() throws {
        let checker = Checker()
        for register in Self.registers {
            for value in [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff] as [UInt64] {
                checker.add("mov \(name32(register)), \(number(value))") {
                    $0.mov(register, immediate: value)
                }
            }
            for value in [-1, -0x8000_0000] as [Int64] {
                checker.add("mov \(name(register)), \(number(value))") {
                    $0.mov(register, immediate: UInt64(bitPattern: value))
                }
            }
            for value in [0x1_0000_0000, 0x7fff_ffff_7fff_ffff, 0xffff_ffff_7fff_ffff] as [UInt64] {
                checker.add("movabs \(name(register)), \(number(value))") {
                    $0.mov(register, immediate: value)
                }
            }
        }
        try checker.check(count: 16 * (5 + 2 + 3))
    }

    // MARK: Conditions and control

    @Test(arguments: X64Condition.allCases)
    func `conditional moves and sets`(condition: X64Condition) throws {
        let checker = Checker()
        let suffix = Self.conditions[Int(condition.rawValue)]
        for left in Self.registers {
            checker.add("set\(suffix) \(name8(left))") { $0.setcc(condition, left) }
            for right in Self.registers {
                checker.add("cmov\(suffix) \(name(left)), \(name(right))") {
                    $0.cmov(condition, left, right)
                }
                checker.add("cmov\(suffix) \(name32(left)), \(name32(right))") {
                    $0.cmov(condition, left, right, isHalf: true)
                }
            }
        }
        for memory in Self.memories {
            let address = text(memory, "")
            for register in Self.registers {
                checker.add("cmov\(suffix) \(name(register)), qword ptr \(address)") {
                    $0.cmov(condition, register, memory)
                }
                checker.add("cmov\(suffix) \(name32(register)), dword ptr \(address)") {
                    $0.cmov(condition, register, memory, isHalf: true)
                }
            }
        }
        try checker.check(count: 16 * (1 + 2 * 16) + 3072 * 2 * 16)
    }

    @Test func `an inverted condition is the opposite`() {
        for condition in X64Condition.allCases {
            let (text, inverse) = (
                Self.conditions[Int(condition.rawValue)],
                Self.conditions[Int(condition.inverted.rawValue)]
            )
            #expect(text.first == "n" ? text == "n" + inverse : condition.inverted != condition)
        }
    }

    @Test(arguments: [0, 1, -1, 0x1234, -0x1234, .max, .min] as [Int32])
    func `branches go to the end of the branch plus the distance`(distance: Int32) throws {
        let disassembler = try #require(X64Disassembler())
        let start = 0x1_0000_0000 as UInt64
        func target(_ length: UInt64) -> String {
            number(start &+ length &+ UInt64(bitPattern: Int64(distance)))
        }
        for condition in X64Condition.allCases {
            var emitter = X64Emitter(code: CodeBuffer())
            let place = emitter.jump(condition, distance: distance)
            #expect(place == 4)
            let bytes = emitter.code.withBytes { Array($0) }
            let suffix = Self.conditions[Int(condition.rawValue)]
            #expect(disassembler.lines(bytes, address: start) == ["j\(suffix) \(target(6))"])
        }
        var emitter = X64Emitter(code: CodeBuffer())
        emitter.jump(distance: distance)
        let bytes = emitter.code.withBytes { Array($0) }
        #expect(disassembler.lines(bytes, address: start) == ["jmp \(target(5))"])
    }

    @Test func `the rest`() throws {
        let checker = Checker()
        checker.add("ret") { $0.ret() }
        checker.add("cpuid") { $0.cpuid() }
        checker.add("rep movsq qword ptr [rdi], qword ptr [rsi]") { $0.repeatMoveWords() }
        for register in Self.registers {
            for value in Self.immediates {
                checker.add("add \(name(register)), \(number(Int64(value)))") {
                    _ = $0.addLong(register, value)
                }
                let bits = UInt32(bitPattern: value)
                checker.add("mov \(name32(register)), \(number(UInt64(bits)))") {
                    $0.mov32(register, immediate: bits)
                }
                let offset = value < 0 ? " - " : " + "
                let operand = "[rip\(value == 0 ? "" : offset + number(UInt64(value.magnitude)))]"
                checker.add("lea \(name(register)), \(operand)") {
                    $0.leaRelative(register, distance: value)
                }
            }
        }
        try checker.check(count: 3 + 16 * 3 * 12)
    }

    // MARK: The buffer

    @Test func `a buffer grows without moving what was written`() {
        var buffer = CodeBuffer(initialCapacity: 16, limit: 1 << 16)
        for byte in 0..<10_000 {
            buffer.reserve()
            buffer.prepend(UInt8(truncatingIfNeeded: byte))
        }
        buffer.patch(at: 4, 0x0403_0201)
        let bytes = buffer.withBytes { Array($0) }
        #expect(bytes.count == 10_000)
        #expect(Array(bytes.suffix(4)) == [1, 2, 3, 4])
        #expect(bytes.first == UInt8(truncatingIfNeeded: 9_999))
        let isLost = buffer.overflowed
        #expect(!isLost)
    }

    @Test func `a buffer that is too small says so`() {
        var buffer = CodeBuffer(initialCapacity: 128, limit: 1024)
        for _ in 0..<2_000 {
            buffer.reserve()
            buffer.prepend(0 as UInt8)
        }
        let isLost = buffer.overflowed
        #expect(isLost)
    }
}
