import Codegen
import Primitives
import Testing

@Suite struct LIRTextTests {
    /// Ten groups, so that they run beside each other.
    @Test(arguments: 0..<10)
    func `a thousand random fragments print and parse to themselves`(group: UInt64) throws {
        for seed in group * 1_000..<(group + 1) * 1_000 {
            let fragment = try RandomFragment.make(
                seed: seed, options: RandomFragmentOptions(shapedBy: seed))
            let text = LIRPrinter.text(of: fragment)
            let parsed = try LIRParser.fragments(in: text, functions: RandomFunctions.addresses)
            try #require(parsed == [fragment], "seed \(seed)")
            try #require(LIRPrinter.text(of: parsed[0]) == text, "seed \(seed)")
        }
    }

    @Test func `fragments that differ in one thing are not equal`() throws {
        let text = Self.sample
        let fragment = try #require(try LIRParser.fragments(in: text).first)
        let changes = [
            ("method 3", "root 3"), ("method 3", "method 4"), ("0x2a", "0x2b"),
            ("immq 0x10", "immq 0x11"), ("{0, 3}", "{0}"), (" volatile", ""), ("* 8", "* 4"),
            ("- 24", "- 25"), ("+ 40", "+ 41"), ("kind 7", "kind 8"), ("payload 9", "payload 1"),
            ("slot -2", "slot 2"), ("zext", "sext"), ("const 0x1", "const 0x2"),
            ("\"so\"", "\"no\""), ("pure leaf", "pure noexit"), ("mix(add1", "mix(immq1"),
            ("[L0, L1, L0]", "[L0, L1, L1]"),
        ]
        for (old, new) in changes {
            let start = try #require(text.firstRange(of: old), "\(old)")
            let changed = text.replacingCharacters(in: start, with: new)
            let other = try #require(try LIRParser.fragments(in: changed).first)
            #expect(other != fragment, "\(old) to \(new)")
        }
    }

    @Test func `a text of several fragments gives them in order`() throws {
        let text = Self.sample + "\n; in between\n" + Self.sample
        let fragments = try LIRParser.fragments(in: text)
        #expect(fragments.count == 2)
        #expect(fragments[0] == fragments[1])
    }

    static let sample = """
        .begin method 3 key 0x2a
        .call mix 2 pure leaf loads {} stores {*}
            allocp1 = allocp 32
            entry 0
            state1 = state 0
            immq1 = immq 0x10
            comment "so"
            ldq1 = ldq [state1 - 24] {0, 3} volatile
            ldqx1 = ldqx [state1 + immq1 * 8] {*}
            add1 = add ldq1, ldqx1
            stqx add1, [allocp1 + immq1 * 2 + 40] {5}
            callq1 = callq mix(add1, immq1)
            ltu1 = ltu callq1, add1
            xt ltu1, exit0
            jtbl immq1, [L0, L1, L0]
        L0:
            regfence
            state2 = state 1
            ret state2
        L1:
            entry 1
            state3 = state 2
            ret state3
        exit0: kind 7 payload 9
            slot -2 = zext add1
            slot 4 = const 0x1, 0x0, 0xffffffffffffffff, 0x3
            slot 5 = limbs add1, immq1, add1, ldq1
        .end

        """
}

extension String {
    fileprivate func firstRange(of text: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) {
                return start..<index(start, offsetBy: text.count)
            }
            start = index(after: start)
        }
        return nil
    }

    fileprivate func replacingCharacters(
        in range: Range<String.Index>, with text: String
    ) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}

@Suite struct LIRParserErrorTests {
    struct BadText: CustomTestStringConvertible {
        let text: String
        let line: Int
        let column: Int
        let found: String
        let expected: String

        var testDescription: String { text }

        init(_ text: String, _ line: Int, _ column: Int, _ found: String, _ expected: String) {
            self.text = text
            self.line = line
            self.column = column
            self.found = found
            self.expected = expected
        }
    }

    /// The body's first line is line 2 of the text.
    static let bodies = [
        BadText("  hop", 2, 3, "\"hop\"", "a mnemonic"),
        BadText("entry", 2, 6, "end of line", "a number of at most 4294967295"),
        BadText("entry x", 2, 7, "\"x\"", "a number of at most 4294967295"),
        BadText("entry 0\na = state 9\nret a", 3, 5, "", "LIR that keeps the rule range"),
        BadText("entry 0\nret b", 3, 5, "\"b\"", "a value that is defined above"),
        BadText("entry 0\nstate 0", 3, 1, "\"state\"", "a name for the result of state"),
        BadText("entry 0\na = ret a", 3, 1, "\"a\"", "no name"),
        BadText("entry 0\na = immq 1\na = immq 2", 4, 1, "\"a\"", "a new name"),
        BadText(
            "entry 0\na = immq 0x10000000000000000", 3, 10, "\"0x10000000000000000\"",
            "a constant"),
        BadText("entry 4294967296", 2, 7, "\"4294967296\"", "a number of at most 4294967295"),
        BadText(
            "entry 0\na = state 0\nb = ldq [a + 2147483648] {}", 4, 14, "\"2147483648\"",
            "an offset of at most 2147483647"),
        BadText(
            "entry 0\na = state 0\nb = ldq [a + 1] {16}", 4, 18, "\"16\"",
            "an alias class of at most 15"),
        BadText("entry 0\nj L", 3, 3, "\"L\"", "a label that is placed somewhere"),
        BadText("entry 0\nL:\nL:", 4, 1, "\"L\"", "a label that is not placed yet"),
        BadText("entry 0\nx exit0", 3, 3, "\"exit0\"", "an exit that is listed below"),
        BadText("entry 0\nx exit0\nexit1: kind 0 payload 0", 4, 1, "\"exit1\"", "\"exit0\""),
        BadText(
            "entry 0\nx exit0\nexit0: kind 256 payload 0", 4, 13, "\"256\"", "a kind of at most 255"
        ),
        BadText(
            "entry 0\nx exit0\nexit0: kind 0 payload 0\nslot 0 = zext a", 5, 15, "\"a\"",
            "a value that is defined above"),
        BadText("entry 0\na = callq f()", 3, 11, "\"f\"", "a function that is declared above"),
        BadText(".call f 7 leaf", 2, 9, "\"7\"", "an argument count of at most 6"),
        BadText("entry 0\na = immq 1 2", 3, 12, "\"2\"", "end of line"),
        BadText("entry 0\ncomment \"open", 3, 9, "\"\"open\"", "a text in quotes"),
        BadText("entry 0\na = immq 1\nb = not ä", 4, 9, "\"ä\"", "a value that is defined above"),
        BadText("entry 0", 3, 1, "", "LIR that keeps the rule end"),
        BadText("= immq 1", 2, 1, "\"=\"", "an instruction, a label or an exit"),
        BadText("entry 0\na = ", 3, 4, "end of line", "a mnemonic"),
        BadText("entry 0\na = immq 1\nb = not a a", 4, 11, "\"a\"", "end of line"),
        BadText("entry 0\na = immq 1\nb = add a a", 4, 11, "\"a\"", "\",\""),
        BadText(
            "entry 0\na = state 0\nb = add a, ", 4, 11, "end of line",
            "a value that is defined above"),
        BadText("entry 0\na = state 0\nb = ldq a", 4, 9, "\"a\"", "\"[\""),
        BadText("entry 0\na = state 0\nb = ldq [a", 4, 11, "end of line", "\"]\""),
        BadText("entry 0\na = state 0\nb = ldq [a]", 4, 12, "end of line", "\"{\""),
        BadText(
            "entry 0\na = state 0\nb = ldq [a] {x}", 4, 14, "\"x\"",
            "an alias class of at most 15"),
        BadText(
            "entry 0\na = state 0\nb = ldq [a] {} often", 4, 16, "\"often\"",
            "normal, constant, volatile or end of line"),
        BadText(
            "entry 0\na = state 0\nb = ldqx [a + a * 3] {}", 4, 19, "\"3\"", "1, 2, 4 or 8"),
        BadText(
            "entry 0\na = state 0\nb = ldqx [a + a * 16] {}", 4, 19, "\"16\"", "1, 2, 4 or 8"),
        BadText("entry 0\na = state 0\nstq a [a] {}", 4, 7, "\"[\"", "\",\""),
        BadText("entry 0\na = state 0\njtbl a, L", 4, 9, "\"L\"", "\"[\""),
        BadText("entry 0\nj 5", 3, 3, "\"5\"", "a label"),
        BadText(".call", 2, 6, "end of line", "a function's name"),
        BadText(".call f 1 leaf loads {} stores {}\n.call f", 3, 7, "\"f\"", "a new name"),
        BadText(".call f 1 often", 2, 11, "\"often\"", "leaf, fence or noexit"),
        BadText(".call f 1 leaf stores {}", 2, 16, "\"stores\"", "\"loads\""),
        BadText(
            ".call f 1 leaf loads {} stores {}\nentry 0\na = callq f", 4, 12, "end of line",
            "\"(\""),
        BadText(
            ".call f 1 leaf loads {} stores {}\nentry 0\na = callq f()", 4, 5, "",
            "LIR that keeps the rule range"),
        BadText(
            "entry 0\nx exit0\nexit0: kind 0 payload 4294967296", 4, 23, "\"4294967296\"",
            "a payload of at most 4294967295"),
        BadText(
            "entry 0\nx exit0\nexit0: kind 0 payload 0\nret", 5, 1, "\"ret\"",
            "a slot or an exit"),
        BadText(
            "entry 0\nx exit0\nexit0: kind 0 payload 0\nslot 2147483648 = zext a", 5, 6,
            "\"2147483648\"", "a slot's index of at most 2147483647"),
        BadText(
            "entry 0\nx exit0\nexit0: kind 0 payload 0\nslot 0 = half a", 5, 10, "\"half\"",
            "const, limbs, zext or sext"),
        BadText(
            "entry 0\nx exit0\nexit0: kind 0 payload 0\nslot 0 = const 1, 2, 3", 5, 23,
            "end of line", "\",\""),
        BadText(
            "entry 0\nx exit0\nexit0: kind 0 payload 0\nslot 0 = const 1, 2, 3, x", 5, 25,
            "\"x\"", "a limb"),
        BadText(
            "entry 0\na = state 0\nb = setc a\nret b", 4, 5, "",
            "LIR that keeps the rule operand-type"),
        BadText("entry 0\nL:\nj L", 4, 1, "", "LIR that keeps the rule direction"),
        BadText("entry 0\nL:\nloop L", 4, 1, "", "LIR that keeps the rule fenced-target"),
        BadText(
            "entry 0\na = state 0\nc = eq a, a\nxt c, exit0\nx exit0\nexit0: kind 0 payload 0", 6,
            1, "", "LIR that keeps the rule single-guard"),
    ]

    @Test(arguments: bodies)
    func `an error names line, column, what was found and what was expected`(bad: BadText) {
        let error = #expect(throws: LIRParseError.self) {
            try LIRParser.fragments(in: ".begin method 0 key 0\n\(bad.text)\n.end")
        }
        #expect(error?.line == bad.line)
        #expect(error?.column == bad.column)
        if !bad.found.isEmpty { #expect(error?.found == bad.found) }
        #expect(error?.expected == bad.expected)
    }

    @Test(arguments: [
        ("x", 1, "\".begin\""), (".begin trunk 0 key 0", 1, "method, root or branch"),
        (".begin root 0 key 0\nentry 0", 3, "\".end\""),
        (".begin root x", 1, "the fragment's number of at most 4294967295"),
        (".begin root 0 0", 1, "\"key\""), (".begin root 0 key x", 1, "the fragment's key"),
        (".begin root 0 key 0 more", 1, "end of line"),
    ])
    func `a fragment needs its frame`(text: String, line: Int, expected: String) {
        let error = #expect(throws: LIRParseError.self) { try LIRParser.fragments(in: text) }
        #expect(error?.line == line)
        #expect(error?.expected == expected)
    }

    @Test func `no text crashes the parser`() throws {
        var random = SeededGenerator(seed: 20)
        let alphabet = Array(" \n,[]{}()+-*:=;\"\\.0129afxLtq_é")
        for seed in 0..<400 as Range<UInt64> {
            let fragment = try RandomFragment.make(
                seed: seed, options: RandomFragmentOptions(shapedBy: seed))
            var characters = Array(LIRPrinter.text(of: fragment).prefix(1_500) + ".end\n")
            for _ in 0..<1 + random.below(6) {
                let place = random.below(characters.count)
                switch random.below(3) {
                case 0: characters.remove(at: place)
                case 1: characters[place] = alphabet[random.below(alphabet.count)]
                default: characters.insert(characters[random.below(characters.count)], at: place)
                }
            }
            do {
                _ = try LIRParser.fragments(
                    in: String(characters), functions: RandomFunctions.addresses
                ) { PassPipeline(isValidating: true).chain(to: $0) }
            } catch {
                #expect(error.line > 0 && error.column > 0)
            }
        }
    }
}
