import ArgumentParser
import Conformance
import VM

/// Writes a case for other clients.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a case as an official state test, which every other client can run.",
        discussion: """
            A message becomes a transaction where one can send it. What had to be changed for that \
            is said on stderr. What must come out is what the interpreter makes of it. The file \
            must hold one case, or --filter must leave one.

            EXAMPLE
              synchromesh export corpus/findings/return-behind-branch/case.yaml \\
                  --fork Osaka --filter 'RETURN behind a JUMPI*' --out test.json
            """)

    /// What a case can be written as.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case statetest
    }

    @Argument(help: ArgumentHelp("A file with the case.", valueName: "case"))
    var path: String

    @OptionGroup(title: "Which case") var selection: SelectionOptions

    @Option(help: "What to write.")
    var format = Format.statetest

    @Option(help: ArgumentHelp("Write it here, not to stdout.", valueName: "file"))
    var out = "-"

    func run() throws {
        let item = try selection.oneCase(in: path)
        do {
            let test = try StateTestCase(item)
            for change in test.changes { Console.say("note: \(change)") }
            let text = try text(of: test)
            guard let problem = Console.write(text, toFile: out) else { return }
            Console.say("\(out):1:1: error: found no way to write it (\(problem)), expected one")
            throw ExitCode(2)
        } catch let error as InexpressibleCase {
            Console.say(
                "\(item.location): error: found \(error.description), "
                    + "expected what a state test can say")
            throw ExitCode(2)
        } catch let error as SubjectFailure {
            Console.say("error: \(error.description)")
            throw ExitCode(3)
        }
    }

    private func text(of test: StateTestCase) throws -> String {
        switch format {
        case .statetest: return try StateTestExport.text(of: test)
        }
    }
}
