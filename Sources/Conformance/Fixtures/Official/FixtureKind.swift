/// What a test of an official file is.
package enum FixtureKind: Equatable {
    case stateTest
    case vmTest
    /// A state and the transactions to run on it, with nothing said about what comes of them.
    case benchmark
    /// Known, but not run: its name in the plural, as the count of it is reported.
    case unsupported(String)

    /// Tells the kind by the keys that only this kind has.
    ///
    /// - Returns: nil for a kind that is not known.
    package init?(of test: JSONNode) {
        if test["exec"] != nil {
            self = .vmTest
        } else if test["transaction"] != nil, test["post"] != nil, test["pre"] != nil {
            self = .stateTest
        } else if test["transaction"]?.kind == .array, test["post"] == nil, test["pre"] != nil {
            self = .benchmark
        } else if let kind = Self.unsupported.first(where: { $0.isOne(test) }) {
            self = .unsupported(kind.name)
        } else {
            return nil
        }
    }

    private static let unsupported: [(name: String, isOne: @Sendable (JSONNode) -> Bool)] = [
        ("blockchain engine tests", { $0["engineNewPayloads"] != nil }),
        ("blockchain tests", { $0["blocks"] != nil || $0["genesisBlockHeader"] != nil }),
        ("transaction tests", { $0["txbytes"] != nil || $0["rlp"] != nil }),
        ("EOF tests", { $0["vectors"] != nil }),
        ("RLP tests", { $0["in"] != nil && $0["out"] != nil }),
        ("trie tests", { $0["in"] != nil && $0["root"] != nil }),
        ("genesis tests", { $0["alloc"] != nil && $0["result"] != nil }),
        ("state test fillers", { $0["expect"] != nil && $0["pre"] != nil }),
        ("difficulty tests", { $0["parentDifficulty"] != nil || holdsDifficulties($0) }),
    ]

    private static func holdsDifficulties(_ test: JSONNode) -> Bool {
        test.members.contains { fork, tests in
            !fork.hasText("_info")
                && tests.members.contains { $0.value["parentDifficulty"] != nil }
        }
    }

    /// Tells a file that is not a map of tests at all.
    package static func wholeFile(_ root: JSONNode) -> FixtureKind? {
        if root["alloc"] != nil, root["env"] != nil || root["txs"] != nil {
            return .unsupported("transition tool inputs")
        }
        if root["currentCoinbase"] != nil || root["stateRoot"] != nil {
            return .unsupported("transition tool inputs")
        }
        return nil
    }
}
