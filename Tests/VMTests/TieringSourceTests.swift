import Conformance
import Foundation
import Testing

/// What only the sources can show: that parts know no machine, that code is judged in one place,
/// and that nothing is left out where races are looked for.
@Suite struct TieringSourceTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The Swift files below a folder of the project, by their paths.
    private static func sources(_ folder: String) throws -> [String: String] {
        let files = FileManager.default.enumerator(
            at: root.appending(path: folder), includingPropertiesForKeys: nil)
        var found: [String: String] = [:]
        for case let file as URL in try #require(files) where file.pathExtension == "swift" {
            found[file.path] = try String(contentsOf: file, encoding: .utf8)
        }
        return found
    }

    /// A source without its comments and the text of its literals.
    private static func code(_ source: String) -> String {
        source.replacing(/\/\/[^\n]*/, with: "").replacing(/"(\\.|[^"\\\n])*"/, with: "\"\"")
    }

    private static func words(_ source: String) -> Set<String> {
        Set(code(source).matches(of: /\w+/).map { String($0.output) })
    }

    private static let parts = "Sources/VM/Tiers/ProfileGuided"

    ///
    ///
    /// A fork is a part of what code is known by, and no part of a machine.
    @Test func `the parts of tiering name no type that the machine declares`() throws {
        let parts = try Self.sources(Self.parts)
        var machine: Set<String> = []
        for (path, source) in try Self.sources("Sources/VM") where parts[path] == nil {
            let declaration =
                /(?m)^(?:package |final |public )*(?:struct|class|enum|protocol|typealias) (\w+)/
            machine.formUnion(source.matches(of: declaration).map { String($0.output.1) })
        }
        // The search finds what it is for.
        let expected: Set = [
            "Frame", "FramePointer", "Machine", "Code", "CompiledMethod", "Driver", "WorldState",
            "Interpreter", "MethodTier", "Message", "OperandStack", "Fork",
        ]
        #expect(expected.subtracting(machine).isEmpty)
        #expect(parts.count >= 15)
        for (path, source) in parts {
            let named = Self.words(source).intersection(machine).subtracting(["Fork"])
            #expect(named.isEmpty, "\(path)")
        }
    }

    ///
    @Test func `code is judged at one place`() throws {
        let parts = try Self.sources(Self.parts).values.map(Self.code)
        let calls = parts.map { $0.matches(of: /\bjudge\(/).count }.reduce(0, +)
        #expect(calls == 1)
        var predicates: [String] = []
        for (path, source) in try Self.sources("Sources") {
            let count = Self.code(source).matches(of: /\bSuitability\.verdict\(/).count
            predicates += [String](repeating: path, count: count)
        }
        #expect(predicates.count == 1, "\(predicates)")
    }

    @Test func `nobody waits by trying again and again`() throws {
        for (path, source) in try Self.sources(Self.parts) {
            let waiting: Set = ["sleep", "usleep", "nanosleep", "sched_yield", "spin"]
            #expect(Self.words(source).isDisjoint(with: waiting), "\(path)")
        }
    }

    // MARK

    /// What `make sanitize` runs, from the Makefile.
    private static func sanitizedFilter() throws -> String {
        let line = try #require(
            try text("Makefile").split(separator: "\n").first { $0.hasPrefix("SANITIZED = ") })
        return String(line.dropFirst("SANITIZED = ".count))
    }

    @Test func `every suite of what threads share is run with sanitizers`() throws {
        let filter = try Regex(try Self.sanitizedFilter())
        let shared = /\b(JITScheduler|CompilePool|CodeCache|ProfileStore|RecencyTable|Monitor)\b/
        var suites: [String] = []
        for source in try Self.sources("Tests").values where source.contains(shared) {
            suites += source.matches(of: /struct (\w+Tests)\b/).map { String($0.output.1) }
        }
        #expect(suites.count >= 8 && suites.contains("TieringPublicationTests"))
        for suite in suites { #expect(suite.contains(filter), "\(suite)") }
    }

    @Test func `each change is run with both sanitizers, tiering on`() throws {
        let workflow = try YAMLParser.parse(
            SourceText(path: Self.root.appending(path: ".github/workflows/ci.yml").path))
        let job = try #require(workflow["jobs"]?["sanitize"])
        let sanitizers = job["strategy"]?["matrix"]?["sanitizer"]?.elements?.compactMap(\.text)
        #expect(sanitizers == ["thread", "address"])
        let commands = (job["steps"]?.elements ?? []).compactMap { $0["run"]?.text }
        #expect(commands.contains("make sanitize SANITIZER=${{ matrix.sanitizer }}"))
        // Nothing turns it off.
        #expect(job["if"] == nil && job["continue-on-error"] == nil)
        #expect(!commands.contains { $0.contains("|| true") })
        #expect(workflow["on"]?["pull_request"] != nil)
    }

    @Test func `the command behind it keeps the sanitizer on, and runs the suites tiered`() throws {
        let makefile = try Self.text("Makefile")
        let start = try #require(makefile.range(of: "\nsanitize:"))
        let recipe = makefile[start.upperBound...].split(separator: "\n\n", maxSplits: 1)[0]
        #expect(recipe.contains("--sanitize=$(SANITIZER)"))
        #expect(recipe.contains("--filter '$(SANITIZED)'"))
        #expect(recipe.contains("run spec-fixtures"))
        #expect(recipe.contains("--subject $(TIERED),compile=background"))
        #expect(makefile.contains("\nTIERED = tiered,calls=0,gas=0,minimum-size=0\n"))
    }
}
