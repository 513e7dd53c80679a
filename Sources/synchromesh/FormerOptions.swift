/// An option or flag that a command had in an earlier release.
package struct FormerOption: Sendable {
    /// What became of it.
    package enum Fate: Sendable {
        /// It is called something else now.
        case renamed(String)
        /// It means nothing any more, for this reason.
        case ignored(String)
    }

    /// The command that had it, such as `run`.
    package let command: String
    /// As it was written, such as `--workers`.
    package let name: String
    /// Whether a value followed it.
    package let takesValue: Bool
    package let fate: Fate

    package init(_ command: String, _ name: String, takesValue: Bool, _ fate: Fate) {
        self.command = command
        self.name = name
        self.takesValue = takesValue
        self.fate = fate
    }
}

/// The options of earlier releases that are still accepted, so that scripts have one release in
/// which to change.
package struct FormerOptions: Sendable {
    /// Those of the release before this one; what is older than that goes.
    static let accepted = FormerOptions([])

    private let options: [FormerOption]

    package init(_ options: [FormerOption]) { self.options = options }

    /// Puts what an option is called now in the place of what it was called, and leaves out what
    /// means nothing any more.
    ///
    /// - Parameter arguments: those of the program, the command's name first.
    /// - Returns: the arguments to parse, and a line for each option that was put right.
    package func update(_ arguments: [String]) -> (arguments: [String], warnings: [String]) {
        var updated: [String] = []
        var warnings: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            // What follows is no option, whatever it looks like.
            guard argument != "--" else { return (updated + [argument] + rest, warnings) }
            let parts = argument.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let option = option(String(parts.first ?? ""), of: arguments.first ?? "") else {
                updated.append(argument)
                continue
            }
            let value = parts.dropFirst().first.map { "=\($0)" } ?? ""
            let hasOwnArgument = option.takesValue && value.isEmpty
            switch option.fate {
            case .renamed(let name):
                warnings.append(
                    "warning: \(option.name) is called \(name) now; the next release will not "
                        + "know the former name")
                updated.append(name + value)
                // The value may look like an option of its own.
                if hasOwnArgument, let next = rest.popFirst() { updated.append(next) }
            case .ignored(let reason):
                warnings.append(
                    "warning: \(option.name) is ignored (\(reason)); the next release will not "
                        + "know it")
                if hasOwnArgument { rest = rest.dropFirst() }
            }
        }
        return (updated, warnings)
    }

    private func option(_ name: String, of command: String) -> FormerOption? {
        options.first { $0.name == name && $0.command == command }
    }
}
