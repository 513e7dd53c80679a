import Conformance
import Primitives
import Testing

@Suite struct JSONTests {
    private func parse(_ text: String) throws(FixtureError) -> JSONNode {
        try JSONDocument(SourceText(file: "x.json", text: text)).root
    }

    @Test func `values keep their order, text and place`() throws {
        let root = try parse(#"{"a": [1, "two", null, true], "b": {}}"#)
        #expect(root.kind == .object)
        #expect(root.members.map { $0.key.text } == ["a", "b"])
        let elements = try Array(root.required("a").elements)
        #expect(elements.map(\.kind) == [.number, .string, .null, .boolean])
        #expect(elements.map(\.text) == ["1", "two", "null", "true"])
        #expect(elements[1].offset == 11)
        #expect(root["c"] == nil)
    }

    @Test func `escapes are undone`() throws {
        let root = try parse(#"["a\"b\\c\n\u00e9\ud83d\ude00"]"#)
        #expect(root.elements.map(\.text) == ["a\"b\\c\né😀"])
    }

    @Test(arguments: [
        ("{\"a\": 1,\n \"b\" 2}", "x.json:2:6"),
        ("[1, 2", "x.json:1:6"),
        ("[1]]", "x.json:1:4"),
        ("{\"a\": tru}", "x.json:1:7"),
        ("{\"a\": 01}", "x.json:1:7"),
        ("\n\"open", "x.json:2:1"),
        ("", "x.json:1:1"),
        ("{\"a\": [1}", "x.json:1:9"),
        ("[\"é\", x]", "x.json:1:7"),
    ])
    func `a fault is named by line and column`(text: String, place: String) throws {
        let error = try #require(throws: FixtureError.self) { try parse(text) }
        #expect(error.description.hasPrefix(place + ": error: found "), "\(error)")
        #expect(!error.description.contains("\n"))
    }

    @Test func `text that is not UTF-8 is refused where it begins`() throws {
        let bytes: [UInt8] = Array("[\"ok\", \"".utf8) + [0xff] + Array("\"]".utf8)
        let error = try #require(throws: FixtureError.self) {
            try bytes.withUnsafeBytes {
                try JSONDocument(SourceText(file: "x.json", copying: $0)).root.count
            }
        }
        #expect(error.description.hasPrefix("x.json:1:9: error: found"), "\(error)")
        #expect(error.expected == "UTF-8")
    }

    @Test func `deep nesting is an error and not a crash`() throws {
        let text = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
        let error = try #require(throws: FixtureError.self) { try parse(text) }
        #expect(error.expected == "at most 128 levels of nesting")
    }

    @Test(
        arguments: [
            ("0x0", 0), ("0x00", 0), ("0x0de0", 0xde0), ("0X0F", 15),
            ("0x" + String(repeating: "0", count: 100) + "7", 7),
        ] as [(String, UInt64)])
    func `quantities are judged by value`(text: String, value: UInt64) throws {
        #expect(try parse("\"\(text)\"").integer() == value)
    }

    @Test func `a number of 257 bits is told apart from a large one`() throws {
        let largest = "0x" + String(repeating: "f", count: 64)
        #expect(try parse("\"\(largest)\"").wordOrNil() == .max)
        #expect(try parse("\"0x1\(String(repeating: "0", count: 64))\"").wordOrNil() == nil)
        #expect(try parse("\"0x:bigint 0x10\"").word() == Word256(UInt64(16)))
    }

    @Test(arguments: ["\"12\"", "\"0x\"", "\"0xg\"", "12", "\"\"", "null"])
    func `what is no hexadecimal number is refused`(text: String) throws {
        #expect(throws: FixtureError.self) { try parse(text).word() }
    }

    @Test func `bytes need pairs of digits and addresses forty`() throws {
        #expect(try parse("\"0x00fF\"").bytes() == [0, 255])
        #expect(throws: FixtureError.self) { try parse("\"0x012\"").bytes() }
        #expect(throws: FixtureError.self) { try parse("\"0x1234\"").address() }
    }

    @Test func `quoted text reads back`() throws {
        let text = "quote \" backslash \\ line\nbell \u{7} é 😀"
        #expect(try parse(JSONEscape.quote(text)).text == text)
    }
}
