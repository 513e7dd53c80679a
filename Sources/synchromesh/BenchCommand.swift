import ArgumentParser
import Conformance
import VM

/// How fast subjects are, side by side.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Runs the same transactions in several subjects, interleaved, and compares both.",
        discussion: """
            A mix is a day in the life of a client: many transactions, one after the other in one \
            world that goes on, over many pieces of code. A path is a fixture of any kind with \
            transactions, or a folder of them. The codes are those of the contracts that the \
            transactions call, each with a tail that nothing executes and at an address of its \
            own. Codes get ranks by lot, and Zipf's law says how often each is called.

            A call of more gas than --gas-scale is drawn as much less often as it is heavier; \
            what uses more than --most-gas is left out, and so is a contract that does not run \
            the same with other bytes behind its code, or at another address.

            Subjects take turns of \(MixConfiguration.largestChunk) transactions. Gas, status, output, \
            effects and the final state root must be equal in all of them. CPU time is that of \
            the thread that runs transactions, and of threads that compile in the background: \
            what the process used beside that thread, shared among the subjects that compile so \
            by their compile times.

            EXAMPLES
              synchromesh bench benchmarks --mix 10000 --codes 200
              synchromesh bench benchmarks --mix 1000 --codes 50 --seed 7 --check --json mix.json
              synchromesh bench benchmarks --mix 10000 --rounds 5 --subject interpreter \
            --subject tiered,gas-per-byte=100

            EXIT CODES
              1  subjects differ, or counters are wrong
            """)

    @Argument(help: ArgumentHelp("Fixtures, or folders of them.", valueName: "path"))
    var paths: [String]

    @Option(help: ArgumentHelp("Draw so many transactions.", valueName: "count"))
    var mix: Int

    @Option(help: ArgumentHelp("Over so many pieces of code.", valueName: "count"))
    var codes = MixConfiguration().codeCount

    @Option(help: ArgumentHelp("The exponent of Zipf's law.", valueName: "number"))
    var exponent = MixConfiguration().exponent

    @Option(
        help: ArgumentHelp(
            "Draw calls of more gas less often, in proportion.", valueName: "gas"))
    var gasScale = MixConfiguration().gasScale

    @Option(help: ArgumentHelp("Leave out calls of more gas.", valueName: "gas"))
    var mostGas = MixConfiguration().mostGas

    @Option(help: ArgumentHelp("Seed of everything that is random.", valueName: "number"))
    var seed: UInt64 = 0

    @Option(help: ArgumentHelp("The rules that hold.", valueName: "fork"))
    var fork = MixConfiguration().fork.name

    @Option(help: ArgumentHelp("Do it so often, and report medians.", valueName: "count"))
    var rounds = 1

    @Option(
        help: ArgumentHelp(
            "A subject to run; can be repeated. The first is what others are compared with.",
            discussion: "If none is given: \(Self.usual.joined(separator: "; ")).",
            valueName: "subject"))
    var subject: [String] = []

    @Flag(help: "Compare profiles' counters with a recount of their window at each step; slower.")
    var check = false

    @Option(help: ArgumentHelp("Write all figures as JSON.", valueName: "file"))
    var json: String?

    @OptionGroup var planted: PlantOptions

    private static let usual = ["interpreter", "method", "tiered", "tiered,compile=background"]

    func run() throws {
        let made = try mixConfiguration()
        let names = try (subject.isEmpty ? Self.usual : subject).map(SubjectOptions.name)
        let reader = MixContractReader(paths: paths, fork: made.fork, most: 4 * made.codeCount)
        for error in reader.errors { Console.say(error.description) }
        let faults = try planted.faults()
        let (plan, result): (MixPlan, MixRun)
        do throws(SubjectFailure) {
            plan = try MixPlan(reader.contracts, made, leftOut: reader.leftOut)
            result = try MixRun(plan, in: names, faults: faults)
        } catch {
            Console.say("error: \(error)")
            throw ExitCode(2)
        }
        let report = MixReport(plan, result, errors: reader.errors.map(\.description))
        if json != "-" { Console.write(report.text) }
        var code: Int32 = !result.differences.isEmpty ? 1 : reader.errors.isEmpty ? 0 : 2
        if let json, let problem = Console.write(report.json, toFile: json) {
            Console.say("\(json):1:1: error: found no way to write it (\(problem)), expected one")
            if code == 0 { code = 2 }
        }
        if code != 0 { throw ExitCode(code) }
    }

    private func mixConfiguration() throws -> MixConfiguration {
        for (name, value) in [("--mix", mix), ("--codes", codes), ("--rounds", rounds)]
        where !(1...10_000_000).contains(value) {
            throw ValidationError("expected \(name) 1 to 10000000, found \(value)")
        }
        guard (0...10).contains(exponent) else {
            throw ValidationError("expected --exponent 0 to 10, found \(exponent)")
        }
        for (name, value) in [("--gas-scale", gasScale), ("--most-gas", mostGas)]
        where !(1...1 << 40).contains(value) {
            throw ValidationError("expected \(name) 1 to \(1 << 40), found \(value)")
        }
        var made = MixConfiguration()
        made.transactionCount = mix
        made.codeCount = codes
        made.exponent = exponent
        made.gasScale = gasScale
        made.mostGas = mostGas
        made.seed = seed
        made.fork = try SelectionOptions.fork(fork)
        made.roundCount = rounds
        made.checksProfile = check
        return made
    }
}
