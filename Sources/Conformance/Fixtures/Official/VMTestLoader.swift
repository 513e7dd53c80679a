import Primitives
import VM

/// Reads one VM test: code that runs once under the rules of Frontier, without a transaction.
package enum VMTestLoader {
    private static let keys: [StaticString] = [
        "_info", "env", "exec", "pre", "gas", "out", "logs", "post", "callcreates",
        "postStateRoot",
    ]

    /// Hands the test's one case to `consumer`.
    package static func load(
        _ test: JSONNode, name: String, into consumer: CaseConsumer
    ) throws(FixtureError) {
        let caseName = "\(name)::\(Fork.frontier.name)"
        guard let ordinal = consumer.begin(name: { caseName }, fork: .frontier) else { return }
        do {
            consumer.consume(.run(try makeCase(test, name: caseName)), ordinal: ordinal)
        } catch {
            consumer.consume(.error(error), ordinal: ordinal)
        }
    }

    private static func makeCase(_ test: JSONNode, name: String) throws(FixtureError) -> Case {
        try test.requireKeys(keys)
        let environment = try EnvironmentReader(try test.required("env"), config: nil)
        return Case(
            name: name, place: .offset(test.document.source, test.offset),
            fork: .frontier,
            world: PreState(try AccountReader.accounts(try test.required("pre"))),
            block: environment.block(for: .frontier),
            body: .message(try message(try test.required("exec"))),
            expectation: try expectation(test))
    }

    /// The value is shown to the code and not transferred; no nonce moves and nothing is charged.
    private static func message(_ exec: JSONNode) throws(FixtureError) -> CaseMessage {
        try exec.requireKeys([
            "address", "caller", "origin", "code", "data", "gas", "gasPrice", "value",
        ])
        let gas = try exec.required("gas")
        guard let limit = Int64(exactly: try gas.integer()) else {
            throw gas.failure(expected: "gas of at most 63 bits")
        }
        var message = Message(
            caller: try exec.required("caller").address(),
            recipient: try exec.required("address").address(), gas: limit)
        message.value = try exec.required("value").word()
        message.transfersValue = false
        message.data = try exec.required("data").bytes()
        message.code = Code(try exec.required("code").bytes())
        var context = TransactionContext()
        context.origin = try exec.required("origin").address()
        context.gasPrice = try exec.required("gasPrice").word()
        return CaseMessage(message: message, context: context, clearsDestroyed: true)
    }

    /// A test without `post` is of code that must fail; how, it does not say.
    private static func expectation(_ test: JSONNode) throws(FixtureError) -> Expectation {
        guard let post = test["post"] else {
            return Expectation(results: [ResultExpectation(status: .failure)])
        }
        var result = ResultExpectation(status: .success)
        result.gasLeft = try test.required("gas").integer()
        result.output = try test.required("out").bytes()
        result.logsHash = try test.required("logs").word()
        var expectation = Expectation(results: [result])
        expectation.accounts = try AccountReader.accounts(post).map {
            AccountExpectation(address: $0.address, content: $0.content)
        }
        expectation.accountsAreAll = true
        return expectation
    }
}
