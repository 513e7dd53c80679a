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
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ line: some StringProtocol) {
        scalars = Array(line.unicodeScalars)
    }

    static func tokens(of line: some StringProtocol) -> [LIRToken] {
        var lexer = LIRLexer(line)
        var tokens: [LIRToken] = []
        while let token = lexer.next() { tokens.append(token) }
        return tokens
    }

    private mutating func next() -> LIRToken? {
        while position < scalars.count && " \t\r".unicodeScalars.contains(scalars[position]) {
            position += 1
        }
        guard position < scalars.count, scalars[position] != ";" else { return nil }
        let start = position
        if scalars[position] == "\"" { return string() }
        position += 1
        guard Self.isWord(scalars[start]) else {
            let isKnown = "=,[]{}()+-*:".unicodeScalars.contains(scalars[start])
            return token(isKnown ? .punctuation : .unknown, from: start)
        }
        while position < scalars.count && Self.isWord(scalars[position]) { position += 1 }
        guard ("0"..."9").contains(scalars[start]) else { return token(.word, from: start) }
        let number = Self.number(text(from: start))
        return token(number.map(LIRToken.Kind.number) ?? .unknown, from: start)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
            || ("0"..."9").contains(scalar) || scalar == "_" || scalar == "."
    }

    private static func number(_ text: String) -> UInt64? {
        text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
    }

    /// A quoted text; without its closing quote it is an unknown token.
    private mutating func string() -> LIRToken {
        let start = position
        var contents = ""
        position += 1
        while position < scalars.count {
            let scalar = scalars[position]
            position += 1
            if scalar == "\"" { return token(.string(contents), from: start) }
            guard scalar == "\\", position < scalars.count else {
                contents.unicodeScalars.append(scalar)
                continue
            }
            let escaped = scalars[position]
            position += 1
            contents.unicodeScalars.append(
                escaped == "n" ? "\n" : escaped == "r" ? "\r" : escaped)
        }
        return token(.unknown, from: start)
    }

    private func text(from start: Int) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[start..<position])
        return text
    }

    private func token(_ kind: LIRToken.Kind, from start: Int) -> LIRToken {
        LIRToken(kind: kind, text: text(from: start), column: start + 1)
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
