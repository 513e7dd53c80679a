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

    /// Code of its own for each number: so many loads, nothing of which is known.
    private func code(_ number: Int, loads: Int = 1) -> Code {
        Code(assemble("\(number)" + String(repeating: " CALLDATALOAD", count: loads)))
    }

    @Test func `beyond its capacity the tier forgets all contracts, and compiles them anew`()
        throws
    {
        let tier = MethodTier(.native, capacity: 2)
        func compile(_ number: Int) throws -> Int {
            _ = try tier.method(for: code(number), in: .osaka)
            return tier.effort.count
        }
        #expect(try [1, 2, 1, 2].map(compile) == [1, 2, 2, 2])
        #expect(try [3, 3, 1, 2].map(compile) == [3, 3, 4, 5])
    }

    @Test func `a region that is full is made room in, and code beyond it is interpreted`() throws {
        var options = AssemblerOptions()
        options.codeRegionByteCount = 1 << 16
        let tier = MethodTier(.native, options: options)
        for number in 1...16 { _ = try tier.method(for: code(number, loads: 200), in: .osaka) }
        #expect(tier.effort.count == 16)
        #expect(tier.effort.machineCodeByteCount > 2 << 16)
        #expect(throws: CompileFailure.backEnd(.codeRegionFull)) {
            _ = try tier.method(for: code(1, loads: 2000), in: .osaka)
        }
        #expect(tier.runner.takeBreakdown() == nil)
        _ = try tier.method(for: code(17, loads: 200), in: .osaka)
    }

    @Test func `code that is too long is interpreted`() throws {
        let count = MethodCompiler.codeLimit + 1
        let tier = MethodTier(.native)
        #expect(throws: CompileFailure.rejected(.tooLong, byteCount: count)) {
            _ = try tier.method(for: Code([UInt8](repeating: 0x5b, count: count)), in: .osaka)
        }
    }

    @Test func `a contract beyond a limit is no breakdown`() throws {
        var options = AssemblerOptions()
        options.maximumInstructionCount = 1
        let tier = MethodTier(.native, options: options)
        let report = try Lockstep(tier).compare(try Lockstep.reference(item), .none)
        #expect(report.agrees && report.compiledInstructions == 0)
        #expect(tier.runner.takeRefusals() == [.notCompiled(.backEnd(.tooManyInstructions))])
    }
}
