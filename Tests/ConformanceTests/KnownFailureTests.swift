import Conformance
import Precompiles
import Primitives
import TestSupport
import Testing
import VM

/// What the project's own list of known failures excuses: calls of contracts that are missing, and
/// nothing else.
@Suite struct KnownFailureTests {
    private static let missing: ClosedRange<UInt16> = 0x0a...0x11
    private static let addresses = Array(0x01...0x11 as ClosedRange<UInt16>) + [0x100]

    private func list() throws -> KnownFailures {
        var list = KnownFailures()
        try list.read(folder: Project.path("spec-fixtures/known-failures"))
        return list
    }

    /// Lengths of input that the missing contracts take (EIP-4844, EIP-2537).
    private static func inputLength(of address: UInt16) -> Int {
        switch address {
        case 0x0a: 192
        case 0x0b: 256
        case 0x0c: 160
        case 0x0d: 512
        case 0x0e: 288
        case 0x0f: 384
        case 0x10: 64
        default: 128
        }
    }

    /// What is said of a case that calls one contract and misses its expectation anyway.
    ///
    /// The input is zero but for a versioned hash in front, of the commitment at 96, without which
    /// point evaluation fails before it looks at the proof.
    private func result(calling address: UInt16, inputLength: Int) throws -> CaseResult {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            """
            cases:
              - name: a
                fork: Osaka
                code: |
                  PUSH 32 PUSH 0 PUSH 48 PUSH 96 PUSH 2 GAS STATICCALL POP PUSH 1 PUSH 0 MSTORE8
                  PUSH 0 PUSH 0 PUSH \(inputLength) PUSH 0 PUSH \(address) PUSH 80_000 STATICCALL
                expect: {gas-used: 1}
            """, to: "suite.yaml")
        var configuration = RunConfiguration()
        configuration.knownFailures = try list()
        configuration.keepsAll = true
        let summary = try Runner(configuration).run(paths: [path])
        return try #require(summary.results.first)
    }

    @Test(arguments: addresses)
    func `a case is excused if and only if its run calls a missing contract`(
        address: UInt16
    ) throws {
        let result = try result(calling: address, inputLength: Self.inputLength(of: address))
        let isMissing = Self.missing.contains(address)
        #expect(result.verdict == (isMissing ? .knownFailure : .fail), "\(result.explanation)")
        #expect(result.explanation.contains("calls the precompiled contract") == isMissing)
    }

    @Test(arguments: missing)
    func `a call that is refused for its length is none that the list excuses`(
        address: UInt16
    ) throws {
        let result = try result(calling: address, inputLength: 1)
        #expect(result.verdict == .fail, "\(result.explanation)")
    }

    @Test(arguments: ["\n", "\r\n"])
    func `lines of a list may end either way`(end: String) throws {
        var list = KnownFailures()
        try list.read(
            SourceText(file: "list.txt", text: ["# why", "*add*  slow", ""].joined(separator: end)))
        #expect(list.entries.map(\.reason) == ["slow"])
        let schedule = try Schedule(parsing: ["v1", "t0 f0 g9 -> method"].joined(separator: end))
        #expect(schedule.events.count == 1)
    }

    @Test func `the list names calls of missing contracts only, and each entry has one`() throws {
        let names = Self.missing.compactMap { Precompile(rawValue: $0).map { "\($0)" } }
        #expect(names.count == Self.missing.count)
        let implemented = Self.addresses.filter { !Self.missing.contains($0) }
            .compactMap { Precompile(rawValue: $0).map { "\($0)" } }
        for entry in try list().entries {
            let call = try #require(entry.pattern.text.split(separator: "calls ").first)
            #expect(entry.pattern.text == "calls \(call)")
            let pattern = Glob(String(call))
            #expect(names.contains { pattern.matches($0) }, "\(entry.pattern.text)")
            #expect(!implemented.contains { pattern.matches($0) }, "\(entry.pattern.text)")
        }
    }

    @Test(arguments: missing)
    func `a pass that the list excuses is an error`(address: UInt16) throws {
        let name = try #require(Precompile(rawValue: address).map { "\($0)" })
        let passed = CaseResult(name: "a", verdict: .pass)
        let judged = try list().judge(passed, missingPrecompile: name)
        #expect(judged.verdict == .unexpectedPass)
        #expect(RunSummary(counts: [judged.verdict: 1]).exitCode == 1)
    }
}
