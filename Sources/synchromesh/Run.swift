import ArgumentParser
import Conformance

/// Runs fixtures of any kind.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs fixtures: suites, state tests, VM tests, saved cases, folders, archives.",
        discussion: """
            Every case is run by the reference, held against what it expects, and run by every
            other subject, which must agree with the reference.

            EXAMPLES
              synchromesh run spec-fixtures
              synchromesh run fixtures.tar.zst --fork Cancun --filter '*stSStoreTest*'
              synchromesh run tests --sample 1/100 --seed 7 --json result.json --junit result.xml
            """)

    @Argument(help: ArgumentHelp("Files, folders, archives.", valueName: "path"))
    var paths: [String]

    @OptionGroup(title: "Which cases") var selection: SelectionOptions
    @OptionGroup(title: "Subjects") var subjects: SubjectOptions
    @OptionGroup(title: "Running and reporting") var runner: RunnerOptions

    @Flag(
        help: """
            Run each case again with gas that ends at, before and behind each charge of every \
            frame.
            """)
    var gasSweep = false

    @Option(
        help: ArgumentHelp(
            """
            The most amounts of gas for one case; of more, those of the first and last charge of \
            each instruction, and others spread evenly.
            """,
            valueName: "count"))
    var sweepLimit = 1500

    @Flag(help: "List the cases and do not run them.")
    var list = false

    func run() throws {
        var configuration = RunConfiguration()
        configuration.selection = try selection.selection()
        configuration.seed = selection.seed
        try subjects.apply(to: &configuration)
        try runner.apply(to: &configuration)
        guard sweepLimit > 0 else {
            throw ValidationError("--sweep-limit \(sweepLimit): it takes at least one")
        }
        configuration.sweepLimit = gasSweep ? sweepLimit : nil
        if list { try CaseList.print(paths: paths, selection: configuration.selection) }
        try runner.carryOut(configuration, paths: paths)
    }
}

/// Names cases without running them.
private enum CaseList {
    static func print(paths: [String], selection: CaseSelection) throws -> Never {
        var errorCount = 0
        CaseReader.read(paths: paths, selection: selection) { item in
            switch item {
            case .run(let item): Console.write("\(item.name)\n")
            case .unsupported(let name, let kind): Console.write("\(name)  (\(kind): not run)\n")
            case .error(let error):
                Console.say(error.description)
                errorCount += 1
            }
            return true
        }
        throw ExitCode(errorCount > 0 ? 2 : 0)
    }
}
