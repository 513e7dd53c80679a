import Conformance
import Primitives
import TestSupport
import Testing
import VM

/// The mix of transactions that `synchromesh bench` runs.
@Suite struct MixTests {
    /// Contracts with one call each, as benchmarks write them.
    private static let codes: [(name: String, code: String)] = [
        // Counts down from 1024: 26 gas a round.
        ("loop", "6104005b60019003806003570000"),
        // Adds 1 to slot 0, and returns it.
        ("counter", "6000546001018060005560005260206000f3"),
        ("size", "3860005260206000f3"),
        ("place", "3060005260206000f3"),
        ("endless", "5b600056"),
        ("nobody", ""),
        // Calls the library at 0x…1111, which ends at once.
        ("caller", "6000808080806111115af1"),
        // Returns 5 - 3.
        ("difference", "600360050360005260206000f3"),
    ]

    private static let sender = "0x00000000000000000000000000000000000000aa"
    private static let library =
        "\"0x0000000000000000000000000000000000001111\": {\"balance\": \"0x0\", "
        + "\"code\": \"0x600160020100\", \"nonce\": \"0x1\", \"storage\": {}}"

    private static func fixture(_ names: [String]) -> String {
        let tests = codes.filter { names.contains($0.name) }.map { name, code in
            """
            "\(name)": {
              "env": {"currentCoinbase": "0x0000000000000000000000000000000000000000",
                "currentGasLimit": "0x7fffffffffffffff", "currentNumber": "0x1",
                "currentTimestamp": "0x1", "currentBaseFee": "0x0"},
              "pre": {\(library), "0x00000000000000000000000000000000000000cc": {
                "balance": "0x0", "code": "0x\(code)", "nonce": "0x0", "storage": {}}},
              "transaction": [{"data": "0x", "gasLimit": "0x7fffffffffffffff",
                "gasPrice": "0x0", "nonce": "0x0", "sender": "\(sender)",
                "to": "0x00000000000000000000000000000000000000cc", "value": "0x0"}]
            }
            """
        }
        return "{\(tests.joined(separator: ",\n"))}"
    }

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func read(_ names: [String]) throws -> MixContractReader {
        let path = try folder.write(Self.fixture(names), to: "contracts.json")
        return MixContractReader(paths: [path], fork: .prague, most: 100)
    }

    private func plan(
        _ names: [String] = ["loop", "counter", "caller"], transactions: Int = 60, codes: Int = 6,
        seed: UInt64 = 1
    ) throws -> MixPlan {
        let reader = try read(names)
        #expect(reader.errors.isEmpty)
        var made = MixConfiguration()
        made.transactionCount = transactions
        made.codeCount = codes
        made.seed = seed
        made.checksProfile = true
        made.mostGas = 100_000
        return try MixPlan(reader.contracts, made, leftOut: reader.leftOut)
    }

    private static func subjects(_ names: String...) throws -> [SubjectName] {
        try names.map { try SubjectName(parsing: $0) }
    }

    // MARK: Drawing

    @Test func `weights of Zipf's law fall with the rank`() {
        let third: Double = 1 / 3
        let expected: [Double: [Double]] = [
            0: [1, 1, 1, 1], 1: [1, 0.5, third, 0.25], 2: [1, 0.25, 1 / 9, 0.0625],
        ]
        for (exponent, weights) in expected {
            #expect(WeightedDraw.zipf(count: 4, exponent: exponent) == weights)
        }
    }

    @Test func `numbers are drawn in proportion to their weights, and never without one`() {
        let draw = WeightedDraw([0, 6, 0, 3, 1, 0])
        var generator = SeededGenerator(seed: 3)
        var counts = [Int](repeating: 0, count: 6)
        for _ in 0..<10_000 { counts[draw.next(&generator)] += 1 }
        #expect(counts[0] + counts[2] + counts[5] == 0)
        // Six standard deviations, which are 49, 46 and 30.
        #expect(abs(counts[1] - 6000) < 300)
        #expect(abs(counts[3] - 3000) < 280)
        #expect(abs(counts[4] - 1000) < 180)
    }

    @Test func `a seed decides all of a mix, and another makes another`() throws {
        let (one, same, other) = (try plan(), try plan(), try plan(seed: 2))
        #expect(one.draws == same.draws)
        #expect(one.accounts.accounts.map(\.address) == same.accounts.accounts.map(\.address))
        #expect(one.accounts.accounts.map(\.content) == same.accounts.accounts.map(\.content))
        #expect(one.draws != other.draws)
        #expect(one.accounts.accounts.map(\.address) != other.accounts.accounts.map(\.address))
    }

    @Test func `what uses more gas is drawn less often`() throws {
        let reader = try read(["loop", "counter"])
        var made = MixConfiguration()
        made.codeCount = 2
        made.exponent = 0
        made.gasScale = 4763
        let plan = try MixPlan(reader.contracts, made)
        let loops = plan.draws.count { plan.codes[plan.entries[$0].code].hasPrefix("loop") }
        // The loop uses 47,627 gas, the counter 43,130: weights like 0.100 and 0.110.
        #expect(plan.rarer.map(\.name) == ["loop", "counter"])
        #expect(plan.rarer.map(\.gasUsed) == [47_627, 43_130])
        #expect(abs(loops - 4752) < 300)
    }

    // MARK: Codes

    @Test func `codes differ in their tails alone, and each has an address of its own`() throws {
        let plan = try plan(["loop", "counter"], codes: 5)
        #expect(plan.codes == ["loop #1", "counter #1", "loop #2", "counter #2", "loop #3"])
        let accounts = plan.accounts.accounts.suffix(5)
        #expect(Set(accounts.map(\.address)).count == 5)
        #expect(Set(accounts.map(\.content.code.hash)).count == 5)
        let starts = accounts.map { Hex.encode($0.content.code.bytes, prefix: false) }
        for (code, start) in zip(plan.codes, starts) {
            let name = code.prefix { $0 != " " }
            let expected = try #require(Self.codes.first { $0.name == name })
            #expect(start.hasPrefix(expected.code + "00a264"))
        }
    }

    @Test func `a contract that sees its size or place, never ends, or is none, is left out`()
        throws
    {
        let plan = try plan(["loop", "size", "place", "endless", "nobody"])
        #expect(plan.contractCount == 1)
        let reasons = Dictionary(uniqueKeysWithValues: plan.leftOut.map { ($0.name, $0.reason) })
        #expect(reasons.count == 4)
        #expect(reasons["size"]?.contains("other bytes behind its code") == true)
        #expect(reasons["place"]?.contains("elsewhere") == true)
        #expect(reasons["endless"] == "it uses more than 100000 gas")
        #expect(reasons.contains { $0.key.contains("nobody") && $0.value == "it calls no code" })
    }

    @Test func `a mix of nothing says so`() throws {
        #expect(throws: SubjectFailure.self) { try plan(["size"]) }
    }

    // MARK: Running

    @Test func `subjects agree, and profiles count right at every step`() throws {
        let plan = try plan()
        let names = try Self.subjects(
            "interpreter", "method", "tiered,calls=2,gas=0,minimum-size=0",
            "tiered,compile=background", "tiered,calls=0,gas=0,minimum-size=0")
        let run = try MixRun(plan, in: names)
        #expect(run.differences == [])
        #expect(run.failedCount == 0)
        #expect(run.residentBytes.count == 11)
        let figures = run.rows.map { $0.rounds[0] }
        #expect(Set(figures.map(\.stateRoot)).count == 1)
        #expect(Set(figures.map(\.gas)).count == 1)
        #expect(figures.map { $0.profileChecks.failureCount } == [0, 0, 0, 0, 0])
        // A step for each call that begins, and one for each that has used gas.
        let calls = try #require(figures[2].tiering?.calls)
        #expect(calls >= 60)
        #expect(figures[2].profileChecks.count >= 2 * calls)
        #expect(figures[0].usage == nil && figures[1].usage == nil)
        #expect(try #require(figures[2].usage).compiledGas > 0)
        #expect(try #require(figures[2].usage).interpretedGas > 0)
        #expect(figures[4].usage?.interpretedGas == 0)
        #expect(figures[0].backgroundSeconds == 0 && figures[2].backgroundSeconds == 0)
    }

    @Test func `the world goes on from one transaction to the next`() throws {
        let plan = try plan(["counter"], transactions: 20, codes: 2)
        var world = plan.accounts.makeWorld()
        _ = world.stateRoot()
        let lane = try MixLane(.interpreter, plan, world: world)
        lane.run(0..<20)
        for code in 0..<2 {
            let outputs = zip(plan.draws, lane.results)
                .filter { plan.entries[$0.0].code == code }.map(\.1.outputDigest)
            #expect(!outputs.isEmpty)
            #expect(Set(outputs).count == outputs.count, "each call returns the next number")
        }
    }

    @Test func `a subject that computes wrongly is named with its first wrong transaction`()
        throws
    {
        let plan = try plan(["difference"], transactions: 10, codes: 1)
        let run = try MixRun(
            plan, in: try Self.subjects("interpreter", "method"), faults: [.subSwapsOperands])
        #expect(run.differences.count == 1)
        let difference = try #require(run.differences.first)
        #expect(difference.hasPrefix("transaction 1 (difference #1): digest of the output: "))
        #expect(difference.contains("interpreter") && difference.contains("method"))
    }

    // MARK: Telling

    @Test func `the JSON says what was run, what it took, and what was left out`() throws {
        let plan = try plan(["loop", "size"])
        let run = try MixRun(plan, in: try Self.subjects("interpreter", "tiered"))
        let report = MixReport(plan, run)
        let document = try JSONDocument(
            SourceText(path: try folder.write(report.json, to: "report.json")))
        let root = document.root
        #expect(try root.required("mix").required("transactions").text == "60")
        let rows = Array(try root.required("subjects").elements)
        #expect(try rows.map { try $0.required("name").text } == ["interpreter", "tiered"])
        for key in ["processorSeconds", "ratio", "wallSeconds", "firstCallSeconds", "rounds"] {
            #expect(report.json.contains("\"\(key)\": "), "\(key)")
        }
        #expect(rows[0]["profile"] == nil && rows[1]["profile"] != nil)
        let leftOut = Array(try root.required("leftOut").elements)
        #expect(try leftOut.map { try $0.required("name").text } == ["size"])
        #expect(try root.required("differences").count == 0)
        #expect(report.text.contains("left out: size: it runs otherwise"))
    }
}
