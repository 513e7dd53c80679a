import Codegen
import Primitives
import Testing
import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// one predicate, in linear time, that knows what code becomes.
@Suite struct SuitabilityTests {
    private static let table = InstructionTable.table(for: .osaka)

    #if DEBUG
    /// Where nothing is optimised, and LIR is checked, time is another, and a part has to do.
    private static let slowness = 40.0
    private static let compiledShare = 1.0 / 16
    private static let randomPrograms = 600
    #else
    private static let slowness = 1.0
    private static let compiledShare = 1.0
    private static let randomPrograms = 20_000
    #endif

    /// What lowering makes of code: instructions, and words that exits restore.
    private static func effort(_ code: [UInt8]) throws -> Int {
        let compiler = MethodCompiler(.lirInterpreter)
        do throws(CompileFailure) {
            let buffer = try compiler.fragment(of: Code(code), table).buffer
            return buffer.count + buffer.exitSlotCount
        } catch .noEntry {
            return 0
        } catch {
            throw error
        }
    }

    private static func bound(_ code: [UInt8]) -> Int {
        code.withUnsafeBytes { Suitability.instructionBound(of: $0) }
    }

    private static func verdict(
        _ code: [UInt8], minimum: Int = 64, longest: Int = 1 << 20,
        most: Int = Suitability.affordableInstructionCount
    ) -> CompileVerdict {
        code.withUnsafeBytes {
            Suitability.verdict(
                on: $0, minimumByteCount: minimum, largestByteCount: longest,
                largestInstructionCount: most)
        }
    }

    // MARK: The table

    /// Where operands come from: a slot of their own, another slot, constants, values.
    private static let producers = [
        [], assemble("DUP16"), assemble("96"), [0x7f] + [UInt8](repeating: 0xab, count: 32),
        assemble("CALLDATASIZE NOT"),
    ]
    /// What comes behind: the end, a head, a function that needs all words in memory, a reader.
    private static let suffixes = [
        [], assemble("JUMPDEST MSIZE POP"), assemble("ORIGIN POP"), assemble("ADD"),
    ]
    /// The check of the stack's height is in all of them, and a word waits to be written.
    private static let prefix = assemble("JUMPDEST SWAP16 SWAP16 MSIZE MSIZE MSIZE POP POP")

    private static func instruction(_ row: OpcodeRow) -> [UInt8] {
        [row.opcode.rawValue] + [UInt8](repeating: 0xab, count: row.immediate)
    }

    @Test(arguments: OpcodeTable.rows.map(\.opcode))
    func `an instruction's cost bounds what lowering makes of it, and is not far above`(
        opcode: Opcode
    ) throws {
        let row = try #require(OpcodeTable.byByte[Int(opcode.rawValue)])
        let instruction = Self.instruction(row)
        let movesWords = row.family == .stack && opcode != .pop
        var largest = 0
        for producer in movesWords ? [Self.producers[0]] : Self.producers {
            for suffix in Self.suffixes {
                let operands = (0..<(movesWords ? 0 : row.pops)).flatMap { _ in producer }
                let drops = [UInt8](
                    repeating: Opcode.pop.rawValue, count: movesWords ? 0 : row.pops)
                let program = Self.prefix + operands + instruction + suffix
                let without = Self.prefix + operands + drops + suffix
                let (made, rest) = (try Self.effort(program), try Self.effort(without))
                #expect(made <= Self.bound(program), "\(program)")
                largest = max(largest, made - rest)
            }
        }
        #expect(CompileCost(opcode).instructions <= 2 * largest + 6, "of \(largest)")
    }

    /// Nothing but one instruction: what is too low in its cost adds up.
    @Test(arguments: OpcodeTable.rows.map(\.opcode))
    func `the bound holds for an instruction again and again`(opcode: Opcode) throws {
        let row = try #require(OpcodeTable.byByte[Int(opcode.rawValue)])
        for producer in Self.producers {
            let operands = (0..<row.pops).flatMap { _ in producer }
            let count = min(40, 900 / max(1, row.pops))
            let program = (0..<count).flatMap { _ in operands + Self.instruction(row) }
            #expect(try Self.effort(program) <= Self.bound(program))
        }
    }

    private static let pools: [[Opcode]] = [
        Opcode.allCases,
        [.jumpdest, .jumpi, .jump, .push1, .dup1, .swap1, .call, .sload, .pop, .msize],
        [.mload, .mstore, .mstore8, .msize, .dup1, .dup2, .swap1, .not, .push1, .push32, .pop],
        [.shl, .shr, .sar, .byte, .mul, .div, .mod, .push1, .push32, .dup1, .msize, .swap2, .add],
        [.push1, .dup16, .dup3, .swap16, .swap5, .mload, .jumpi, .codesize, .sstore],
    ]

    private static func randomProgram(_ generator: inout SeededGenerator) -> [UInt8] {
        var pool = pools[generator.below(pools.count)]
        if generator.below(3) == 0 {
            pool = (0..<3).map { _ in Opcode.allCases[generator.below(Opcode.allCases.count)] }
        }
        var program: [UInt8] = generator.below(2) == 0 ? assemble("JUMPDEST SWAP16 SWAP16") : []
        for _ in 0..<[1, 2, 3, 5, 8, 20, 60, 150][generator.below(8)] {
            let opcode = pool[generator.below(pool.count)]
            program.append(opcode.rawValue)
            let data = OpcodeTable.byByte[Int(opcode.rawValue)]?.immediate ?? 0
            let isSmall = generator.below(2) == 0
            program += (0..<data).map { index in
                let byte = UInt8(truncatingIfNeeded: generator.next())
                return isSmall ? (index == data - 1 ? byte % 80 : 0) : byte
            }
        }
        return program
    }

    @Test func `the bound holds for random programs, and is of their size`() throws {
        var generator = SeededGenerator(seed: 8)
        var (made, bound) = (0, 0)
        for _ in 0..<Self.randomPrograms {
            let program = Self.randomProgram(&generator)
            let effort = try Self.effort(program)
            made += effort
            bound += Self.bound(program)
            #expect(effort <= Self.bound(program), "\(program)")
        }
        #expect(bound < 5 * made)
    }

    @Test func `what cannot be reached and what is pushed costs nothing`() {
        let data = [UInt8](repeating: Opcode.mload.rawValue, count: 1000)
        let end = assemble("STOP")
        #expect(Self.bound(end + data) == Self.bound(end))
        #expect(Self.bound(end + assemble("JUMPDEST") + data) > 1000)
        let pushed = [Opcode.push32.rawValue] + [UInt8](repeating: 0x5b, count: 32)
        #expect(Self.bound(end + pushed + data) == Self.bound(end))
        #expect(Self.bound(pushed) == Self.bound([Opcode.push0.rawValue]))
        #expect(Self.bound([0x0c] + data) == Self.bound([0x0c]))
    }

    // MARK: The verdict

    @Test(arguments: [
        (0, CompileVerdict.rejected(.tooShort)), (63, .rejected(.tooShort)), (64, .suitable),
        (100, .suitable), (101, .rejected(.tooLong)),
    ])
    func `code that is too short or too long is turned down`(
        count: Int, expected: CompileVerdict
    ) {
        let code = [UInt8](repeating: Opcode.jumpdest.rawValue, count: count)
        #expect(Self.verdict(code, longest: 100) == expected)
    }

    @Test func `code that becomes too much is turned down, to the instruction`() {
        let code = [UInt8](repeating: Opcode.sload.rawValue, count: 500)
        let bound = Self.bound(code)
        #expect(Self.verdict(code, most: bound) == .suitable)
        #expect(Self.verdict(code, most: bound - 1) == .rejected(.tooExpensive))
        #expect(Self.verdict(code, most: .max) == .suitable)
    }

    @Test func `the compiler judges by the same predicate, with limits of its own`() throws {
        let short = Code(assemble("1 2 ADD"))
        #expect(MethodCompiler.verdict(on: short) == .suitable)
        #expect(
            MethodCompiler.verdict(on: short, minimumByteCount: 64) == .rejected(.tooShort))
        let costly = Code([UInt8](repeating: Opcode.mload.rawValue, count: 24_576))
        #expect(MethodCompiler.verdict(on: costly) == .suitable)
        let limit = Suitability.affordableInstructionCount
        #expect(
            MethodCompiler.verdict(on: costly, largestInstructionCount: limit)
                == .rejected(.tooExpensive))
        let longest = [UInt8](repeating: 0, count: MethodCompiler.codeLimit)
        #expect(MethodCompiler.verdict(on: Code(longest)) == .suitable)
        let long = Code(longest + [0])
        #expect(MethodCompiler.verdict(on: long) == .rejected(.tooLong))
        #expect(throws: CompileFailure.rejected(.tooLong, byteCount: long.count)) {
            try MethodCompiler(.lirInterpreter).compile(long, Self.table)
        }
        #expect(
            MethodRefusal.notCompiled(.rejected(.tooLong, byteCount: 9)).text
                == "code of 9 bytes is not compiled: too long")
    }

    // MARK: R-8

    /// Code of nothing but one thing, with what stands before it.
    struct Pathology: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var before = ""
        var byteCount = 24_576

        var code: [UInt8] {
            let unit = assemble(testDescription)
            let start = assemble(before)
            let count = (byteCount - start.count) / unit.count
            return start + (0..<count).flatMap { _ in unit }
        }
    }

    static let pathologies: [Pathology] =
        [
            "MLOAD", "MSIZE MSIZE MSTORE", "DUP16 DUP1 MSTORE8", "SLOAD", "DUP1 MUL", "DUP1 ADD",
            "DUP1 DUP1 JUMPI", "JUMPDEST", "CALL", "SWAP1 SWAP3 SWAP5 SWAP7 SWAP16 JUMPDEST",
            "DUP16 DUP16 DUP16 DUP16 JUMPDEST", "MSIZE PUSH1 1 JUMPI", "DUP1 JUMP JUMPDEST",
        ].map { Pathology(testDescription: $0) } + [
            Pathology(testDescription: "DUP1 SHL", byteCount: 20_000),
            Pathology(
                testDescription: "MSIZE MLOAD POP",
                before: (0..<31).map { _ in "MSIZE NOT" }.joined(separator: " ")),
            Pathology(
                testDescription: "CODESIZE PUSH1 1 JUMPI",
                before: (0..<31).map { _ in "MSIZE" }.joined(separator: " ")),
        ]

    /// Processor time of this thread, in seconds: the least of some times.
    private static func seconds(of work: () throws -> Void, times: Int = 3) rethrows -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        return try (0..<times).map { _ in
            let start = now()
            try work()
            return now() - start
        }.min() ?? 0
    }

    @Test(arguments: pathologies)
    func `pathological code is turned down, or compiled in less than 50 ms`(
        pathology: Pathology
    ) throws {
        let code = pathology.code
        guard Self.verdict(code) == .suitable else { return }
        let compiler = MethodCompiler(.native)
        let contract = Code(Array(code.prefix(Int(Double(code.count) * Self.compiledShare))))
        let seconds = try Self.seconds(of: { _ = try compiler.compile(contract, Self.table) })
        #expect(seconds < 0.050 * Self.slowness)
    }

    @Test func `shifts of words by themselves are compiled`() throws {
        let code = [[UInt8]](repeating: assemble("DUP1 SHL"), count: 10_000).flatMap(\.self)
        #expect(Self.verdict(code) == .suitable)
        #expect(try Self.effort(code) < Suitability.affordableInstructionCount)
    }

    @Test(arguments: ["MLOAD", "JUMPDEST", "PUSH0", "DUP1 SHL", "STOP"])
    func `the predicate takes time that is linear in the size of code`(_ text: String) {
        let unit = assemble(text)
        let long = (0..<(1 << 20) / unit.count).flatMap { _ in unit }
        let short = [UInt8](long.prefix(long.count / 8))
        let times = [short, long].map { code in
            Self.seconds(of: { _ = Self.bound(code) }, times: 7)
        }
        // A square would be 64 times as long.
        #expect(times[1] < 20 * times[0])
        #expect(times[1] < 0.030 * Self.slowness)
    }
}
