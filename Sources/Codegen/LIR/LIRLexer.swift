/// What is wrong with a text: where, what stands there, and what should.
package struct LIRParseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Counts from one.
    package let line: Int
    /// Counts from one, in Unicode scalars.
    package let column: Int
    package let found: String
    package let expected: String

    package init(line: Int, column: Int, found: String, expected: String) {
        self.line = line
        self.column = column
        self.found = found
        self.expected = expected
    }

    package var description: String {
        "\(line):\(column): found \(found), expected \(expected)"
    }
}

/// One token of a line.
struct LIRToken: Hashable {
    enum Kind: Hashable {
        case word
        case number(UInt64)
        case string(String)
        case punctuation
        case unknown
    }

    let kind: Kind
    let text: String
    let column: Int
}

/// Splits one line into tokens; a semicolon starts a comment that is skipped.
struct LIRLexer {
    private let bytes: [UInt8]
    private var position = 0
    /// Bytes so far that continue a scalar, and so are no column of their own.
    private var continuations = 0

    init(_ line: some StringProtocol) {
        bytes = Array(line.utf8)
    }

    static func tokens(of line: some StringProtocol) -> [LIRToken] {
        var lexer = LIRLexer(line)
        var tokens: [LIRToken] = []
        while let token = lexer.next() { tokens.append(token) }
        return tokens
    }

    private mutating func next() -> LIRToken? {
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
        guard position < bytes.count, bytes[position] != UInt8(ascii: ";") else { return nil }
        let start = position
        if bytes[start] == UInt8(ascii: "\"") { return string() }
        position += 1
        guard Self.isWord(bytes[start]) else {
            while position < bytes.count, bytes[position] & 0xc0 == 0x80 { position += 1 }
            return token(Self.isPunctuation(bytes[start]) ? .punctuation : .unknown, from: start)
        }
        while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
        guard Self.isDigit(bytes[start]) else { return token(.word, from: start) }
        let number = Self.number(text(from: start))
        return token(number.map(LIRToken.Kind.number) ?? .unknown, from: start)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0d
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z") || isDigit(byte)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }

    private static let punctuation = Array("=,[]{}()+-*:".utf8)

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        punctuation.contains(byte)
    }

    private static func number(_ text: String) -> UInt64? {
        text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
    }

    /// A quoted text; without its closing quote it is an unknown token.
    private mutating func string() -> LIRToken {
        let start = position
        var contents: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                return token(.string(String(decoding: contents, as: UTF8.self)), from: start)
            }
            guard byte == UInt8(ascii: "\\"), position < bytes.count else {
                contents.append(byte)
                continue
            }
            let escaped = bytes[position]
            position += 1
            contents.append(
                escaped == UInt8(ascii: "n")
                    ? 0x0a : escaped == UInt8(ascii: "r") ? 0x0d : escaped)
        }
        return token(.unknown, from: start)
    }

    private func text(from start: Int) -> String {
        String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func token(_ kind: LIRToken.Kind, from start: Int) -> LIRToken {
        let column = start - continuations + 1
        for byte in bytes[start..<position] where byte & 0xc0 == 0x80 { continuations += 1 }
        return LIRToken(kind: kind, text: text(from: start), column: column)
    }
}

/// Walks over the tokens of one line.
struct LIRLine {
    let number: Int
    let tokens: [LIRToken]
    private(set) var position = 0

    init(number: Int, tokens: [LIRToken]) {
        self.number = number
        self.tokens = tokens
    }

    var peek: LIRToken? { position < tokens.count ? tokens[position] : nil }

    func next(is text: String) -> Bool {
        peek?.text == text
    }

    /// What a token further on is, without moving.
    func token(ahead distance: Int) -> LIRToken? {
        position + distance < tokens.count ? tokens[position + distance] : nil
    }

    /// The error that the next token is not what is expected.
    func unexpected(_ expected: String) -> LIRParseError {
        error(at: peek, expected)
    }

    func error(at token: LIRToken?, _ expected: String) -> LIRParseError {
        let end = (tokens.last?.column ?? 1) + (tokens.last?.text.unicodeScalars.count ?? 0)
        return LIRParseError(
            line: number, column: token?.column ?? end,
            found: token.map { "\"\($0.text)\"" } ?? "end of line", expected: expected)
    }

    mutating func advance() {
        position += 1
    }

    /// Moves over the text if it stands here.
    mutating func skip(_ text: String) -> Bool {
        guard next(is: text) else { return false }
        position += 1
        return true
    }

    mutating func expect(_ text: String) throws(LIRParseError) {
        if !skip(text) { throw unexpected("\"\(text)\"") }
    }

    mutating func word(_ expected: String) throws(LIRParseError) -> LIRToken {
        guard let token = peek, token.kind == .word else { throw unexpected(expected) }
        position += 1
        return token
    }

    mutating func number(
        _ expected: String, upTo limit: UInt64 = .max
    ) throws(LIRParseError) -> UInt64 {
        guard let token = peek, case .number(let value) = token.kind, value <= limit else {
            throw unexpected(limit == .max ? expected : "\(expected) of at most \(limit)")
        }
        position += 1
        return value
    }

    mutating func string() throws(LIRParseError) -> String {
        guard let token = peek, case .string(let text) = token.kind else {
            throw unexpected("a text in quotes")
        }
        position += 1
        return text
    }

    /// Nothing more stands on the line.
    func end() throws(LIRParseError) {
        if peek != nil { throw unexpected("end of line") }
    }
}
