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
        selection.forks = Set(try fork.map(Self.fork))
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

    static func fork(_ name: String) throws -> Fork {
        guard let fork = Fork(named: name) else {
            let names = Fork.allCases.map(\.name).joined(separator: ", ")
            throw ValidationError("'\(name)' is no fork; there are \(names)")
        }
        return fork
    }
}

extension SelectionOptions {
    /// The only case of a file that is meant.
    func oneCase(in path: String) throws -> Case {
        var found: [Case] = []
        var errors: [FixtureError] = []
        CaseReader.read(paths: [path], selection: try selection()) { item in
            switch item {
            case .run(let item): found.append(item)
            case .unsupported: break
            case .error(let error): errors.append(error)
            }
            return found.count < 6
        }
        for error in errors { Console.say(error.description) }
        if !errors.isEmpty { throw ExitCode(2) }
        guard let item = found.first, found.count == 1 else {
            let names = found.map { "\n  \($0.name)" }.joined()
            throw ValidationError(
                found.isEmpty
                    ? "there is no such case in \(path)"
                    : "more than one case is meant; choose with --filter:\(names)")
        }
        return item
    }
}

/// The subjects that run.
struct SubjectOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A subject to run; can be repeated. All there are, if none is given.",
            discussion: "'tiered' takes options: 'tiered,calls=0,gas=0,cache=64k'.",
            valueName: "subject"))
    var subject: [String] = []

    @Option(help: ArgumentHelp("The subject that the others are compared with."))
    var reference = "interpreter"

    @OptionGroup var planted: PlantOptions

    func apply(to configuration: inout RunConfiguration) throws {
        configuration.faults = try planted.faults()
        configuration.reference = try Self.name(reference)
        guard configuration.reference == .interpreter else {
            throw ValidationError(
                "--reference \(reference): trails are recorded by the interpreter alone, so far")
        }
        configuration.subjects = subject.isEmpty ? SubjectName.all : try subject.map(Self.subject)
    }

    static func name(_ text: String) throws -> SubjectName {
        do {
            return try SubjectName(parsing: text)
        } catch {
            throw ValidationError("'\(text)' is no subject; expected \(error.expected)")
        }
    }

    /// Reads a name, and looks whether a machine of others can be had by it.
    static func subject(_ text: String) throws -> SubjectName {
        let name = try name(text)
        guard let outside = name.outside else { return name }
        do throws(SubjectFailure) {
            _ = try OutsideSubject(name, outside)
        } catch {
            throw ValidationError(error.description)
        }
        return name
    }
}

/// Mistakes that the subjects are made with.
struct PlantOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Plant a fault in the compilers of the subjects, to see that it is found.",
            valueName: "fault"))
    var plant: [String] = []

    func faults() throws -> Faults {
        try plant.reduce(into: []) { $0.formUnion(try Faults.parse($1)) }
    }
}

extension Faults {
    /// The fault of this name.
    static func parse(_ name: String) throws -> Faults {
        guard let fault = Fault(rawValue: name) else {
            let names = Fault.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(name)' is no fault; there are \(names)")
        }
        return [fault]
    }
}
