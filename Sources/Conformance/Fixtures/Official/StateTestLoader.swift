import Primitives
import VM

/// Reads one state test: a case for each fork and each element of that fork's `post`.
package struct StateTestLoader {
    private let test: JSONNode
    private let name: String
    private let environment: EnvironmentReader
    private let post: JSONNode
    private let reward: CoinbaseReward
    private var transactions: TransactionReader
    /// The world, read when the first case is wanted.
    private var world: PreState?

    /// - Parameters:
    ///   - test: the test's object.
    ///   - name: how the names of its cases begin.
    /// - Throws: what all cases need and cannot be read.
    package init(_ test: JSONNode, name: String) throws(FixtureError) {
        try test.requireKeys(["_info", "env", "config", "pre", "transaction", "post"])
        self.test = test
        self.name = name
        // Only execution-spec-tests write a `config`.
        reward = test["config"] == nil ? .always : .ifExecuted
        environment = try EnvironmentReader(try test.required("env"), config: test["config"])
        transactions = try TransactionReader(try test.required("transaction"))
        post = try test.required("post")
        try post.require(.object)
    }

    /// Hands every case to `consumer`; one that cannot be read is reported in its place.
    package mutating func load(into consumer: CaseConsumer) {
        for (key, list) in post.members where !consumer.isStopped {
            guard let fork = Fork(named: key.text) else {
                consumer.report(
                    key.failure(
                        found: "the unknown fork \(FixtureError.quote(key.text))",
                        expected: "one of \(Fork.allCases.map(\.name).joined(separator: ", "))"))
                continue
            }
            guard list.kind == .array else {
                consumer.report(list.failure(expected: "a list of outcomes"))
                continue
            }
            for element in list.elements where !consumer.isStopped {
                load(element, fork: fork, isOnly: list.count == 1, into: consumer)
            }
        }
    }

    private mutating func load(
        _ element: JSONNode, fork: Fork, isOnly: Bool, into consumer: CaseConsumer
    ) {
        let prefix = "\(name)::\(fork.name)"
        let name = { isOnly ? prefix : prefix + Self.choice(element) }
        guard let ordinal = consumer.begin(name: name, fork: fork) else { return }
        do {
            let item = try makeCase(element, name: name(), fork: fork)
            consumer.consume(.run(item), ordinal: ordinal)
        } catch {
            consumer.consume(.error(error), ordinal: ordinal)
        }
    }

    /// Which data, gas and value a case takes, for its name.
    private static func choice(_ element: JSONNode) -> String {
        guard let indexes = element["indexes"] else { return "" }
        return "[d\(indexes["data"]?.text ?? "?"),g\(indexes["gas"]?.text ?? "?"),"
            + "v\(indexes["value"]?.text ?? "?")]"
    }

    private mutating func makeCase(
        _ element: JSONNode, name: String, fork: Fork
    ) throws(FixtureError) -> Case {
        try element.require(.object)
        try element.requireKeys([
            "indexes", "hash", "logs", "txbytes", "expectException", "state", "receipt",
            "blockAccessList",
        ])
        let indexes = try element.required("indexes")
        let transaction = try transactions.transaction(
            data: try indexes.required("data").arrayIndex(),
            gas: try indexes.required("gas").arrayIndex(),
            value: try indexes.required("value").arrayIndex(), at: indexes)
        var item = Case(
            name: name, place: .offset(element.document.source, element.offset),
            fork: fork, world: try sharedWorld(), block: environment.block(for: fork),
            body: .transactions([CaseTransaction(transaction, reward: reward)]),
            expectation: try Self.expectation(element))
        item.label = label(ofData: try indexes.required("data").text)
        return item
    }

    /// What the test's filler calls one of its data.
    private func label(ofData index: String) -> String? {
        let labels = test["_info"]?["labels"]?.members
        guard let text = labels?.first(where: { $0.key.text == index })?.value.text else {
            return nil
        }
        let mark = ":label "
        return text.hasPrefix(mark) ? String(text.dropFirst(mark.count)) : text
    }

    private static func expectation(_ element: JSONNode) throws(FixtureError) -> Expectation {
        var result = ResultExpectation(status: .accepted)
        if let exception = element["expectException"], !exception.isNull {
            try exception.require(.string)
            result.status = .rejected(exception.text)
        }
        result.logsHash = try element.required("logs").word()
        var expectation = Expectation(results: [result])
        expectation.stateRoot = try element.required("hash").word()
        expectation.describedState = element["state"]
        return expectation
    }

    private mutating func sharedWorld() throws(FixtureError) -> PreState {
        if let world { return world }
        let read = PreState(try AccountReader.accounts(try test.required("pre")))
        world = read
        return read
    }
}
