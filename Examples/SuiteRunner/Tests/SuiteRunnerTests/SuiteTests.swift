import Conformance
import Testing

/// Where this example's suites lie: beside its package file.
private let folder = #filePath.replacing(
    "/Tests/SuiteRunnerTests/SuiteTests.swift", with: "/Suites")

@Test(arguments: try Suites(folder).cases)
func `the tiers agree at every head`(item: Case) throws {
    let runner = try CaseRunner(
        subjects: ["interpreter", "method", "method@lir"], schedule: "every-head")
    let result = runner.run(item)
    #expect(result.verdict == .pass, "\(item.location): \(result.explanation)")
}
