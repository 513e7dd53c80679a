/// An EVMC machine of others, as `evmc:PATH,option=value` names it.
package struct OutsideName: Hashable, Sendable {
    package struct Option: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    /// The library's file, as it was named; without a comma, as options begin with the first, and
    /// without white space, as lists of names have that.
    package let path: String
    /// In the order in which the machine is told of them.
    package let options: [Option]

    static let prefix = "evmc:"

    /// Reads a name; nil if it is not one of a machine of others.
    ///
    /// - Throws: what is wrong with it.
    init?(parsing text: some StringProtocol) throws(SubjectNameError) {
        guard text.hasPrefix(Self.prefix) else { return nil }
        let parts = text.dropFirst(Self.prefix.count)
            .split(separator: ",", omittingEmptySubsequences: false)
        guard let path = parts.first, !path.isEmpty, !text.contains(where: \.isWhitespace) else {
            throw SubjectNameError(
                expected: "the library of an EVMC machine behind 'evmc:', such as "
                    + "'evmc:./libmachine.so'; a path holds no comma and no white space")
        }
        self.path = String(path)
        var options: [Option] = []
        for part in parts.dropFirst() {
            let words = part.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = words.first, !name.isEmpty else {
                throw SubjectNameError(
                    expected: "an option such as 'name=value' behind each comma; a path holds none")
            }
            options.append(
                Option(name: String(name), value: words.count == 2 ? String(words[1]) : ""))
        }
        self.options = options
    }

    /// The same with the last part of each path in it.
    var textWithoutFolders: String {
        text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            let words = part.split(separator: "=", maxSplits: 1)
            let start = words.count == 2 ? "\(words[0])=" : ""
            return start + (words.last?.split(separator: "/").last.map(String.init) ?? "")
        }.joined(separator: ",")
    }

    /// The name that is read back to the same.
    package var text: String {
        Self.prefix + path
            + options.map { $0.value.isEmpty ? ",\($0.name)" : ",\($0.name)=\($0.value)" }.joined()
    }
}
