package import VM

/// Why a text names no subject.
package struct SubjectNameError: Error, Equatable {
    package let expected: String
}

/// A way to run a case, as the command line and suites name it: `method`, `method@lir`.
package struct SubjectName: Hashable, Sendable, CustomStringConvertible {
    /// How a compiled tier's code is executed.
    package enum Execution: String, Sendable {
        /// By the processor, or, of the interpreter, as it is.
        case native
        /// By the interpreter of the code generator's intermediate representation.
        case lir
    }

    package let tier: Tier
    package let execution: Execution

    /// Reads a name.
    ///
    /// - Throws: what is wrong with it, told apart: a name that this program has no part for yet is
    ///   not a name that means nothing.
    package init(parsing text: some StringProtocol) throws(SubjectNameError) {
        let known = "'interpreter', 'method' or 'method@lir'"
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
        switch parts.count == 2 ? String(parts[1]) : "" {
        case "", Self.hostArchitecture: execution = .native
        case "lir" where tier != .interpreter: execution = .lir
        default: throw SubjectNameError(expected: known)
        }
    }

    /// The reference: a plain switch over raw byte code.
    package static let interpreter = SubjectName(tier: .interpreter, execution: .native)

    /// Every subject that this program has: what runs if nobody names any.
    package static let all = [
        interpreter, SubjectName(tier: .method, execution: .native),
        SubjectName(tier: .method, execution: .lir),
    ]

    package init(tier: Tier, execution: Execution) {
        self.tier = tier
        self.execution = execution
    }

    package var text: String {
        execution == .lir ? "\(tier.name)@lir" : tier.name
    }

    package var description: String { text }

    /// The instruction set for the reports; the interpreter is of none in particular.
    package var architecture: String {
        tier == .interpreter || execution == .lir ? "any" : Self.hostArchitecture
    }

    /// The name of this machine's instruction set.
    package static var hostArchitecture: String {
        #if arch(x86_64)
        "x86-64"
        #elseif arch(arm64)
        "aarch64"
        #else
        "unknown"
        #endif
    }
}
