import Codegen
import Fuzz
import Primitives
import Testing
import VM

/// Where code cannot be made, the reason is told, and the interpreter does all the work.
@Suite(.enabled(if: MethodCompiler(.native).execution == .native))
struct CompileLimitTests {
    /// A limit that is too low for a program, and the error that comes of it.
    struct Limit: CustomTestStringConvertible, Sendable {
        let error: AssemblyError
        let options: AssemblerOptions

        var testDescription: String { "\(error)" }

        init(_ error: AssemblyError, _ change: (inout AssemblerOptions) -> Void) {
            self.error = error
            var options = AssemblerOptions()
            change(&options)
            self.options = options
        }
    }

    static let limits: [Limit] = [
        Limit(.tooManyInstructions) { $0.maximumInstructionCount = 40 },
        Limit(.codeBufferFull) { $0.maximumCodeByteCount = 300 },
        Limit(.codeRegionFull) { $0.codeRegionByteCount = 1 },
        Limit(.spillFrameFull) {
            $0.registerCount = RegisterConventions.minimumManagedCount
            $0.spillSlotCount = 1
        },
    ]

    /// Many words at once, all of them needed at the end, and more code than a page.
    private static let program: [UInt8] = {
        let push = (0..<40).map { "\($0 * 32) CALLDATALOAD" }.joined(separator: " ")
        let mix = (0..<20).map { "DUP\($0 % 15 + 1) MUL SWAP\($0 % 15 + 1) ADD" }
            .joined(separator: " ")
        return assemble(push + " " + mix + " 0 MSTORE 32 0 RETURN")
    }()

    @Test(arguments: limits)
    func `beyond a limit the machine goes on in the interpreter`(limit: Limit) throws {
        let tier = MethodTier(.native, options: limit.options)
        let item = LockstepCase(.osaka, code: Self.program)
        let report = try Lockstep(tier).compare(try Lockstep.reference(item), .none)
        #expect(report.agrees, "\(report.differences)")
        #expect(report.compiledInstructions == 0)
        #expect(tier.runner.takeRefusals() == [.notCompiled(.backEnd(limit.error))])
        #expect(tier.runner.takeBreakdown() == nil)
    }

    @Test func `within all limits the same program is compiled`() throws {
        let tier = MethodTier(.native)
        let item = LockstepCase(.osaka, code: Self.program)
        let report = try Lockstep(tier).compare(try Lockstep.reference(item), .none)
        #expect(report.agrees)
        #expect(report.compiledInstructions > 0)
        #expect(tier.runner.takeRefusals() == [])
    }
}
