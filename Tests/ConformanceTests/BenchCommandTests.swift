import Conformance
import Foundation
import TestSupport
import Testing

/// The command, in a process of its own.
@Suite struct BenchCommandTests {
    private struct Answer {
        let code: Int32
        let output: String
        let errors: String
    }

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func run(_ arguments: String...) throws -> Answer { try run(arguments) }

    private func run(_ arguments: [String]) throws -> Answer {
        let (output, errors) = ("\(folder.path)/out", "\(folder.path)/err")
        for file in [output, errors] {
            try folder.write("", to: URL(filePath: file).lastPathComponent)
        }
        let process = Process()
        process.executableURL = URL(filePath: try #require(BuiltProgram.path("synchromesh")))
        process.arguments = ["bench"] + arguments
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
        try process.run()
        process.waitUntilExit()
        return Answer(
            code: process.terminationStatus,
            output: try String(contentsOfFile: output, encoding: .utf8),
            errors: try String(contentsOfFile: errors, encoding: .utf8))
    }

    /// A run in which a method takes this many seconds where the interpreter takes one.
    private func saved(_ seconds: Double, _ file: String, version: Int = 1) throws -> String {
        func rounds(_ seconds: Double) -> String {
            let round = "{\"seconds\": \(seconds)}"
            return "\"failure\": null, \"rounds\": [\(round), \(round), \(round)]"
        }
        let text = """
            {"format": "synchromesh-bench", "version": \(version), "machine": "any",
             "subjects": ["interpreter", "method"],
             "benchmarks": [{"name": "main/one", "subjects": [
               {"name": "interpreter", \(rounds(1))}, {"name": "method", \(rounds(seconds))}]}]}
            """
        return try folder.write(text, to: file)
    }

    @Test func `a regression is exit code 1, and named with how much it is`() throws {
        let (fast, slow) = (try saved(0.5, "fast.json"), try saved(0.75, "slow.json"))
        let worse = try run("--runs", slow, "--against", fast)
        #expect(worse.code == 1)
        #expect(
            worse.output.contains(
                "WORSE: main/one: method: ratio 0.500 → 0.750, +50.0 % (noise 0.0 %)"))
        #expect(try run("--runs", slow, "--against", fast, "--gate", "60").code == 0)
        #expect(try run("--runs", fast, "--against", slow).code == 0)
        // Half of the rounds are put together with their own kind.
        #expect(try run("--runs", slow, "--runs", slow, "--against", slow).code == 0)
    }

    @Test func `a run that is saved is what a later one is held against`() throws {
        let suite = try folder.write(SmallBenchmarks.suite, to: "small.yaml")
        let file = "\(folder.path)/saved.json"
        let first = try run(
            suite, "--filter", "*loop*", "--rounds", "2", "--time", "0.5", "--save", file)
        #expect(first.code == 0 && first.output.contains("small/loop, three: 21350 gas"))
        let second = try run(
            suite, "--filter", "*three", "--subject", "interpreter", "--subject", "method",
            "--rounds", "2", "--time", "0.5", "--against", file, "--gate", "1000", "--json", "-")
        #expect(second.code == 0, "\(second.errors)")
        let path = try folder.write(second.output, to: "second.json")
        let comparison = try JSONDocument(SourceText(path: path)).root.required("comparison")
        let missing = try comparison.required("missing").elements.map(\.text)
        #expect(missing.count == 2)
        #expect(missing[0].hasSuffix("loop, many is not in this run"))
        #expect(missing[1] == "subject tiered is not in this run")
    }

    @Test func `subjects that differ are exit code 1, and nothing is saved`() throws {
        let suite = try folder.write(SmallBenchmarks.suite, to: "small.yaml")
        let file = "\(folder.path)/saved.json"
        let answer = try run(
            suite, "--filter", "*three", "--plant", "sub-operands", "--rounds", "1", "--save", file)
        #expect(answer.code == 1 && answer.output.contains("DIFFERENT: "))
        #expect(answer.errors.contains("the run was not saved"))
        #expect(throws: FixtureError.self) { try SavedBench(path: file) }
    }

    @Test func `what cannot be done is exit code 2, with what to do`() throws {
        let suite = try folder.write(SmallBenchmarks.suite, to: "small.yaml")
        let old = try saved(1, "old.json", version: 0)
        let attempts: [([String], String)] = [
            ([], "expected a path"),
            (
                [suite, "--filter", "nothing"],
                "expected a benchmark, a test with a transaction, in"
            ),
            ([Resource.path("add.yaml")], "messages, which are no transactions"),
            ([suite, "--against", old], "another release wrote it: write one with"),
            ([suite, "--gate", "5"], "--gate needs --against"),
            ([suite, "--codes", "5"], "--codes is for a mix: add --mix"),
            ([suite, "--mix", "5", "--save", "x"], "--save is not for a mix"),
            ([suite, "--runs", old], "--runs takes the place of measuring"),
            (["--runs", old], "--runs needs --against"),
            ([suite, "--rounds", "0"], "expected --rounds 1 to 1000, found 0"),
            ([suite, "--subject", "method", "--subject", "method"], "expected each subject once"),
            (["/no/such/folder"], "found no readable input"),
        ]
        for (arguments, message) in attempts {
            let answer = try run(arguments)
            #expect(answer.code == 2, "\(arguments)")
            #expect(answer.errors.contains(message), "\(arguments): \(answer.errors)")
        }
    }
}
