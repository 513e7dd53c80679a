import Primitives
import VM

/// Makes the cases of one row: what does not depend on the fork is read once.
struct SuiteCaseBuilder {
    private let fields: SuiteFields
    private let caller: Address
    private let address: Address
    private let block: SuiteBlock
    private let directives: Directives
    private let transactions: [YAMLNode]?
    private let code: [UInt8]?

    init(_ fields: SuiteFields) throws(FixtureError) {
        self.fields = fields
        caller = try fields["caller"]?.address() ?? SuiteWorldReader.defaultCaller
        address = try fields["address"]?.address() ?? SuiteWorldReader.defaultAddress
        block = try SuiteWorldReader.block(fields["block"])
        directives = try SuiteDirectivesReader.directives(fields)
        transactions = try Self.transactions(fields)
        if let assembly = fields["code"] {
            code = try assembly.assembled()
        } else {
            code = try fields["hex"]?.bytes()
        }
        try requireConsistency()
    }

    private static func transactions(_ fields: SuiteFields) throws(FixtureError) -> [YAMLNode]? {
        if let one = fields["transaction"] { return [one] }
        guard let list = fields["transactions"] else { return nil }
        let nodes = try list.requireElements("a list of transactions")
        guard !nodes.isEmpty else { throw list.failure(expected: "at least one transaction") }
        return nodes
    }

    private func requireConsistency() throws(FixtureError) {
        if transactions != nil {
            for key in [
                "operation", "gas", "data", "value", "origin", "gas-price", "static",
                "access-list", "blob-hashes",
            ] {
                guard let node = fields.key(key) else { continue }
                throw node.failure(
                    found: "'\(key)' beside transactions", expected: "it in the transaction")
            }
        } else if code == nil, fields["operation"] == nil {
            throw fields.nameNode.failure(
                found: "nothing to run",
                expected: "one of operation, code, hex, transaction, transactions")
        }
        if fields["operation"] != nil, let data = fields.key("data") {
            throw data.failure(
                found: "'data' beside 'operation'", expected: "operands, which make the call data")
        }
    }

    func makeCase(
        name: String, fork: Fork, variant: OperandVariant?
    ) throws(FixtureError) -> Case {
        var operation: SuiteOperation?
        if let node = fields["operation"], let variant {
            operation = try SuiteOperation(node, variant: variant)
        }
        var accounts = try SuiteWorldReader.accounts(
            fields["pre"], address: address, code: operation?.code ?? code)
        let expect = try fields.required("expect")
        var expectation = try SuiteExpectationReader.expectation(
            expect, address: address, hasOneResult: fields["transactions"] == nil,
            operation: operation)
        let body: CaseBody
        if let transactions {
            body = .transactions(try read(transactions))
            if fields["transactions"] != nil {
                expectation.results = try results(transactions)
            }
        } else {
            let message = try message(callData: operation?.callData)
            Self.endow(caller, with: message.message.value, in: &accounts)
            body = .message(message)
        }
        return Case(
            name: name,
            place: .position(file: fields.nameNode.source.file, fields.nameNode.position),
            fork: fork, world: PreState(accounts), block: block.environment(for: fork),
            body: body, expectation: expectation, directives: directives)
    }

    // MARK: Transactions

    private func read(_ nodes: [YAMLNode]) throws(FixtureError) -> [CaseTransaction] {
        let reader = SuiteTransactionReader(caller: caller, address: address)
        var result: [CaseTransaction] = []
        for node in nodes { result.append(try reader.read(node)) }
        return result
    }

    private func results(_ nodes: [YAMLNode]) throws(FixtureError) -> [ResultExpectation] {
        var results: [ResultExpectation] = []
        for node in nodes {
            guard let expect = node["expect"] else {
                results.append(ResultExpectation())
                continue
            }
            results.append(try SuiteExpectationReader.transaction(expect, address: address))
        }
        return results
    }

    // MARK: Messages

    private func message(callData: [UInt8]?) throws(FixtureError) -> CaseMessage {
        var gas: Int64 = 100_000
        if let node = fields["gas"] {
            guard let value = Int64(exactly: try node.integer()) else {
                throw node.failure(expected: "gas of at most 63 bits")
            }
            gas = value
        }
        var message = Message(caller: caller, recipient: address, gas: gas)
        message.value = try fields["value"]?.word() ?? .zero
        if let callData {
            message.data = callData
        } else if let data = fields["data"] {
            message.data = try data.bytes()
        }
        message.isStatic = try fields["static"]?.boolean() ?? false
        var context = TransactionContext()
        context.origin = try fields["origin"]?.address() ?? caller
        context.gasPrice = try fields["gas-price"]?.word() ?? Word256(UInt64(10))
        context.blobVersionedHashes = try SuiteWorldReader.words(fields["blob-hashes"])
        return CaseMessage(
            message: message, context: context,
            accessList: try SuiteWorldReader.accessList(fields["access-list"]))
    }

    /// Gives the caller what it sends, so that it holds what `pre` says afterwards.
    private static func endow(
        _ caller: Address, with value: Word256,
        in accounts: inout [(address: Address, content: AccountContent)]
    ) {
        guard !value.isZero else { return }
        if let index = accounts.firstIndex(where: { $0.address == caller }) {
            accounts[index].content.balance = accounts[index].content.balance &+ value
        } else {
            accounts.append((caller, AccountContent(balance: value)))
        }
    }
}
