import Codegen
import Conformance
import TestSupport
import Testing
import VM

/// What `synchromesh compile` reads, measures and writes.
@Suite struct CompileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func read(_ text: String, as name: String) throws -> ContractReader {
        ContractReader(paths: [try folder.write(text, to: name)])
    }

    // MARK: Reading

    @Test func `digits may have white space and a prefix`() throws {
        let reader = try read(" 0x60 01\n6002\t01\n", as: "sum.hex")
        #expect(reader.errors.isEmpty)
        #expect(reader.contracts.map(\.name) == ["sum"])
        #expect(reader.contracts.map { Array($0.code.bytes) } == [[0x60, 1, 0x60, 2, 1]])
    }

    @Test func `tests give the codes of their accounts, whatever else they have`() throws {
        let text = """
            {
              "one": {"pre": {"0x01": {"code": "0x5b00"}, "0x02": {"code": "0x"}}, "post": 1},
              "two": {"pre": {"0x01": {"code": "0x5b01"}, "0x02": {"code": "0x5b02"}}},
              "same": {"pre": {"0x03": {"code": "0x5b00"}}}
            }
            """
        let reader = try read(text, as: "tests.json")
        #expect(reader.errors.isEmpty)
        #expect(reader.contracts.map(\.name) == ["one", "two 0x01", "two 0x02"])
        #expect(reader.contracts.map { $0.code.bytes[1] } == [0, 1, 2])
    }

    @Test func `a folder gives what is in it, in the order of names, and numbers equal names`()
        throws
    {
        try folder.write("5b", to: "b.hex")
        try folder.write("5b5b", to: "a.bin")
        try folder.write("5b5b5b", to: "a.hex")
        try folder.write("no contract", to: "LICENSE")
        let reader = ContractReader(paths: [folder.path])
        #expect(reader.errors.isEmpty)
        #expect(reader.contracts.map(\.name) == ["a", "a (2)", "b"])
        #expect(reader.contracts.map(\.code.count) == [2, 3, 1])
    }

    @Test(arguments: [
        ("60 01\n60 0g", "x.hex", ":2:5: error: found 'g', expected hexadecimal digits"),
        ("600", "x.hex", ":1:4: error: found 3 digits, expected an even number of hex"),
        ("", "x.bin", ":1:1: error: found 0 digits, expected an even number of hexadecimal"),
        ("[1]", "x.json", ":1:1: error: found no test with accounts, expected tests by name"),
        ("{", "x.json", ": error: found "),
        (#"{"a":{"pre":{"b":{"code":"0x6"}}}}"#, "x.json", ":1:27: error: found '0x6', expected"),
        ("5b", "x.code", ":1:1: error: found a file of no known kind, expected a folder, .hex"),
    ])
    func `what cannot be read is named with its place, and the rest is read`(
        text: String, name: String, expected: String
    ) throws {
        let bad = try folder.write(text, to: name)
        let reader = ContractReader(
            paths: [bad, "\(folder.path)/missing.hex", try folder.write("5b", to: "good.hex")])
        #expect(reader.contracts.map(\.name) == ["good"])
        #expect(reader.errors.count == 2)
        let message = try #require(reader.errors.first).description
        #expect(message.hasPrefix(bad) && message.contains(expected), "\(message)")
        #expect(!message.contains("\n"))
    }

    @Test func `a folder without contracts is an error`() {
        let reader = ContractReader(paths: [folder.path])
        #expect(reader.errors.map(\.found) == ["no contract"])
    }

    // MARK: Measuring

    /// Blocks of a kind, so many that no number in them changes its length from one to the next.
    private static let blocks: [[UInt8]] = [
        // JUMPDEST
        [0x5b],
        // JUMPDEST, CALLDATALOAD, ADD, MSTORE
        [0x5b, 0x5f, 0x35, 0x60, 1, 0x01, 0x5f, 0x52],
        // JUMPDEST, SLOAD, SSTORE
        [0x5b, 0x60, 7, 0x54, 0x60, 8, 0x55],
        // JUMPDEST, a computed JUMPI
        [0x5b, 0x5f, 0x35, 0x60, 32, 0x35, 0x57],
        // JUMPDEST, DUP1, MUL, SWAP1, POP, CALL
        [0x5b, 0x80, 0x80, 0x02, 0x90, 0x50, 0xf1],
    ]

    @Test(arguments: InstructionSet.allCases, blocks)
    func `LIR and machine code grow in step with the code`(
        _ instructionSet: InstructionSet, _ block: [UInt8]
    ) throws {
        let bench = try CompileBench(fork: .osaka, roundCount: 1)
        let sizes = try (2...4).map { count in
            let bytes = Array(repeatElement(block, count: count * 400).joined())
            return try bench.measure(
                Contract(name: "blocks", code: Code(bytes)), for: instructionSet)
        }
        #expect(sizes.map(\.reachedByteCount) == (2...4).map { $0 * 400 * block.count })
        for size in [\CompileMeasurement.instructionCount, \.machineByteCount] {
            let steps = zip(sizes.dropFirst(), sizes).map { $0[keyPath: size] - $1[keyPath: size] }
            #expect(steps[0] > 0)
            #expect(steps[0] == steps[1], "\(sizes.map { $0[keyPath: size] })")
        }
    }

    @Test func `data behind the code does not count`() throws {
        let bench = try CompileBench(fork: .osaka, roundCount: 1)
        // PUSH0, PUSH0, RETURN, and what is no code.
        let code = Code([0x5f, 0x5f, 0xf3] + [UInt8](repeating: 0xfe, count: 100))
        let found = try bench.measure(Contract(name: "data", code: code), for: .x64)
        #expect(found.byteCount == 103)
        #expect(found.reachedByteCount == 3)
    }

    @Test func `a contract that ends at once is refused`() throws {
        let bench = try CompileBench(fork: .osaka, roundCount: 1)
        #expect(throws: CompileFailure.noEntry) {
            _ = try bench.measure(Contract(name: "stop", code: Code([0])), for: .x64)
        }
    }

    @Test func `a power law is found in points that follow it`() throws {
        let points = [1.0, 4, 16, 100].map { (x: $0, y: 3 * $0 * $0.squareRoot()) }
        let law = try #require(PowerLaw(points))
        #expect(abs(law.exponent - 1.5) < 1e-12)
        #expect(abs(law.factor - 3) < 1e-12)
        #expect(abs(law.determination - 1) < 1e-12)
        // About points off the line: slopes 1 and 3 between logarithms 0, 1 and 2 make 2.
        let bent = try #require(PowerLaw([(1, 1), (10, 10), (100, 10_000)]))
        #expect(abs(bent.exponent - 2) < 1e-12)
        #expect(abs(bent.determination - 12.0 / 13) < 1e-12)
        #expect(PowerLaw([(5, 1), (5, 2)]) == nil)
    }

    // MARK: Reporting

    private static func row(_ name: String, bytes: Int, seconds: Double) -> CompileMeasurement {
        CompileMeasurement(
            name: name, instructionSet: .x64, byteCount: bytes + 10, reachedByteCount: bytes,
            instructionCount: 5 * bytes, machineByteCount: 20 * bytes, seconds: seconds)
    }

    private static let report = CompileReport(
        [row("a<b", bytes: 1000, seconds: 0.001), row("c", bytes: 10, seconds: 0.00004)],
        refusals: [.init(name: "stop", instructionSet: .x64, reason: "code that ends at once")],
        errors: ["it is \"bad\""])

    @Test func `totals are of bytes in blocks`() throws {
        let summary = try #require(
            CompileSummary(
                [
                    Self.row("a", bytes: 1000, seconds: 0.001),
                    Self.row("c", bytes: 10, seconds: 0.00004),
                ], for: .x64))
        #expect(abs(summary.microsecondsPerByte - 1040.0 / 1010) < 1e-12)
        // 1 and 4 microseconds a byte.
        #expect(abs(summary.meanMicrosecondsPerByte - 2) < 1e-12)
        #expect(summary.slowest.name == "c")
        #expect(CompileSummary([], for: .x64) == nil)
        // Ten bytes are outside of blocks.
        let data = Self.row("data", bytes: 9, seconds: 1)
        #expect(CompileSummary([data], for: .x64) == nil)
        #expect(CompileSummary([data, summary.slowest], for: .x64)?.dataCount == 1)
    }

    @Test func `JSON says the same and can be read`() throws {
        let source = SourceText(file: "report.json", text: Self.report.json)
        let root = try JSONDocument(source).root
        let rows = try #require(root["rows"]).elements.map { $0["microsecondsPerByte"]?.text }
        #expect(rows == ["1.000000", "4.000000"])
        let summary = try #require(root["summaries"]?.elements.first { _ in true })
        #expect(summary["geometricMean"]?.text == "2.000000")
        #expect(summary["greatest"]?.text == "4.000000")
        #expect(root["refused"]?.elements.map { $0["name"]?.text } == ["stop"])
        #expect(root["errors"]?.elements.map(\.text) == ["it is \"bad\""])
    }

    @Test func `the page has a point for each measurement and no name as markup`() {
        let page = CompilePage(Self.report).text
        #expect(page.ranges(of: "<title>").count == 1 + 2)
        #expect(page.contains("a&lt;b") && !page.contains("a<b"))
        #expect(page.contains("not compiled: code that ends at once"))
        #expect(!page.contains("href") && !page.contains("src="))
    }

    /// The texts of a picture, each with about the room that it takes.
    private static func labels(_ svg: String) -> [(text: String, x: ClosedRange<Double>, y: Double)]
    {
        let pattern = /<text x="([0-9.]+)" y="([0-9.]+)" text-anchor="([a-z]+)">([^<]*)</
        return svg.matches(of: pattern).map { match in
            let (x, width) = (Double(match.1) ?? 0, 6.5 * Double(match.4.count))
            let start = match.3 == "start" ? x : match.3 == "end" ? x - width : x - width / 2
            return (String(match.4), start...start + width, Double(match.2) ?? 0)
        }
    }

    @Test(arguments: [0.00009, 0.0009, 0.009, 0.09, 0.9])
    func `labels of a plot do not lie on each other`(_ seconds: Double) {
        let report = CompileReport(
            [
                Self.row("small", bytes: 20, seconds: 0.00002),
                Self.row("large", bytes: 90_000, seconds: seconds),
            ], refusals: [], errors: [])
        let labels = Self.labels(CompilePlot(report).svg)
        #expect(labels.map(\.text).filter { $0.hasSuffix(" µs") }.count == 5)
        for (index, label) in labels.enumerated() {
            for other in labels[..<index] where label.x.overlaps(other.x) {
                #expect(abs(label.y - other.y) >= 12, "\(label.text) and \(other.text)")
            }
        }
    }

    @Test func `the table has a line for each contract`() {
        let lines = Self.report.markdown.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[2] == "| a<b | 1010 | 1000 | 5000 | 20000 | 1.000 | 1.000 |")
    }
}
