import Codegen
import Fuzz
import Primitives
import Testing
import VM

/// What passes do to contracts, and that contracts mean the same with any of them.
@Suite struct PassTests {
    private static let table = InstructionTable.table(for: .osaka)

    /// Programs with something to gain.
    private static let programs = [
        "1 0 MSTORE 2 0 MSTORE 0 MLOAD 32 MLOAD ADD 0 MSTORE 64 0 RETURN",
        "a: 1 SWAP1 SUB DUP1 @a JUMPI 3 1 MSTORE8 4 0 MSTORE8 5 1 MSTORE8 32 0 RETURN",
        "2^200 DUP1 MUL 7 SHR CALLDATASIZE LT ISZERO ISZERO 0 MSTORE 32 0 RETURN",
    ]

    private static func fragment(
        _ text: String, _ passes: Set<LIRPass>
    ) throws -> Fragment {
        var choice = CompileChoice()
        choice.passes = passes
        return try MethodCompiler(.lirInterpreter, choice: choice)
            .fragment(of: Code(assemble(text)), table)
    }

    private static func stores(_ fragment: Fragment) -> Int {
        fragment.buffer.instructions.count { $0.opcode == .stq || $0.opcode == .st8 }
    }

    @Test func `each pass makes programs shorter, or says nothing of them`() throws {
        var (plain, expression, shared) = (0, 0, 0)
        for text in Self.programs {
            plain += try Self.fragment(text, []).buffer.count
            expression += try Self.fragment(text, [.expression]).buffer.count
            shared += try Self.fragment(text, [.expression, .commonSubexpression]).buffer.count
        }
        #expect(expression < plain)
        #expect(shared < expression)
    }

    /// The first word's four limbs, and a byte under the third.
    @Test func `memory that is written twice is stored to once`() throws {
        let standard = PassPipeline.standard.passes
        let without = standard.subtracting([.deadStores])
        #expect(
            try Self.stores(Self.fragment(Self.programs[0], without))
                == Self.stores(Self.fragment(Self.programs[0], standard)) + 4)
        #expect(
            try Self.stores(Self.fragment(Self.programs[1], without))
                == Self.stores(Self.fragment(Self.programs[1], standard)) + 1)
    }

    @Test func `a block looks once at memory that it has reserved`() throws {
        func growths(_ text: String) throws -> Int {
            try Self.fragment(text, []).buffer.instructions.count { $0.opcode == .callq }
        }
        #expect(try growths("64 MLOAD 32 MLOAD 96 MLOAD 64 MSTORE8 STOP") == 2)
        #expect(try growths("64 MLOAD a: 32 MLOAD STOP") == 2)
        #expect(try growths("CALLDATASIZE MLOAD CALLDATASIZE MLOAD STOP") == 2)
    }

    private static let choices: [Set<LIRPass>] =
        LIRPass.allCases.map { [$0] }
        + LIRPass.allCases.map {
            PassPipeline.standard.passes.subtracting([$0])
        } + [[]]

    @Test(arguments: [MethodExecution.lirInterpreter, .native], choices)
    func `programs run the same with any choice of passes`(
        _ execution: MethodExecution, passes: Set<LIRPass>
    ) throws {
        var choice = CompileChoice()
        choice.passes = passes
        let lockstep = Lockstep(MethodTier(execution, choice: choice))
        for text in Self.programs {
            let item = LockstepCase(.osaka, code: assemble("5 " + text))
            let report = try lockstep.compare(try Lockstep.reference(item), .none)
            #expect(report.agrees, "\(report.differences)")
            #expect(report.compiledInstructions > 0)
        }
    }
}
