import ArgumentParser
import Conformance
import Fuzz
import Primitives
import VM

/// A campaign.
struct FuzzCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz",
        abstract:
            "Makes up cases, runs them in the interpreter and on subjects, and saves what differs.",
        discussion: """
            Findings are made small, run again in a fresh process, and saved in
            OUT/findings/NAME/case.yaml with a README.md. The campaign goes on behind a finding.

            EXAMPLES
              synchromesh fuzz --for 8h --seed 20260801 --out nightly
              synchromesh fuzz --cases 100000 --subject method@lir --fork Osaka
              synchromesh fuzz --plant A12 --for 2m --out proof
            """)

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "How long: 90, 10m, 8h. One minute, if nothing is said.", valueName: "time"))
    var duration: String?

    @Option(help: ArgumentHelp("How many cases.", valueName: "count"))
    var cases: Int?

    @Option(
        help: ArgumentHelp("A subject to compare; can be repeated. method, if none is given."))
    var subject: [String] = []

    @Option(help: ArgumentHelp("A folder for what is found; new, or empty.", valueName: "folder"))
    var out = "campaign"

    @Option(
        help: ArgumentHelp(
            "Fixtures of any kind to start from; can be repeated.", valueName: "path"))
    var corpus: [String] = []

    @Option(
        help: ArgumentHelp(
            "Continue the campaign in this folder, with its seed, share, subjects and options.",
            valueName: "folder"))
    var resume: String?

    @Option(
        help: ArgumentHelp(
            "Make up only a share of the cases, such as 2/5: the shares have none in common.",
            valueName: "I/N"))
    var shard: String?

    @Option(
        help: ArgumentHelp(
            "Time after which a case counts as hanging; 90, 500ms, 10m.", valueName: "time"))
    var caseTimeout = "10"

    @Option(
        help: ArgumentHelp("Memory that a worker may take, in MiB.", valueName: "count"))
    var memory = 2048

    @Option(help: ArgumentHelp("Findings after which the campaign ends.", valueName: "count"))
    var maxFindings = 100

    @OptionGroup var planted: PlantOptions
    @OptionGroup(title: "What is made up") var source: SourceOptions
    @OptionGroup(title: "Running and reporting") var workers: FuzzWorkerOptions

    @Option(help: ArgumentHelp("Write the summary as one HTML page.", valueName: "file"))
    var html: String?

    /// In MiB: more than there is anywhere.
    private static let largestMemory = 1 << 24

    @Option(help: .hidden) var drill: String?

    /// The bytes of so many MiB.
    static func bytes(_ memory: Int) throws -> Int {
        // What machines reserve is added to it: far from what does not fit a word.
        guard (1...largestMemory).contains(memory) else {
            throw ValidationError("expected --memory 1 to \(largestMemory) MiB, found \(memory)")
        }
        return memory << 20
    }

    func run() throws {
        Interruption.listen()
        var settings = try settings()
        let folder = try folder(&settings)
        let seeds = SeedCorpus(paths: corpus + (resume == nil ? [] : [folder.corpus]))
        for error in seeds.errors { Console.say(error.description) }
        if seeds.skipped > 0 { Console.say("\(seeds.skipped) cases of the corpus are left out") }
        settings.configuration.seeds = seeds.texts
        let progress = CampaignProgress()
        let summary = Campaign(settings, folder: folder, observer: progress).run()
        progress.ends()
        let report = CampaignReport(summary)
        Console.write(report.text)
        var code = summary.exitCode
        if code == 0 || code == 130, !seeds.errors.isEmpty { code = 2 }
        if let html, let problem = Console.write(CampaignPage(summary).text, toFile: html) {
            Console.say("\(html):1:1: error: found no way to write it (\(problem)), expected one")
            if code == 0 { code = 2 }
        }
        try workers.write(report.json, code: code)
    }

    /// The folder for what is found; that of a campaign to be continued says how it began.
    private func folder(_ settings: inout CampaignSettings) throws -> FindingFolder {
        do {
            guard let resume else { return try FindingFolder(out) }
            let state = try CampaignState(SourceText(path: "\(resume)/campaign.json"))
            try takeOver(state, &settings)
            return try FindingFolder(resuming: resume)
        } catch let error as FolderError {
            Console.say("error: \(error.description)")
            throw ExitCode(2)
        }
    }

    /// Takes over what decides which cases there are: findings are made again from it.
    private func takeOver(_ state: CampaignState, _ settings: inout CampaignSettings) throws {
        let (given, before) = (settings.configuration.recipe, state.recipe)
        let differing: [(option: String, isGiven: Bool, isSame: Bool)] = [
            // A seed of 0 cannot be told from none.
            ("seed", source.seed != 0, source.seed == state.summary.seed),
            ("shard", shard != nil, settings.shard == state.shard),
            ("fork", !source.fork.isEmpty, given.options.forks == before.options.forks),
            (
                "max-instructions", source.maxInstructions != nil,
                given.options.maximumInstructions == before.options.maximumInstructions
            ),
            ("without", !source.without.isEmpty, given.options.without == before.options.without),
            ("subject", !subject.isEmpty, given.subjects == before.subjects),
            ("plant", !planted.plant.isEmpty, given.faults == before.faults),
        ].filter { $0.isGiven && !$0.isSame }
        if let first = differing.first {
            Console.say(
                "error: --\(first.option) is not what the campaign to be continued began with; "
                    + "leave it out, or begin another campaign")
            throw ExitCode(2)
        }
        (settings.state, settings.seed) = (state, state.summary.seed)
        settings.shard = state.shard
        settings.configuration.recipe = before
    }

    private func settings() throws -> CampaignSettings {
        var settings = CampaignSettings()
        settings.configuration.options = try source.options()
        if !subject.isEmpty {
            settings.configuration.subjects = try subject.map(SubjectOptions.subject)
        }
        settings.configuration.faults = try planted.faults()
        settings.configuration.memory = try Self.bytes(memory)
        settings.configuration.drill = drill.flatMap(WorkerFailure.init)
        settings.configuration.planted = drill.flatMap(PlantedFailure.init)
        settings.seed = source.seed
        if let shard {
            guard let share = CampaignShard(parsing: shard) else {
                throw ValidationError(
                    "'\(shard)' is no share; the second of five is 2/5, and there are at most a million"
                )
            }
            settings.shard = share
        }
        settings.seconds = try duration.map(TimeSpan.seconds)
        if let cases, cases <= 0 { throw ValidationError("there cannot be \(cases) cases") }
        settings.cases = cases
        if duration == nil && cases == nil { settings.seconds = 60 }
        settings.configuration.caseTimeout = try TimeSpan.seconds(caseTimeout)
        guard maxFindings > 0 else {
            throw ValidationError("expected --max-findings 1 or more, found \(maxFindings)")
        }
        settings.maximumFindings = maxFindings
        settings.jobs = try workers.count()
        settings.workerCommand = [ThisProgram.path, "fuzz-worker"]
        settings.configuration.replayCommand = [ThisProgram.path, "worker"]
        return settings
    }
}

/// What cases are made up of.
struct SourceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only cases of this fork; can be repeated.", valueName: "fork"))
    var fork: [String] = []

    @Option(help: ArgumentHelp("Seed of everything that is random.", valueName: "number"))
    var seed: UInt64 = 0

    @Option(
        help: ArgumentHelp(
            "Instructions after which a program ends, roughly. 64, if nothing is said.",
            valueName: "count"))
    var maxInstructions: Int?

    @Option(
        help: ArgumentHelp(
            "Do without a part: schedules, limbs, gas-sweep or feedback; can be repeated.",
            valueName: "feature"))
    var without: [String] = []

    /// What of it was asked for, but for the seed, as a command line has it.
    var words: [String] {
        var words = fork.map { "--fork \($0)" } + without.map { "--without \($0)" }
        if let maxInstructions { words.append("--max-instructions \(maxInstructions)") }
        return words
    }

    func options() throws -> FuzzOptions {
        var options = FuzzOptions()
        if !fork.isEmpty { options.forks = try fork.map(SelectionOptions.fork) }
        if let maxInstructions {
            let most = FuzzOptions.largestMaximumInstructions
            guard (1...most).contains(maxInstructions) else {
                throw ValidationError(
                    "expected --max-instructions 1 to \(most), found \(maxInstructions)")
            }
            options.maximumInstructions = maxInstructions
        }
        options.without = Set(
            try without.map { name in
                guard let feature = FuzzOptions.Feature(rawValue: name) else {
                    let names = FuzzOptions.Feature.allCases.map(\.rawValue)
                    throw ValidationError(
                        "'\(name)' is no feature; there are \(names.joined(separator: ", "))")
                }
                return feature
            })
        return options
    }
}

/// How many processes make up cases, and where the result goes.
struct FuzzWorkerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Worker processes. As many as processors, if not given.", valueName: "count"))
    var jobs: Int?

    @Option(help: ArgumentHelp("Write the summary as JSON.", valueName: "file"))
    var json: String?

    func count() throws -> Int {
        if let jobs, jobs < 1 { throw ValidationError("there cannot be \(jobs) workers") }
        return jobs ?? ThisProgram.processorCount
    }

    /// Writes the JSON file, if one is wanted, and ends the process.
    func write(_ text: String, code: Int32) throws -> Never {
        if let json, let problem = Console.write(text, toFile: json) {
            Console.say("\(json):1:1: error: found no way to write it (\(problem)), expected one")
            throw ExitCode(code == 0 ? 2 : code)
        }
        throw ExitCode(code)
    }
}
