import Conformance
import TestSupport
import Testing

/// When a run is worse than a saved one; all decisions are counted by hand.
@Suite struct BenchGateTests {
    /// A run in which the reference takes a second in every round.
    private static func run(
        _ times: KeyValuePairs<String, [Double]>, subject: String = "method",
        reference: String = "interpreter", machine: String = "here"
    ) -> SavedBench {
        SavedBench(
            machine: machine, subjects: [reference, subject],
            benchmarks: times.map { name, seconds in
                (name, [reference: seconds.map { _ in 1 }, subject: seconds])
            })
    }

    private static func gate(
        _ before: SavedBench, _ now: SavedBench, ratio: Double = 0.1, time: Double? = nil
    ) throws -> BenchGate {
        try BenchGate(before: before, now: now, ratioGate: ratio, timeGate: time)
    }

    @Test func `what gets worse by less than the gate passes, by more fails`() throws {
        let before = Self.run(["main/a": [0.5, 0.5, 0.5]])
        let bit = try Self.gate(before, Self.run(["main/a": [0.54, 0.54, 0.54]]))
        #expect(bit.worse.isEmpty)
        #expect(bit.rows.count == 2, "the benchmark, and its group's mean")
        let much = try Self.gate(before, Self.run(["main/a": [0.56, 0.56, 0.56]]))
        #expect(much.worse.map(\.name) == ["main/a", "main"])
        #expect(much.worse.map(\.isMean) == [false, true])
        #expect(much.text.contains("WORSE: main/a: method: ratio 0.500 → 0.560, +12.0 %"))
        #expect(try Self.gate(before, Self.run(["main/a": [0.56]]), ratio: 0.15).worse.isEmpty)
    }

    @Test func `what gets better passes`() throws {
        let gate = try Self.gate(Self.run(["main/a": [0.5]]), Self.run(["main/a": [0.1]]))
        #expect(gate.worse.isEmpty)
        #expect(gate.text.contains("no regression in 1 comparisons"))
    }

    @Test func `the spreads of both runs are added to the gate`() throws {
        // Quartiles 0.45 and 0.55: a noise of a tenth.
        let before = Self.run(["main/a": [0.4, 0.5, 0.6]])
        let twelve = try Self.gate(before, Self.run(["main/a": [0.56, 0.56, 0.56]]))
        #expect(twelve.worse.isEmpty)
        #expect(abs(twelve.rows[0].noise - 0.1) < 1e-12)
        let twentyFour = try Self.gate(before, Self.run(["main/a": [0.62, 0.62, 0.62]]))
        #expect(twentyFour.worse.count == 2)
        // The same distance between quartiles in the new run: 2.5 % of a median of 0.62 and 10 %.
        let both = try Self.gate(before, Self.run(["main/a": [0.589, 0.62, 0.651]]))
        #expect(abs(both.rows[0].noise - 0.125) < 1e-12)
        #expect(both.worse.count == 2)
    }

    @Test func `a group is worse for what is within the noise of each of its benchmarks`() throws {
        var (before, now): ([(String, [Double])], [(String, [Double])]) = ([], [])
        for number in 0..<16 {
            before.append(("main/\(number)", [0.4, 0.5, 0.6]))
            now.append(("main/\(number)", [0.565, 0.565, 0.565]))
        }
        func run(_ list: [(String, [Double])]) -> SavedBench {
            var all = Self.run([:])
            for (name, seconds) in list { all.add(Self.run([name: seconds])) }
            return all
        }
        // 13 % worse: less than 10 % and the 10 % of each, more than 10 % and a quarter of them,
        // as there are sixteen.
        let gate = try Self.gate(run(before), run(now))
        #expect(gate.worse.map(\.name) == ["main"])
        #expect(abs(gate.worse[0].noise - 0.025) < 1e-12)
        #expect(abs(gate.worse[0].change - 0.13) < 1e-12)
        // Of four, it is less than 10 % and half of it.
        #expect(try Self.gate(run(Array(before[..<4])), run(Array(now[..<4]))).worse.isEmpty)
    }

    @Test func `groups are compared apart from each other`() throws {
        let before = Self.run(["main/a": [1], "micro/b": [1]])
        let gate = try Self.gate(before, Self.run(["main/a": [1.5], "micro/b": [0.5]]))
        #expect(gate.worse.map(\.name) == ["main/a", "main"])
    }

    @Test func `what only one of the runs has is said, and does not fail`() throws {
        let gate = try Self.gate(
            Self.run(["main/a": [1], "main/gone": [1]]), Self.run(["main/a": [1], "main/new": [1]]))
        #expect(gate.worse.isEmpty)
        #expect(
            gate.missing == [
                "benchmark main/gone is not in this run",
                "benchmark main/new is not in the saved run",
            ])
        #expect(gate.text.contains("MISSING: benchmark main/gone"))
        // Of the means, too, only what both have is part.
        #expect(gate.rows.filter(\.isMean).map(\.before) == [1])
    }

    @Test func `runs with nothing in common, or other references, are not compared`() throws {
        let run = Self.run(["main/a": [1]])
        #expect(throws: BenchGate.Obstacle.self) {
            try Self.gate(run, Self.run(["main/b": [1]]))
        }
        #expect(throws: BenchGate.Obstacle.self) {
            try Self.gate(run, Self.run(["main/a": [1]], subject: "tiered"))
        }
        let obstacle = #expect(throws: BenchGate.Obstacle.self) {
            try Self.gate(run, Self.run(["main/a": [1]], reference: "tiered"))
        }
        #expect(obstacle?.description.contains("name the same subject first") == true)
    }

    @Test func `absolute times are compared only if asked for, the reference's too`() throws {
        let before = Self.run(["main/a": [0.5]])
        // Everything takes twice as long: the ratio is what it was.
        let slow = SavedBench(
            machine: "there", subjects: ["interpreter", "method"],
            benchmarks: [("main/a", ["interpreter": [2], "method": [1]])])
        #expect(try Self.gate(before, slow).worse.isEmpty)
        let gate = try Self.gate(before, slow, time: 0.25)
        #expect(gate.worse.map(\.subject) == ["interpreter", "interpreter", "method", "method"])
        #expect(gate.worse.allSatisfy { $0.measure == .time && $0.gate == 0.25 })
        #expect(gate.warnings == ["absolute times are of two machines: here before, there now"])
    }

    @Test func `rounds of several runs are put together`() {
        var sum = Self.run(["main/a": [1, 2]])
        sum.add(Self.run(["main/a": [3], "main/b": [4]]))
        #expect(sum.ratios("main/a", "method") == [1, 2, 3])
        #expect(sum.ratios("main/b", "method") == [4])
        #expect(sum.benchmarks.map(\.name) == ["main/a", "main/b"])
    }

    // MARK: Files

    private static func message(of text: String) throws -> String {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "saved.json")
        do throws(FixtureError) {
            _ = try SavedBench(path: path)
            return ""
        } catch {
            return error.description.replacing(folder.path + "/", with: "")
        }
    }

    @Test func `what is no saved run says what is there and what to do`() throws {
        let advice = "(write one with 'synchromesh bench PATH --save FILE')"
        #expect(
            try Self.message(of: "{\"cases\": 2}")
                == "saved.json:1:1: error: found an object without that format, expected a run of "
                + "benchmarks, \"format\": \"synchromesh-bench\" \(advice)")
        #expect(try Self.message(of: "[]").contains("found an array, expected a run of benchmarks"))
        #expect(try Self.message(of: "no JSON").hasPrefix("saved.json:1:1: error: "))
        #expect(
            try Self.message(of: "{\"format\": \"synchromesh-bench\", \"version\": 99}").contains(
                "found version '99', expected version 1 (another release wrote it: write one"))
        #expect(
            try Self.message(
                of: """
                    {"format": "synchromesh-bench", "version": 1, "machine": "m",
                     "subjects": ["a"], "benchmarks": [{"name": "b", "subjects": [
                       {"name": "a", "failure": null, "rounds": [{"seconds": "x"}]}]}]}
                    """
            ).contains("saved.json:3:59: error: found 'x', expected seconds"))
        #expect(throws: FixtureError.self) { try SavedBench(path: "/no/such/file.json") }
    }
}
