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
              lirasm --random 1000 --backend x86-64    machine code and LIR must agree
              lirasm --random 1000 --backend x86-64 --registers 5 --noise 3 --passes none
              lirasm --random 1000 --backend aarch64   the same, emulated where need be
              lirasm sum.lir --dump x86-64 --dump aarch64

            With --exec or machine code as --backend every fragment runs on the LIR interpreter as it was \
            written, and on the chosen back end as the passes leave it: results, memory, state \
            registers and the snapshot at every guard, forced in turn, must be the same.

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

    @Option(
        help: """
            The seed of the first random fragment, counted up for the others, and of the memory's \
            contents.
            """)
    var seed: UInt64 = 0

    @Option(help: "Let machine code use this many registers only, \(Self.registerCounts).")
    var registers: Int?

    @Option(help: "Let machine code spill and move values at random, from this seed.")
    var noise: UInt64?

    @Option(help: "The passes to apply, separated by commas: \(PassList.names), or none.")
    var passes = PassList.standard

    @Option(
        help: """
            The state registers 1 and 2 that the code starts with. (default: 0,0; for random \
            fragments several, from the seed)
            """)
    var state: StateArgument?

    @Flag(help: "Show each instruction as it reaches each stage.")
    var verbose = false

    private static let registerCounts =
        InstructionSet.allCases.map { name in
            let counts = MachineRunner.registerCounts(name)
            return "\(counts.lowerBound) to \(counts.upperBound) on \(name)"
        }.joined(separator: ", ")

    /// What machine code is made for.
    private var instructionSets: [InstructionSet] {
        dump.compactMap(\.instructionSet) + [backend.instructionSet].compactMap(\.self)
    }

    /// Whether fragments run: asked for, or the only use of what was asked for.
    private var isRunning: Bool { exec || backend != .interpreter }

    func validate() throws {
        if let random, random < 1 { throw ValidationError("--random takes a positive number.") }
        if random != nil && file != nil {
            throw ValidationError("Either a file or --random, not both.")
        }
        if let registers,
            !instructionSets.allSatisfy({
                MachineRunner.registerCounts($0).contains(registers)
            })
        {
            throw ValidationError(
                "--registers takes a number: \(Self.registerCounts); not \(registers).")
        }
        if instructionSets.isEmpty && (registers != nil || noise != nil) {
            throw ValidationError(
                "--registers and --noise are for machine code: add --backend x86-64 or aarch64.")
        }
    }

    func run() throws {
        let session = try LirasmSession(
            pipeline: PassPipeline(passes: passes.passes, validation: .everyPass), stages: dump,
            backend: backend,
            machine: MachineOptions(
                registers: registers, noise: noise,
                foldsLoads: passes.passes.contains(.loadFolding)),
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
                let input = RunInput(seed: seed, state: state ?? StateArgument())
                if isRunning, try !session.execute(fragment, passed: passed, input: input) {
                    isGood = false
                }
            } catch let violation as LIRViolation {
                StandardError.write("\(name): fragment \(fragment.identifier): \(violation)\n")
                throw ExitCode(2)
            } catch let failure as MachineFailure {
                StandardError.write("\(name): fragment \(fragment.identifier): \(failure)\n")
                isGood = false
            }
        }
        return isGood
    }

    private func runRandom(_ count: Int, _ session: LirasmSession) throws -> Bool {
        var total = Agreement()
        var disagreements = 0
        for offset in 0..<UInt64(count) {
            let fragmentSeed = seed &+ offset
            var difference: String?
            do {
                let agreement = try runRandom(seed: fragmentSeed, session)
                total.runs += agreement.runs
                total.forcedExits += agreement.forcedExits
                difference = agreement.difference
            } catch let error as LIRViolation {
                difference = "\(error)"
            } catch let failure as MachineFailure {
                difference = "\(failure)"
            }
            guard let difference else { continue }
            StandardError.write("seed \(fragmentSeed): \(difference)\n")
            disagreements += 1
        }
        if isRunning {
            print(
                "\(count) fragments, \(total.runs) runs, \(total.forcedExits) forced exits, "
                    + "\(disagreements) disagreements")
        }
        return disagreements == 0
    }

    /// Makes, shows and runs one random fragment.
    private func runRandom(seed: UInt64, _ session: LirasmSession) throws -> Agreement {
        var options = RandomFragmentOptions(shapedBy: seed)
        options.hasLooseCarries = passes.legalisesCarries
        options.hasRepetition = seed % 4 == 3
        let fragment = try RandomFragment.make(seed: seed, options: options)
        let isPrinted = !isRunning || !dump.isEmpty
        let passed = isPrinted ? try session.show(fragment) : try session.pass(fragment)
        guard isRunning else { return Agreement() }
        let states = state.map { [$0] } ?? StateArgument.samples(seed: seed)
        return try session.agreement(
            fragment, passed: passed, inputs: states.map { RunInput(seed: seed, state: $0) })
    }
}
