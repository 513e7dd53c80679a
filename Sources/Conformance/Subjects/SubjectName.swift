package import Codegen
package import VM

/// Why a text names no subject.
package struct SubjectNameError: Error, Equatable {
    package let expected: String
}

/// A way to run a case, as the command line and suites name it: `method`, `method@lir`,
/// `method@aarch64`.
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

    package let tier: Tier
    package let execution: Execution

    /// Reads a name.
    ///
    /// - Throws: what is wrong with it, told apart: a name that this program has no part for yet is
    ///   not a name that means nothing.
    package init(parsing text: some StringProtocol) throws(SubjectNameError) {
        let sets = InstructionSet.allCases.map { "'method@\($0)'" }.joined(separator: " or ")
        let known = "'interpreter', 'method', 'method@lir', \(sets)"
        let options = text.split(separator: ",", omittingEmptySubsequences: false).dropFirst()
        guard options.isEmpty else {
            throw SubjectNameError(expected: "\(known), which take no options")
        }
        if text.hasPrefix("evmc:") {
            throw SubjectNameError(expected: "\(known): outside EVMs cannot be run yet")
        }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count <= 2, let tier = Tier(named: parts[0]) else {
            throw SubjectNameError(expected: known)
        }
        self.tier = tier
        guard parts.count == 2 else {
            execution = .native
            return
        }
        guard tier != .interpreter, let execution = Execution(named: parts[1]) else {
            throw SubjectNameError(expected: known)
        }
        self.execution = execution
    }

    /// The reference: a plain switch over raw byte code.
    package static let interpreter = SubjectName(tier: .interpreter, execution: .native)

    /// Every subject that runs at the speed of this machine: what runs if nobody names any.
    package static let all = [
        interpreter, SubjectName(tier: .method, execution: .native),
        SubjectName(tier: .method, execution: .lir),
    ]

    package init(tier: Tier, execution: Execution) {
        self.tier = tier
        self.execution = execution
    }

    package var text: String {
        switch execution {
        case .native: tier.name
        case .lir: "\(tier.name)@lir"
        case .emulated(let set) where set == .host: "\(tier.name)@\(set)\(Execution.emulatedSuffix)"
        case .emulated(let set): "\(tier.name)@\(set)"
        }
    }

    package var description: String { text }

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
