import ArgumentParser
import Codegen
import Conformance
import VM

/// How long compiling takes.
struct CompileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compile",
        abstract: "Compiles contracts, runs none, and says how long that takes by their size.",
        discussion: """
            A path is a file of hexadecimal digits (.hex, .bin, .bin-runtime), a fixture of any \
            kind, of which the codes of its accounts are taken, or a folder of them. Equal codes \
            count once. No emulator is needed for an instruction set that is not the host's.

            Time is processor time, the median of all rounds. A byte is one of the code's blocks: \
            data, and code that nothing leads to, are not compiled and not counted. Contracts of \
            which this is more than half are left out of the totals.

            EXAMPLES
              synchromesh compile contracts
              synchromesh compile router.hex --instruction-set aarch64 --json -
              synchromesh compile contracts --table compile-time.md --plot compile-time.svg
            """)

    @Argument(help: ArgumentHelp("Files with code, or folders of them.", valueName: "path"))
    var paths: [String]

    @Option(
        help: ArgumentHelp(
            "Compile for x86-64 or aarch64; can be repeated. Both, if none is given.",
            valueName: "name"))
    var instructionSet: [String] = []

    @Option(help: ArgumentHelp("The rules that contracts are compiled under.", valueName: "fork"))
    var fork = "Osaka"

    @Option(help: ArgumentHelp("How often each contract is compiled.", valueName: "count"))
    var rounds = 9

    @Option(help: ArgumentHelp("Write all figures as JSON.", valueName: "file"))
    var json: String?

    @Option(help: ArgumentHelp("Write a page with a plot.", valueName: "file"))
    var html: String?

    @Option(help: ArgumentHelp("Write the plot alone, as SVG.", valueName: "file"))
    var plot: String?

    @Option(help: ArgumentHelp("Write the table as Markdown.", valueName: "file"))
    var table: String?

    func run() throws {
        let sets = try instructionSet.map(Self.instructionSet)
        guard rounds > 0 else {
            throw ValidationError("expected --rounds 1 or more, found \(rounds)")
        }
        let bench = try bench()
        let reader = ContractReader(paths: paths)
        for error in reader.errors { Console.say(error.description) }
        var (rows, refusals): ([CompileMeasurement], [CompileReport.Refusal]) = ([], [])
        var isBroken = false
        for contract in reader.contracts {
            for set in sets.isEmpty ? InstructionSet.allCases : sets {
                do throws(CompileFailure) {
                    rows.append(try bench.measure(contract, for: set))
                } catch {
                    let reason = MethodRefusal.notCompiled(error).text
                    isBroken = isBroken || error.isBreakdown
                    refusals.append(
                        CompileReport.Refusal(
                            name: contract.name, instructionSet: set, reason: reason))
                }
            }
        }
        let report = CompileReport(
            rows, refusals: refusals, errors: reader.errors.map(\.description))
        // Whoever asked for one of the others on stdout does not want a table in front of it.
        if ![json, html, plot, table].contains("-") { Console.write(report.text) }
        try write(report, code: isBroken ? 3 : reader.errors.isEmpty ? 0 : 2)
    }

    private static func instructionSet(_ name: String) throws -> InstructionSet {
        guard let set = InstructionSet(rawValue: name) else {
            let names = InstructionSet.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(name)' is no instruction set; there are \(names)")
        }
        return set
    }

    private func bench() throws -> CompileBench {
        let fork = try SelectionOptions.fork(fork)
        do throws(CompileFailure) {
            return try CompileBench(fork: fork, roundCount: rounds)
        } catch {
            Console.say("error: \(MethodRefusal.notCompiled(error).text)")
            throw ExitCode(3)
        }
    }

    private func write(_ report: CompileReport, code: Int32) throws {
        var code = code
        let pages = [
            (json, report.json), (html, CompilePage(report).text),
            (plot, CompilePlot(report).svg + "\n"), (table, markdown(report)),
        ]
        for (file, text) in pages {
            guard let file, let problem = Console.write(text, toFile: file) else { continue }
            Console.say("\(file):1:1: error: found no way to write it (\(problem)), expected one")
            if code == 0 { code = 2 }
        }
        if code != 0 { throw ExitCode(code) }
    }

    /// The plot, where it lies beside the table.
    private var picture: String {
        let name = plot.map { String($0.split(separator: "/").last ?? "") } ?? ""
        return name.isEmpty || name == "-" ? "" : "\n![time by size](\(name))\n"
    }

    private var commandLine: String {
        var words =
            ["synchromesh compile"] + paths + instructionSet.map { "--instruction-set \($0)" }
        words += ["--rounds \(rounds)"]
        words += table.map { ["--table \($0)"] } ?? []
        words += plot.map { ["--plot \($0)"] } ?? []
        return words.joined(separator: " ")
    }

    private func markdown(_ report: CompileReport) -> String {
        """
        # Compile time

        Written by `\(commandLine)`. Processor time of one thread, the median of \(rounds) \
        rounds, under the rules of \(fork): from byte code to executable pages. *In blocks* are the \
        bytes that are compiled, without data and code that nothing leads to; a byte is one of these.
        Contracts of which less than half lies in blocks are left out of the totals: there, most of
        the time goes into finding that out.

        \(report.markdownSummary)\(picture)
        \(report.markdown)
        """
    }
}
