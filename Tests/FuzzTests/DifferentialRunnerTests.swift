import Conformance
import Fuzz
import Testing
import VM

/// Made-up cases, run by interpreter and method tier.
@Suite struct DifferentialRunnerTests {
    @Test func `made-up cases agree, and compiled code runs them`() throws {
        var source = CaseSource(seed: 11)
        let runner = try DifferentialRunner()
        var (compiled, all, compared) = (0, 0, 0)
        for _ in 0..<500 {
            let item = source.next()
            let trial = try runner.run(item)
            #expect(trial.divergence == nil, "\(trial.divergence?.description ?? "")")
            compared += trial.isCompared ? 1 : 0
            // Behind a forced exit, and in a block that fails, the interpreter runs.
            let ends = trial.recording.outcome.results.map { $0.halt?.isSuccess ?? false }
            guard item.schedule.helperExits.isEmpty, !ends.contains(false) else { continue }
            compiled += trial.conduct.compiledInstructions
            all += trial.conduct.instructions
        }
        #expect(compared > 490)
        #expect(compiled * 100 >= all * 95)
    }

    @Test func `a planted fault shows as a divergence with a signature`() throws {
        var source = CaseSource(seed: 11)
        let runner = try DifferentialRunner(faults: [.subSwapsOperands])
        var signatures: Set<Signature> = []
        for _ in 0..<200 {
            if let divergence = try runner.run(source.next()).divergence {
                signatures.insert(Signature(divergence))
            }
        }
        #expect(signatures.contains(Signature(place: "head", fields: ["stack"])))
    }

    @Test func `conditions change code and nothing else`() throws {
        var source = CaseSource(seed: 12)
        let runner = try DifferentialRunner()
        for index in 0..<60 {
            var item = source.next()
            item.conditions = Conditions(
                registerCount: index % 2 == 0 ? 5 : nil, noiseSeed: UInt64(index))
            let trial = try runner.run(item)
            #expect(trial.divergence == nil, "\(trial.divergence?.description ?? "")")
        }
    }
}
