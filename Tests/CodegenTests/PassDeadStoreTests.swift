import Codegen
import Testing

/// Which stores nothing can read.
@Suite struct PassDeadStoreTests {
    /// What stands between two stores to one place, and whether the first is dead.
    struct Between: CustomTestStringConvertible, Sendable {
        let lines: String
        let isDead: Bool

        init(_ lines: String, isDead: Bool) {
            self.lines = lines
            self.isDead = isDead
        }

        var testDescription: String { lines.isEmpty ? "nothing" : lines }
    }

    static let cases: [Between] = [
        .init("", isDead: true),
        .init("a = add x, x", isDead: true),
        .init("b = ldq [base + 8] {1}", isDead: true),
        .init("b = ldq [base + 7] {1}", isDead: false),
        .init("b = ld8u [base + 7] {1}", isDead: false),
        .init("b = ld8u [base + 8] {1} volatile", isDead: true),
        .init("b = ldq [x] {1}", isDead: false),
        .init("b = ldq [x] {2}", isDead: true),
        .init("b = ldq [x] {*}", isDead: false),
        .init("b = ldq [base] {1} constant", isDead: true),
        .init("b = ldqx [base + x * 8] {1}", isDead: false),
        .init("b = ldqx [base + x * 8] {2}", isDead: true),
        .init("stq x, [x] {1}", isDead: true),
        .init("L:", isDead: true),
        .init("setstate 1, x", isDead: true),
        .init("b = callq pure(x)", isDead: true),
        .init("callv reads(x)", isDead: false),
        .init("callv other(x)", isDead: true),
        .init("callv sees(x)", isDead: false),
        .init("c = eq x, base; xt c, exit0", isDead: false),
        .init("xbarrier exit0", isDead: false),
        .init("c = eq x, base; jt c, L; L:", isDead: false),
        .init("s = addk x, x; xk s, exit0", isDead: false),
        .init("ret x; L: regfence", isDead: false),
    ]

    private static let head = """
        .begin method 0 key 0
        .call pure 1 pure noexit loads {} stores {}
        .call reads 1 leaf loads {1} stores {}
        .call other 1 leaf loads {2} stores {1}
        .call sees 1 fence loads {} stores {}
        entry 0
        base = state 0
        x = state 1

        """

    private static func stores(_ body: [String], passes: Set<LIRPass>) throws -> [LIRInstruction] {
        var text = head + body.joined(separator: "\n") + "\n"
        if body.contains(where: { $0.contains("exit0") }) { text += "exit0: kind 0 payload 0\n" }
        let fragment = try #require(
            try LIRParser.fragments(in: text + ".end\n", functions: [:]).first)
        let passed = try PassPipeline(passes: passes, validation: .everyPass).rewrite(fragment)
        return passed.buffer.instructions.filter {
            $0.opcode.row.traits.contains(.stores) && $0.opcode.row.c != .argumentCount
        }
    }

    @Test(arguments: cases)
    func `a store is dead if nothing reads it before the next`(between: Between) throws {
        let lines = between.lines.split(separator: "; ").map(String.init)
        let isFenced = lines.contains { $0.hasSuffix("regfence") }
        var body = ["stq x, [base] {1}"] + lines.flatMap(Self.split)
        if isFenced { body += ["base2 = state 0", "x2 = state 1"] }
        let (base, x) = isFenced ? ("base2", "x2") : ("base", "x")
        body += ["stq \(x), [\(base)] {1}", "ret \(x)"]
        let plain = try Self.stores(body, passes: [])
        let passed = try Self.stores(body, passes: [.deadStores])
        #expect(plain.count - passed.count == (between.isDead ? 1 : 0))
    }

    private static func split(_ line: String) -> [String] {
        line.hasSuffix(": regfence") ? [String(line.dropLast(9)), "regfence"] : [line]
    }

    /// The first store, the second, and whether the first is dead.
    @Test(arguments: [
        ("st8 x, [base + 7] {1}", "stq x, [base] {1}", true),
        ("st32 x, [base + 4] {1}", "stq x, [base] {1}", true),
        ("st32 x, [base + 5] {1}", "stq x, [base] {1}", false),
        ("stq x, [base] {1}", "st32 x, [base] {1}", false),
        ("st8 x, [base + 8] {1}", "stq x, [base] {1}", false),
        ("stqx x, [base + x * 8 + 16] {1}", "stqx base, [base + x * 8 + 16] {1}", true),
        ("stqx x, [base + x * 8 + 16] {1}", "stqx base, [base + x * 4 + 16] {1}", false),
        ("stqx x, [base + x * 8] {1}", "stq base, [base] {1}", false),
        ("stq x, [x] {1}", "stq x, [base] {1}", false),
    ])
    func `a store is dead if the next covers it`(
        first: String, second: String, isDead: Bool
    ) throws {
        let left = try Self.stores([first, second, "ret x"], passes: [.deadStores])
        #expect(left.count == (isDead ? 1 : 2))
    }

    @Test func `what is stored before code is left stays`() throws {
        let left = try Self.stores(["stq x, [base] {1}", "ret x"], passes: [.deadStores])
        #expect(left.count == 1)
    }
}
