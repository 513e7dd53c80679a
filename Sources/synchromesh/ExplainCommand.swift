import ArgumentParser
import Conformance
import Fuzz
import VM

/// Tells where a saved case goes wrong, and which part of the machine is to blame.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Shows the first wrong block of a diverging case and the part to blame.",
        discussion: """
            The file must hold one case, or --filter must leave one.

            EXAMPLES
              synchromesh explain findings/head-stack/case.yaml --html page.html
              synchromesh explain spec-fixtures/arithmetic/sub.yaml --plant sub-operands \\
                  --fork Osaka --filter '*#2, dynamic*'
            """)

    @Argument(help: ArgumentHelp("A file with the case.", valueName: "case"))
    var path: String

    @OptionGroup(title: "Which case") var selection: SelectionOptions

    @Option(help: "The subject that differs from the interpreter.")
    var subject = "method"

    @OptionGroup var planted: PlantOptions

    @Option(help: ArgumentHelp("Write the explanation as one HTML page.", valueName: "file"))
    var html: String?

    func run() throws {
        let name = try SubjectOptions.subject(subject)
        let item = try selection.oneCase(in: path)
        let faults = try planted.faults()
        let explanation: Explanation?
        let lack: String?
        do throws(SubjectFailure) {
            lack = try item.lackOfVerdict()
            explanation = try lack != nil ? nil : Explainer(name, faults: faults).explain(item)
        } catch {
            Console.say("error: \(error.description)")
            throw ExitCode(3)
        }
        guard let explanation else {
            Console.say("\(item.name): \(lack ?? "\(name.text) agrees with the interpreter")")
            return
        }
        Console.write(ExplanationText(explanation).text)
        if let html, let problem = Console.write(ExplanationPage(explanation).text, toFile: html) {
            Console.say("\(html):1:1: error: found no way to write it (\(problem)), expected one")
        }
        throw ExitCode(1)
    }
}
