import Conformance
import Fuzz
import Testing
import VM

/// Mistakes in what all tiers share show wherever the machine that has them runs, and nowhere else.
@Suite struct SharedFaultTests {
    private func trial(
        _ item: SharedFaultCase, _ subject: SubjectName, faults: Faults
    ) throws -> Trial {
        try DifferentialRunner(subject, faults: faults).run(item.item)
    }

    @Test(arguments: SharedFaultCase.all, SubjectName.all)
    func `a fault in shared code is reported where it first shows, in every tier`(
        _ item: SharedFaultCase, _ subject: SubjectName
    ) throws {
        let trial = try trial(item, subject, faults: [item.fault])
        let divergence = try #require(trial.divergence, "\(item.fault.rawValue) does not show")
        switch (divergence.place, item.wrongAt) {
        case (.head(_, let frame, let pc), .head(let wrongFrame, let wrongPC)):
            #expect(frame == wrongFrame && pc == wrongPC, "\(divergence)")
        case (.end, .end(let observable)):
            #expect(divergence.fields.first == observable, "\(divergence)")
        case (.head, .end), (.end, .head), (.charge, _), (.conduct, _):
            Issue.record("\(divergence)")
        }
    }

    @Test(arguments: SharedFaultCase.all, SubjectName.all)
    func `without its fault the same case agrees, and the reference never has it`(
        _ item: SharedFaultCase, _ subject: SubjectName
    ) throws {
        let right = try trial(item, subject, faults: [])
        #expect(right.divergence == nil, "\(String(describing: right.divergence))")
        let wrong = try trial(item, subject, faults: [item.fault])
        #expect(wrong.recording.outcome.stateRoot == right.recording.outcome.stateRoot)
        #expect(wrong.recording.outcome.effects == right.recording.outcome.effects)
        #expect(
            wrong.recording.outcome.results.map(\.halt)
                == right.recording.outcome.results.map(\.halt))
        #expect(
            wrong.recording.outcome.results.map(\.gasLeft)
                == right.recording.outcome.results.map(\.gasLeft))
    }

    @Test func `a fault of shared code is none of the compiler's`() throws {
        let lockstep = Lockstep(MethodTier(.native, faults: Fault.shared))
        for item in FaultCase.all {
            let reference = try Lockstep.reference(item.item)
            let plan = SwitchPlan.everyHead(of: reference.trail, in: .method)
            #expect(try lockstep.compare(reference, plan, forcing: item.forced).agrees)
        }
    }
}
