/// Something that a machine did or said that no machine may, whatever code it runs.
package struct Misdeed: Equatable, Sendable {
    /// What is wrong, in words without values: the same for all that is like it.
    package let name: String
    /// What was found, and what was expected.
    package let text: String

    package init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}

/// Why an execution by a machine of others has no end that could be compared.
package enum Obstacle: Equatable, Sendable {
    /// The machine is to blame.
    case misdeed(Misdeed)
    /// The machine does not do what it was asked, or a limit ended it: there is no verdict.
    case unsupported(String)
}
