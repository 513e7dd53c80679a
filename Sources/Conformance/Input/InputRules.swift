/// Which files of folders and archives are inputs, by name.
package enum InputRules {
    /// What a file is read as.
    package enum Format: UInt8, Sendable {
        case json
        case yaml
        case archive
    }

    /// Why a file in a folder or archive is passed over without a word.
    package enum Skip: String, CaseIterable, Sendable {
        /// `.meta` and other names that begin with a dot.
        case hidden
        /// The table of contents of a fixture release.
        case index
        /// The JSON Schema of the suite format.
        case schema
        /// Neither JSON nor YAML nor an archive: licences, notes, lists.
        case otherKind
    }

    /// What a file named on the command line is; nil if its ending tells nothing.
    package static func format(of name: String) -> Format? {
        let lower = name.lowercased()
        if lower.hasSuffix(".json") { return .json }
        if lower.hasSuffix(".yaml") || lower.hasSuffix(".yml") { return .yaml }
        return ArchiveReader.endings.contains { lower.hasSuffix($0) } ? .archive : nil
    }

    /// Why a file found in a folder or an archive is not an input; nil if it is one.
    package static func skip(_ path: String) -> Skip? {
        let parts = path.split(separator: "/")
        if parts.contains(where: { $0.hasPrefix(".") && $0 != "." && $0 != ".." }) {
            return .hidden
        }
        if parts.last == "index.json" { return .index }
        if parts.last == "schema.json" { return .schema }
        return format(of: path) == nil ? .otherKind : nil
    }
}
