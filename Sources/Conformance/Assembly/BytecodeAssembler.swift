import Primitives
import VM

/// Assembly text that does not assemble.
package struct AssemblyError: Error, Equatable {
    /// Line within the text, from 1.
    package let line: Int
    /// Column within the line, from 1.
    package let column: Int
    package let found: String
    package let expected: String
}

/// Turns assembly into byte code: docs/suites.md, section "Assembly".
///
/// Every instruction's size is known where it stands (a place is pushed with two bytes unless the
/// text says otherwise), so one pass and a list of places to fill in are enough.
package struct BytecodeAssembler {
    private var code: [UInt8] = []
    private var places: [Substring: Int] = [:]
    private var references: [Reference] = []
    private var words: [Word]
    private var next = 0
    private let end: (line: Int, column: Int)

    private struct Word {
        let text: Substring
        let line: Int
        let column: Int
    }

    private struct Reference {
        let name: Word
        let offset: Int
        let size: Int
    }

    /// Assembles `text`.
    package static func assemble(_ text: String) throws(AssemblyError) -> [UInt8] {
        var assembler = BytecodeAssembler(text)
        while let word = assembler.take() { try assembler.statement(word) }
        try assembler.resolve()
        return assembler.code
    }

    private init(_ text: String) {
        var words: [Word] = []
        var line = 0
        var column = 0
        for content in text.split(separator: "\n", omittingEmptySubsequences: false) {
            line += 1
            column = 0
            var start: Substring.Index?
            var startColumn = 0
            let statement = content.prefix { $0 != ";" && $0 != "#" }
            for index in statement.indices {
                column += 1
                if statement[index].isWhitespace {
                    if let first = start {
                        words.append(
                            Word(text: statement[first..<index], line: line, column: startColumn))
                    }
                    start = nil
                } else if start == nil {
                    start = index
                    startColumn = column
                }
            }
            if let first = start {
                words.append(Word(text: statement[first...], line: line, column: startColumn))
            }
        }
        self.words = words
        end = (line, column + 1)
    }

    private mutating func take() -> Word? {
        guard next < words.count else { return nil }
        next += 1
        return words[next - 1]
    }

    private mutating func take(_ expected: String) throws(AssemblyError) -> Word {
        guard let word = take() else {
            throw AssemblyError(
                line: end.line, column: end.column, found: "the end of the code",
                expected: expected)
        }
        return word
    }

    private func failure(_ word: Word, _ expected: String) -> AssemblyError {
        failure(word, found: FixtureError.quote(word.text), expected)
    }

    private func failure(_ word: Word, found: String, _ expected: String) -> AssemblyError {
        AssemblyError(line: word.line, column: word.column, found: found, expected: expected)
    }

    // MARK: Statements

    private mutating func statement(_ word: Word) throws(AssemblyError) {
        if word.text.hasSuffix(":") { return try place(word) }
        if word.text.hasPrefix("@") { return try reference(word, size: 2) }
        let name = word.text.uppercased()
        if name == "RAW" { return try raw(try take("bytes such as 0x60ff")) }
        if name == "PUSH" { return try push(try take("a number or @place"), size: nil) }
        guard let opcode = Mnemonics.opcode(named: name) else {
            throw failure(
                word, found: "the unknown instruction \(FixtureError.quote(word.text))",
                "a mnemonic, 'PUSH', 'raw', a place such as 'loop:' or '@loop'")
        }
        let size = Mnemonics.immediateCount(of: opcode.rawValue)
        if size > 0 {
            try push(try take("a number of \(size) bytes or @place"), size: size)
        } else {
            code.append(opcode.rawValue)
        }
    }

    private mutating func place(_ word: Word) throws(AssemblyError) {
        let name = word.text.dropLast()
        let isBare = name.hasPrefix(".")
        guard Self.isName(isBare ? name.dropFirst() : name) else {
            throw failure(word, "a place named with letters, digits, hyphens and underscores")
        }
        guard places.updateValue(code.count, forKey: name) == nil else {
            throw failure(
                word, found: "the place \(FixtureError.quote(name)) again", "each place once")
        }
        if !isBare { code.append(Opcode.jumpdest.rawValue) }
    }

    private mutating func reference(_ word: Word, size: Int) throws(AssemblyError) {
        let name = word.text.dropFirst()
        guard Self.isName(name.hasPrefix(".") ? name.dropFirst() : name) else {
            throw failure(word, "'@' and the name of a place")
        }
        code.append(Mnemonics.push(size))
        references.append(
            Reference(
                name: Word(text: name, line: word.line, column: word.column),
                offset: code.count, size: size))
        code.append(contentsOf: repeatElement(0, count: size))
    }

    private mutating func push(_ word: Word, size: Int?) throws(AssemblyError) {
        if word.text.hasPrefix("@") { return try reference(word, size: size ?? 2) }
        let value: Word256
        do {
            value = try SuiteNumber(parsing: word.text).word
        } catch {
            throw failure(word, "\(error.expected), or @place")
        }
        let shortest = max(1, value.significantByteCount)
        let size = size ?? shortest
        guard shortest <= size else { throw failure(word, "a number of at most \(8 * size) bits") }
        code.append(Mnemonics.push(size))
        code.append(contentsOf: value.bytes.suffix(size))
    }

    private mutating func raw(_ word: Word) throws(AssemblyError) {
        guard word.text.hasPrefix("0x"), let bytes = try? Hex.decode(word.text) else {
            throw failure(word, "'0x' and an even number of hexadecimal digits")
        }
        code += bytes
    }

    private mutating func resolve() throws(AssemblyError) {
        for reference in references {
            guard let place = places[reference.name.text] else {
                throw failure(
                    reference.name,
                    found: "the unknown place \(FixtureError.quote(reference.name.text))",
                    "the name of a place in this code")
            }
            guard reference.size >= 8 || place >> (8 * reference.size) == 0 else {
                throw failure(
                    reference.name, found: "the place \(place)",
                    "a place that fits \(reference.size) bytes")
            }
            for byte in 0..<min(reference.size, 8) {
                code[reference.offset + reference.size - 1 - byte] =
                    UInt8(truncatingIfNeeded: place >> (8 * byte))
            }
        }
    }

    private static func isName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    }
}

extension YAMLNode {
    /// The byte code of assembly text; errors name the place in the file.
    package func assembled() throws(FixtureError) -> [UInt8] {
        let text = try requireText("assembly")
        do {
            return try BytecodeAssembler.assemble(text)
        } catch {
            let position = position(line: error.line, column: error.column)
            throw FixtureError(
                file: source.file, line: position.line, column: position.column,
                found: error.found, expected: error.expected)
        }
    }
}
