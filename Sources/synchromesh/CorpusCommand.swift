import ArgumentParser
import Conformance
import Fuzz
import Primitives

/// What can be done with collections of cases.
struct CorpusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corpus", abstract: "Works on collections of cases.",
        subcommands: [CorpusMinimise.self])
}

/// Keeps few cases that reach what many do.
struct CorpusMinimise: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "minimise",
        abstract: "Chooses few cases that together reach what all do, by coverage.",
        discussion: """
            Each case is run in the interpreter and in the method tier, as a campaign does it, and
            those are kept that reach most of what is still missing. They are written one a file,
            with their schedules, for every tier.

            EXAMPLE
              synchromesh corpus minimise campaign/corpus --limit 100 --out corpus/seeds
            """,
        aliases: ["minimize"])

    @Argument(help: ArgumentHelp("Fixtures of any kind.", valueName: "path"))
    var paths: [String]

    @Option(help: ArgumentHelp("A folder for the cases; new, or empty.", valueName: "folder"))
    var out: String

    @Option(help: ArgumentHelp("The most cases.", valueName: "count"))
    var limit = 1_000_000

    @Option(help: ArgumentHelp("The most KiB of all files together.", valueName: "count"))
    var size = 1 << 20

    @Option(help: ArgumentHelp("Write what was kept as JSON.", valueName: "file"))
    var json: String?

    func run() throws {
        guard limit > 0, size > 0, size <= 1 << 30 else {
            throw ValidationError("expected at least one case and one KiB")
        }
        do {
            try carryOut()
        } catch let error as SubjectFailure {
            Console.say("error: \(error.description)")
            throw ExitCode(3)
        } catch let error as FolderError {
            Console.say("error: \(error.description)")
            throw ExitCode(2)
        }
    }

    @Option(
        help: ArgumentHelp(
            "Time after which a case counts as hanging; 90, 500ms, 10m.", valueName: "time"))
    var caseTimeout = "10"

    @Option(help: .hidden) var drill: String?

    private func carryOut() throws {
        var configuration = FuzzConfiguration()
        configuration.caseTimeout = try TimeSpan.seconds(caseTimeout)
        configuration.planted = drill.flatMap(PlantedFailure.init)
        let folder = try CaseFolder(out)
        let minimiser = CorpusMinimiser(
            command: [ThisProgram.path, "corpus-worker"], configuration: configuration)
        let status = StatusLine()
        var errorCount = 0
        var failure: SubjectFailure?
        CaseReader.read(paths: paths) { item in
            switch item {
            case .run(let item):
                do throws(SubjectFailure) {
                    if let death = try minimiser.add(item) {
                        status.say("\(item.name): left out: \(death)")
                    }
                } catch {
                    failure = error
                }
            case .unsupported: break
            case .error(let error):
                status.say(error.description)
                errorCount += 1
            }
            status.show { _ in "\(minimiser.caseCount) cases" }
            return failure == nil
        }
        status.clear()
        if let failure { throw failure }
        let texts = minimiser.choose(limit: limit, largestSize: size << 10)
        for (index, text) in texts.enumerated() {
            let digits = String(index + 1)
            let number = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            try folder.save(text, as: "seed-\(number).yaml")
        }
        Console.write(
            "\(texts.count) of \(minimiser.caseCount) cases kept, which reach "
                + "\(minimiser.reachedCount) of \(minimiser.featureCount) features\n")
        try finish(kept: texts.count, minimiser, code: errorCount > 0 ? 2 : 0)
    }

    private func finish(kept: Int, _ minimiser: CorpusMinimiser, code: Int32) throws {
        let text = """
            {"cases": \(minimiser.caseCount), "refused": \(minimiser.refused), "kept": \(kept), \
            "features": \(minimiser.featureCount), "reached": \(minimiser.reachedCount)}

            """
        if let json, let problem = Console.write(text, toFile: json) {
            Console.say("\(json):1:1: error: found no way to write it (\(problem)), expected one")
            throw ExitCode(2)
        }
        if code != 0 { throw ExitCode(code) }
    }
}
