import ArgumentParser
import Codegen

/// Where the process starts.
@main
enum Main {
    /// Runs the command; bad usage ends with exit code 2 like any other bad input.
    static func main() {
        do {
            var command = try Lirasm.parseAsRoot()
            try command.run()
        } catch {
            guard Lirasm.exitCode(for: error) == .validationFailure else {
                Lirasm.exit(withError: error)
            }
            StandardError.write(Lirasm.fullMessage(for: error) + "\n")
            Lirasm.exit(withError: ExitCode(2))
        }
    }
}

/// The code generator's own command: read, print, pass, run and randomise LIR.
struct Lirasm: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lirasm",
        abstract: "Reads LIR, shows it after any pass, and runs it.",
        discussion: """
            The text form is described in docs/lir.md. Without a file, standard input is read.

            EXAMPLES
              lirasm sum.lir                           check, pass, and print what is left
              lirasm sum.lir --dump input --dump cse   before all passes and after the second
              lirasm sum.lir --exec --state 7,35       run every entry with these registers
              lirasm --random 1000 --seed 1 --exec     passed and plain fragments must agree
              lirasm --random 1000 --exec --backend x86-64 --registers 5 --noise 3

            Code runs on a scratch memory of \(RandomMemory.byteCount) bytes whose address is in \
            state register 0.
            Exit code 0: all well; 1: two ways to run a fragment disagree, or one fails; \
            2: bad usage or bad LIR.
            """)

    @Argument(help: "The text to read; - for standard input.")
    var file: String?

    @Option(help: "Print after a stage: \(Stage.names). May be repeated.")
    var dump: [Stage] = []

    @Option(help: "What runs the code: \(BackendName.names).")
    var backend = BackendName.interpreter

    @Flag(help: "Run every entry, and compare the passed fragment with the plain one.")
    var exec = false

    @Option(help: "Make this many random fragments instead of reading any.")
    var random: Int?

    @Option(help: "The seed of the first random fragment, and of the memory's contents.")
    var seed: UInt64 = 0

    @Option(help: "Let a back end use this many registers only.")
    var registers: Int?

    @Option(help: "Let a back end spill and move values at random, from this seed.")
    var noise: UInt64?

    @Option(help: "The passes to apply, separated by commas: \(PassList.names), or none.")
    var passes = PassList.standard

    @Option(help: "The state registers 1 and 2 that the code starts with.")
    var state = StateArgument()

    @Flag(help: "Show each instruction as it reaches each stage.")
    var verbose = false

    func validate() throws {
        if let random, random < 1 { throw ValidationError("--random takes a positive number.") }
        if random != nil && file != nil {
            throw ValidationError("Either a file or --random, not both.")
        }
    }

    func run() throws {
        let session = LirasmSession(
            pipeline: PassPipeline(passes: passes.passes, isValidating: true), stages: dump,
            backend: backend, registers: registers, noise: noise, seed: seed, state: state,
            isVerbose: verbose)
        let isGood = try random.map { try runRandom($0, session) } ?? runFile(session)
        if !isGood { throw ExitCode(1) }
    }

    /// Reads and treats a file; bad LIR ends with exit code 2 and the place.
    private func runFile(_ session: LirasmSession) throws -> Bool {
        let name = file ?? "-"
        let fragments: [Fragment]
        do {
            fragments = try LIRParser.fragments(
                in: TextFile.contents(of: name), functions: RandomFunctions.addresses)
        } catch let error as LIRParseError {
            StandardError.write("\(name):\(error)\n")
            throw ExitCode(2)
        } catch {
            StandardError.write("\(name): \(error)\n")
            throw ExitCode(2)
        }
        var isGood = true
        for fragment in fragments {
            do {
                let passed = try session.show(fragment)
                if exec, try !session.execute(fragment, passed: passed) { isGood = false }
            } catch let violation as LIRViolation {
                StandardError.write("\(name): fragment \(fragment.identifier): \(violation)\n")
                throw ExitCode(2)
            }
        }
        return isGood
    }

    private func runRandom(_ count: Int, _ session: LirasmSession) throws -> Bool {
        var disagreements = 0
        for offset in 0..<UInt64(count) {
            let fragmentSeed = seed &+ offset
            do {
                guard let difference = try runRandom(seed: fragmentSeed, session) else { continue }
                StandardError.write("seed \(fragmentSeed): \(difference)\n")
            } catch let error as LIRViolation {
                StandardError.write("seed \(fragmentSeed): \(error)\n")
            }
            disagreements += 1
        }
        if exec { print("\(count) fragments, \(disagreements) disagreements") }
        return disagreements == 0
    }

    /// Makes, shows and runs one random fragment; gives how its two forms disagree, or nil.
    private func runRandom(seed: UInt64, _ session: LirasmSession) throws -> String? {
        var options = RandomFragmentOptions()
        options.hasLooseCarries = passes.legalisesCarries
        let fragment = try RandomFragment.make(seed: seed, options: options)
        let isPrinted = !exec || !dump.isEmpty
        let passed = isPrinted ? try session.show(fragment) : try session.pass(fragment)
        return exec ? try session.difference(fragment, passed: passed) : nil
    }
}
