import Foundation
import Testing

/// docs/tiering.md names, for each requirement, tests that there are.
@Suite struct TieringPageTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func rows() throws -> [(number: String, tests: [Substring])] {
        let page = try String(
            contentsOf: root.appending(path: "docs/tiering.md"), encoding: .utf8)
        return page.split(separator: "\n").filter { $0.hasPrefix("| R-") }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            return (cells[0], cells[2].split(separator: "<br>"))
        }
    }

    /// The text of the file that declares a suite.
    private static func source(of suite: String) throws -> String {
        let tests = root.appending(path: "Tests")
        let names = FileManager.default.enumerator(atPath: tests.path)?.compactMap { $0 as? String }
        let path = try #require(
            names?.first { $0.hasSuffix("/\(suite).swift") }, "no file for \(suite)")
        return try String(contentsOf: tests.appending(path: path), encoding: .utf8)
    }

    @Test func `each requirement has a row, in order`() throws {
        #expect(try Self.rows().map(\.number) == (1...28).map { "R-\($0)" })
    }

    @Test func `each test that the page names is there`() throws {
        for (number, tests) in try Self.rows() {
            #expect(!tests.isEmpty, "\(number)")
            for test in tests {
                let parts = test.split(separator: ": ", maxSplits: 1)
                let suite = parts[0].filter { $0 != "`" }
                let source = try Self.source(of: suite)
                #expect(source.contains("func `\(parts[1])`"), "\(number): \(test)")
            }
        }
    }
}
