package import VM

/// Reads one benchmark: a state, a block, and a list of transactions, as revm's tools write them.
///
/// Nothing is expected of such a case but that all subjects agree.
package enum BenchmarkLoader {
    /// The rules that hold, as none are named: the last before EIP-7825, which takes transactions of
    /// any gas limit.
    package static let fork = Fork.prague

    /// Hands the case to `consumer`.
    ///
    /// - Parameters:
    ///   - test: the test's object.
    ///   - key: where its name stands.
    ///   - name: the name of its case.
    ///   - consumer: takes the case.
    /// - Throws: what of it cannot be read.
    package static func load(
        _ test: JSONNode, key: JSONNode, name: String, into consumer: CaseConsumer
    ) throws(FixtureError) {
        try test.requireKeys(["_info", "env", "config", "pre", "transaction"])
        guard let ordinal = consumer.begin(name: { name }, fork: fork) else { return }
        let environment = try EnvironmentReader(
            try test.required("env"), config: test["config"])
        var transactions: [CaseTransaction] = []
        for node in try test.required("transaction").elements {
            var reader = try TransactionReader(node, hasChoices: false)
            transactions.append(
                CaseTransaction(try reader.transaction(data: 0, gas: 0, value: 0, at: node)))
        }
        let item = Case(
            name: name, place: .offset(key.document.source, key.offset), fork: fork,
            world: PreState(try AccountReader.accounts(try test.required("pre"))),
            block: environment.block(for: fork), body: .transactions(transactions),
            expectation: Expectation())
        consumer.consume(.run(item), ordinal: ordinal)
    }
}
