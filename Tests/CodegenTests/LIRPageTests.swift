import Codegen
import Foundation
import TestSupport
import Testing

/// docs/lir.md says what is so.
@Suite struct LIRPageTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/lir.md")

    private static func text() throws -> String {
        try String(contentsOf: page, encoding: .utf8)
    }

    // MARK: Tables

    private static func operand(_ kind: OperandKind) -> String? {
        switch kind {
        case .none, .firstArgument: nil
        case .word: "q"
        case .condition: "c"
        case .carry: "k+"
        case .borrow: "k-"
        case .flag: "k"
        case .half: "half"
        case .number: "number"
        case .displacement: "offset"
        case .indexedAddress: "index and offset"
        case .label: "label"
        case .jumpTable: "labels"
        case .exit: "exit"
        case .descriptor: "function"
        case .argumentCount: "arguments"
        case .text: "text"
        }
    }

    private static func listed(_ words: [String]) -> String {
        words.isEmpty ? "—" : words.joined(separator: ", ")
    }

    @Test(arguments: LIROpcode.allCases)
    func `the page's table has each opcode with its operands and result`(
        opcode: LIROpcode
    ) throws {
        let row = opcode.row
        let operands = [row.a, row.b, row.c].compactMap(Self.operand)
        let results = [row.result, row.carryOut].filter { $0 != .void }.map(\.name)
        let head =
            "| `\(opcode.mnemonic)` | \(Self.listed(operands)) | \(Self.listed(results)) | "
        let lines = try Self.text().split(separator: "\n").filter { $0.hasPrefix(head) }
        #expect(lines.count == 1, "\(head)")
        #expect(lines.allSatisfy { $0.count > head.count + 5 })
    }

    @Test func `the page has every pass and every rule`() throws {
        let lines = try Self.text().split(separator: "\n")
        let names = LIRPass.allCases.map(\.rawValue) + LIRRule.allCases.map(\.rawValue)
        for name in names {
            #expect(lines.contains { $0.hasPrefix("| `\(name)` | ") }, "\(name)")
        }
    }

    // MARK: Examples

    /// A block of the page: what stands behind its opening fence, and its lines.
    private struct Block {
        let label: String
        let lines: [String]
    }

    private static func blocks(of text: String) -> [Block] {
        var blocks: [Block] = []
        var label: String?
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("```") else {
                lines.append(String(line))
                continue
            }
            if let open = label {
                blocks.append(Block(label: open, lines: lines))
                label = nil
            } else {
                label = String(line.dropFirst(3))
            }
            lines = []
        }
        return blocks
    }

    /// What a command prints, in a folder, by its words as they stand on the page.
    private static func output(of line: String, in folder: URL) throws -> String {
        let words = line.split(separator: " ").map(String.init)
        let program = try #require(BuiltProgram.path(words[1]))
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = Array(words.dropFirst(2))
        process.currentDirectoryURL = folder
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    @Test func `the page's examples print what it says`() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "lir-page-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = try Self.text()
        var rendered = text
        var count = 0
        for block in Self.blocks(of: text) {
            let content = block.lines.joined(separator: "\n")
            if block.label.hasPrefix("lir ") {
                try (content + "\n").write(
                    to: folder.appending(path: String(block.label.dropFirst(4))),
                    atomically: true, encoding: .utf8)
            } else if let command = block.lines.first, command.hasPrefix("$ lirasm") {
                count += 1
                let found = command + "\n" + (try Self.output(of: command, in: folder))
                rendered = rendered.replacingOccurrences(
                    of: "```\n" + content + "\n```", with: "```\n" + found + "```")
            }
        }
        #expect(count >= 6)
        try #require(!(GoldenFile.isBlessing && GoldenFile.isInCI))
        if GoldenFile.isBlessing {
            try rendered.write(to: Self.page, atomically: true, encoding: .utf8)
        } else {
            #expect(rendered == text, "\(rendered)")
        }
    }
}
