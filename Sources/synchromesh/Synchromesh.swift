import ArgumentParser
import Conformance
import Emulation
import Primitives

/// The command: everything it does is in its subcommands, and everything they do is in the library.
@main
struct Synchromesh: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synchromesh",
        abstract:
            "Runs EVM code through every tier of a virtual machine and stops where two differ.",
        discussion: """
            EXAMPLES
              synchromesh run spec-fixtures
              synchromesh run fixtures.tar.zst --jobs 8 --json result.json
              synchromesh trace spec-fixtures/arithmetic/add.yaml --filter '*small sums*#1*'

            EXIT CODES
              0  all agreed
              1  a failure, a divergence, an unexpected pass or a demand that was not reached
              2  bad usage, or an input that cannot be read
              3  a fault of this program
            """,
        subcommands: [
            Run.self, Replay.self, Trace.self, FuzzCommand.self, FaultsCommand.self,
            ExplainCommand.self, MinimizeCommand.self, ExportCommand.self, CorpusCommand.self,
            CompileCommand.self, BenchCommand.self,
            WorkerCommand.self, FuzzWorkerCommand.self, CorpusWorkerCommand.self,
            EVMCWorkerCommand.self,
        ])

    static func main() {
        // Workers are this program, started again.
        Emulators.handIn { try Emulator($0) }
        OutsideWorkers.handIn([ThisProgram.path, OutsideWorkers.argument])
        do {
            let given = Array(CommandLine.arguments.dropFirst())
            let (arguments, warnings) = FormerOptions.accepted.update(given)
            warnings.forEach(Console.say)
            var command = try parseAsRoot(arguments)
            try command.run()
        } catch let code as ExitCode {
            exit(withError: code)
        } catch let error as FixtureError {
            // No word before the place: editors jump to it.
            Console.say(error.description)
            exit(withError: ExitCode(2))
        } catch {
            // ArgumentParser's own code for bad usage is 64; ours is promised to be 2.
            let message = fullMessage(for: error)
            guard !exitCode(for: error).isSuccess else { exit(withError: error) }
            Console.say(message)
            exit(withError: ExitCode(2))
        }
    }
}
