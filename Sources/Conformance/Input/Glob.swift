/// A pattern for case names: `*` stands for any characters, `?` for one, all others for themselves.
///
/// Brackets are ordinary characters, as the names of official fixtures are full of them. A pattern
/// matches a name as a whole, or the part of a name behind a `/`, so that a pattern holds whether
/// the fixtures are read from an archive, a folder or one file.
package struct Glob: Hashable, Sendable {
    package let text: String
    private let pattern: [UInt8]

    package init(_ text: String) {
        self.text = text
        pattern = Array(text.utf8)
    }

    /// Whether the pattern has neither `*` nor `?`.
    package var isLiteral: Bool {
        !pattern.contains(UInt8(ascii: "*")) && !pattern.contains(UInt8(ascii: "?"))
    }

    package func matches(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { bytes in
            if matches(bytes[...]) { return true }
            // A star at the start has stood for every beginning already.
            if pattern.first == UInt8(ascii: "*") { return false }
            return bytes.indices.contains { index in
                bytes[index] == UInt8(ascii: "/") && matches(bytes[(index + 1)...])
            }
        }
    }

    /// Matches greedily and returns to the last star on failure; quadratic at worst.
    private func matches(_ name: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var position = name.startIndex
        var next = 0
        var star: (pattern: Int, name: Int)?
        while position < name.endIndex {
            if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
                star = (next, position)
                next += 1
            } else if next < pattern.count,
                pattern[next] == name[position] || pattern[next] == UInt8(ascii: "?")
            {
                next += 1
                position += 1
            } else if let last = star {
                star = (last.pattern, last.name + 1)
                next = last.pattern + 1
                position = last.name + 1
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
