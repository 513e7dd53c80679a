import ArgumentParser
import Conformance

/// Prints each instruction of a case as it runs.
struct Trace: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints a line for each instruction of a case (EIP-3155).",
        discussion: """
            The file must hold one case, or --filter must leave one. Stack and memory are those
            before the instruction; the last line sums the run up. Compiled code does not tell of
            its instructions: of a compiled subject there are lines for those alone that the
            interpreter executed in its stead.

            EXAMPLE
              synchromesh trace spec-fixtures/arithmetic/add.yaml --fork Osaka --filter '*#1, dynamic*'
            """)

    @Argument(help: ArgumentHelp("A file with the case.", valueName: "case"))
    var path: String

    @OptionGroup(title: "Which case") var selection: SelectionOptions

    @Option(help: "The subject that runs.")
    var subject = "interpreter"

    @Flag(help: "Show the memory before each instruction.")
    var memory = false

    func run() throws {
        let name = try SubjectOptions.name(subject)
        let item = try selection.oneCase(in: path)
        do {
            let passed = try CaseTracer.trace(item, subject: name, showsMemory: memory) {
                Console.write($0 + "\n")
            }
            throw ExitCode(passed ? 0 : 1)
        } catch let failure as SubjectFailure {
            Console.say("error: \(failure.description)")
            throw ExitCode(3)
        }
    }
}
