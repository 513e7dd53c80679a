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
        var found: [Case] = []
        var errors: [FixtureError] = []
        CaseReader.read(paths: [path], selection: try selection.selection()) { item in
            switch item {
            case .run(let item): found.append(item)
            case .unsupported: break
            case .error(let error): errors.append(error)
            }
            return found.count < 6
        }
        for error in errors { Console.say(error.description) }
        guard let item = found.first, found.count == 1 else {
            let names = found.map { "\n  \($0.name)" }.joined()
            throw ValidationError(
                found.isEmpty
                    ? "there is no such case in \(path)"
                    : "more than one case is meant; choose with --filter:\(names)")
        }
        do {
            let passed = try CaseTracer.trace(item, subject: name) { Console.write($0 + "\n") }
            throw ExitCode(passed ? 0 : 1)
        } catch let failure as SubjectFailure {
            Console.say("error: \(failure.description)")
            throw ExitCode(3)
        }
    }
}
