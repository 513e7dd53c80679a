package import Primitives
import VM

/// Reads the transactions of a case.
package struct SuiteTransactionReader {
    private let caller: Address
    private let address: Address

    /// - Parameters:
    ///   - caller: who sends where nobody is named.
    ///   - address: who receives where nobody is named.
    package init(caller: Address, address: Address) {
        self.caller = caller
        self.address = address
    }

    private static let keys = [
        "sender", "to", "data", "code", "value", "gas-limit", "nonce", "gas-price", "max-fee",
        "max-priority-fee", "access-list", "blob-hashes", "max-fee-per-blob-gas",
        "authorizations", "reward", "expect",
    ]

    package func read(_ node: YAMLNode) throws(FixtureError) -> CaseTransaction {
        try node.requireKeys(Self.keys, of: "a transaction")
        var transaction = Transaction()
        transaction.sender = try node["sender"]?.address() ?? caller
        if let to = node["to"] {
            transaction.to = to.isNull ? nil : try to.address()
        } else {
            transaction.to = address
        }
        if let code = node["code"], node["data"] != nil {
            throw code.failure(found: "call data twice", expected: "only one of code, data")
        }
        if let code = node["code"] {
            transaction.data = try code.assembled()
        } else if let data = node["data"] {
            transaction.data = try data.bytes()
        }
        transaction.value = try node["value"]?.word() ?? .zero
        transaction.gasLimit = try node["gas-limit"]?.integer() ?? 1_000_000
        transaction.nonce = try node["nonce"]?.integer() ?? 0
        try readFees(node, &transaction)
        transaction.accessList = try SuiteWorldReader.accessList(node["access-list"])
        transaction.blobVersionedHashes = try SuiteWorldReader.words(node["blob-hashes"])
        for entry in try node["authorizations"]?.requireElements("a list of authorizations") ?? [] {
            transaction.authorizations.append(try authorization(entry))
        }
        transaction.kind = Self.kind(node)
        return CaseTransaction(
            transaction, takesCurrentNonce: node["nonce"] == nil,
            reward: try reward(node["reward"]))
    }

    private func reward(_ node: YAMLNode?) throws(FixtureError) -> CoinbaseReward {
        guard let node else { return .never }
        switch node.text {
        case "never": return .never
        case "if-executed": return .ifExecuted
        case "always": return .always
        default: throw node.failure(expected: "never, if-executed or always")
        }
    }

    private func readFees(
        _ node: YAMLNode, _ transaction: inout Transaction
    ) throws(FixtureError) {
        if let most = node["max-fee"] {
            if let price = node["gas-price"] {
                throw price.failure(found: "two prices", expected: "gas-price or max-fee")
            }
            transaction.maxFeePerGas = try most.word()
            transaction.maxPriorityFeePerGas = try node["max-priority-fee"]?.word() ?? .zero
        } else {
            transaction.maxFeePerGas = try node["gas-price"]?.word() ?? Word256(UInt64(10))
            transaction.maxPriorityFeePerGas =
                try node["max-priority-fee"]?.word() ?? transaction.maxFeePerGas
        }
        transaction.maxFeePerBlobGas = try node["max-fee-per-blob-gas"]?.word() ?? .one
    }

    /// The type follows from the keys that are there.
    private static func kind(_ node: YAMLNode) -> Transaction.Kind {
        if node["authorizations"] != nil { return .setCode }
        if node["blob-hashes"] != nil { return .blob }
        if node["max-fee"] != nil { return .dynamicFee }
        return node["access-list"] != nil ? .accessList : .legacy
    }

    /// Nothing is signed: the authority is named.
    private func authorization(_ node: YAMLNode) throws(FixtureError) -> Authorization {
        try node.requireKeys(["authority", "address", "nonce", "chain-id"], of: "an authorization")
        guard let authority = node["authority"], let target = node["address"] else {
            throw node.failure(
                found: "an authorization without them", expected: "the keys authority and address")
        }
        var authorization = Authorization(
            chainIdentifier: try node["chain-id"]?.word() ?? .one,
            target: try target.address(), nonce: try node["nonce"]?.integer() ?? 0, yParity: 0,
            r: .one, s: .one)
        authorization.knownAuthority = try authority.address()
        return authorization
    }
}
