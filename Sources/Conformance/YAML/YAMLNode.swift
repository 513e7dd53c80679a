/// One node of a YAML document with its place.
///
/// A value type: substituting parameters makes a new tree and leaves the old one.
package struct YAMLNode: Sendable {
    package enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        case mapping([YAMLMember])
    }

    package var content: Content
    /// Where the node begins.
    package var position: SourcePosition
    /// The document's text, for messages.
    package let source: SourceText
}

/// The text of a scalar and how it was written.
package struct YAMLScalar: Sendable {
    package var text: String

    /// Whether it was written without quotes, so that `~`, `true` and `_` can mean something.
    package var isPlain: Bool

    /// Where each line of the text begins in the source; nil where that is not known (folded or
    /// substituted text).
    package var lineStarts: [SourcePosition]?

    /// Whether this is the null value (YAML 1.2, section 10.2.1.1).
    package var isNull: Bool { isPlain && (text == "~" || text == "null" || text.isEmpty) }
}

/// One member of a mapping.
package struct YAMLMember: Sendable {
    package var key: YAMLNode
    package var value: YAMLNode

    /// The key's text; empty for a key that is not a scalar, which the parser refuses.
    package var name: String { key.text ?? "" }
}

extension YAMLNode {
    package var scalar: YAMLScalar? {
        guard case .scalar(let scalar) = content else { return nil }
        return scalar
    }

    /// The text of a scalar.
    package var text: String? { scalar?.text }

    /// The elements of a sequence.
    package var elements: [YAMLNode]? {
        guard case .sequence(let elements) = content else { return nil }
        return elements
    }

    /// The members of a mapping.
    package var members: [YAMLMember]? {
        guard case .mapping(let members) = content else { return nil }
        return members
    }

    package var isNull: Bool { scalar?.isNull ?? false }

    /// The value of a mapping's member.
    package subscript(_ name: String) -> YAMLNode? {
        members?.first { $0.name == name }?.value
    }

    /// Says what the node is, for a message.
    package var found: String {
        switch content {
        case .scalar(let scalar):
            scalar.text.isEmpty ? "nothing" : FixtureError.quote(scalar.text)
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// The error about this node.
    package func failure(expected: String, hint: String? = nil) -> FixtureError {
        failure(found: found, expected: expected, hint: hint)
    }

    /// The error about this node, with what was found in other words.
    package func failure(found: String, expected: String, hint: String? = nil) -> FixtureError {
        FixtureError(
            file: source.file, line: position.line, column: position.column, found: found,
            expected: expected, hint: hint)
    }

    /// The place of the character at `line` and `column` (from 1) of a scalar's text.
    package func position(line: Int, column: Int) -> SourcePosition {
        guard let starts = scalar?.lineStarts, starts.indices.contains(line - 1) else {
            return position
        }
        let start = starts[line - 1]
        return SourcePosition(line: start.line, column: start.column + column - 1)
    }

    /// A scalar's text; anything else is an error.
    package func requireText(_ expected: String) throws(FixtureError) -> String {
        guard let text, !isNull else { throw failure(expected: expected) }
        return text
    }

    package func requireElements(_ expected: String) throws(FixtureError) -> [YAMLNode] {
        guard let elements else { throw failure(expected: expected) }
        return elements
    }

    package func requireMembers(_ expected: String) throws(FixtureError) -> [YAMLMember] {
        guard let members else { throw failure(expected: expected) }
        return members
    }

    /// Asks that every key of a mapping is one of those named.
    package func requireKeys(_ known: [String], of what: String) throws(FixtureError) {
        for member in try requireMembers("a mapping of the keys of \(what)")
        where !known.contains(member.name) {
            throw member.key.failure(
                found: "the unknown key \(FixtureError.quote(member.name))",
                expected: "one of \(known.joined(separator: ", "))")
        }
    }
}
