import Codegen
import Fuzz
import Primitives
import Testing
import VM

/// What the method tier keeps of contracts, and what it says of those that it does not compile.
@Suite(.enabled(if: MethodCompiler(.native).execution == .native))
struct MethodTierTests {
    private let item = LockstepCase(.osaka, code: assemble("1 2 ADD"))

    @Test func `every run of a contract on which the compiler breaks down says so`() throws {
        var options = AssemblerOptions()
        options.faults = [.refusesReturns]
        let lockstep = Lockstep(MethodTier(.native, options: options))
        let reference = try Lockstep.reference(item)
        for _ in 0..<2 {
            let report = try lockstep.compare(reference, .none)
            #expect(report.differences.count == 1)
            #expect(report.differences.first?.contains("unsupportedInstruction(\"ret\")") == true)
        }
    }

    @Test func `a contract beyond a limit is no breakdown`() throws {
        var options = AssemblerOptions()
        options.maximumInstructionCount = 1
        let tier = MethodTier(.native, options: options)
        let report = try Lockstep(tier).compare(try Lockstep.reference(item), .none)
        #expect(report.agrees && report.compiledInstructions == 0)
        #expect(tier.takeRefusals() == [.notCompiled(.backEnd(.tooManyInstructions))])
    }
}
