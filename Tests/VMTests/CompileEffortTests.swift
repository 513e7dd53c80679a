import Codegen
import Fuzz
import Primitives
import Testing
import VM

/// What compiling takes: bounded by the size of the code, whatever is in it.
@Suite struct CompileEffortTests {
    private static let table = InstructionTable.table(for: .osaka)

    /// Together as long as code may be (EIP-170), but where nothing is optimised.
    #if DEBUG
    private static let guards = 1_000
    #else
    private static let guards = 23_576
    #endif

    /// A stack of 1,000 words and then one guard after another.
    private static func deepStack(of word: Opcode) -> [UInt8] {
        [UInt8](repeating: word.rawValue, count: 1000)
            + [UInt8](repeating: Opcode.mload.rawValue, count: guards)
    }

    @Test(arguments: [Opcode.push0, .msize])
    func `snapshots do not grow with the stack`(word: Opcode) throws {
        let code = Code(Self.deepStack(of: word))
        let fragment = try MethodCompiler(.lirInterpreter).fragment(of: code, Self.table)
        #expect(fragment.buffer.exitCount > Self.guards)
        #expect(fragment.buffer.exitSlotCount < 8 * code.count)
        #expect(fragment.buffer.count < 64 * code.count)
    }

    @Test(.timeLimit(.minutes(1)), arguments: [MethodExecution.lirInterpreter, .native])
    func `a deep stack under many guards runs the same in both tiers`(
        _ execution: MethodExecution
    ) throws {
        let lockstep = Lockstep(MethodTier(execution))
        for word in [Opcode.push0, .msize] {
            let item = LockstepCase(.osaka, code: Self.deepStack(of: word))
            let reference = try Lockstep.reference(item)
            let report = try lockstep.compare(reference, .none)
            #expect(report.agrees, "\(report.differences)")
            #expect(report.compiledInstructions == reference.trail.instructions)
        }
    }

    /// Every exit is taken, so that what memory holds by then counts.
    @Test(arguments: [MethodExecution.lirInterpreter, .native])
    func `what a deep stack holds is there behind every exit`(
        _ execution: MethodExecution
    ) throws {
        let words = (1...60).map { "\($0) CALLDATASIZE ADD" }.joined(separator: " ")
        let guards = (1...6).map { "\($0 * 32) MLOAD SWAP\($0) DUP\(8 + $0)" }
        let code = assemble(words + " " + guards.joined(separator: " ") + " GAS MLOAD")
        let tier = MethodTier(execution)
        let reference = try Lockstep.reference(LockstepCase(.osaka, code: code))
        let method = try tier.method(for: Code(code), in: .osaka)
        for exit in 0..<UInt32(method.exitCount) {
            try method.forceExits([LIRExit(identifier: exit)])
            let report = try Lockstep(tier).compare(reference, .none)
            #expect(report.agrees, "exit \(exit): \(report.differences)")
        }
    }

    @Test(arguments: [MethodExecution.lirInterpreter, .native])
    func `code that becomes too many instructions is given up before they are all written`(
        _ execution: MethodExecution
    ) throws {
        var options = AssemblerOptions()
        options.maximumInstructionCount = 1000
        let compiler = MethodCompiler(execution, options: options)
        let code = Code([UInt8](repeating: Opcode.mload.rawValue, count: 1000))
        #expect(throws: CompileFailure.backEnd(.tooManyInstructions)) {
            _ = try compiler.compile(code, Self.table)
        }
    }
}
