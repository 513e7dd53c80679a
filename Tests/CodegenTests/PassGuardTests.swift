import Codegen
import Testing

/// What the outcome of one comparison says about another.
@Suite struct PassGuardTests {
    private static let comparisons: [LIROpcode] = [.eq, .ltu, .leu, .lts, .les]
    private static let polarities: [LIROpcode] = [.xt, .xf]
    private static let bounds: [UInt64] = [0, 1, 1 << 63 - 1, 1 << 63, .max]
    private static let words: [UInt64] = [
        0, 1, 2, 1 << 63 - 1, 1 << 63, 1 << 63 + 1, .max - 1, .max,
    ]

    /// Two guards, one behind the other, on words and constants.
    private struct Pair {
        var comparisons: (LIROpcode, LIROpcode)
        var guards: (LIROpcode, LIROpcode)
        /// The right operands; nil for the second word.
        var bounds: (UInt64?, UInt64?)
        var isSwapped = false

        func fragment() throws -> Fragment {
            let buffer = LIRBuffer()
            let out = PassPipeline(passes: [], validation: .ends).chain(to: buffer)
            out.entry()
            let (x, y) = (out.state(1), out.state(2))
            write(out, comparisons.0, guards.0, x, bounds.0.map(out.immediate) ?? y)
            let right = bounds.1.map(out.immediate) ?? y
            let (a, b) = isSwapped ? (right, x) : (x, right)
            write(out, comparisons.1, guards.1, a, b)
            out.ret(x)
            try out.finish()
            return Fragment(buffer: buffer)
        }

        private func write(
            _ out: any LIRWriter, _ comparison: LIROpcode, _ guarding: LIROpcode,
            _ a: LIRReference, _ b: LIRReference
        ) {
            let condition = out.write(LIRInstruction(comparison, a, b)).value
            let exit = out.exit(kind: 0, payload: 0)
            _ = out.write(LIRInstruction(guarding, a: condition.index, c: exit.identifier))
        }
    }

    private static func forEachPair(_ body: (Pair) throws -> Void) rethrows {
        for first in comparisons {
            for second in comparisons {
                for (one, other) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                    let guards = (polarities[one], polarities[other])
                    let pair = Pair(
                        comparisons: (first, second), guards: guards, bounds: (nil, nil))
                    try body(pair)
                    var swapped = pair
                    swapped.isSwapped = true
                    try body(swapped)
                    for bound in bounds {
                        for other in bounds {
                            var bounded = pair
                            bounded.bounds = (bound, other)
                            bounded.isSwapped = bound == 1
                            try body(bounded)
                        }
                    }
                }
            }
        }
    }

    @Test func `what a guard implies is true of every word that passes it`() throws {
        var settled = 0
        try Self.forEachPair { pair in
            let plain = try pair.fragment()
            let passed = try PassPipeline(passes: [.guards], validation: .everyPass).rewrite(plain)
            if passed == plain { return }
            settled += 1
            let (first, second) = (LIRInterpreter(plain), LIRInterpreter(passed))
            let others = pair.bounds.0 == nil ? Self.words : [0]
            for x in Self.words {
                for y in others {
                    let expected = first.run(entry: 0, state: (0, x, y))
                    let found = second.run(entry: 0, state: (0, x, y))
                    #expect(expected.outcome == found.outcome, "\(pair), \(x), \(y)")
                }
            }
        }
        #expect(settled > 500)
    }

    /// A guard, and one that it settles: gone if it never leaves.
    @Test(arguments: [
        ("ltu x, y", "xf", "leu x, y", "xf"), ("ltu x, y", "xf", "eq y, x", "xt"),
        ("leu x, y", "xt", "ltu y, x", "xf"), ("les x, y", "xf", "lts y, x", "xt"),
        ("eq x, y", "xf", "les y, x", "xf"), ("ltu x, ten", "xf", "ltu x, most", "xf"),
        ("ltu x, ten", "xf", "lts x, zero", "xt"), ("lts x, zero", "xt", "leu x, most", "xf"),
        ("leu ten, x", "xf", "eq x, zero", "xt"), ("eq x, zero", "xt", "ltu zero, x", "xf"),
        ("eq x, ten", "xf", "ltu x, y", "xt"),
    ])
    func `an implied guard is gone`(
        first: String, leaves: String, second: String, leavesToo: String
    ) throws {
        let text = Self.text([
            "a = \(first)", "\(leaves) a, exit0", "b = \(second)", "\(leavesToo) b, exit1",
        ])
        // The last case is none: nothing is said about y.
        #expect(try Self.guards(in: text) == (second == "ltu x, y" ? 2 : 1))
    }

    @Test(arguments: ["L:", "regfence"])
    func `labels and fences end what is known`(separator: String) throws {
        let text = Self.text([
            "a = ltu x, ten", "xf a, exit0", separator, "x2 = state 1", "ten2 = immq 10",
            "b = ltu \(separator == "L:" ? "x, ten" : "x2, ten2")", "xf b, exit1", "ret x2",
        ])
        for passes in [[.guards], [.commonSubexpression, .knownConditions]] as [Set<LIRPass>] {
            #expect(try Self.guards(in: text, passes) == 2)
        }
    }

    /// Eight are: with so many between, the first is forgotten.
    @Test(arguments: [7, 8])
    func `of many guards the last are remembered`(between: Int) throws {
        var lines: [String] = ["a = ltu x, y", "xf a, exit0"]
        for number in 1...between {
            lines += [
                "k\(number) = immq \(number)", "c\(number) = eq x, k\(number)",
                "xt c\(number), exit\(number)",
            ]
        }
        lines += ["b = leu x, y", "xf b, exit\(between + 1)"]
        let text = Self.text(lines, exits: between + 2)
        #expect(try Self.guards(in: text) == (between < 8 ? 8 : 10))
    }

    private static func text(_ lines: [String], exits: Int = 2) -> String {
        let ending = lines.last?.hasPrefix("ret") == true ? [] : ["ret x"]
        let head = [
            ".begin method 0 key 0", "entry 0", "x = state 1", "y = state 2", "zero = immq 0",
            "ten = immq 10", "most = immq 0x7fffffffffffffff",
        ]
        let tail = (0..<exits).map { "exit\($0): kind 0 payload \($0)" } + [".end", ""]
        return (head + lines + ending + tail).joined(separator: "\n")
    }

    private static func guards(in text: String, _ passes: Set<LIRPass> = [.guards]) throws -> Int {
        let fragments = try LIRParser.fragments(in: text, functions: [:])
        let fragment = try #require(fragments.first)
        let passed = try PassPipeline(passes: passes, validation: .everyPass).rewrite(fragment)
        return passed.buffer.instructions.count { $0.opcode == .xt || $0.opcode == .xf }
    }
}
