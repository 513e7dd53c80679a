import Conformance
import Foundation
import TestSupport
import Testing

/// EVMC machines of others, measured beside our tiers.
@Suite struct BenchLaneTests {
    private static let suite = """
        defaults: {fork: Osaka, pre: {0xcafe: {balance: 2^64}}, expect: {status: any}}
        cases:
          - name: stop
            code: PUSH 1 POP STOP
            transaction: {}
          - name: marked
            code: PUSH 0x6d61726b POP PUSH 5 PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN
            transaction: {}
          - name: failure
            code: ADD
            transaction: {}
          - name: revert
            code: PUSH 0 PUSH 0 REVERT
            transaction: {}
        """

    private static func run(
        _ benchmarks: [Benchmark], _ subjects: String...
    ) throws -> BenchRun {
        var made = BenchConfiguration()
        made.roundCount = 2
        made.measurementSeconds = 0.0002
        made.warmUpSeconds = 0.001
        return try BenchRun(
            benchmarks, in: try subjects.map { BenchSubject(try SubjectName(parsing: $0)) }, made)
    }

    private static func small() throws -> [Benchmark] {
        let folder = try TemporaryFolder()
        return BenchmarkReader(paths: [try folder.write(suite, to: "small.yaml")]).benchmarks
    }

    @Test func `our own machine as a plug-in agrees with our tiers, and is measured`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
        let root = file.deletingLastPathComponent().deletingLastPathComponent()
        let reader = BenchmarkReader(paths: [root.appending(path: "benchmarks").path])
        #expect(reader.benchmarks.count >= 20)
        let own = "evmc:\(try MachineLibrary.own())"
        let run = try Self.run(
            reader.benchmarks, "interpreter", own + ",tier=interpreter", own + ",tier=method")
        #expect(run.differences == [])
        let seconds = run.entries.flatMap { $0.rows.flatMap { $0.rounds.map(\.seconds) } }
        #expect(seconds.count == reader.benchmarks.count * 3 * 2)
        #expect(seconds.allSatisfy { $0 > 0 })
    }

    @Test func `what the interface does not tell apart is no difference`() throws {
        let own = "evmc:\(try MachineLibrary.own())"
        let run = try Self.run(try Self.small(), "interpreter", own)
        #expect(run.entries.map(\.isSuccess) == [true, true, false, false])
        #expect(run.differences == [])
    }

    @Test(arguments: [
        ("wrong-gas", "gas used: "), ("wrong-output", "digest of the output: "),
        ("gas-more", "gas"),
    ])
    func `a machine that lies is a difference, on the benchmark alone`(
        misdeed: String, words: String
    ) throws {
        let run = try Self.run(try Self.small(), "interpreter", try Outside.wrapper(misdeed))
        #expect(run.differences.count == 1, "\(run.differences)")
        let difference = try #require(run.differences.first)
        #expect(difference.contains("/small/marked: ") && difference.contains(words))
        #expect(run.entries.map { $0.rows[1].failure == nil } == [true, false, true, true])
    }

    @Test func `a library that is none fails the subject, and says why`() throws {
        let run = try Self.run(try Self.small(), "interpreter", "evmc:/no/such/library.so")
        #expect(run.differences.count == 4)
        #expect(run.differences[0].contains("found no file /no/such/library.so"))
    }
}
