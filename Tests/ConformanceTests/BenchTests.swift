import Conformance
import Foundation
import Primitives
import TestSupport
import Testing
import VM

/// Subjects measured side by side.
@Suite struct BenchTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    // MARK: Reading

    @Test func `every input is a benchmark, by folder, file and label, under the last fork`()
        throws
    {
        let reader = try SmallBenchmarks.read(folder)
        #expect(reader.errors.isEmpty && reader.messageCount == 0)
        let names = reader.benchmarks.map { $0.name.split(separator: "/").dropFirst() }
        #expect(
            names == [["small", "loop, three"], ["small", "loop, many"], ["small", "refusal"]])
        #expect(reader.benchmarks.allSatisfy { $0.item.fork == .osaka })
        #expect(Set(reader.benchmarks.map(\.group)).count == 1)
    }

    @Test func `a fork that is named holds for all, and takes the expectations away`() throws {
        let path = try folder.write(SmallBenchmarks.suite, to: "small.yaml")
        let reader = BenchmarkReader(paths: [path], fork: .berlin)
        #expect(reader.benchmarks.count == 3)
        #expect(reader.benchmarks.allSatisfy { $0.item.fork == .berlin && $0.hasOtherFork })
    }

    @Test func `an official test's inputs have the names that its filler gave them`() throws {
        let text = try String(contentsOfFile: Resource.path("sstore.json"), encoding: .utf8)
        let named = text.replacing(
            "\"comment\"",
            with: "\"labels\": {\"0\": \":label none\", \"1\": \"some\"}, \"comment\"")
        #expect(named != text)
        func names(_ text: String, _ file: String) throws -> [String] {
            BenchmarkReader(paths: [try folder.write(text, to: file)]).benchmarks.map {
                $0.name.split(separator: "/").dropFirst().joined(separator: "/")
            }
        }
        #expect(try names(named, "sstore.json").prefix(2) == ["sstore/none", "sstore/some"])
        // Without labels, it is their numbers; with another file's name, the test's.
        #expect(
            try names(text, "other.json").prefix(2)
                == ["other/sstore/d0,g0,v0", "other/sstore/d1,g1,v1"])
    }

    @Test func `filters mean names of benchmarks, and messages are counted`() throws {
        let reader = try SmallBenchmarks.read(folder, filters: ["small/loop*"])
        #expect(reader.benchmarks.count == 2)
        #expect(reader.notes == ["2 cases were not asked for"])
        let messages = BenchmarkReader(paths: [Resource.path("add.yaml")])
        #expect(messages.benchmarks.isEmpty && messages.messageCount > 0)
    }

    // MARK: Our own benchmarks

    @Test func `the project's own benchmarks meet their expectations, and all tiers agree`() throws
    {
        let reader = BenchmarkReader(paths: [Project.path("benchmarks")])
        #expect(reader.errors.isEmpty)
        #expect(reader.benchmarks.count >= 20)
        #expect(Set(reader.benchmarks.map(\.group)) == ["benchmarks"])
        var made = BenchConfiguration()
        made.roundCount = 1
        made.measurementSeconds = 0.0001
        made.warmUpSeconds = 0.001
        let names = ["interpreter", "method", "tiered,calls=0,gas=0,minimum-size=0"]
        let run = try BenchRun(
            reader.benchmarks, in: try names.map { BenchSubject(try SubjectName(parsing: $0)) },
            made)
        #expect(run.differences == [])
        #expect(run.entries.allSatisfy { $0.isSuccess && $0.unmet == nil && $0.blocks > 0 })
        let growth = run.entries.map { entry in entry.rows.map { $0.rounds[0].effort.count } }
        #expect(growth.allSatisfy { $0[0] == 0 && $0[1] > 0 && $0[2] > 0 })
    }

    // MARK: Measuring

    private func run(
        _ subjects: [BenchSubject], rounds: Int = 3,
        configure: (inout BenchConfiguration) -> Void = { _ in }
    ) throws -> BenchRun {
        var made = BenchConfiguration()
        made.roundCount = rounds
        configure(&made)
        return try BenchRun(try SmallBenchmarks.loops(folder), in: subjects, made)
    }

    @Test func `blocks are counted once, by the interpreter`() throws {
        let run = try run([FakeSubject(seconds: [1]).subject("a")])
        // The start, and of n rounds a JUMPDEST each; behind the last JUMPI the code ends.
        #expect(run.entries.map(\.blocks) == [4, 501])
        // A round is JUMPDEST PUSH SWAP SUB DUP PUSH JUMPI, 26 gas, before it are PUSH and
        // CALLDATALOAD, 6.
        let gas: [UInt64] = [6 + 3 * 26, 6 + 500 * 26]
        #expect(run.entries.map(\.frameGas) == gas)
    }

    @Test func `a first call is told apart, and short executions are measured together`() throws {
        var fake = FakeSubject(seconds: [0.0001])
        fake.firstCallSeconds = 0.002
        fake.compileSeconds = 0.0015
        let run = try run([fake.subject("fake")]) { $0.measurementSeconds = 0.005 }
        let round = run.entries[0].rows[0].rounds[0]
        #expect(round.firstSeconds == 0.002 && round.firstCompileSeconds == 0.0015)
        #expect(abs(round.seconds - 0.0001) < 1e-12)
        #expect((50...100).contains(round.count))
        #expect(round.warmUpCount >= round.count)
        #expect(round.effort.machineCodeByteCount == 700)
    }

    @Test func `what compiles late is measured when it has`() throws {
        var fake = FakeSubject(seconds: [0.01])
        fake.warmUpCount = 30
        fake.compileSeconds = 0.5
        fake.compilesIn = 28
        let round = try run([fake.subject("late")]).entries[0].rows[0].rounds[0]
        #expect(round.warmUpCount >= 30 && round.count == 1)
        #expect(round.firstCompileSeconds == 0 && round.effort.seconds == 0.5)
        #expect(!round.isStillWarming)
    }

    @Test func `a subject that takes long is not warmed up for ever`() throws {
        var fake = FakeSubject(seconds: [0.2])
        fake.warmUpCount = 1000
        let round = try run([fake.subject("slow")]).entries[0].rows[0].rounds[0]
        // Half a second of warming up.
        #expect(round.warmUpCount == 3)
    }

    @Test func `ratios are those of the same round`() throws {
        // The machine is slow in the second round: of both.
        let run = try run([
            FakeSubject(seconds: [0.01, 0.03, 0.01]).subject("a"),
            FakeSubject(seconds: [0.005, 0.015, 0.005]).subject("b"),
        ])
        let report = BenchReport(run)
        #expect(report.means.map(\.group) == ["small", "large", "all"])
        #expect(report.means.allSatisfy { abs($0.ratio - 0.5) < 1e-12 && $0.subject == "b" })
        #expect(report.means.map(\.count) == [1, 1, 2])
    }

    // MARK: Agreement

    @Test func `a lane with another result is a difference, and has no ratio`() throws {
        var wrong = FakeSubject(seconds: [0.001])
        wrong.gasUsed = 50_001
        var lost = FakeSubject(seconds: [0.001])
        lost.stateRoot = .zero
        var fickle = FakeSubject(seconds: [0.01])
        fickle.rightCount = 1
        let right = FakeSubject(seconds: [0.001])
        let run = try run([
            right.subject("right"), wrong.subject("wrong"), lost.subject("lost"),
            fickle.subject("fickle"),
        ])
        #expect(run.differences.count == 6)
        #expect(run.differences[0] == "small/three: gas used: 50000 in right, 50001 in wrong")
        #expect(run.differences[1].hasPrefix("small/three: state root: 0x00"))
        #expect(
            run.differences[2]
                == "small/three: gas used: 50000 in the first call in fickle, 1 in a later one")
        let report = BenchReport(run)
        #expect(report.means.isEmpty)
        #expect(report.text.contains("DIFFERENT: small/three: gas used"))
        #expect(report.text.contains("FAILED: gas used"))
    }

    @Test func `a compiler's mistake is a difference`() throws {
        let names = [SubjectName.interpreter, SubjectName(tier: .method, execution: .native)]
        let run = try run(names.map { BenchSubject($0, faults: [.subSwapsOperands]) }, rounds: 1) {
            $0.mostGas = 1 << 20
        }
        #expect(run.differences.count == 2)
    }

    @Test func `a subject that cannot run fails alone`() throws {
        let absent = BenchSubject(name: "absent") { _ throws(SubjectFailure) in
            throw SubjectFailure("it is not there")
        }
        let run = try run([FakeSubject(seconds: [0.01]).subject("a"), absent])
        #expect(
            run.differences == [
                "small/three: absent: it is not there", "large/many: absent: it is not there",
            ])
        #expect(run.entries[0].rows[0].rounds.count == 3)
    }

    @Test func `a transaction that does not succeed is measured, and said loudly`() throws {
        let reader = try SmallBenchmarks.read(folder, filters: ["*refusal"])
        var made = BenchConfiguration()
        made.roundCount = 1
        let run = try BenchRun(reader.benchmarks, in: [BenchSubject(.interpreter)], made)
        #expect(run.entries.map(\.isSuccess) == [false])
        #expect(run.entries[0].rows[0].rounds.count == 1)
        let text = BenchReport(run).text
        #expect(text.contains("NO SUCCESS: revert") && text.contains("1 END IN NO SUCCESS"))
    }

    @Test func `what uses more gas than there is time for is not measured, and said loudly`()
        throws
    {
        let run = try run([FakeSubject(seconds: [1]).subject("a")]) { $0.mostGas = 5000 }
        #expect(run.entries.map { $0.rows.count } == [1, 0])
        #expect(BenchReport(run).text.contains("it was not measured"))
    }

    // MARK: Telling

    /// Two subjects with times made up, of two benchmarks.
    private func fakeRun() throws -> BenchRun {
        let slow = FakeSubject(seconds: [0.010, 0.011, 0.012, 0.013, 0.014])
        var fast = FakeSubject(seconds: [0.005, 0.0055, 0.006, 0.0065, 0.0063])
        fast.firstCallSeconds = 0.04
        fast.compileSeconds = 0.03
        fast.exits = 2
        var usage = TierUsage()
        usage.interpretedGas = 250
        usage.compiledGas = 750
        fast.usage = usage
        return try run([slow.subject("slow"), fast.subject("fast,option=1")], rounds: 5)
    }

    @Test func `time in either tier is that of one execution, and in no measurement`() throws {
        let rows = try #require(fakeRun().entries.first).rows
        // The third round's 6 ms, of which an eighth and a half are told.
        #expect(abs(rows[1].rounds[2].seconds - 0.006) < 1e-9)
        #expect(abs((rows[1].rounds[2].interpretedSeconds ?? 0) - 0.00075) < 1e-9)
        #expect(abs((rows[1].rounds[2].compiledSeconds ?? 0) - 0.003) < 1e-9)
        #expect(rows[0].rounds.allSatisfy { $0.compiledSeconds == nil })
    }

    @Test func `the report of made-up times is as written`() throws {
        let golden = try GoldenFile(URL(filePath: Resource.path("bench-report.txt")))
        #expect(try golden.matches(BenchReport(fakeRun()).text))
        #expect(golden.text.split(separator: "\n").allSatisfy { $0.count <= 110 })
    }

    @Test func `the JSON has every figure, and is read back as a saved run`() throws {
        let names = ["interpreter", "method", "method@lir", "tiered,calls=0,gas=0,minimum-size=0"]
        let run = try run(try names.map { BenchSubject(try SubjectName(parsing: $0)) }, rounds: 2) {
            $0.measurementSeconds = 0.0002
        }
        #expect(run.differences == [])
        let path = try folder.write(BenchReport(run).json, to: "run.json")
        let root = try JSONDocument(try SourceText(path: path)).root
        #expect(try root.required("subjects").elements.map(\.text) == run.subjects)
        for benchmark in try root.required("benchmarks").elements {
            for key: StaticString in [
                "name", "group", "fork", "gas", "frameGas", "blocks", "status", "success", "unmet",
            ] { _ = try benchmark.required(key) }
            let rows = Array(try benchmark.required("subjects").elements)
            #expect(rows.count == 4)
            for row in rows {
                for key: StaticString in [
                    "name", "failure", "seconds", "ratio", "wallSeconds", "gasPerSecond",
                    "firstCallSeconds", "firstCallCompileSeconds", "warmUpSeconds",
                    "compileSeconds", "breakEvenCalls", "exitsPerThousandBlocks", "compiledCodes",
                    "compiledBytes", "machineBytes", "machineBytesPerByte", "compiledGasShare",
                    "interpretedSeconds", "compiledSeconds",
                ] { _ = try row.required(key) }
                #expect(try row.required("rounds").count == 2)
            }
            #expect(try rows[0].required("compiledCodes").text == "0")
            #expect(try rows[1].required("compiledCodes").text == "1")
            #expect(try rows[3].required("compiledGasShare").text == "1.000000")
            #expect(try rows[3].required("interpretedSeconds").text == "0.000000000000")
            #expect(try rows[3].required("compiledSeconds").text != "0.000000000000")
            #expect(try rows[1].required("compiledSeconds").text == "null")
        }
        let saved = try SavedBench(path: path)
        #expect(saved.benchmarks.map(\.name) == run.entries.map(\.name))
        #expect(saved.ratios("large/many", "method").count == 2)
    }

    @Test func `a saved run held against itself has no regression, and a slow lane has`() throws {
        let fast = FakeSubject(seconds: [0.005, 0.006, 0.0055]).subject("method")
        let slow = FakeSubject(seconds: [0.0075, 0.009, 0.00825]).subject("method")
        let reference = FakeSubject(seconds: [0.010, 0.012, 0.011]).subject("interpreter")
        let run = try run([reference, fast])
        let path = try folder.write(BenchReport(run).json, to: "run.json")
        let saved = try SavedBench(path: path)
        let same = try BenchGate(before: saved, now: SavedBench(run), ratioGate: 0.1)
        #expect(same.worse.isEmpty && same.missing.isEmpty)
        let now = SavedBench(try self.run([reference, slow]))
        let gate = try BenchGate(before: saved, now: now, ratioGate: 0.1)
        #expect(gate.worse.count == gate.rows.count && gate.rows.count == 4)
        #expect(gate.worse.allSatisfy { abs($0.change - 0.5) < 1e-6 })
    }

    @Test func `the page shows every benchmark and asks nothing of the network`() throws {
        let run = try fakeRun()
        let page = BenchPage(BenchReport(run)).text
        for name in run.entries.map(\.name) { #expect(page.contains(">\(name)<")) }
        #expect(page.contains("Gas by tier: fast,option=1") && page.contains("When compiling pays"))
        #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("nan"))
    }
}
