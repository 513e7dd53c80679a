import Conformance
import Primitives
import Testing

@Suite struct YAMLTests {
    private func parse(_ text: String) throws(FixtureError) -> YAMLNode {
        try YAMLParser.parse(SourceText(file: "x.yaml", text: text))
    }

    @Test func `nodes know their line and column`() throws {
        let root = try parse("a: 1\nb:\n  - x\n  - {c: d}\n")
        let list = try #require(root["b"]?.elements)
        #expect(list.map(\.position) == [.init(line: 3, column: 5), .init(line: 4, column: 5)])
        #expect(list[1]["c"]?.position == .init(line: 4, column: 9))
    }

    @Test func `places inside a block of text are those in the file`() throws {
        let root = try parse("code: |\n    PUSH 1\n      ADD\nplain: one two\nquoted: 'one two'\n")
        #expect(root["code"]?.position(line: 2, column: 3) == .init(line: 3, column: 7))
        #expect(root["plain"]?.position(line: 1, column: 5) == .init(line: 4, column: 12))
        #expect(root["quoted"]?.position(line: 1, column: 5) == .init(line: 5, column: 14))
    }

    @Test func `an alias stands for its anchor`() throws {
        let root = try parse("a: &x [1, 2]\nb: *x\n")
        #expect(root["b"]?.elements?.compactMap(\.text) == ["1", "2"])
    }

    @Test(arguments: [
        ("a: 1\na: 2\n", "x.yaml:2:1", "again"),
        ("a: *x\n", "x.yaml:1:4", "alias"),
        ("a: [1\n", "x.yaml:2:1", "found the end of the text, expected ',' or ']'"),
        ("a:\n  - 1\n - 2\n", "x.yaml:3:2", "found '- 2', expected "),
        ("a: \"1\n", "x.yaml:2:1", "found unexpected end of stream, expected well-formed YAML"),
        ("a: b: c\n", "x.yaml:1:5", "found mapping values out of place, expected"),
        ("a: !!set {}\n", "x.yaml:1:4", "tag"),
        ("---\na: 1\n---\nb: 1\n", "x.yaml:3:1", "second document"),
        ("? [a]\n: 1\n", "x.yaml:1:3", "a list"),
        ("", "x.yaml:1:1", "empty"),
    ])
    func `a fault is named by line and column`(
        text: String, place: String, word: String
    ) throws {
        let error = try #require(throws: FixtureError.self) { try parse(text) }
        #expect(error.description.hasPrefix(place + ": error: found "), "\(error)")
        #expect(error.description.contains(word), "\(error)")
    }

    @Test func `aliases cannot unfold without bound`() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<9 {
            let uses = repeatElement("*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(uses)]\n"
        }
        let error = try #require(throws: FixtureError.self) { try parse(text) }
        #expect(error.found == "aliases that unfold to more")
    }

    @Test(arguments: [
        ("21_000", "0x5208"), ("0xff", "0xff"), ("2^64", "0x10000000000000000"),
        ("2^64-1", "0xffffffffffffffff"), ("2^8+5", "0x105"), ("2^256", "0x0"),
        ("2^256-1", "0x" + String(repeating: "f", count: 64)),
        ("-1", "0x" + String(repeating: "f", count: 64)),
        ("-2^255", "0x8" + String(repeating: "0", count: 63)),
        ("-2^64+1", "0x" + String(repeating: "f", count: 48) + "0000000000000001"),
        ("5-7", "0x" + String(repeating: "f", count: 63) + "e"), ("-0", "0x0"),
    ])
    func `numbers are taken modulo a word`(text: String, hex: String) throws {
        #expect(try SuiteNumber(parsing: text).word.hexString == hex)
    }

    @Test func `aliases count by how deep they lead`() throws {
        var text = "a0: &a0 1\n"
        for index in 1...3 {
            let (open, close) = (
                String(repeating: "[", count: 90), String(repeating: "]", count: 90)
            )
            text += "a\(index): &a\(index) \(open)*a\(index - 1)\(close)\n"
        }
        let error = #expect(throws: FixtureError.self) { try self.parse(text) }
        #expect(error?.description.hasPrefix("x.yaml:4:") == true, "\(error?.description ?? "")")
        #expect(error?.expected == "at most 200 levels")
    }

    @Test func `lines may end in CRLF`() throws {
        let root = try parse("a: 1\r\nb: |\r\n  PUSH 1\r\n  ADD\r\n")
        #expect(root["b"]?.position(line: 2, column: 1) == .init(line: 4, column: 3))
    }

    @Test(arguments: ["", "x", "0x", "2^", "2^257", "1+", "--1", "1.5", "0xg", "2^64-x"])
    func `what is no number is refused`(text: String) {
        #expect(throws: SuiteNumberError.self) { try SuiteNumber(parsing: text) }
    }

    @Test func `a count is neither negative nor larger than 64 bits`() throws {
        #expect(try SuiteNumber(parsing: "2^64-1").asUInt64 == .max)
        #expect(try SuiteNumber(parsing: "2^64").asUInt64 == nil)
        #expect(try SuiteNumber(parsing: "2^256").asUInt64 == nil)
        #expect(try SuiteNumber(parsing: "-1").asUInt64 == nil)
        #expect(try SuiteNumber(parsing: "5-5").asUInt64 == 0)
    }
}
