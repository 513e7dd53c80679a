import ArgumentParser
import Conformance
import Primitives
import VM

/// How cases are run, whatever they are.
struct RunnerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Tier switches to force: none, every-head, alternate, random:N, sweep, or a file.",
            valueName: "schedule"))
    var schedule: [String] = []

    @Option(
        help: ArgumentHelp(
            "Seconds after which a case counts as hanging; 90, 500ms, 10m.", valueName: "time"))
    var caseTimeout = "600"

    @Option(
        help: ArgumentHelp(
            "Memory that a worker may take, in MiB. No limit, if not given.", valueName: "count"))
    var memory: Int?

    @Option(
        help: ArgumentHelp(
            "A list of known failures, besides those in spec-fixtures/known-failures.",
            valueName: "file"))
    var knownFailures: [String] = []

    @Option(
        help: ArgumentHelp(
            "Worker processes; 0 runs everything in this one. As many as processors, if not given.",
            valueName: "count"))
    var jobs: Int?

    @Option(help: ArgumentHelp("Write the summary as JSON.", valueName: "file"))
    var json: String?

    @Flag(help: "Let the JSON and JUnit files list every case, not those alone that went wrong.")
    var jsonAll = false

    @Option(help: ArgumentHelp("Write the results as JUnit XML.", valueName: "file"))
    var junit: String?

    @Option(help: ArgumentHelp("Write the results as one HTML page.", valueName: "file"))
    var html: String?

    @Flag(help: "Tell what each subject did.")
    var stats = false

    @Flag(help: "Stop at the first case that goes wrong.")
    var failFast = false

    @Option(help: .hidden) var drillCrash: String?
    @Option(help: .hidden) var drillHang: String?

    /// Where lists of known failures lie in a checkout.
    private static let listFolder = "spec-fixtures/known-failures"

    func apply(to configuration: inout RunConfiguration) throws {
        if let jobs, jobs < 0 { throw ValidationError("there cannot be \(jobs) workers") }
        configuration.jobs = jobs ?? ThisProgram.processorCount
        configuration.workerCommand = [ThisProgram.path, "worker"]
        configuration.caseTimeout = try TimeSpan.seconds(caseTimeout)
        if let memory { configuration.memory = try FuzzCommand.bytes(memory) }
        configuration.keepsAll = jsonAll
        configuration.stopsAtFirstFailure = failFast
        configuration.measuresTime = stats
        configuration.drill.crash = drillCrash.map { Glob($0) }
        configuration.drill.hang = drillHang.map { Glob($0) }
        if !schedule.isEmpty { configuration.schedules = try schedule.map(Self.policy) }
        try configuration.knownFailures.read(folder: Self.listFolder)
        for path in knownFailures {
            try configuration.knownFailures.read(try SourceText(path: path))
        }
    }

    private static func policy(_ text: String) throws -> SchedulePolicy {
        if let policy = SchedulePolicy(named: text) { return policy }
        guard text.contains("/") || text.contains(".") else {
            throw ValidationError(
                "'\(text)' is no schedule; expected none, every-head, alternate, random:N, "
                    + "sweep, or a file")
        }
        let source = try SourceText(path: text)
        do {
            return .fixed(try Schedule(parsing: String(decoding: source.bytes, as: UTF8.self)))
        } catch {
            throw FixtureError(
                file: text, line: error.line, column: error.column, found: error.found,
                expected: error.expected)
        }
    }

    /// Runs, reports, and ends the process.
    func carryOut(_ configuration: RunConfiguration, paths: [String]) throws -> Never {
        Interruption.listen()
        let progress = ProgressLine()
        let summary: RunSummary
        do throws(SubjectFailure) {
            summary = try Runner(configuration, observer: progress).run(paths: paths)
        } catch {
            Console.say("error: \(error.description)")
            throw ExitCode(3)
        }
        if summary.isInterrupted { Console.say("ended by a signal: the rest was not run") }
        var code = summary.exitCode
        Console.write(TextReport(summary).text)
        if stats { Console.write(StatisticsReport(summary).text) }
        let files = [
            (json, { JSONReport(summary).text }), (junit, { JUnitReport(summary).text }),
            (html, { HTMLReport(summary).text }),
        ]
        for (path, text) in files {
            guard let path, let problem = Console.write(text(), toFile: path) else { continue }
            Console.say("\(path):1:1: error: found no way to write it (\(problem)), expected one")
            if code == 0 { code = 2 }
        }
        throw ExitCode(code)
    }
}
