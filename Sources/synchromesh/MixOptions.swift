import ArgumentParser
import Conformance
import VM

/// What a mix of transactions is made of: `bench --mix`.
struct MixOptions: ParsableArguments {
    private static let usual = MixConfiguration()

    @Option(help: ArgumentHelp("Draw so many transactions.", valueName: "count"))
    var mix: Int?

    @Option(
        help: ArgumentHelp(
            "Over so many pieces of code. (default: \(usual.codeCount))", valueName: "count"))
    var codes: Int?

    @Option(
        help: ArgumentHelp(
            "The exponent of Zipf's law. (default: \(usual.exponent))", valueName: "number"))
    var exponent: Double?

    @Option(
        help: ArgumentHelp(
            "Draw calls of more gas less often, in proportion. (default: \(usual.gasScale))",
            valueName: "gas"))
    var gasScale: UInt64?

    @Option(
        help: ArgumentHelp(
            "Leave out calls of more gas. (default: \(usual.mostGas))", valueName: "gas"))
    var mostGas: UInt64?

    @Option(
        help: ArgumentHelp("Seed of everything that is random. (default: 0)", valueName: "number"))
    var seed: UInt64?

    @Flag(help: "Compare profiles' counters with a recount of their window at each step; slower.")
    var check = false

    /// The subjects that run if none is named.
    static let usualSubjects = ["interpreter", "method", "tiered", "tiered,compile=background"]

    /// The first option that was given and means something in a mix only.
    var givenOption: String? {
        let given = [
            ("--codes", codes != nil), ("--exponent", exponent != nil),
            ("--gas-scale", gasScale != nil), ("--most-gas", mostGas != nil),
            ("--seed", seed != nil), ("--check", check),
        ]
        return given.first { $0.1 }?.0
    }

    /// Runs a mix and reports it.
    func run(
        _ transactionCount: Int, paths: [String], subjects: [SubjectName], rounds: Int?,
        fork: Fork?, json: String?, faults: Faults
    ) throws {
        let made = try configuration(transactionCount, rounds: rounds ?? 1, fork: fork)
        let reader = MixContractReader(paths: paths, fork: made.fork, most: 4 * made.codeCount)
        for error in reader.errors { Console.say(error.description) }
        let (plan, result): (MixPlan, MixRun)
        do throws(SubjectFailure) {
            plan = try MixPlan(reader.contracts, made, leftOut: reader.leftOut)
            result = try MixRun(plan, in: subjects, faults: faults)
        } catch {
            Console.say("error: \(error)")
            throw ExitCode(2)
        }
        let report = MixReport(plan, result, errors: reader.errors.map(\.description))
        if json != "-" { Console.write(report.text) }
        var code: Int32 = !result.differences.isEmpty ? 1 : reader.errors.isEmpty ? 0 : 2
        if let json, !Console.save(report.json, to: json), code == 0 { code = 2 }
        if code != 0 { throw ExitCode(code) }
    }

    private func configuration(
        _ transactionCount: Int, rounds: Int, fork: Fork?
    ) throws -> MixConfiguration {
        var made = MixConfiguration()
        made.transactionCount = transactionCount
        made.roundCount = rounds
        made.codeCount = codes ?? made.codeCount
        made.exponent = exponent ?? made.exponent
        made.gasScale = gasScale ?? made.gasScale
        made.mostGas = mostGas ?? made.mostGas
        made.seed = seed ?? 0
        made.fork = fork ?? made.fork
        made.checksProfile = check
        let counts = [
            ("--mix", transactionCount), ("--codes", made.codeCount), ("--rounds", rounds),
        ]
        for (name, value) in counts where !(1...10_000_000).contains(value) {
            throw ValidationError("expected \(name) 1 to 10000000, found \(value)")
        }
        guard (0...10).contains(made.exponent) else {
            throw ValidationError("expected --exponent 0 to 10, found \(made.exponent)")
        }
        for (name, value) in [("--gas-scale", made.gasScale), ("--most-gas", made.mostGas)]
        where !(1...1 << 40).contains(value) {
            throw ValidationError("expected \(name) 1 to \(1 << 40), found \(value)")
        }
        return made
    }
}
