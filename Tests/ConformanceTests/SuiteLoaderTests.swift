import Conformance
import Primitives
import TestSupport
import Testing
import VM

@Suite struct SuiteLoaderTests {
    @Test func `rows, forks and operand variants multiply a case`() {
        let loaded = Loaded(paths: [Resource.path("add.yaml")])
        #expect(loaded.errors.isEmpty)
        #expect(
            loaded.cases.map(\.name) == [
                "ADD/sums [Frontier, small, constant]", "ADD/sums [Frontier, small, dynamic]",
                "ADD/sums [Osaka, small, constant]", "ADD/sums [Osaka, small, dynamic]",
                "ADD/sums [Frontier, wraps, constant]", "ADD/sums [Frontier, wraps, dynamic]",
                "ADD/sums [Osaka, wraps, constant]", "ADD/sums [Osaka, wraps, dynamic]",
                "ADD/two words [Osaka]", "ADD/an operand is missing [Osaka]",
            ])
    }

    @Test func `an operation becomes code around its instruction`() throws {
        let loaded = Loaded(paths: [Resource.path("add.yaml")])
        let codes = loaded.cases.prefix(2).map { item in
            item.world.accounts[0].content.code.bytes.map { $0 }
        }
        #expect(Hex.encode(codes[0]) == "0x600260010160005260206000f3")
        #expect(Hex.encode(codes[1]) == "0x6020356000350160005260206000f3")
        #expect(loaded.cases[0].expectation.results[0].gasUsed == 3 + 2 * 3 + 15)
        #expect(loaded.cases[1].expectation.results[0].gasUsed == 3 + 2 * 6 + 15)
    }

    @Test func `defaults fill in and merge key by key`() throws {
        let loaded = try Loaded.suite(
            """
            defaults:
              fork: Osaka
              code: STOP
              block: {number: 7, timestamp: 8}
              pre: {0x01: {balance: 1}, 0x02: {balance: 2}}
              expect: {gas-used: 0}
            cases:
              - name: own code
                hex: 0x00
                block: {number: 9}
                pre: {0x0002: {balance: 3}}
                expect: {output: 0x}
            """)
        #expect(loaded.errors.isEmpty)
        let item = try #require(loaded.cases.first)
        #expect(item.block.number == 9 && item.block.timestamp == 8)
        #expect(item.expectation.results[0].gasUsed == 0)
        #expect(item.expectation.results[0].output?.isEmpty == true)
        let balances = item.world.accounts.map(\.content.balance)
        #expect(balances.prefix(2) == [Word256(UInt64(1)), Word256(UInt64(3))])
    }

    @Test(arguments: [
        ("London", ["London"]), ("Berlin..Paris", ["Berlin", "London", "Paris"]),
        ("..EIP150", ["Frontier", "Homestead", "EIP150"]), ("BPO1..", ["BPO1", "BPO2"]),
        ("[Osaka, merge]", ["Paris", "Osaka"]), ("petersburg", ["ConstantinopleFix"]),
    ])
    func `forks are named, ranged and listed`(text: String, names: [String]) throws {
        let loaded = try Loaded.suite(
            "cases: [{name: a, fork: \(text), code: STOP, expect: {}}]")
        #expect(loaded.cases.map(\.forkName) == names)
    }

    @Test func `a schedule's version line may be left out`() throws {
        let loaded = try Loaded.suite(
            """
            cases:
              - name: a
                fork: Osaka
                code: STOP
                expect: {}
                tiers: [method, method@lir]
                schedule: |
                  t0 f0 g1000 -> method
                must-reach: [method, switch, exit helper]
            """)
        #expect(loaded.errors.isEmpty)
        let directives = try #require(loaded.cases.first?.directives)
        #expect(directives.tiers == ["method", "method@lir"])
        #expect(directives.mustReach == [.tier(.method), .everySwitch, .exit(.helper)])
        guard case .fixed(let schedule) = directives.schedule else {
            Issue.record("no schedule")
            return
        }
        #expect(schedule.events.map(\.gas) == [1000])
    }

    @Test func `a tiered case may demand each tier, and its options are quoted`() throws {
        let hash = "0x" + String(repeating: "c5", count: 32)
        let loaded = try Loaded.suite(
            """
            cases:
              - name: a
                fork: Osaka
                code: STOP
                expect: {}
                tiers: ["tiered,gas=0,calls=0", tiered@lir]
                schedule: |
                  e2 publish \(hash)
                  e1 compile \(hash)
                must-reach: [tiered, method, interpreter, switch, exit head]
            """)
        #expect(loaded.errors.isEmpty)
        let item = try #require(loaded.cases.first)
        #expect(item.directives.tiers == ["tiered,calls=0,gas=0", "tiered@lir"])
        guard case .fixed(let schedule) = item.directives.schedule else {
            Issue.record("no schedule")
            return
        }
        #expect(schedule.tiering.map(\.action) == [.compile, .publish])
        let text = try SuiteWriter.text(of: item, suite: "s", name: "a", about: "b")
        let again = try #require(try Loaded.suite(text).cases.first)
        #expect(again.directives.tiers == item.directives.tiers)
        #expect(again.directives.schedule == item.directives.schedule)
    }

    @Test func `transactions take the nonce of their moment unless they name one`() throws {
        let loaded = try Loaded.suite(
            """
            cases:
              - name: a
                fork: Prague
                pre: {0xcafe: {balance: 2^100}}
                transactions:
                  - {to: ~, code: STOP, expect: {status: success}}
                  - {nonce: 5, max-fee: 20, authorizations: [{authority: 0xaa, address: 0xbb}]}
                expect: {accounts: {0xdead: ~}}
            """)
        #expect(loaded.errors.isEmpty)
        let item = try #require(loaded.cases.first)
        guard case .transactions(let list) = item.body else {
            Issue.record("no transactions")
            return
        }
        #expect(list.map(\.takesCurrentNonce) == [true, false])
        #expect(list.map(\.transaction.kind) == [.legacy, .setCode])
        #expect(list[0].transaction.to == nil && list[0].transaction.data == [0])
        #expect(list[1].transaction.authorizations[0].knownAuthority == Address(number: 0xaa))
        #expect(item.expectation.results[1].status == nil)
        #expect(item.expectation.accounts.map(\.exists) == [false])
    }

    /// A suite with one field of its only case replaced.
    private func suite(_ fields: String) throws -> Loaded {
        try Loaded.suite("defaults: {fork: Osaka, expect: {}}\ncases:\n  - name: a\n\(fields)")
    }

    @Test(arguments: [
        ("    code: |\n      PUSH 1\n        MUUL\n", "6:9", "unknown instruction 'MUUL'"),
        ("    code: STOP\n    fork: Atlantis\n", "5:11", "unknown fork 'Atlantis'"),
        ("    code: STOP\n    gass: 1\n", "5:5", "unknown key 'gass'"),
        ("    code: STOP\n    gas: 2^64\n", "5:10", "2^64-1"),
        ("    code: STOP\n    value: 2^257\n", "5:12", "2^256"),
        ("    code: STOP\n    gas: 1\n    gas: 2\n", "6:5", "again"),
        ("    code: STOP\n    schedule: |\n      t0 f0 g1 -> nowhere\n", "6:19", "nowhere"),
        ("    code: STOP\n    schedule: often\n", "5:15", "often"),
        ("    code: STOP\n    hex: 0x00\n", "5:5", "only one of"),
        ("    code: STOP\n    must-reach: [heaven]\n", "5:18", "heaven"),
        ("    code: STOP\n    must-reach: [exit door]\n", "5:18", "exit door"),
        ("    code: STOP\n    tiers: [sixth]\n", "5:13", "sixth"),
        ("    code: PUSH $x\n", "4:11", "unknown name '$x'"),
        ("    code: PUSH $x\n    parameters: [[x, y], [1, 2]]\n", "5:22", "nothing uses"),
        ("    code: PUSH $x\n    parameters: [[x], [1, 2]]\n", "5:23", "2 cells"),
        ("    code: STOP\n    expect: {status: fine}\n", "5:22", "fine"),
        ("    code: STOP\n    expect: {output: [_]}\n", "5:23", "blank"),
        ("    about: nothing\n", "3:11", "nothing to run"),
        ("    operation: ADD 1 2\n    data: 0x\n", "5:5", "operands"),
        ("    operation: PUSH1 1\n", "4:16", "PUSH1"),
        ("    transaction: {}\n    gas: 5\n", "5:5", "beside transactions"),
        ("    code: STOP\n    caller: 12\n", "5:13", "address"),
        ("    code: STOP\n    data: 0x123\n", "5:11", "even"),
    ])
    func `a fault is named by file, line and column`(
        fields: String, place: String, word: String
    ) throws {
        let loaded = try suite(fields)
        let error = try #require(loaded.errors.first)
        #expect(error.hasPrefix("suite.yaml:\(place): error: found "), "\(error)")
        #expect(error.contains(word), "\(error)")
        #expect(loaded.errors.count == 1 && !error.contains("\n"))
    }

    @Test(arguments: [
        "tiers: [interpreter], must-reach: [method]",
        "tiers: [interpreter], must-reach: [exit head]",
        "tiers: [method], must-reach: [interpreter]", "schedule: none, must-reach: [switch]",
    ])
    func `a demand that nothing in the case can meet is an error`(_ directives: String) throws {
        let loaded = try Loaded.suite(
            "cases: [{name: a, fork: Osaka, code: STOP, \(directives), expect: {gas-used: 0}}]")
        #expect(loaded.cases.isEmpty)
        #expect(
            loaded.errors.first?.contains("can reach, expected a demand that can be met") == true)
    }

    @Test func `a schedule is random a bounded number of times`() throws {
        let loaded = try Loaded.suite(
            "cases: [{name: a, fork: Osaka, code: STOP, schedule: 'random:99999999999', expect: {}}]"
        )
        #expect(
            loaded.errors.first?.contains("random:N for N up to 10000") == true, "\(loaded.errors)")
    }

    @Test func `a fault in one case leaves the others, and a name stands once`() throws {
        let loaded = try Loaded.suite(
            """
            defaults: {fork: Osaka, expect: {}}
            cases:
              - {name: a, code: MUUL}
              - {name: b, code: STOP}
              - {name: b, code: STOP}
              - {name: c, code: STOP}
            """)
        #expect(loaded.cases.map(\.name) == ["suite/b [Osaka]", "suite/c [Osaka]"])
        #expect(loaded.errors.count == 2)
        #expect(loaded.errors[1].hasPrefix("suite.yaml:5:12: error: found the case name 'b'"))
    }
}
