/// An option of profile-guided tiering that is none, or does not go with the others.
package struct TieringConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The option's word, as in `TieringConfiguration.keys`, or what was taken for one.
    package let key: String
    package let found: String
    package let expected: String

    package init(key: String, found: String, expected: String) {
        self.key = key
        self.found = found
        self.expected = expected
    }

    package var description: String { "\(key): found \(found), expected \(expected)" }
}
