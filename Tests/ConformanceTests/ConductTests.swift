import Conformance
import TestSupport
import Testing
import VM

/// What runs tell about how they were carried out, and the demands that are held against it.
@Suite struct ConductTests {
    private func run(_ cases: String, on subject: SubjectName) throws -> RunSummary {
        let folder = try TemporaryFolder()
        let path = try folder.write("defaults: {fork: Osaka}\ncases:\n\(cases)", to: "suite.yaml")
        var configuration = RunConfiguration()
        configuration.subjects = [subject]
        return try Runner(configuration).run(paths: [path])
    }

    @Test(arguments: SubjectName.all.filter { $0.tier == .method })
    func `side exits are counted by their kind`(subject: SubjectName) throws {
        let summary = try run(
            """
              - {name: head, code: POP, expect: {status: stack-underflow}}
              - {name: instruction, code: PUSH 1 INVALID, expect: {status: invalid-opcode}}
              - {name: helper, code: PUSH 2^40 PUSH 0 KECCAK256, expect: {status: out-of-gas}}
              - {name: helper again, code: PUSH 2^40 DUP1 LOG0, expect: {status: out-of-gas}}
              - {name: none, code: PUSH 1 STOP, expect: {gas-used: 3}}
            """, on: subject)
        #expect(summary.counts == [.pass: 5], "\(summary.results)")
        let entry = try #require(summary.statistics.subjects[subject])
        #expect(MethodExitKind.allCases.map { entry.exits[$0] } == [1, 1, 2])
        #expect(entry.compiledBytes > 0 && entry.compileSeconds > 0)
        var writer = WireWriter()
        summary.statistics.write(to: &writer)
        var reader = WireReader(writer.bytes)
        #expect(try RunStatistics(from: &reader) == summary.statistics)
    }

    @Test(arguments: SubjectName.all.filter { $0.tier == .method })
    func `why nothing was compiled is told of a run's own code`(name: SubjectName) throws {
        let items = try Loaded.suite(
            """
            defaults: {fork: Osaka}
            cases:
              - {name: before, code: POP, expect: {status: stack-underflow}}
              - {name: after, code: STOP, expect: {gas-used: 0}}
            """
        ).cases
        try #require(items.count == 2)
        let subject = try MachineSubject(name)
        _ = try subject.run(items[0], plan: RunPlan(for: items[0]))
        var plan = RunPlan(for: items[1])
        plan.watch = .recording
        let reference = try MachineSubject(.interpreter).run(items[1], plan: plan)
        plan.watch = .following(
            try #require(reference.trail), .none, forced: Schedule(), firstTier: .method)
        let conduct = try subject.run(items[1], plan: plan).conduct
        #expect(conduct.uncompiledBecause == "code that ends at once")
    }

    @Test(arguments: SubjectName.all.filter { $0.tier == .method }, MethodExitKind.allCases)
    func `an exit that a case demands and that was not taken is unreached`(
        subject: SubjectName, kind: MethodExitKind
    ) throws {
        let summary = try run(
            """
              - name: a
                code: PUSH 1 STOP
                must-reach: [exit \(kind.name)]
                expect: {gas-used: 3}
            """, on: subject)
        #expect(summary.counts == [.unreached: 1])
        #expect(
            summary.results.first?.explanation
                == "\(subject.text): never reached exit \(kind.name)")
    }
}
