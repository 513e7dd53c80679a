import ArgumentParser
import Conformance

/// Runs saved cases as they were found.
struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs saved cases with their own schedules and says what comes out.",
        discussion: """
            EXAMPLE
              synchromesh replay corpus/findings/*/case.yaml
            """)

    @Argument(help: ArgumentHelp("Saved cases.", valueName: "case"))
    var cases: [String]

    @OptionGroup(title: "Which cases") var selection: SelectionOptions
    @OptionGroup(title: "Subjects") var subjects: SubjectOptions
    @OptionGroup(title: "Running and reporting") var runner: RunnerOptions

    func run() throws {
        var configuration = RunConfiguration()
        configuration.selection = try selection.selection()
        configuration.seed = selection.seed
        try subjects.apply(to: &configuration)
        try runner.apply(to: &configuration)
        try runner.carryOut(configuration, paths: cases)
    }
}
