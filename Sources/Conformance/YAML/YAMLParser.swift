import SystemYAML

/// Reads YAML into nodes that know line and column, through libyaml's events.
///
/// Anchors and aliases work; a merge key, a tag and a second document do not. A key that is given
/// twice is an error, and so is a key that is not a scalar.
package enum YAMLParser {
    /// Parses one document.
    ///
    /// - Throws: the place of the first thing that is not YAML, or not of the kind read here.
    package static func parse(_ source: SourceText) throws(FixtureError) -> YAMLNode {
        var builder = YAMLBuilder(source: source)
        return try builder.document()
    }
}

/// One run of libyaml's parser.
private struct YAMLBuilder {
    private let source: SourceText
    private let lines: [Substring]
    private var anchors: [String: Anchor] = [:]
    private var nodeCount = 0

    /// Aliases of aliases can unfold without bound; no suite is near this.
    private static let largestNodeCount = 4_000_000
    private static let deepest = 200

    /// A node that aliases can stand for.
    private struct Anchor {
        let node: YAMLNode
        /// Nodes in it.
        let size: Int
        /// Levels below it.
        let height: Int

        init(_ node: YAMLNode) {
            self.node = node
            let children: [Anchor]
            switch node.content {
            case .scalar: children = []
            case .sequence(let elements): children = elements.map(Anchor.init)
            case .mapping(let members):
                children = members.flatMap { [Anchor($0.key), Anchor($0.value)] }
            }
            size = children.reduce(1) { $0 + $1.size }
            height = children.map { $0.height + 1 }.max() ?? 0
        }
    }

    init(source: SourceText) {
        self.source = source
        lines = String(decoding: source.bytes, as: UTF8.self)
            .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    /// What an event says, copied out of libyaml's memory.
    private struct Event {
        var kind: yaml_event_type_t
        var position: SourcePosition
        var text = ""
        var anchor: String?
        var style = YAML_ANY_SCALAR_STYLE
        var tag: String?
    }

    mutating func document() throws(FixtureError) -> YAMLNode {
        // The parser is large and holds pointers into itself: it stays where it is.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else {
            throw FixtureError(
                file: source.file, found: "no memory", expected: "memory to parse")
        }
        defer { yaml_parser_delete(parser) }
        yaml_parser_set_input_string(
            parser, source.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
            source.bytes.count)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)

        _ = try next(parser)  // the stream's start
        let start = try next(parser)
        guard start.kind == YAML_DOCUMENT_START_EVENT else {
            throw failure(at: start.position, found: "an empty file", expected: "a YAML document")
        }
        let root = try node(try next(parser), parser, depth: 0)
        _ = try next(parser)  // the document's end
        let end = try next(parser)
        guard end.kind == YAML_STREAM_END_EVENT else {
            throw failure(
                at: end.position, found: "a second document", expected: "one document in a file")
        }
        return root
    }

    private mutating func next(
        _ parser: UnsafeMutablePointer<yaml_parser_t>
    ) throws(FixtureError) -> Event {
        var raw = yaml_event_t()
        guard yaml_parser_parse(parser, &raw) == 1 else { throw syntaxError(parser.pointee) }
        defer { yaml_event_delete(&raw) }
        var event = Event(
            kind: raw.type,
            position: SourcePosition(
                line: Int(raw.start_mark.line) + 1, column: Int(raw.start_mark.column) + 1))
        switch raw.type {
        case YAML_SCALAR_EVENT:
            let scalar = raw.data.scalar
            event.text = String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: Int(scalar.length)),
                as: UTF8.self)
            event.anchor = Self.string(scalar.anchor)
            event.tag = Self.string(scalar.tag)
            event.style = scalar.style
        case YAML_SEQUENCE_START_EVENT:
            event.anchor = Self.string(raw.data.sequence_start.anchor)
            event.tag = Self.string(raw.data.sequence_start.tag)
        case YAML_MAPPING_START_EVENT:
            event.anchor = Self.string(raw.data.mapping_start.anchor)
            event.tag = Self.string(raw.data.mapping_start.tag)
        case YAML_ALIAS_EVENT:
            event.anchor = Self.string(raw.data.alias.anchor)
        default:
            break  // libyaml's type, not ours: the others carry nothing that we read
        }
        return event
    }

    private mutating func node(
        _ event: Event, _ parser: UnsafeMutablePointer<yaml_parser_t>, depth: Int
    ) throws(FixtureError) -> YAMLNode {
        if let tag = event.tag {
            throw failure(
                at: event.position, found: "the tag \(FixtureError.quote(tag))",
                expected: "a value without a tag")
        }
        try check(depth: depth, at: event.position)
        let node: YAMLNode
        switch event.kind {
        case YAML_SCALAR_EVENT:
            node = make(.scalar(scalar(event)), at: event.position)
        case YAML_SEQUENCE_START_EVENT:
            node = try sequence(event, parser, depth: depth)
        case YAML_MAPPING_START_EVENT:
            node = try mapping(event, parser, depth: depth)
        default:
            let name = event.anchor ?? ""
            guard let target = anchors[name] else {
                throw failure(
                    at: event.position, found: "the unknown alias '*\(name)'",
                    expected: "the name of an anchor above")
            }
            try check(depth: depth + target.height, at: event.position)
            try count(target.size, at: event.position)
            return target.node
        }
        try count(1, at: event.position)
        if let anchor = event.anchor { anchors[anchor] = Anchor(node) }
        return node
    }

    private func check(depth: Int, at position: SourcePosition) throws(FixtureError) {
        guard depth < Self.deepest else {
            throw failure(
                at: position, found: "deeper nesting", expected: "at most \(Self.deepest) levels")
        }
    }

    private mutating func sequence(
        _ start: Event, _ parser: UnsafeMutablePointer<yaml_parser_t>, depth: Int
    ) throws(FixtureError) -> YAMLNode {
        var elements: [YAMLNode] = []
        while true {
            let event = try next(parser)
            if event.kind == YAML_SEQUENCE_END_EVENT { break }
            elements.append(try node(event, parser, depth: depth + 1))
        }
        return make(.sequence(elements), at: start.position)
    }

    private mutating func mapping(
        _ start: Event, _ parser: UnsafeMutablePointer<yaml_parser_t>, depth: Int
    ) throws(FixtureError) -> YAMLNode {
        var members: [YAMLMember] = []
        var names: Set<String> = []
        while true {
            let event = try next(parser)
            if event.kind == YAML_MAPPING_END_EVENT { break }
            let key = try node(event, parser, depth: depth + 1)
            guard let name = key.text else {
                throw failure(at: event.position, found: key.found, expected: "a key of one word")
            }
            guard names.insert(name).inserted else {
                throw failure(
                    at: event.position, found: "the key \(FixtureError.quote(name)) again",
                    expected: "each key once")
            }
            let value = try node(try next(parser), parser, depth: depth + 1)
            members.append(YAMLMember(key: key, value: value))
        }
        return make(.mapping(members), at: start.position)
    }

    private func make(_ content: YAMLNode.Content, at position: SourcePosition) -> YAMLNode {
        YAMLNode(content: content, position: position, source: source)
    }

    /// Bounds what aliases can unfold to.
    private mutating func count(_ nodes: Int, at position: SourcePosition) throws(FixtureError) {
        nodeCount += nodes
        guard nodeCount <= Self.largestNodeCount else {
            throw failure(
                at: position, found: "aliases that unfold to more",
                expected: "at most \(Self.largestNodeCount) nodes")
        }
    }

    // MARK: Scalars

    private func scalar(_ event: Event) -> YAMLScalar {
        YAMLScalar(
            text: event.text, isPlain: event.style == YAML_PLAIN_SCALAR_STYLE,
            lineStarts: lineStarts(of: event))
    }

    /// Where the lines of a scalar's text begin, where they stand in the source as they are.
    private func lineStarts(of event: Event) -> [SourcePosition]? {
        let start = event.position
        switch event.style {
        case YAML_PLAIN_SCALAR_STYLE:
            // A plain scalar over several lines is folded: its text says nothing about lines.
            return isOnOneLine(event.text, at: start.column - 1, of: start.line) ? [start] : nil
        case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE:
            let inside = SourcePosition(line: start.line, column: start.column + 1)
            return isOnOneLine(event.text, at: start.column, of: start.line) ? [inside] : nil
        case YAML_LITERAL_SCALAR_STYLE:
            return literalLines(event)
        default:
            return nil
        }
    }

    private func isOnOneLine(_ text: String, at column: Int, of line: Int) -> Bool {
        guard let content = sourceLine(line) else { return false }
        return content.dropFirst(column).hasPrefix(text)
    }

    private func literalLines(_ event: Event) -> [SourcePosition]? {
        let lines = event.text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.firstIndex(where: { !$0.isEmpty }),
            let content = sourceLine(event.position.line + 1 + first)
        else { return nil }
        let indent = content.count - lines[first].count
        guard indent >= 0 else { return nil }
        return lines.indices.map {
            SourcePosition(line: event.position.line + 1 + $0, column: indent + 1)
        }
    }

    private func sourceLine(_ number: Int) -> Substring? {
        lines.indices.contains(number - 1) ? lines[number - 1] : nil
    }

    // MARK: Errors

    private func syntaxError(_ parser: yaml_parser_t) -> FixtureError {
        let mark = parser.problem_mark
        var position = SourcePosition(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
        if parser.error == YAML_READER_ERROR {
            position = SourcePosition(offset: Int(parser.problem_offset), in: source.bytes)
        }
        let problem = parser.problem.map { String(cString: $0) } ?? "found an error"
        let (found, expected) = halves(of: problem, at: position)
        return failure(at: position, found: found, expected: expected)
    }

    /// A message of libyaml's, as what was found and what was expected.
    private func halves(
        of problem: String, at position: SourcePosition
    ) -> (found: String, expected: String) {
        let wellFormed = "well-formed YAML"
        for start in [
            "did not find the expected ", "did not find expected ", "could not find expected ",
        ]
        where problem.hasPrefix(start) {
            return (excerpt(at: position), String(problem.dropFirst(start.count)))
        }
        if problem.hasPrefix("found ") { return (String(problem.dropFirst(6)), wellFormed) }
        for (end, remark) in [
            (" are not allowed in this context", "out of place"),
            (" must not be empty", "left empty"),
        ] where problem.hasSuffix(end) {
            return ("\(problem.dropLast(end.count)) \(remark)", wellFormed)
        }
        return (problem, wellFormed)
    }

    /// What stands at a place, up to the end of its line.
    private func excerpt(at position: SourcePosition) -> String {
        let lines = source.bytes.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard position.line <= lines.count else { return "the end of the text" }
        let line = String(decoding: lines[position.line - 1], as: UTF8.self)
        let rest = line.unicodeScalars.dropFirst(position.column - 1)
        guard rest.isEmpty else { return FixtureError.quote(String(rest)) }
        return position.line == lines.count ? "the end of the text" : "the end of the line"
    }

    private func failure(
        at position: SourcePosition, found: String, expected: String
    ) -> FixtureError {
        FixtureError(
            file: source.file, line: position.line, column: position.column, found: found,
            expected: expected)
    }

    private static func string(_ text: UnsafeMutablePointer<UInt8>?) -> String? {
        text.map { String(cString: $0) }
    }
}
