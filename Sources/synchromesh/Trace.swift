import ArgumentParser
import Conformance

/// Prints each instruction of a case as it runs.
struct Trace: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints a line for each instruction of a case (EIP-3155).",
        discussion: """
            The file must hold one case, or --filter must leave one.

            EXAMPLE
              synchromesh trace spec-fixtures/arithmetic/add.yaml --fork Osaka --filter '*#1, dynamic*'
            """)

    @Argument(help: ArgumentHelp("A file with the case.", valueName: "case"))
    var path: String

    @OptionGroup(title: "Which case") var selection: SelectionOptions

    @Option(help: "The subject that runs.")
    var subject = "interpreter"

    func run() throws {
        let name = try SubjectOptions.name(subject)
        let item = try selection.oneCase(in: path)
        do {
            let passed = try CaseTracer.trace(item, subject: name) { Console.write($0 + "\n") }
            throw ExitCode(passed ? 0 : 1)
        } catch let failure as SubjectFailure {
            Console.say("error: \(failure.description)")
            throw ExitCode(3)
        }
    }
}
