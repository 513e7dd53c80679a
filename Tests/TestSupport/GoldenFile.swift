package import Foundation

/// A text file that holds what a test expects: an input, and behind it sections that are made of it.
///
/// With BLESS=1 in the environment it is written anew; read the change before committing it.
/// Refused where CI is set.
package struct GoldenFile: CustomStringConvertible, Sendable {
    package let url: URL
    package let text: String

    private static let mark = "==== "

    package var description: String { url.lastPathComponent }

    package init(_ url: URL) throws {
        self.url = url
        text = try String(contentsOf: url, encoding: .utf8)
    }

    /// All files with an extension in the folder `Golden` beside a source file, in the order of
    /// their names.
    package static func all(beside source: String, withExtension name: String) -> [URL] {
        let folder = URL(filePath: source).deletingLastPathComponent().appending(path: "Golden")
        let files = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.pathExtension == name }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    /// What stands before the first section.
    package var input: String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let head = lines.prefix { !$0.hasPrefix(Self.mark) }.joined(separator: "\n")
        return head.hasSuffix("\n") ? head : head + "\n"
    }

    /// A section by name; what a file says is in it.
    package func section(_ name: String) -> String? {
        var found: [Substring]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix(Self.mark) {
                if found != nil { break }
                if line.dropFirst(Self.mark.count) == name { found = [] }
            } else {
                found?.append(line)
            }
        }
        return found?.joined(separator: "\n")
    }

    /// The whole file as it should be with these sections.
    package func rendered(_ sections: [(name: String, text: String)]) -> String {
        sections.reduce(input) { $0 + Self.mark + $1.name + "\n" + $1.text }
    }

    /// Whether files are to be written anew.
    package static var isBlessing: Bool {
        ProcessInfo.processInfo.environment["BLESS"] == "1"
    }

    /// Whether they must not be.
    package static var isInCI: Bool { ProcessInfo.processInfo.environment["CI"] != nil }

    /// Whether the file holds what it should; when blessing, it is made to.
    ///
    /// - Throws: that files are not written anew where CI is set.
    package func matches(_ rendered: String) throws -> Bool {
        guard Self.isBlessing else { return rendered == text }
        if Self.isInCI { throw BlessingRefused() }
        if rendered != text { try rendered.write(to: url, atomically: true, encoding: .utf8) }
        return true
    }
}

/// That goldens are not rewritten in CI.
package struct BlessingRefused: Error {}
