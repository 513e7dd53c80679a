import CJSON

/// A JSON text and its nodes, in source order.
///
/// Nodes are indices into one flat array; nothing is copied out of the text until it is asked for.
/// Immutable after `init`, hence shareable.
package final class JSONDocument: @unchecked Sendable {
    package let source: SourceText
    private let parser: OpaquePointer
    private let nodes: UnsafePointer<CJSONNode>
    private let nodeCount: Int

    /// Parses `source`.
    ///
    /// - Throws: the place of the first thing that is not JSON.
    package init(_ source: SourceText) throws(FixtureError) {
        guard let parser = cjson_create() else {
            throw FixtureError(file: source.file, found: "no memory", expected: "memory to parse")
        }
        var nodes: UnsafePointer<CJSONNode>?
        var count = 0
        var failure = CJSONFailure()
        let parsed = cjson_parse(
            parser, source.bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
            source.bytes.count, &nodes, &count, &failure)
        guard parsed, let nodes else {
            cjson_destroy(parser)
            let offset = Int(failure.offset)
            throw source.failure(
                at: offset, found: source.excerpt(at: offset),
                expected: failure.expected.map { String(cString: $0) } ?? "JSON")
        }
        self.source = source
        self.parser = parser
        self.nodes = nodes
        nodeCount = count
    }

    deinit { cjson_destroy(parser) }

    /// The outermost value.
    package var root: JSONNode { JSONNode(document: self, index: 0) }

    /// The node's record.
    ///
    /// - Precondition: `index` is the index of a node.
    fileprivate func node(_ index: Int) -> CJSONNode {
        precondition(index < nodeCount)
        return nodes[index]
    }
}

/// What a JSON value is.
package enum JSONKind {
    case null, boolean, number, string, array, object

    /// The kind with its article, for messages.
    package var phrase: String {
        switch self {
        case .null: "null"
        case .boolean: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// One value (or key) of a document.
package struct JSONNode: Sendable {
    package let document: JSONDocument
    fileprivate let index: Int

    private var record: CJSONNode { document.node(index) }

    package var kind: JSONKind {
        switch Int(record.kind) {
        case CJSON_NULL: .null
        case CJSON_FALSE, CJSON_TRUE: .boolean
        case CJSON_NUMBER: .number
        case CJSON_STRING: .string
        case CJSON_ARRAY: .array
        default: .object
        }
    }

    /// Members of an object, elements of an array, bytes of a scalar.
    package var count: Int { Int(record.length) }

    /// Where the value's text begins in the source.
    package var offset: Int { Int(record.offset) }

    /// The text of a scalar as it stands in the source; of a string without quotes.
    package var rawText: UnsafeRawBufferPointer {
        let record = record
        guard record.kind <= CJSON_STRING else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        let start = Int(record.offset)
        return UnsafeRawBufferPointer(
            rebasing: document.source.bytes[start..<start + Int(record.length)])
    }

    /// The value of a string, or the text of another scalar.
    package var text: String {
        let raw = String(decoding: rawText, as: UTF8.self)
        return record.escaped != 0 ? JSONEscape.unescape(raw) : raw
    }

    package var isNull: Bool { record.kind == CJSON_NULL }

    /// Whether this is the string `other`, written without escapes.
    package func hasText(_ other: StaticString) -> Bool {
        let raw = rawText
        guard raw.count == other.utf8CodeUnitCount else { return false }
        return raw.elementsEqual(
            UnsafeBufferPointer(start: other.utf8Start, count: other.utf8CodeUnitCount))
    }

    /// The error about this value.
    package func failure(expected: String, hint: String? = nil) -> FixtureError {
        failure(found: found, expected: expected, hint: hint)
    }

    /// The error about this value, with what was found in other words.
    package func failure(found: String, expected: String, hint: String? = nil) -> FixtureError {
        document.source.failure(at: offset, found: found, expected: expected, hint: hint)
    }

    private var found: String {
        switch kind {
        case .array, .object, .null: kind.phrase
        case .string: count == 0 ? "an empty string" : FixtureError.quote(text)
        case .boolean, .number: FixtureError.quote(text)
        }
    }
}

// MARK: Contents

extension JSONNode {
    /// The members of an object, in source order; none of anything else.
    package var members: JSONMembers {
        JSONMembers(
            document: document, nextIndex: index + 1, remaining: kind == .object ? count : 0)
    }

    /// The elements of an array, in source order; none of anything else.
    package var elements: JSONElements {
        JSONElements(
            document: document, nextIndex: index + 1, remaining: kind == .array ? count : 0)
    }

    /// The value of the first member with this key.
    package subscript(_ key: StaticString) -> JSONNode? {
        for (name, value) in members where name.hasText(key) { return value }
        return nil
    }

    /// The value of a member that must be there.
    package func required(_ key: StaticString) throws(FixtureError) -> JSONNode {
        guard let value = self[key] else {
            throw failure(
                found: kind == .object ? "an object without it" : kind.phrase,
                expected: "the key \"\(key)\"")
        }
        return value
    }

    /// Asks that the value is of a kind.
    package func require(_ wanted: JSONKind) throws(FixtureError) {
        guard kind == wanted else { throw failure(expected: wanted.phrase) }
    }

    /// Asks that every key is one of those named.
    package func requireKeys(_ known: [StaticString]) throws(FixtureError) {
        for (key, _) in members where !known.contains(where: { key.hasText($0) }) {
            let names = known.map { "\($0)" }.joined(separator: ", ")
            throw key.failure(found: "the unknown key \"\(key.text)\"", expected: "one of \(names)")
        }
    }
}

/// Walks the members of an object.
package struct JSONMembers: Sequence, IteratorProtocol {
    fileprivate let document: JSONDocument
    fileprivate var nextIndex: Int
    fileprivate var remaining: Int

    package mutating func next() -> (key: JSONNode, value: JSONNode)? {
        guard remaining > 0 else { return nil }
        remaining -= 1
        let key = JSONNode(document: document, index: nextIndex)
        let value = JSONNode(document: document, index: nextIndex + 1)
        nextIndex = Int(document.node(nextIndex + 1).next)
        return (key, value)
    }
}

/// Walks the elements of an array.
package struct JSONElements: Sequence, IteratorProtocol {
    fileprivate let document: JSONDocument
    fileprivate var nextIndex: Int
    fileprivate var remaining: Int

    package mutating func next() -> JSONNode? {
        guard remaining > 0 else { return nil }
        remaining -= 1
        let element = JSONNode(document: document, index: nextIndex)
        nextIndex = Int(document.node(nextIndex).next)
        return element
    }
}
