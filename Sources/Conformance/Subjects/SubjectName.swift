package import Codegen
package import VM

/// Why a text names no subject.
package struct SubjectNameError: Error, Equatable {
    package let expected: String
}

/// A way to run a case, as the command line and suites name it: `method`, `method@lir`,
/// `tiered@aarch64,calls=0`, `evmc:libmachine.so`.
package struct SubjectName: Hashable, Sendable, CustomStringConvertible {
    /// How a compiled tier's code is executed.
    package enum Execution: Hashable, Sendable {
        /// By the processor, or, of the interpreter, as it is.
        case native
        /// By an emulated processor.
        case emulated(InstructionSet)
        /// By the interpreter of the code generator's intermediate representation.
        case lir

        /// The word that reports use.
        package var name: String {
            switch self {
            case .native: "native"
            case .emulated: "emulated"
            case .lir: "lir"
            }
        }
    }

    /// Nil of a machine of others, which keeps to itself what tiers it has.
    package let tier: Tier?
    package let execution: Execution
    /// The machine of others; nil of our own.
    package let outside: OutsideName?
    /// When code is compiled, and what is kept of it; nil of other tiers than `.tiered`.
    package let tiering: TieringConfiguration?

    /// Reads a name.
    ///
    /// - Throws: what is wrong with it.
    package init(parsing text: some StringProtocol) throws(SubjectNameError) {
        outside = try OutsideName(parsing: text)
        guard outside == nil else {
            (tier, execution, tiering) = (nil, .native, nil)
            return
        }
        let parts = text.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        (tier, execution) = try Self.base(parts[0])
        guard tier == .tiered else {
            tiering = nil
            guard parts.count == 1 else {
                throw SubjectNameError(expected: "\(Self.known), of which 'tiered' takes options")
            }
            return
        }
        guard parts.count == 2 else {
            tiering = TieringConfiguration()
            return
        }
        tiering = try Self.tiering(parts[1], execution)
    }

    /// What stands before the options.
    private static func base(
        _ text: some StringProtocol
    ) throws(SubjectNameError) -> (Tier, Execution) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count <= 2, let tier = Tier(named: parts[0]) else {
            throw SubjectNameError(expected: known)
        }
        guard parts.count == 2 else { return (tier, .native) }
        guard tier != .interpreter, let execution = Execution(named: parts[1]) else {
            throw SubjectNameError(expected: known)
        }
        return (tier, execution)
    }

    private static func tiering(
        _ options: some StringProtocol, _ execution: Execution
    ) throws(SubjectNameError) -> TieringConfiguration {
        guard !options.isEmpty else {
            throw SubjectNameError(expected: "an option such as 'calls=0' behind the comma")
        }
        do throws(TieringConfigurationError) {
            let tiering = try TieringConfiguration(parsing: options)
            try tiering.validate()
            guard tiering.compilation != .background || execution == .native else {
                throw TieringConfigurationError(
                    key: TieringOption.compile.rawValue,
                    found: "'\(tiering.compilation.rawValue)'",
                    expected: "'scheduled' or 'failing', as a background compiler makes code of "
                        + "this machine")
            }
            return tiering
        } catch {
            let isKnown = TieringConfiguration.keys.contains(error.key)
            throw SubjectNameError(
                expected: isKnown
                    ? "the option '\(error.key)' with \(error.expected), found \(error.found)"
                    : "the option \(error.expected), found '\(error.key)'")
        }
    }

    /// What may stand before a name's options.
    private static let known: String = {
        let sets = InstructionSet.allCases.map { "'method@\($0)'" }.joined(separator: " or ")
        return "'interpreter', 'method', 'method@lir', \(sets), 'tiered' in place of 'method', or "
            + "'evmc:' and the library of an EVMC machine"
    }()

    /// The reference: a plain switch over raw byte code.
    package static let interpreter = SubjectName(tier: .interpreter, execution: .native)

    /// The tiered subject that compiles all code when it is first called: few cases call any often.
    package static let tieredAtOnce: SubjectName = {
        var tiering = TieringConfiguration()
        tiering.callThreshold = 0
        tiering.gasThreshold = 0
        tiering.minimumByteCount = 0
        return SubjectName(tier: .tiered, execution: .native, tiering: tiering)
    }()

    /// Every subject that runs at the speed of this machine: what runs if nobody names any.
    package static let all = [
        interpreter, SubjectName(tier: .method, execution: .native),
        SubjectName(tier: .method, execution: .lir), tieredAtOnce,
    ]

    /// A subject by its parts; of the tier `.tiered`, no `tiering` stands for the defaults.
    package init(tier: Tier, execution: Execution, tiering: TieringConfiguration? = nil) {
        self.tier = tier
        self.execution = execution
        outside = nil
        self.tiering = tier == .tiered ? tiering ?? TieringConfiguration() : nil
    }

    /// The name that `init(parsing:)` reads back: options are there if they are not the defaults.
    package var text: String {
        if let outside { return outside.text }
        let options = tiering?.text ?? ""
        return options.isEmpty ? textWithoutOptions : "\(textWithoutOptions),\(options)"
    }

    /// The name with files alone of the paths in it, which tells subjects of a campaign apart.
    package var textWithoutFolders: String { outside?.textWithoutFolders ?? text }

    private var textWithoutOptions: String {
        let name = tier?.name ?? outside?.path ?? ""
        return switch execution {
        case .native: name
        case .lir: "\(name)@lir"
        case .emulated(let set) where set == .host: "\(name)@\(set)\(Execution.emulatedSuffix)"
        case .emulated(let set): "\(name)@\(set)"
        }
    }

    /// Whether a name in a case's list means this subject: a tier is meant of all its executions,
    /// and either of all options.
    package func isMeant(by name: String) -> Bool {
        guard let tier else { return text == name }
        return [text, textWithoutOptions, tier.name].contains(name)
    }

    /// The tiers that a run of it can be asked to have used.
    package var tiers: Set<Tier> {
        switch tier {
        case nil: []
        case .interpreter: [.interpreter]
        case .method: [.method]
        case .tiered:
            switch tiering?.compilation {
            case .scheduled: [.interpreter, .method, .tiered]
            // When compiled code comes, and whether it does in time, nobody knows.
            case .background: [.tiered]
            case .failing, nil: [.interpreter, .tiered]
            }
        }
    }

    package var description: String { text }

    /// Whether code of it is compiled by a compiler of ours.
    package var compiles: Bool {
        switch tier {
        case .interpreter, nil: false
        case .method: true
        case .tiered: tiering?.compilation != .failing
        }
    }

    /// Whether its code runs on a processor that the machine is not.
    package var isEmulated: Bool {
        if case .emulated = execution { true } else { false }
    }

    /// The instruction set for the reports; the interpreter is of none in particular.
    package var architecture: String {
        switch execution {
        case .native where tier == .interpreter: "any"
        case .lir: "any"
        case .native: InstructionSet.host?.rawValue ?? "unknown"
        case .emulated(let set): set.rawValue
        }
    }
}

extension SubjectName.Execution {
    /// Behind the host's own instruction set, where it is to be emulated none the less.
    fileprivate static let emulatedSuffix = ":emulated"

    /// Reads what stands behind the `@` of a subject's name.
    fileprivate init?(named text: some StringProtocol) {
        if text == "lir" {
            self = .lir
        } else if let set = InstructionSet(rawValue: String(text)) {
            self = set == .host ? .native : .emulated(set)
        } else if text.hasSuffix(Self.emulatedSuffix),
            let set = InstructionSet(
                rawValue: String(text.dropLast(Self.emulatedSuffix.count)))
        {
            self = .emulated(set)
        } else {
            return nil
        }
    }
}
