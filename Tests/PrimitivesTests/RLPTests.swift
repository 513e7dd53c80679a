import Primitives
import Testing

@Suite("Recursive length prefix notation")
struct RLPTests {
    /// Items and their notation from the Yellow Paper's rules and the Ethereum documentation.
    static let examples: [(RLP.Item, String)] = [
        (.bytes([]), "80"),
        (.bytes([0]), "00"),
        (.bytes([0x7f]), "7f"),
        (.bytes([0x80]), "8180"),
        (.bytes([4, 0]), "820400"),
        (.bytes(Array("dog".utf8)), "83646f67"),
        (.list([]), "c0"),
        (.list([.bytes(Array("cat".utf8)), .bytes(Array("dog".utf8))]), "c88363617483646f67"),
        (
            .list([.list([]), .list([.list([])]), .list([.list([]), .list([.list([])])])]),
            "c7c0c1c0c3c0c1c0"
        ),
        (.bytes([UInt8](repeating: 0x61, count: 55)), "b7" + String(repeating: "61", count: 55)),
        (.bytes([UInt8](repeating: 0x61, count: 56)), "b838" + String(repeating: "61", count: 56)),
        (.bytes([UInt8](repeating: 1, count: 256)), "b90100" + String(repeating: "01", count: 256)),
        (
            .list([.bytes([UInt8](repeating: 0x61, count: 55))]),
            "f838b7" + String(repeating: "61", count: 55)
        ),
    ]

    @Test(arguments: examples.indices)
    func `examples encode and decode`(index: Int) throws {
        let (item, text) = RLPTests.examples[index]
        #expect(Hex.encode(RLP.encode(item), prefix: false) == text)
        #expect(try RLP.decode(Hex.decode(text)) == item)
    }

    /// The hash is that of the executable specification's encoding.
    @Test func `a list of long strings encodes as in the specification`() throws {
        let strings = [1, 54, 55, 56, 255, 256, 65536].map { [UInt8](repeating: 0x79, count: $0) }
        let encoded = RLP.list { encoder in for string in strings { encoder.append(string) } }
        #expect(
            Keccak256.hash(encoded).hexString
                == "0xa8d3b63fc4d61abf053e524537e9a9c70177af81b6e6b83e1a66979520f49a1d")
        #expect(try RLP.decode(encoded) == .list(strings.map { .bytes($0) }))
    }

    @Test(
        arguments: [
            (0, "80"), (1, "01"), (0x7f, "7f"), (0x80, "8180"), (0xff, "81ff"), (0x100, "820100"),
            (1024, "820400"), (UInt64.max, "88ffffffffffffffff"),
        ] as [(UInt64, String)])
    func `numbers have no leading zeros`(number: UInt64, text: String) {
        var encoder = RLPEncoder()
        encoder.append(number)
        #expect(Hex.encode(encoder.bytes, prefix: false) == text)
    }

    @Test func `words and addresses are numbers, hashes and addresses are strings`() throws {
        var source = WordSource(seed: 71)
        for _ in 0..<500 {
            let word = source.word()
            let address = Address(word: word)
            let encoded = RLP.list { encoder in
                encoder.append(word)
                encoder.append(hash: word)
                encoder.append(address)
            }
            let expected: RLP.Item = .list([
                .bytes(word.significantBytes), .bytes(word.bytes), .bytes(address.bytes),
            ])
            #expect(try RLP.decode(encoded) == expected)
            #expect(RLP.encode(expected) == encoded)
        }
    }

    @Test func `encoded items are appended as they are`() throws {
        let inner = RLP.list { $0.append(7) }
        let outer = RLP.list { encoder in
            encoder.append(encoded: inner)
            encoder.append(inner)
        }
        #expect(try RLP.decode(outer) == .list([.list([.bytes([7])]), .bytes(inner)]))
    }

    @Test(arguments: [
        ("", RLPError.truncated(offset: 0)), ("81", .truncated(offset: 1)),
        ("83aabb", .truncated(offset: 1)), ("c2c1", .truncated(offset: 1)),
        ("c3c201", .truncated(offset: 1)), ("c2c201", .truncated(offset: 2)),
        ("b9", .truncated(offset: 1)), ("b901", .truncated(offset: 1)),
        ("bfffffffffffffffff", .truncated(offset: 1)), ("8000", .trailingBytes(offset: 1)),
        ("c080", .trailingBytes(offset: 1)), ("8100", .notCanonical(offset: 0)),
        ("817f", .notCanonical(offset: 0)), ("b801aa", .notCanonical(offset: 1)),
        ("b90038", .notCanonical(offset: 1)), ("f800", .notCanonical(offset: 1)),
    ])
    func `what is not canonical says where`(text: String, error: RLPError) {
        #expect(throws: error) { try RLP.decode(Hex.decode(text)) }
    }

    @Test func `nesting has a limit`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            (1..<depth).reduce([RLP.emptyList]) { inner, _ in
                RLP.list { $0.append(encoded: inner) }
            }
        }
        #expect(throws: Never.self) { try RLP.decode(nested(RLP.maximumDepth)) }
        #expect(throws: RLPError.self) { try RLP.decode(nested(RLP.maximumDepth + 1)) }
    }
}
