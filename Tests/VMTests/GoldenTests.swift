import Codegen
import Foundation
import Primitives
import TestSupport
import Testing
import VM

/// A file of `Golden/`: an EVM program, its LIR, and its machine code.
struct EVMGolden: CustomTestStringConvertible, Sendable {
    let url: URL

    var testDescription: String { url.lastPathComponent }

    static let all = GoldenFile.all(beside: #filePath, withExtension: "evm")
        .map(EVMGolden.init)

    /// The program's words without what stands behind semicolons.
    static func words(_ input: String) -> String {
        input.split(separator: "\n").filter { !$0.hasPrefix(";") }.joined(separator: " ")
    }

    func rendered(_ file: GoldenFile) throws -> String {
        let code = Code(assemble(Self.words(file.input)))
        var bare = CompileChoice()
        bare.passes = []
        let lowered = try Self.text(of: code, bare)
        let passed = try Self.text(of: code, .all)
        // Helpers lie elsewhere in each process: the code calls them where this says.
        let fragment = try #require(
            try LIRParser.fragments(in: passed, functions: Self.places(in: passed)).first)
        let lines = try MachineListing.lines(of: fragment, options: AssemblerOptions())
        return file.rendered([
            ("LIR as lowered", lowered), ("LIR behind the passes", passed),
            (MachineListing.heading, lines.map { $0 + "\n" }.joined()),
        ])
    }

    private static func text(of code: Code, _ choice: CompileChoice) throws -> String {
        let compiler = MethodCompiler(.lirInterpreter, choice: choice)
        return LIRPrinter.text(of: try compiler.fragment(of: code, .table(for: .osaka)))
    }

    /// Addresses for all functions that a text declares.
    private static func places(in text: String) -> [String: UInt] {
        let names = text.split(separator: "\n").filter { $0.hasPrefix(".call ") }
            .map { String($0.split(separator: " ")[1]) }
        return Dictionary(
            uniqueKeysWithValues: names.enumerated().map { ($1, UInt($0 + 1) << 12) })
    }
}

@Suite struct EVMGoldenTests {
    @Test(arguments: EVMGolden.all)
    func `a program becomes what the file says`(golden: EVMGolden) throws {
        let file = try GoldenFile(golden.url)
        let rendered = try golden.rendered(file)
        #expect(try file.matches(rendered), "\(rendered)")
    }

    @Test func `every family has a program`() throws {
        var families: Set<OpcodeFamily> = []
        for golden in EVMGolden.all {
            let words = EVMGolden.words(try GoldenFile(golden.url).input).split(separator: " ")
            for opcode in Opcode.allCases where words.contains(Substring(opcode.mnemonic)) {
                families.insert(
                    try #require(OpcodeTable.row(opcode.rawValue, in: .osaka)).family)
            }
        }
        #expect(families == Set(OpcodeFamily.allCases))
    }
}
