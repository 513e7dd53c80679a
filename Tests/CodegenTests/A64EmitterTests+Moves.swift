import Codegen
import Disassembly
import Testing

/// Moves, loads, stores and branches.
extension A64EmitterTests {
    // MARK: Immediates

    @Test func `wide moves`() throws {
        let checker = Checker()
        for register in Self.registers {
            for position in 0..<4 as Range<UInt8> {
                for bits in [0, 1, 9, 10, 0x1234, 0x7fff, 0x8000, 0xffff] as [UInt16] {
                    let shift = position == 0 ? "" : ", lsl #\(16 * position)"
                    for operation in A64WideMove.allCases {
                        // Here all numbers but zero are hexadecimal.
                        let operand = bits == 0 ? "#0" : "#0x" + String(bits, radix: 16)
                        checker.add("\(operation) \(name(register)), \(operand)\(shift)") {
                            $0.move(operation, register, bits, position: position)
                        }
                    }
                }
            }
        }
        try checker.check(count: 32 * 4 * 8 * 3)
    }

    /// What a word needs, found by trying: one bitwise immediate, or as many wide moves as it has
    /// quarters that are not all zeros, or not all ones.
    private func shortestCount(_ word: UInt64) -> Int {
        let quarters = (0..<4 as Range<UInt64>).map { word >> (16 * $0) & 0xffff }
        let wide = min(quarters.count { $0 != 0 }, quarters.count { $0 != 0xffff })
        return Self.bitmasks.contains(word) ? 1 : max(1, wide)
    }

    @Test func `immediates in their shortest form give the word`() throws {
        let disassembler = try #require(A64Disassembler())
        var words: [UInt64] = [0, 1, .max, 0xffff, 0x1_0000, 0x1234_5678_9abc_def0]
        words += Self.bitmasks.enumerated().filter { $0.offset % 7 == 0 }.map(\.element)
        for pattern in 0..<256 as Range<UInt64> {
            let quarters = [0, 0xffff, 0x1234, 0xfffe] as [UInt64]
            words.append(
                (0..<4).reduce(0) { $0 << 16 | quarters[Int(pattern >> (2 * $1) & 3)] })
        }
        for word in words {
            var emitter = A64Emitter(code: CodeBuffer())
            emitter.mov(.x5, immediate: word)
            let lines = try #require(disassembler.lines(emitter.code.withBytes { Array($0) }))
            #expect(lines.count == shortestCount(word), "\(String(word, radix: 16)): \(lines)")
            #expect(value(of: lines) == word, "\(String(word, radix: 16)): \(lines)")
        }
    }

    /// The word that moves leave in x5, read from their text.
    private func value(of lines: [String]) -> UInt64? {
        var value: UInt64 = 0
        for line in lines {
            let parts = line.replacing("lsl #", with: "").split { " ,#".contains($0) }
            guard parts.count >= 3, parts[1] == "x5" else { return nil }
            let isLogical = parts[0] == "orr"
            let operand = parts[isLogical ? 3 : 2]
            let shift = isLogical || parts.count == 3 ? 0 : UInt64(parts[3]) ?? 0
            let digits = operand.hasPrefix("0x") ? operand.dropFirst(2) : operand
            guard let bits = UInt64(digits, radix: 16) else { return nil }
            switch parts[0] {
            case "orr": value = bits
            case "movz": value = bits << shift
            case "movn": value = ~(bits << shift)
            case "movk": value = value & ~(0xffff << shift) | bits << shift
            default: return nil
            }
        }
        return value
    }

    // MARK: Memory

    private func mnemonic(
        _ direction: A64Direction, _ size: A64AccessSize, _ infix: String = ""
    ) -> String {
        (direction == .load ? "ld" : "st") + infix + (size == .byte ? "rb" : "r")
    }

    private func name(_ register: Register, _ size: A64AccessSize) -> String {
        size == .doubleword ? name(register) : name32(register)
    }

    private func text(_ base: Register, _ offset: Int64) -> String {
        offset == 0 ? "[\(nameOrStack(base))]" : "[\(nameOrStack(base)), \(number(offset))]"
    }

    @Test(arguments: A64Direction.allCases, A64AccessSize.allCases)
    func `loads and stores`(direction: A64Direction, size: A64AccessSize) throws {
        let checker = Checker()
        let scaled = mnemonic(direction, size)
        let unscaled = direction == .load ? "ldu" : "stu"
        for register in Self.registers {
            for base in Self.registers {
                let start = name(register, size)
                for units in [0, 1, 2, 9, 10, 255, 256, 4094, 4095] as [UInt16] {
                    let offset = Int64(units) << Int64(size.rawValue)
                    checker.add("\(scaled) \(start), \(text(base, offset))") {
                        $0.access(direction, size, register, base, units: units)
                    }
                }
                for offset in [-256, -255, -8, -1, 0, 1, 9, 10, 254, 255] as [Int16] {
                    checker.add(
                        "\(unscaled)\(size == .byte ? "rb" : "r") \(start), \(text(base, Int64(offset)))"
                    ) { $0.accessUnscaled(direction, size, register, base, offset: offset) }
                }
            }
        }
        for (register, base, index) in Self.triples {
            let operands = "\(name(register, size)), [\(nameOrStack(base)), \(name(index))"
            checker.add("\(scaled) \(operands)]") {
                $0.access(direction, size, register, base, index: index)
            }
            checker.add("\(scaled) \(operands), lsl #\(size.rawValue)]") {
                $0.access(direction, size, register, base, index: index, isScaled: true)
            }
        }
        try checker.check(count: 19 * 32 * 32 + 2 * 32 * 32 * 32)
    }

    @Test func `table entries`() throws {
        let checker = Checker()
        for (register, base, index) in Self.triples {
            checker.add(
                "ldrsw \(name(register)), [\(nameOrStack(base)), \(name(index)), lsl #2]"
            ) { $0.ldrsw(register, base, index: index) }
        }
        try checker.check(count: 32 * 32 * 32)
    }

    @Test(arguments: A64Direction.allCases)
    func `pairs`(direction: A64Direction) throws {
        let checker = Checker()
        for (first, second, base) in Self.triples where first != second {
            // Where the base is also loaded or stored, writing it back is unpredictable.
            let isClear = base == .sp || (base != first && base != second)
            for units in [-64, -63, -1, 0, 1, 62, 63] as [Int8] {
                let offset = number(Int64(units) * 8)
                let start =
                    "\(direction == .load ? "ldp" : "stp") \(name(first)), \(name(second)), ["
                    + nameOrStack(base)
                checker.add(units == 0 ? "\(start)]" : "\(start), \(offset)]") {
                    $0.accessPair(direction, first, second, base, units: units)
                }
                guard isClear else { continue }
                checker.add("\(start), \(offset)]!") {
                    $0.accessPair(direction, first, second, base, units: units, .preIndexed)
                }
                checker.add("\(start)], \(offset)") {
                    $0.accessPair(direction, first, second, base, units: units, .postIndexed)
                }
            }
        }
        // Two different registers and any base; written back if that is clear.
        try checker.check(count: 7 * (32 * 31 * 32 + 2 * (32 * 31 + 31 * 31 * 30)))
    }

    // MARK: Control

    /// The single instruction, read as if it stood at an address.
    private func line(
        at address: UInt64, _ emit: (inout A64Emitter) -> Void
    ) throws -> String {
        var emitter = A64Emitter(code: CodeBuffer())
        emit(&emitter)
        let disassembler = try #require(A64Disassembler())
        let bytes = emitter.code.withBytes { Array($0) }
        return try #require(disassembler.lines(bytes, address: address)?.first)
    }

    @Test func `branches go to where they start plus the distance`() throws {
        let start = 0x1_0000_0000 as UInt64
        func target(_ distance: Int) -> String {
            number(start &+ UInt64(bitPattern: Int64(distance)))
        }
        let far = [0, 4, -4, 8, 0x1234, -0x1234, 1 << 20, -1 << 27, (1 << 27) - 4]
        for distance in far {
            #expect(try line(at: start) { $0.b(distance: distance) } == "b \(target(distance))")
            #expect(A64Emitter.branchDistances.contains(distance))
        }
        for distance in [0, 4, -4, 8, 0x1234, -0x1234, -1 << 20, (1 << 20) - 4] {
            for condition in A64Condition.allCases {
                let text = try line(at: start) { $0.b(condition, distance: distance) }
                #expect(text == "b.\(name(condition)) \(target(distance))")
            }
        }
        for distance in [0, 1, 2, 3, 4, -1, 0x1234, -1 << 20, (1 << 20) - 1] {
            for register in Self.registers {
                let text = try line(at: start) { $0.adr(register, distance: distance) }
                #expect(text == "adr \(name(register)), \(target(distance))")
            }
            #expect(A64Emitter.shortDistances.contains(distance))
        }
        #expect(!A64Emitter.shortDistances.contains(1 << 20))
        #expect(!A64Emitter.branchDistances.contains(1 << 27))
        #expect(!A64Emitter.branchDistances.contains((-1 << 27) - 1))
    }

    @Test func `the rest`() throws {
        let checker = Checker()
        for register in Self.registers {
            checker.add("br \(name(register))") { $0.br(register) }
            checker.add("blr \(name(register))") { $0.blr(register) }
        }
        checker.add("ret") { $0.ret() }
        checker.add("nop") { $0.nop() }
        try checker.check(count: 2 * 32 + 2)
    }
}
