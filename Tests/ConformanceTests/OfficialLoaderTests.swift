import Conformance
import Primitives
import TestSupport
import Testing
import VM

@Suite struct OfficialLoaderTests {
    @Test func `a state test gives a case for each fork and element`() throws {
        let loaded = Loaded(paths: [Resource.path("sstore.json")])
        #expect(loaded.errors.isEmpty)
        let names = loaded.cases.map { $0.name.replacing(Resource.path(""), with: "") }
        #expect(
            names == [
                "sstore.json::sstore::Byzantium[d0,g0,v0]",
                "sstore.json::sstore::Byzantium[d1,g1,v1]", "sstore.json::sstore::Istanbul",
            ])
    }

    @Test func `a transaction is built from what its indexes choose`() throws {
        let loaded = Loaded(paths: [Resource.path("sstore.json")])
        let first = try #require(loaded.cases.first)
        guard case .transactions(let transactions) = first.body else {
            Issue.record("no transaction")
            return
        }
        let transaction = transactions[0].transaction
        #expect(transaction.kind == .legacy)
        #expect(transaction.gasLimit == 400_000)
        #expect(transaction.data.isEmpty)
        #expect(transaction.to?.hexString == "0x095e7baea6a6c7c4c2dfeb977efac326af552d87")
        #expect(!transaction.hasOversizedField)
        guard case .transactions(let others) = loaded.cases[1].body else { return }
        #expect(others[0].transaction.hasOversizedField)
        #expect(others[0].transaction.gasLimit == 21_000)
        #expect(others[0].transaction.data.count == 32)
        #expect(loaded.cases[1].expectation.results[0].status == .rejected("TR_RLP_WRONGVALUE"))
    }

    @Test func `slots that are zero are no part of the state`() throws {
        let loaded = Loaded(paths: [Resource.path("sstore.json")])
        let accounts = try #require(loaded.cases.first?.world.accounts)
        #expect(accounts[0].content.storage.map(\.key) == [Word256(UInt64(8))])
        #expect(loaded.cases[0].world === loaded.cases[2].world)
    }

    @Test func `a VM test is a message under the rules of Frontier`() throws {
        let loaded = Loaded(paths: [Resource.path("vm.json")])
        #expect(loaded.errors.isEmpty)
        #expect(loaded.cases.map(\.fork) == [.frontier, .frontier])
        guard case .message(let message) = loaded.cases[0].body else {
            Issue.record("no message")
            return
        }
        #expect(message.message.gas == 100_000)
        #expect(!message.message.transfersValue)
        #expect(loaded.cases[0].expectation.results[0].gasLeft == 0x13874)
        #expect(loaded.cases[1].expectation.results[0].status == .failure)
    }

    @Test func `known kinds that are not run are counted by kind`() throws {
        let loaded = Loaded(paths: [Resource.path("unsupported.json")])
        #expect(loaded.errors.isEmpty)
        #expect(
            loaded.unsupported == [
                "blockchain tests", "transaction tests", "RLP tests", "EOF tests",
            ])
    }

    /// A whole test with one part replaced.
    private func variant(_ old: String, _ new: String) throws -> Loaded {
        let source = try SourceText(path: Resource.path("sstore.json"))
        let text = String(decoding: source.bytes, as: UTF8.self)
        try #require(text.contains(old))
        return try Loaded.official(text.replacing(old, with: new))
    }

    @Test(arguments: [
        (#""Byzantium""#, #""Atlantis""#, 37, "fork"),
        (#""code" : "0x6000"#, #""kode" : "0x6000"#, 15, "key"),
        ("0x0de0b6b3a7640000", "0x1" + String(repeating: "0", count: 64), 20, "256 bits"),
        (#""code" : "0x","#, #""code" : "0x6","#, 21, "even"),
        (#""currentNumber" : "0x1""#, #""currentNumber" : "one""#, 8, "0x"),
        (#""indexes" : { "data" : 0"#, #""indexes" : { "data" : 7"#, 38, "index"),
        (#""sender""#, #""sendr""#, 32, "key"),
        ("\"sstore\" : {", "\"sstore\" : {},\n\"sstore\" : {", 2, "empty object"),
    ])
    func `a fault is named by file, line and column`(
        old: String, new: String, line: Int, word: String
    ) throws {
        let loaded = try variant(old, new)
        let error = try #require(loaded.errors.first)
        #expect(error.hasPrefix("test.json:\(line):"), "\(error)")
        #expect(error.contains(word), "\(error)")
        #expect(!error.contains("\n"))
    }

    @Test func `a fault in one case leaves the others`() throws {
        let loaded = try variant(#""indexes" : { "data" : 1"#, #""indexes" : { "data" : 7"#)
        #expect(loaded.errors.count == 1)
        #expect(loaded.cases.count == 2)
    }

    @Test func `a test's name stands once in a file`() throws {
        let loaded = try Loaded.official(
            #"{"a": {"vectors": {}}, "a": {"vectors": {}}}"#)
        #expect(loaded.unsupported == ["EOF tests"])
        #expect(
            loaded.errors == [
                "test.json:1:25: error: found the test name 'a' again, expected each name once"
            ])
    }

    @Test func `the type of a transaction follows from its keys`() throws {
        let list = #""accessLists" : [ null, [] ], "data""#
        let loaded = try variant(#""data" : [ "0x", "#, list + #" : [ "0x", "#)
        let kinds = loaded.cases.compactMap { item in
            switch item.body {
            case .transactions(let list): list[0].transaction.kind
            case .message: nil
            }
        }
        #expect(kinds == [.legacy, .accessList, .legacy])
    }
}
