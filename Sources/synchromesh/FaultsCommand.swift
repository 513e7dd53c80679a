import ArgumentParser
import Conformance
import Fuzz
import Primitives
import VM

/// The scoreboard of planted faults.
struct FaultsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faults",
        abstract: "Plants each known fault in turn, looks for it, and says how soon it was found.",
        discussion: """
            A fault counts as found if it was from most of the seeds. Cases and seconds are the
            median of the seeds with the least and the most; a search that ended without the fault
            counts with what it tried.

            EXAMPLES
              synchromesh faults
              synchromesh faults A12 jumpi-sense --seeds 5 --for 10m --json faults.json
              synchromesh faults --ablate --for 40s --table ablation.md
            """)

    @Argument(help: ArgumentHelp("Faults; all there are, if none is named.", valueName: "fault"))
    var faults: [String] = []

    @Option(help: "The subject in which they are planted.")
    var subject = "method"

    @Option(help: ArgumentHelp("How many searches each fault gets.", valueName: "count"))
    var seeds = 3

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("The longest time of one search: 90, 10m.", valueName: "time"))
    var duration = "2m"

    @Option(help: ArgumentHelp("The most cases of one search.", valueName: "count"))
    var cases: Int?

    @OptionGroup(title: "What is made up") var source: SourceOptions
    @OptionGroup(title: "Running and reporting") var workers: FuzzWorkerOptions

    @Flag(
        help: """
            Look for each without one part of the fuzzer, too: schedules, limbs, gas-sweep and \
            feedback in turn. Nothing is made small.
            """)
    var ablate = false

    @Option(help: ArgumentHelp("Write the table as Markdown.", valueName: "file"))
    var table: String?

    func run() throws {
        Interruption.listen()
        var settings = try settings()
        if ablate {
            settings.isMinimised = false
            try runAblation(settings)
        }
        let (rows, errors) = try search(settings)
        let report = ScoreboardReport(rows.filter { !$0.results.isEmpty })
        Console.write("\(report.markdown)\n\(report.summary)\n")
        let page = """
            # Planted faults

            Written by `\(commandLine)`. \(report.summary).
            Cases, seconds, bytes and switches are medians of the seeds, with the least and the most.

            \(report.markdown)
            """
        try finish(page, report.json, errors ? 3 : exitCode(rows))
    }

    /// Searches with every part of the fuzzer, then without each.
    private func runAblation(_ settings: ScoreboardSettings) throws -> Never {
        var columns: [AblationReport.Column] = []
        var hasErrors = false
        let withheld = [nil] + FuzzOptions.Feature.allCases.map(Optional.some)
        for feature in withheld where !Interruption.isRequested {
            var changed = settings
            if let feature { changed.configuration.options.without.insert(feature) }
            let (rows, errors) = try search(
                changed, feature.map { "without \($0.rawValue), " } ?? "")
            hasErrors = hasErrors || errors
            columns.append(AblationReport.Column(without: feature, rows: rows))
        }
        let report = AblationReport(columns)
        Console.write("\(report.markdown)\n\(report.summary)\n")
        let page = """
            # What each part of the fuzzer is good for

            Written by `\(commandLine)`. Cases up to the fault, the median of the seeds; **not in** so
            many, where no seed showed it. A fault that is not found without schedules needs a change
            of tier to show.

            \(report.markdown)
            \(report.summary.split(separator: "\n").map { "- \($0)." }.joined(separator: "\n"))

            """
        try finish(page, report.json, hasErrors ? 3 : exitCode(columns.first?.rows ?? []))
    }

    /// Looks for each fault; the rows, and whether something went wrong that never should.
    private func search(
        _ settings: ScoreboardSettings, _ how: String = ""
    ) throws -> ([ScoreboardRow], hasErrors: Bool) {
        let status = StatusLine()
        let count = settings.faults.count * settings.seedCount
        var done = 0
        let scoreboard = Scoreboard(settings) { item, result in
            done += 1
            let what = result.isFound ? result.signature : "not found"
            status.say(
                "\(how)\(done) of \(count): \(item.fault.rawValue), seed \(item.seed): \(what), "
                    + "\(result.cases) cases")
        }
        let rows: [ScoreboardRow]
        do throws(SubjectFailure) {
            rows = try scoreboard.run()
        } catch {
            Console.say("error: \(error.description)")
            throw ExitCode(3)
        }
        if Interruption.isRequested { Console.say("ended by a signal: some were not looked for") }
        for error in scoreboard.internalErrors { Console.say("internal error: \(error)") }
        return (rows, !scoreboard.internalErrors.isEmpty)
    }

    /// 0: all were found; 1: some were not.
    private func exitCode(_ rows: [ScoreboardRow]) -> Int32 {
        rows.allSatisfy(\.isFound) ? 0 : 1
    }

    private func finish(_ page: String, _ json: String, _ code: Int32) throws -> Never {
        if let table, let problem = Console.write(page, toFile: table) {
            Console.say("\(table):1:1: error: found no way to write it (\(problem)), expected one")
            throw ExitCode(code == 0 ? 2 : code)
        }
        try workers.write(json, code: code)
    }

    private var commandLine: String {
        var words = "synchromesh faults --seeds \(seeds) --for \(duration) --seed \(source.seed)"
        if ablate { words += " --ablate" }
        for feature in source.without { words += " --without \(feature)" }
        return words
    }

    /// A fault of the compiler shows in no subject that has none.
    private func refuseFaultsOfCompiler(_ settings: ScoreboardSettings) throws {
        guard settings.configuration.subjects == [.interpreter] else { return }
        guard let fault = settings.faults.first(where: { !Fault.shared.contains($0) }) else {
            return
        }
        let shared = Fault.allCases.filter(Fault.shared.contains).map(\.rawValue)
        throw ValidationError(
            "\(fault.rawValue) is a fault of the compiler, which the interpreter does without; "
                + "expected some of \(shared.joined(separator: ", "))")
    }

    private func settings() throws -> ScoreboardSettings {
        var settings = ScoreboardSettings()
        settings.configuration.options = try source.options()
        settings.configuration.subjects = [try SubjectOptions.name(subject)]
        if !faults.isEmpty { settings.faults = try faults.flatMap { try Faults.parse($0) } }
        try refuseFaultsOfCompiler(settings)
        guard seeds > 0 else { throw ValidationError("expected --seeds 1 or more, found \(seeds)") }
        settings.seedCount = seeds
        settings.firstSeed = source.seed
        settings.limits.seconds = try TimeSpan.seconds(duration)
        if let cases, cases <= 0 { throw ValidationError("there cannot be \(cases) cases") }
        settings.limits.cases = cases ?? .max
        settings.jobs = try workers.count()
        settings.configuration.probingSeconds = 60
        settings.workerCommand = [ThisProgram.path, "fuzz-worker"]
        settings.configuration.replayCommand = [ThisProgram.path, "worker"]
        return settings
    }
}
