import Codegen
import Conformance
import TestSupport
import Testing
import VM

/// A compiler that breaks its own rules is a finding, although the interpreter runs in its stead.
@Suite struct BreakdownTests {
    /// Runs cases as the interpreter does, and says that something broke.
    private final class Broken: Subject {
        let name = SubjectName(tier: .method, execution: .native)
        let mask = ComparisonMask.none
        private let interpreter: MachineSubject
        private let breakdown: Breakdown?

        init(_ breakdown: Breakdown?) throws {
            interpreter = try MachineSubject(.interpreter)
            self.breakdown = breakdown
        }

        func run(_ item: Case, plan: RunPlan) throws(SubjectFailure) -> Outcome {
            var outcome = try interpreter.run(item, plan: plan)
            outcome.breakdown = breakdown
            return outcome
        }
    }

    private func divergence(_ breakdown: Breakdown?) throws -> Divergence? {
        let item = try #require(Loaded(paths: [Resource.path("add.yaml")]).cases.first)
        let reference = try MachineSubject(.interpreter)
        var plan = RunPlan(for: item)
        plan.watch = .recording
        let outcome = try reference.run(item, plan: plan)
        let subject = try Broken(breakdown)
        let comparison = Comparison(
            item: item, reference: reference, outcome: outcome,
            trail: try #require(outcome.trail), subject: subject)
        let run = PlannedRun(label: "none", plan: .none, firstTier: .interpreter)
        return try comparison.divergence(try comparison.run(run), of: run)
    }

    @Test func `what broke is told in words, whatever came of the run`() throws {
        #expect(try divergence(nil) == nil)
        let refused = CompileFailure.backEnd(.unsupportedInstruction("mul"))
        let compiling = try #require(try divergence(.compiling(refused)))
        #expect(compiling.fields == ["compiler"])
        #expect(compiling.description.contains("mul"))
        let running = try #require(try divergence(.running(.divisionByZero(instruction: 7))))
        #expect(running.fields == ["compiled code"])
        #expect(running.description.contains("divisionByZero(instruction: 7)"))
        #expect(try divergence(.returning(17))?.description.contains("17") == true)
    }
}
