import ArgumentParser
import Conformance
import Primitives
import VM

/// How fast subjects are, side by side.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures subjects side by side on the same transactions, and compares them.",
        discussion: """
            A path is a fixture of any kind with transactions, or a folder of them: state tests, \
            of which every input is a benchmark, suites, or benchmarks that list transactions. In \
            each round all subjects run each benchmark, in an order that rotates: a first call on \
            a new machine, calls to warm up, and a measurement. Only execution is measured, in \
            processor time of its thread. All must agree on status, gas, output, effects and state.

            With --save a run is written, with --against it is held against one that was: it fails \
            if the ratio of a benchmark, or of a folder's geometric mean, to the first subject of \
            the same run got worse by more than --gate percent and the noise of both runs. \
            docs/benchmarks.md says exactly how.

            With --mix transactions are drawn and run one after the other in one world that goes \
            on, over many pieces of code: a day in the life of a client. Subjects then take turns \
            of \(MixConfiguration.largestChunk) transactions.

            EXAMPLES
              synchromesh bench benchmarks
              synchromesh bench benchmarks --subject interpreter --subject method --html page.html
              synchromesh bench benchmarks --filter 'sieve/*' --save before.json
              synchromesh bench benchmarks --filter 'sieve/*' --against before.json
              synchromesh bench benchmarks --mix 10000 --codes 200 --json mix.json

            EXIT CODES
              1  subjects differ, a fixture's expectation is not met, or a ratio got worse
            """)

    @Argument(help: ArgumentHelp("Fixtures, or folders of them.", valueName: "path"))
    var paths: [String] = []

    @Option(
        help: ArgumentHelp(
            "A subject to run; can be repeated. The first is what others are compared with.",
            discussion: "If none is given: \(Self.usual.joined(separator: "; ")).",
            valueName: "subject"))
    var subject: [String] = []

    @Option(
        help: ArgumentHelp(
            "Do it so often, and report medians. (default: \(BenchConfiguration().roundCount); "
                + "of a mix 1)", valueName: "count"))
    var rounds: Int?

    @Option(
        help: ArgumentHelp(
            "Run under the rules of this fork. (default: the last one that a fixture names)",
            valueName: "fork"))
    var fork: String?

    @Option(help: ArgumentHelp("Write all figures as JSON.", valueName: "file"))
    var json: String?

    @OptionGroup(title: "BENCHMARKS") var measuring: MeasuringOptions
    @OptionGroup(title: "REGRESSIONS") var gate: GateOptions
    @OptionGroup(title: "MIX") var mix: MixOptions
    @OptionGroup var planted: PlantOptions

    private static let usual = ["interpreter", "method", "tiered"]

    func run() throws {
        if let count = mix.mix {
            if let option = measuring.givenOption ?? gate.givenOption {
                throw ValidationError("\(option) is not for a mix: leave it or --mix out")
            }
            try requirePaths()
            return try mix.run(
                count, paths: paths, subjects: try names(MixOptions.usualSubjects), rounds: rounds,
                fork: try fork.map(SelectionOptions.fork), json: json,
                faults: try planted.faults())
        }
        if let option = mix.givenOption {
            throw ValidationError("\(option) is for a mix: add --mix with a number of transactions")
        }
        guard gate.runs.isEmpty else { return try compareSaved() }
        try requirePaths()
        try measure()
    }

    private func requirePaths() throws {
        guard !paths.isEmpty else {
            throw ValidationError("expected a path, such as the project's own folder benchmarks")
        }
    }

    private func names(_ usual: [String]) throws -> [SubjectName] {
        let names = try (subject.isEmpty ? usual : subject).map(SubjectOptions.subject)
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw ValidationError("expected each subject once, found \(twice) twice")
        }
        return names
    }

    // MARK: Measuring

    private func measure() throws {
        let configuration = try measuring.configuration(rounds: rounds)
        let faults = try planted.faults()
        let subjects = try names(Self.usual).map { BenchSubject($0, faults: faults) }
        // A file that cannot be read is known before anything is measured.
        let saved = try gate.saved()
        let reader = BenchmarkReader(
            paths: paths, fork: try fork.map(SelectionOptions.fork),
            selection: measuring.selection)
        for error in reader.errors { Console.say(error.description) }
        guard !reader.benchmarks.isEmpty else { throw nothingFound(reader) }
        let run = try Self.run(reader.benchmarks, in: subjects, configuration)
        let report = BenchReport(
            run, errors: reader.errors.map(\.description), notes: reader.notes)
        try conclude(report, saved, hasErrors: !reader.errors.isEmpty)
    }

    /// Runs everything on a thread whose stack has room for the executions of other machines inside
    /// each other.
    private static func run(
        _ benchmarks: [Benchmark], in subjects: [BenchSubject], _ configuration: BenchConfiguration
    ) throws -> BenchRun {
        let answer = Monitor<Result<BenchRun, SubjectFailure>?>(nil)
        try DetachedThread.start(stackByteCount: OutsideLane.nativeStackByteCount) {
            let progress = StatusLine()
            let result: Result<BenchRun, SubjectFailure>
            do throws(SubjectFailure) {
                let run = try BenchRun(benchmarks, in: subjects, configuration) { next in
                    progress.show { _ in
                        "round \(next.round) of \(configuration.roundCount): \(next.benchmark)"
                    }
                }
                result = .success(run)
            } catch {
                result = .failure(error)
            }
            progress.clear()
            answer.withLock { $0 = result }
            answer.wakeAll()
        }
        do throws(SubjectFailure) {
            return try answer.wait { $0 }.get()
        } catch {
            Console.say("error: \(error)")
            throw ExitCode(3)
        }
    }

    private func nothingFound(_ reader: BenchmarkReader) -> any Error {
        if !reader.errors.isEmpty { return ExitCode(2) }
        let found = reader.notes.isEmpty ? "nothing" : reader.notes.joined(separator: "; ")
        return ValidationError(
            "expected a benchmark, a test with a transaction, in \(paths.joined(separator: ", ")); "
                + "found \(found)")
    }

    private func conclude(
        _ report: BenchReport, _ saved: SavedBench?, hasErrors: Bool
    ) throws {
        let comparison = try saved.map { try gate.compare($0, SavedBench(report.run)) }
        if json != "-" {
            Console.write(report.text)
            comparison.map { Console.write("\n" + $0.text) }
        }
        let isRight = report.run.differences.isEmpty && report.unmet.isEmpty
        let isWorse = comparison?.worse.isEmpty == false
        var code: Int32 = !isRight || isWorse ? 1 : hasErrors ? 2 : 0
        if gate.save != nil, !isRight {
            Console.say("the run was not saved: results are not what they have to be")
        }
        let files = [
            (json, report.json(with: comparison)), (isRight ? gate.save : nil, report.json),
            (measuring.html, BenchPage(report, comparison).text),
        ]
        for (path, text) in files {
            if let path, !Console.save(text, to: path), code == 0 { code = 2 }
        }
        if code != 0 { throw ExitCode(code) }
    }

    // MARK: Comparing

    private func compareSaved() throws {
        guard paths.isEmpty else {
            throw ValidationError("--runs takes the place of measuring: leave the paths out")
        }
        guard let saved = try gate.saved(), let now = try GateOptions.read(gate.runs) else {
            throw ValidationError("--runs needs --against, what they are compared with")
        }
        let comparison = try gate.compare(saved, now)
        if json != "-" { Console.write(comparison.text) }
        var code: Int32 = comparison.worse.isEmpty ? 0 : 1
        if let json, !Console.save(comparison.json + "\n", to: json), code == 0 { code = 2 }
        if code != 0 { throw ExitCode(code) }
    }
}
