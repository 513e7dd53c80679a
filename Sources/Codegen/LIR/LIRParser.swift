/// Reads the text form of docs/lir.md.
///
/// Every text gives fragments or an error with line and column. What is written goes through the
/// chain that the caller makes, so the rules of LIR are checked on the way, and a broken one is
/// an error at the line that breaks it.
package struct LIRParser {
    private var lines: [LIRLine]
    private var position = 0
    private let functions: [String: UInt]
    private let makeChain: (LIRBuffer) -> any LIRWriter

    private init(
        _ text: String, functions: [String: UInt], chain: @escaping (LIRBuffer) -> any LIRWriter
    ) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .map { LIRLine(number: $0.offset + 1, tokens: LIRLexer.tokens(of: $0.element)) }
            .filter { !$0.tokens.isEmpty }
        self.functions = functions
        makeChain = chain
    }

    /// All fragments of a text.
    ///
    /// A function that is declared but not among `functions` (addresses by name) gets the address
    /// zero; it cannot be run.
    package static func fragments(
        in text: String, functions: [String: UInt] = [:],
        chain: @escaping (LIRBuffer) -> any LIRWriter = { buffer in
            ValidateWriter(
                BufferWriter(buffer), where: "parser", requiresAdjacentFlags: false)
        }
    ) throws(LIRParseError) -> [Fragment] {
        var parser = LIRParser(text, functions: functions, chain: chain)
        var fragments: [Fragment] = []
        while parser.position < parser.lines.count { fragments.append(try parser.fragment()) }
        return fragments
    }

    private var lastLine: Int { lines.last?.number ?? 1 }

    private mutating func fragment() throws(LIRParseError) -> Fragment {
        var head = lines[position]
        position += 1
        try head.expect(".begin")
        let kindToken = try head.word("method, root or branch")
        guard let kind = FragmentKind.allCases.first(where: { "\($0)" == kindToken.text }) else {
            throw head.error(at: kindToken, "method, root or branch")
        }
        let identifier = try head.number("the fragment's number", upTo: UInt64(UInt32.max))
        try head.expect("key")
        let key = try head.number("the fragment's key")
        try head.end()
        let buffer = LIRBuffer()
        var body = LIRBodyParser(writer: makeChain(buffer), functions: functions)
        try body.parse(takeBody())
        return Fragment(
            identifier: UInt32(identifier), kind: kind, key: key, buffer: buffer)
    }

    /// The lines up to `.end`, which is among them.
    private mutating func takeBody() throws(LIRParseError) -> [LIRLine] {
        let start = position
        while position < lines.count {
            position += 1
            if lines[position - 1].next(is: ".end") { return Array(lines[start..<position]) }
        }
        throw LIRParseError(
            line: lastLine + 1, column: 1, found: "end of text", expected: "\".end\"")
    }
}
