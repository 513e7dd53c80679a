/// An input that cannot be read, with the place, what is there and what belongs there.
///
/// One line in the form that compilers use, so that editors can jump to it:
/// `path:line:column: error: found …, expected …`.
public struct FixtureError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file as the user named it, or the archive and the file in it.
    public var file: String

    /// Line from 1; 1 also where the file as a whole is at fault.
    public var line: Int

    /// Column in characters from 1.
    public var column: Int

    /// What is there.
    public var found: String

    /// What belongs there.
    public var expected: String

    /// What to do about it, where that is not plain.
    public var hint: String?

    package init(
        file: String, line: Int = 1, column: Int = 1, found: String, expected: String,
        hint: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.found = found
        self.expected = expected
        self.hint = hint
    }

    /// The whole message; never more than one line.
    public var description: String {
        let hint = hint.map { " (\($0))" } ?? ""
        let message =
            "\(file):\(line):\(column): error: found \(found), expected \(expected)\(hint)"
        return String(message.map { $0.isNewline ? " " : $0 })
    }

    /// Text of the input as a message shows it: quoted, on one line, at most 40 characters.
    package static func quote(_ text: some StringProtocol) -> String {
        let start = text.prefix(40).map { $0.isNewline ? " " : String($0) }.joined()
        return start.count == text.count ? "'\(start)'" : "'\(start)…'"
    }
}

/// A place in an input.
package struct SourcePosition: Equatable, Sendable {
    /// From 1.
    package var line: Int
    /// In characters, from 1.
    package var column: Int

    package init(line: Int = 1, column: Int = 1) {
        self.line = line
        self.column = column
    }

    /// The place of the byte at `offset` of a text, found by counting.
    package init(offset: Int, in text: UnsafeRawBufferPointer) {
        self.init()
        for byte in text.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                column += 1
            }
        }
    }
}
