import Primitives

/// A line of schedule text that does not parse.
package struct ScheduleError: Error, Equatable {
    /// Line within the text, from 1.
    package let line: Int
    /// Column within the line, from 1.
    package let column: Int
    package let found: String
    package let expected: String
}

extension Schedule {
    /// Reads the text form.
    ///
    /// `#` begins a comment; blank lines are passed over; a missing `v1` line is an error, so that
    /// a file of another kind is not taken for an empty schedule.
    package init(parsing text: some StringProtocol) throws(ScheduleError) {
        var fork: Fork?
        var events: [ScheduleEvent] = []
        var tiering: [TieringEvent] = []
        var sawVersion = false
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            var words = ScheduleWords(line: line, number: number)
            if words.isAtEnd { continue }
            if !sawVersion {
                fork = try words.version()
                sawVersion = true
            } else if words.tellsOfTiering {
                tiering.append(try words.tieringEvent())
            } else {
                events.append(try words.event())
            }
            try words.end()
        }
        guard sawVersion else {
            throw ScheduleError(
                line: 1, column: 1, found: "no version line", expected: "'v1' or 'v1 fork=NAME'")
        }
        self.init(fork: fork, events: events, tiering: tiering)
    }
}

/// The words of one line, with their columns.
private struct ScheduleWords {
    private let number: Int
    private var words: [(column: Int, text: String)] = []
    private var next = 0
    private let endColumn: Int

    init(line: some StringProtocol, number: Int) {
        self.number = number
        var word = ""
        var start = 0
        var column = 0
        for character in line.prefix(while: { $0 != "#" }) {
            column += 1
            guard !character.isWhitespace else {
                if !word.isEmpty { words.append((start, word)) }
                word = ""
                continue
            }
            if word.isEmpty { start = column }
            word.append(character)
        }
        if !word.isEmpty { words.append((start, word)) }
        endColumn = column + 1
    }

    var isAtEnd: Bool { next == words.count }

    mutating func version() throws(ScheduleError) -> Fork? {
        let word = try take("'v1'")
        guard word == "v1" else { throw failure("'v1'") }
        guard !isAtEnd else { return nil }
        let option = try take("'fork=NAME'")
        guard option.hasPrefix("fork="), let fork = Fork(named: String(option.dropFirst(5))) else {
            throw failure("'fork=NAME' with a known fork, such as 'fork=Cancun'")
        }
        return fork
    }

    /// Whether the line begins as those of tiering events do.
    var tellsOfTiering: Bool { !isAtEnd && words[next].text.first == "e" }

    mutating func tieringEvent() throws(ScheduleError) -> TieringEvent {
        let expected = "an event such as 'e12', from 'e1' on"
        let ordinal = try number(after: "e", what: expected)
        guard ordinal > 0 else { throw failure(expected) }
        let actions = TieringEvent.Action.allCases.map { "'\($0.rawValue)'" }
            .joined(separator: " or ")
        guard let action = TieringEvent.Action(rawValue: try take(actions)) else {
            throw failure(actions)
        }
        return TieringEvent(ordinal: Int(ordinal), action: action, codeHash: try codeHash())
    }

    private mutating func codeHash() throws(ScheduleError) -> Word256 {
        let expected = "the code's hash, '0x' and 64 hexadecimal digits"
        let word = try take(expected)
        guard word.hasPrefix("0x"), word.utf8.count == 66, let hash = Word256(hex: word) else {
            throw failure(expected)
        }
        return hash
    }

    mutating func event() throws(ScheduleError) -> ScheduleEvent {
        let transaction = try number(
            after: "t", what: "a transaction such as 't0', or an event such as 'e12'")
        let frame = try number(after: "f", what: "a frame such as 'f0'")
        let gas = try number(after: "g", what: "a gas value such as 'g29977855'")
        return ScheduleEvent(
            transaction: Int(transaction), frame: Int(frame), gas: gas, action: try action())
    }

    private mutating func action() throws(ScheduleError) -> ScheduleAction {
        let expected = "'-> TIER' or 'pcN helper NAME pre|post'"
        let word = try take(expected)
        if word == "->" {
            let names = Tier.allCases.map { "'\($0.name)'" }.joined(separator: " or ")
            guard let tier = Tier(named: try take(names)) else { throw failure(names) }
            return .enter(tier)
        }
        guard word.hasPrefix("pc"), let pc = Self.integer(word.dropFirst(2)) else {
            throw failure(expected)
        }
        guard try take("'helper'") == "helper" else { throw failure("'helper'") }
        let helper = try take("the instruction's mnemonic")
        guard let moment = HelperMoment(rawValue: try take("'pre' or 'post'")) else {
            throw failure("'pre' or 'post'")
        }
        return .helperExit(pc: Int(pc), helper: helper.lowercased(), moment: moment)
    }

    func end() throws(ScheduleError) {
        guard isAtEnd else {
            throw ScheduleError(
                line: number, column: words[next].column, found: "'\(words[next].text)'",
                expected: "the end of the line")
        }
    }

    private mutating func number(
        after letter: Character, what: String
    ) throws(ScheduleError) -> Int64 {
        let word = try take(what)
        guard word.first == letter, let value = Self.integer(word.dropFirst()) else {
            throw failure(what)
        }
        return value
    }

    private static func integer(_ text: Substring) -> Int64? {
        let value =
            text.hasPrefix("0x") ? Int64(text.dropFirst(2), radix: 16) : Int64(text, radix: 10)
        return value.flatMap { $0 >= 0 ? $0 : nil }
    }

    private mutating func take(_ expected: String) throws(ScheduleError) -> String {
        guard !isAtEnd else {
            throw ScheduleError(
                line: number, column: endColumn, found: "the end of the line", expected: expected)
        }
        next += 1
        return words[next - 1].text
    }

    /// The error for the word that was taken last.
    private func failure(_ expected: String) -> ScheduleError {
        let word = words[next - 1]
        return ScheduleError(
            line: number, column: word.column, found: "'\(word.text)'", expected: expected)
    }
}
