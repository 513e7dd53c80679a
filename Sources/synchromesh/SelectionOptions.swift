import ArgumentParser
import Conformance
import VM

/// Which cases of the inputs are meant.
struct SelectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Only cases of this fork; can be repeated.", valueName: "fork"))
    var fork: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only cases whose name matches; can be repeated.",
            discussion: "'*' is any text, '?' any character; the pattern may begin behind any '/'.",
            valueName: "glob"))
    var filter: [String] = []

    @Option(help: ArgumentHelp("No cases whose name matches; can be repeated.", valueName: "glob"))
    var exclude: [String] = []

    @Option(help: ArgumentHelp("One case in N, chosen by name and seed.", valueName: "1/N"))
    var sample: String?

    @Option(help: ArgumentHelp("Seed of everything that is random.", valueName: "number"))
    var seed: UInt64 = 0

    func selection() throws -> CaseSelection {
        var selection = CaseSelection()
        for name in fork {
            guard let fork = Fork(named: name) else {
                let names = Fork.allCases.map(\.name).joined(separator: ", ")
                throw ValidationError("'\(name)' is no fork; there are \(names)")
            }
            selection.forks.insert(fork)
        }
        selection.filters = filter.map { Glob($0) }
        selection.exclusions = exclude.map { Glob($0) }
        selection.seed = seed
        if let sample {
            guard sample.hasPrefix("1/"), let count = UInt64(sample.dropFirst(2)), count > 0 else {
                throw ValidationError("'\(sample)' is no sample; one case in ten is 1/10")
            }
            selection.sampling = count
        }
        return selection
    }
}

/// The subjects that run.
struct SubjectOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A subject to run; can be repeated. All there are, if none is given.",
            valueName: "subject"))
    var subject: [String] = []

    @Option(help: ArgumentHelp("The subject that the others are compared with."))
    var reference = "interpreter"

    func apply(to configuration: inout RunConfiguration) throws {
        configuration.reference = try Self.name(reference)
        configuration.subjects = subject.isEmpty ? SubjectName.all : try subject.map(Self.name)
    }

    static func name(_ text: String) throws -> SubjectName {
        do {
            return try SubjectName(parsing: text)
        } catch {
            throw ValidationError("'\(text)' is no subject; expected \(error.expected)")
        }
    }
}
