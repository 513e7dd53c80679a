import Foundation
import Testing

/// every file imports what it uses, and gets nothing through another.
@Suite struct SourceRuleTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func swiftFiles(in folder: String) -> [URL] {
        let place = root.appendingPathComponent(folder)
        let files = FileManager.default.enumerator(at: place, includingPropertiesForKeys: nil)
        return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
    }

    /// The text between two marks, the first of them left out.
    private static func text(
        in source: some StringProtocol, from start: String, to end: String
    ) -> String? {
        guard let from = source.range(of: start) else { return nil }
        let rest = source[from.upperBound...]
        return String(rest[..<(rest.range(of: end)?.lowerBound ?? rest.endIndex)])
    }

    /// The declarations of targets that Swift is compiled for, in the manifest.
    private static func targets() throws -> [(name: String, declaration: String)] {
        let manifest = try String(
            contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8)
        let list = try #require(text(in: manifest, from: "    targets: [", to: "\n    ],"))
        return try ["target", "executableTarget", "testTarget"].flatMap { kind in
            try list.components(separatedBy: ".\(kind)(").dropFirst().map { rest in
                let name = try #require(text(in: rest, from: "name: \"", to: "\""))
                let folder = kind == "testTarget" ? "Tests/\(name)" : "Sources/\(name)"
                let path = text(in: rest, from: "path: \"", to: "\"")
                let end = rest.range(of: "\n        .")?.lowerBound ?? rest.endIndex
                let declaration = String(rest[..<end])
                let own = declaration.contains("path: ") ? path ?? folder : folder
                return (name, swiftFiles(in: own).isEmpty ? "" : declaration)
            }
        }.filter { !$0.declaration.isEmpty }
    }

    @Test func `every target sees the members of what its files import, and no others`() throws {
        let manifest = try String(
            contentsOf: Self.root.appendingPathComponent("Package.swift"), encoding: .utf8)
        let strict = Self.text(in: manifest, from: "let strict: [SwiftSetting] = [", to: "]")
        #expect(strict?.contains(".enableUpcomingFeature(\"MemberImportVisibility\")") == true)
        #expect(manifest.contains("let strictAndSafe: [SwiftSetting] = strict + ["))
        let targets = try Self.targets()
        let folders = try FileManager.default.contentsOfDirectory(
            at: Self.root.appendingPathComponent("Tests"), includingPropertiesForKeys: nil)
        for folder in folders
        where !Self.swiftFiles(in: "Tests/\(folder.lastPathComponent)").isEmpty {
            #expect(targets.contains { $0.name == folder.lastPathComponent })
        }
        #expect(targets.contains { $0.name == "VM" } && targets.contains { $0.name == "lirasm" })
        for target in targets {
            #expect(target.declaration.contains("swiftSettings: strict"), "\(target.name)")
        }
    }

    @Test func `no file hands on what it imports`() throws {
        let mark = "@_" + "exported"
        let files = Self.swiftFiles(in: "Sources") + Self.swiftFiles(in: "Tests")
        #expect(files.count > 100)
        for file in files {
            let source = try String(contentsOf: file, encoding: .utf8)
            #expect(!source.contains(mark), "\(file.lastPathComponent)")
        }
    }
}
