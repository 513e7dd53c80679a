import Conformance
import TestSupport
import Testing
import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct RunnerTests {
    private func configuration(jobs: Int) throws -> RunConfiguration {
        var configuration = RunConfiguration()
        configuration.jobs = jobs
        if jobs > 0 {
            configuration.workerCommand = [
                try #require(BuiltProgram.path("synchromesh")), "worker",
            ]
        }
        return configuration
    }

    private var paths: [String] { [Resource.path("add.yaml"), Resource.path("pack.tar.zst")] }

    @Test(arguments: [0, 1, 3])
    func `cases of all inputs get a verdict`(jobs: Int) throws {
        let summary = try Runner(configuration(jobs: jobs)).run(paths: paths)
        #expect(summary.counts == [.pass: 22], "\(summary.results)")
        #expect(summary.exitCode == 0)
        #expect(summary.inputErrors.isEmpty && summary.internalErrors.isEmpty)
        #expect(summary.statistics.subjects[.interpreter]?.runs == 22)
    }

    @Test func `that no case was selected is not success`() throws {
        var configuration = try configuration(jobs: 0)
        configuration.selection.filters = [Glob("no such case")]
        let summary = try Runner(configuration).run(paths: paths)
        #expect(summary.exitCode == 2)
        #expect(summary.headline == "No case was selected")
    }

    @Test func `a list of negative length is an error and not a crash`() throws {
        var writer = WireWriter()
        writer.write(-1)
        var reader = WireReader(writer.bytes)
        #expect(throws: WireError.self) {
            try reader.list { (reader) throws(WireError) in try reader.integer() }
        }
    }

    @Test(arguments: [0, 1])
    func `accesses of every transaction are compared`(_ wrong: Int) throws {
        let folder = try TemporaryFolder()
        let data = ["[2^255, 2^64]", "'0x'"]
        let path = try folder.write(
            """
            cases:
              - name: a
                fork: Osaka
                code: PUSH 0 CALLDATALOAD PUSH 32 CALLDATALOAD BYTE BALANCE POP STOP
                pre: {0xcafe: {balance: 2^100}}
                transactions: [{data: \(data[wrong])}, {data: \(data[1 - wrong])}]
                expect: {}
            """, to: "suite.yaml")
        var configuration = try configuration(jobs: 0)
        configuration.subjects = [try SubjectName(parsing: "method")]
        #expect(try Runner(configuration).run(paths: [path]).counts == [.pass: 1])
        configuration.faults = [.byteNarrowsIndex]
        let summary = try Runner(configuration).run(paths: [path])
        #expect(summary.counts == [.divergence: 1])
        let place = wrong == 0 ? "effects and accesses:" : "effects and accesses of transaction 1:"
        #expect(summary.results.first?.explanation.contains(place) == true, "\(summary.results)")
    }

    @Test func `a worker's crash is a finding, and the rest goes on`() throws {
        var configuration = try configuration(jobs: 2)
        configuration.drill.crash = Glob("ADD/two words*")
        let summary = try Runner(configuration).run(paths: paths)
        // The suite is read twice: once by itself and once in the archive.
        #expect(summary.counts == [.pass: 20, .divergence: 2], "\(summary.results)")
        #expect(summary.exitCode == 1)
        let result = try #require(summary.results.first)
        #expect(result.name == "ADD/two words [Osaka]")
        #expect(result.explanation.contains("signal \(SIGABRT)"), "\(result.explanation)")
    }

    @Test(.timeLimit(.minutes(1)))
    func `a worker that hangs is ended, and the rest goes on`() throws {
        var configuration = try configuration(jobs: 1)
        // Long enough for a worker to begin on a machine that is busy.
        configuration.caseTimeout = 3
        configuration.drill.hang = Glob("*underflow*")
        let summary = try Runner(configuration).run(paths: [Resource.path("vm.json"), paths[0]])
        #expect(summary.counts == [.pass: 11, .divergence: 1], "\(summary.results)")
        #expect(summary.results.first?.explanation.contains("hangs") == true)
    }

    @Test(arguments: [0, 2])
    func `unreadable inputs are told in order, and the others run`(jobs: Int) throws {
        let folder = try TemporaryFolder()
        let broken = try folder.write("{\"a\": ", to: "broken.json")
        let odd = try folder.write("cases:\n  - {name: a, code: STOP}\n", to: "odd.yaml")
        let all = [broken, "\(folder.path)/missing", odd] + paths
        let summary = try Runner(configuration(jobs: jobs)).run(paths: all)
        #expect(summary.counts == [.pass: 22])
        #expect(summary.exitCode == 2)
        #expect(summary.inputErrors.map(\.file) == [broken, "\(folder.path)/missing", odd])
    }

    @Test func `a case that misses its expectation fails, with what was found`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            """
            defaults: {fork: Osaka, code: PUSH 1 PUSH 2}
            cases:
              - {name: gas, expect: {gas-used: 7}}
              - {name: stack, expect: {stack: [1, 2]}}
              - {name: status, expect: {status: revert}}
              - {name: output, expect: {output: 0x01}}
              - {name: storage, expect: {storage: {1: 2}}}
              - {name: account, expect: {accounts: {0xdead: {nonce: 1}}}}
              - {name: right, expect: {gas-used: 6, stack: [2, 1], accounts: {0xdead: ~}}}
            """, to: "suite.yaml")
        let summary = try Runner(configuration(jobs: 0)).run(paths: [path])
        #expect(summary.counts == [.fail: 6, .pass: 1])
        #expect(
            summary.results.map(\.explanation) == [
                "interpreter: gas used 6, expected 7",
                "interpreter: stack [0x2, 0x1], expected [0x1, 0x2]",
                "interpreter: success (stop), expected revert",
                "interpreter: output 0x, expected 0x01",
                "interpreter: account 0x000000000000000000000000000000000000c0de: "
                    + "slot 0x1: 0x0, expected 0x2",
                "interpreter: account 0x000000000000000000000000000000000000dead: "
                    + "nonce 0, expected 1",
            ])
        #expect(summary.results[0].location == "\(path):3:12")
    }

    @Test func `a list turns a failure into a known one and a pass into an error`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            """
            defaults: {fork: Osaka, code: STOP}
            cases:
              - {name: wrong, expect: {gas-used: 1}}
              - {name: right, expect: {gas-used: 0}}
            """, to: "suite.yaml")
        var configuration = try configuration(jobs: 0)
        let list = try folder.write(
            "# a list\n\nsuite/wrong*  it is wrong\nright [Osaka]\tit was wrong\n", to: "list.txt")
        try configuration.knownFailures.read(SourceText(path: list))
        let summary = try Runner(configuration).run(paths: [path])
        #expect(summary.counts == [.knownFailure: 1, .unexpectedPass: 1])
        #expect(summary.exitCode == 1)
        #expect(summary.results[0].explanation.hasSuffix("[known: it is wrong]"))
    }

    @Test func `a list can name what a run calls and this program lacks`() {
        let list = KnownFailures([
            KnownFailure(pattern: Glob("calls bls12*"), reason: "not yet")
        ])
        let failed = CaseResult(
            name: "a", verdict: .fail,
            findings: [Finding(verdict: .fail, subject: "x", schedule: "none", what: "y")])
        let passed = CaseResult(name: "a", verdict: .pass)
        #expect(list.judge(failed, missingPrecompile: "bls12G1Add").verdict == .knownFailure)
        #expect(list.judge(failed, missingPrecompile: "kzgPointEvaluation").verdict == .fail)
        #expect(list.judge(failed).verdict == .fail)
        #expect(list.judge(passed).verdict == .pass)
    }

    @Test func `a list's line without a reason is an error`() throws {
        let source = SourceText(file: "list.txt", text: "a  why\nb\n")
        var list = KnownFailures()
        let error = try #require(throws: FixtureError.self) { try list.read(source) }
        #expect(error.description.hasPrefix("list.txt:2:2: error: found"))
    }

    @Test func `a run stops at the first failure if it is to`() throws {
        let folder = try TemporaryFolder()
        let cases = (0..<600).map { "  - {name: c\($0), expect: {gas-used: 1}}\n" }.joined()
        let path = try folder.write(
            "defaults: {fork: Osaka, code: STOP}\ncases:\n\(cases)", to: "suite.yaml")
        var configuration = try configuration(jobs: 0)
        configuration.stopsAtFirstFailure = true
        let summary = try Runner(configuration).run(paths: [path])
        #expect(summary.counts == [.fail: 1])
    }

    @Test func `what a worker must know survives the way`() throws {
        var configuration = RunConfiguration()
        configuration.subjects = [.interpreter, SubjectName(tier: .method, execution: .lir)]
        configuration.schedules = [.everyHead, .random(3), .fixed(Schedule(fork: .cancun))]
        configuration.selection.forks = [.london]
        configuration.selection.filters = [Glob("a*")]
        configuration.selection.exclusions = [Glob("b")]
        configuration.selection.sampling = 9
        configuration.selection.seed = .max
        configuration.seed = 77
        configuration.knownFailures = KnownFailures([
            KnownFailure(pattern: Glob("x"), reason: "why")
        ])
        configuration.keepsAll = true
        configuration.drill.hang = Glob("h")
        var writer = WireWriter()
        configuration.write(to: &writer)
        var reader = WireReader(writer.bytes)
        let read = try RunConfiguration(from: &reader)
        #expect(read.subjects == configuration.subjects)
        #expect(read.schedules == configuration.schedules)
        #expect(read.selection == configuration.selection)
        #expect(read.seed == 77 && read.keepsAll)
        #expect(read.knownFailures.entries == configuration.knownFailures.entries)
        #expect(read.drill == configuration.drill)
    }

    @Test func `a message that is cut off is an error and not a crash`() {
        var writer = WireWriter()
        RunConfiguration().write(to: &writer)
        for count in 0..<writer.bytes.count {
            var reader = WireReader(Array(writer.bytes.prefix(count)))
            #expect(throws: WireError.self) { try RunConfiguration(from: &reader) }
        }
    }

    @Test(arguments: ["", "sixth", "method@mars", "interpreter@lir", "method,threads=1", "evmc:"])
    func `what is no subject is refused`(text: String) {
        #expect(throws: SubjectNameError.self) { try SubjectName(parsing: text) }
    }
}
