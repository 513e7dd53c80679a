import Codegen
import Foundation
import TestSupport
import Testing

/// A file of `Golden/`: LIR, what each pass makes of it, and its machine code.
///
/// Comments of the input say how it is treated: `; registers 5` for an allocator with so many,
/// `; passes none` or the names of passes, for all of them otherwise.
struct Golden: CustomTestStringConvertible, Sendable {
    let url: URL

    var testDescription: String { url.lastPathComponent }

    static let all = GoldenFile.all(beside: #filePath, withExtension: "lir").map(Golden.init)

    /// Where listings say that functions are.
    private static let places = Dictionary(
        uniqueKeysWithValues: RandomFunctions.all.enumerated().map {
            ($1.name, UInt($0 + 1) << 12)
        })

    private func directive(_ name: String, in input: String) -> [String]? {
        let prefix = "; \(name) "
        let line = input.split(separator: "\n").first { $0.hasPrefix(prefix) }
        return line?.dropFirst(prefix.count).split(separator: " ").map(String.init)
    }

    func options(_ input: String) -> AssemblerOptions {
        let registers = directive("registers", in: input)?.first.flatMap(Int.init)
        return AssemblerOptions(registerCount: registers)
    }

    func passes(_ input: String) -> Set<LIRPass> {
        guard let names = directive("passes", in: input) else {
            return PassPipeline.standard.passes
        }
        return Set(names.compactMap(LIRPass.init(rawValue:)))
    }

    /// What passes make of the input's fragments, each with the passes before it.
    func rendered(_ file: GoldenFile) throws -> String {
        let input = file.input
        let fragments = try LIRParser.fragments(in: input, functions: Self.places)
        let passes = passes(input)
        var sections: [(name: String, text: String)] = []
        var before = fragments
        var upToHere: Set<LIRPass> = []
        for pass in LIRPass.rewriting where passes.contains(pass) {
            upToHere.insert(pass)
            let after = try fragments.map { try PassPipeline(passes: upToHere).rewrite($0) }
            let text = after == before ? "nothing changes\n" : Self.text(after)
            sections.append(("after \(pass.rawValue)", text))
            before = after
        }
        if passes.contains(.carry) {
            let all = upToHere.subtracting([.carry]).union([.carryAll])
            let portable = try fragments.map { try PassPipeline(passes: all).rewrite($0) }
            if portable != before {
                sections.append(("with carry-all in the place of carry", Self.text(portable)))
            }
        }
        var options = options(input)
        options.foldsLoads = passes.contains(.loadFolding)
        let lines = try before.flatMap { try MachineListing.lines(of: $0, options: options) }
        sections.append((MachineListing.heading, lines.map { $0 + "\n" }.joined()))
        return file.rendered(sections)
    }

    private static func text(_ fragments: [Fragment]) -> String {
        fragments.map(LIRPrinter.text(of:)).joined()
    }
}

@Suite struct GoldenTests {
    @Test(arguments: Golden.all)
    func `each stage writes what the file says`(golden: Golden) throws {
        let file = try GoldenFile(golden.url)
        let rendered = try golden.rendered(file)
        #expect(try file.matches(rendered), "\(rendered)")
    }

    @Test(arguments: Golden.all)
    func `the last stage keeps all rules and runs as the first`(golden: Golden) throws {
        let input = try GoldenFile(golden.url).input
        let fragments = try LIRParser.fragments(in: input, functions: RandomFunctions.addresses)
        #expect(!fragments.isEmpty)
        for fragment in fragments {
            for last in [.carry, .carryAll] as [LIRPass] {
                let passes = PassPipeline.standard.passes.subtracting([.carry]).union([last])
                let pipeline = PassPipeline(passes: passes, validation: .everyPass)
                let passed = try pipeline.rewrite(fragment)
                try FragmentAgreement.check(fragment, passed, golden.testDescription)
            }
        }
    }

    @Test func `every pass changes something in a golden`() throws {
        for pass in LIRPass.rewriting {
            let isPortable = pass == .carryAll
            let name =
                isPortable ? "with carry-all in the place of carry" : "after \(pass.rawValue)"
            let changes = try Golden.all.contains {
                guard let section = try GoldenFile($0.url).section(name) else { return false }
                return section != "nothing changes"
            }
            #expect(changes, "\(pass.rawValue)")
        }
    }

    @Test func `every opcode stands in a golden`() throws {
        var seen: Set<LIROpcode> = []
        for golden in Golden.all {
            let fragments = try LIRParser.fragments(
                in: try GoldenFile(golden.url).input, functions: RandomFunctions.addresses)
            for fragment in fragments {
                seen.formUnion(fragment.buffer.instructions.map(\.opcode))
            }
        }
        #expect(seen == Set(LIROpcode.allCases))
    }
}
