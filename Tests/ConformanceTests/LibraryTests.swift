import Conformance
import Testing

/// The library as another package sees it: public names only.
@Suite struct LibraryTests {
    @Test(arguments: try Suites(Resource.path("add.yaml"), Resource.path("vm.json")).cases)
    func `suites are arguments of a test function`(item: Case) throws {
        let result = try CaseRunner().run(item)
        #expect(result.verdict == .pass, "\(result.explanation)")
        #expect(result.name == item.name && "\(item)" == item.name)
    }

    @Test(arguments: ["every-head", "alternate", "random:3", "sweep"])
    func `compiled code agrees under every kind of schedule`(schedule: String) throws {
        let runner = try CaseRunner(
            subjects: ["interpreter", "method@lir"], schedule: schedule, seed: 1)
        for item in try Suites(Resource.path("add.yaml"), filter: "ADD/sums*").cases {
            let result = runner.run(item)
            #expect(result.verdict == .pass, "\(result.explanation)")
        }
    }

    @Test func `faults are thrown with their place`() throws {
        #expect(throws: FixtureError.self) { try Suites(Resource.path("nothing.yaml")) }
        #expect(throws: UsageError.self) { try CaseRunner(subjects: ["sixth"]) }
        #expect(throws: UsageError.self) { try CaseRunner(schedule: "often") }
    }
}
