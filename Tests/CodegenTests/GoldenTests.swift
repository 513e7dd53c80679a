import Codegen
import Foundation
import Testing

/// A file of `Golden/`: LIR, then what each stage makes of it.
///
/// Run with BLESS=1 in the environment to write what the stages make now; read the change before
/// committing it. Refused where CI is set.
struct Golden: CustomTestStringConvertible, Sendable {
    let url: URL

    var testDescription: String { url.lastPathComponent }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Golden")

    static let all: [Golden] = {
        let files = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.pathExtension == "lir" }
            .sorted { $0.path < $1.path }.map(Golden.init)
    }()

    private static let mark = "==== "

    /// What stands before the first section.
    func input(in text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.prefix { !$0.hasPrefix(Self.mark) }.joined(separator: "\n")
    }

    /// The whole file as it should be.
    func rendered(from text: String) throws -> String {
        let input = input(in: text)
        let fragments = try LIRParser.fragments(
            in: input, functions: RandomFunctions.addresses)
        var whole = input.hasSuffix("\n") ? input : input + "\n"
        let stages: [(String, Set<LIRPass>)] = [
            ("after expression", [.expression]),
            ("after cse", [.expression, .commonSubexpression]),
            ("after carry", [.expression, .commonSubexpression, .carry]),
            ("after carry-all", [.expression, .commonSubexpression, .carryAll]),
        ]
        for (name, passes) in stages {
            whole += Self.mark + name + "\n"
            for fragment in fragments {
                whole += LIRPrinter.text(
                    of: try PassPipeline(passes: passes).rewrite(fragment))
            }
        }
        return whole
    }
}

@Suite struct GoldenTests {
    private static let environment = ProcessInfo.processInfo.environment

    @Test(arguments: Golden.all)
    func `each stage writes what the file says`(golden: Golden) throws {
        let text = try String(contentsOf: golden.url, encoding: .utf8)
        let rendered = try golden.rendered(from: text)
        if Self.environment["BLESS"] == "1" {
            try #require(Self.environment["CI"] == nil, "goldens are not rewritten in CI")
            try rendered.write(to: golden.url, atomically: true, encoding: .utf8)
        } else {
            #expect(rendered == text)
        }
    }

    @Test(arguments: Golden.all)
    func `the last stage keeps all rules and runs as the first`(golden: Golden) throws {
        let text = try String(contentsOf: golden.url, encoding: .utf8)
        let fragments = try LIRParser.fragments(
            in: golden.input(in: text), functions: RandomFunctions.addresses)
        #expect(!fragments.isEmpty)
        for fragment in fragments {
            for last in [.carry, .carryAll] as [LIRPass] {
                let pipeline = PassPipeline(
                    passes: [.expression, .commonSubexpression, last], isValidating: true)
                let passed = try pipeline.rewrite(fragment)
                try PassRandomTests.compare(fragment, passed, golden.testDescription)
            }
        }
    }

    @Test func `there are goldens`() {
        #expect(Golden.all.count >= 7)
    }
}
