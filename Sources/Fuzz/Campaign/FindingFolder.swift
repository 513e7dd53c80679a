import Primitives

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Why something cannot be saved.
package struct FolderError: Error, CustomStringConvertible {
    package let description: String

    init(_ path: String, _ what: String) { description = "\(path): \(what)" }
}

/// A folder of cases, one a file.
package struct CaseFolder: Sendable {
    private let path: String

    /// Makes the folder, or takes an empty one.
    ///
    /// - Throws: what is against it.
    package init(_ path: String) throws(FolderError) {
        self.path = path
        try FindingFolder.make(path)
        guard try FindingFolder.isEmpty(path) else {
            throw FolderError(path, "the folder is not empty; choose another with --out")
        }
    }

    /// - Throws: what the system says against it.
    package func save(_ text: String, as name: String) throws(FolderError) {
        try FindingFolder.write(text, to: "\(path)/\(name)")
    }
}

/// The folder in which a campaign saves what it finds: `findings/NAME/case.yaml` and a README.
package struct FindingFolder: Sendable {
    package let path: String

    /// Makes the folder, or takes an empty one, and tries whether it can be written to.
    ///
    /// - Throws: what is against it, before anything was run in vain.
    package init(_ path: String) throws(FolderError) {
        self.path = path
        try Self.make(path)
        guard try Self.isEmpty(path) else {
            throw FolderError(path, "the folder is not empty; choose another with --out")
        }
        try prepare()
    }

    /// Takes the folder of a campaign that is to be continued.
    ///
    /// - Throws: what is against it.
    package init(resuming path: String) throws(FolderError) {
        self.path = path
        try prepare()
    }

    private func prepare() throws(FolderError) {
        try Self.make("\(path)/findings")
        try Self.make(corpus)
        try Self.write("", to: "\(path)/.trial")
        unlink("\(path)/.trial")
    }

    /// Where cases are kept that widened coverage.
    package var corpus: String { "\(path)/corpus" }

    /// What is needed to continue the campaign.
    package var statePath: String { "\(path)/campaign.json" }

    func save(_ entry: CampaignCorpus.Entry) throws(FolderError) {
        try Self.write(entry.text, to: "\(corpus)/\(entry.name).yaml")
    }

    func save(_ state: CampaignState) throws(FolderError) {
        try Self.write(state.text, to: statePath)
    }

    /// Saves a case and what is to be said about it.
    ///
    /// - Returns: the path of the case; empty if there is none.
    /// - Throws: what the system says against it.
    package func save(_ name: String, case text: String?, readme: String) throws(FolderError)
        -> String
    {
        let folder = "\(path)/findings/\(name)"
        try Self.make(folder)
        if let text { try Self.write(text, to: "\(folder)/case.yaml") }
        try Self.write(readme, to: "\(folder)/README.md")
        return text == nil ? "" : "\(folder)/case.yaml"
    }

    /// Adds a line to what was said about a saved case.
    func add(_ line: String, toReadmeOf name: String) throws(FolderError) {
        let path = "\(path)/findings/\(name)/README.md"
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        let isWhole = descriptor >= 0 && Self.write(Array(line.utf8), to: descriptor)
        let reason = Self.problem
        if descriptor >= 0 { close(descriptor) }
        guard isWhole else {
            throw FolderError(path, "found no way to write to this file (\(reason))")
        }
    }

    // MARK: The system

    fileprivate static func make(_ path: String) throws(FolderError) {
        guard mkdir(path, 0o755) != 0, errno != EEXIST else { return }
        throw FolderError(path, "found no way to make this folder (\(problem))")
    }

    fileprivate static func isEmpty(_ path: String) throws(FolderError) -> Bool {
        guard let folder = opendir(path) else {
            throw FolderError(path, "found no folder here (\(problem))")
        }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let first = UInt8(bitPattern: entry.pointee.d_name.0)
            let second = UInt8(bitPattern: entry.pointee.d_name.1)
            let third = UInt8(bitPattern: entry.pointee.d_name.2)
            let dot = UInt8(ascii: ".")
            let isItselfOrParent = first == dot && (second == 0 || second == dot && third == 0)
            if !isItselfOrParent { return false }
        }
        return true
    }

    /// Writes a file whole or not at all: what was there before stays until all is written.
    fileprivate static func write(_ text: String, to path: String) throws(FolderError) {
        let draft = "\(path).draft"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw FolderError(path, "found no way to write this file (\(problem))")
        }
        let isWhole = write(Array(text.utf8), to: descriptor)
        let reason = problem
        let isClosed = close(descriptor) == 0
        guard isWhole, isClosed, rename(draft, path) == 0 else {
            let why = isWhole ? problem : reason
            unlink(draft)
            throw FolderError(path, "found no way to write this file (\(why))")
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { DescriptorWriter.write($0, to: descriptor) }
    }

    private static var problem: String { String(cString: strerror(errno)) }
}
