package import Primitives
package import VM

/// The values of suites as text: what `SuiteWorldReader` reads back.
package enum SuiteValues {
    /// Without the zeros on the left, which the reader adds.
    package static func text(of address: Address) -> String { address.asWord.hexString }

    /// Small numbers as people write them.
    package static func text(of word: Word256) -> String {
        word.fitsUInt64 && word.limb0 < 1_000_000 ? "\(word.limb0)" : word.hexString
    }

    package static func text(of words: [Word256]) -> String {
        "[\(words.map(\.hexString).joined(separator: ", "))]"
    }

    package static func text(of accessList: [AccessListEntry]) -> String {
        let entries = accessList.map { "\(text(of: $0.address)): \(text(of: $0.keys))" }
        return "{\(entries.joined(separator: ", "))}"
    }
}

/// Writes `block`.
enum SuiteBlockWriter {
    /// The fields that are not the format's own; nil if there are none.
    static func text(
        of block: BlockEnvironment, fork: Fork
    ) throws(InexpressibleCase) -> String? {
        guard block == block.adapted(to: fork) else {
            throw InexpressibleCase("a block that fits another fork")
        }
        let usual = SuiteBlock.usual
        var fields: [String] = []
        func add(_ name: String, _ value: Word256, unless usual: Word256) {
            if value != usual { fields.append("\(name): \(SuiteValues.text(of: value))") }
        }
        add("number", Word256(block.number), unless: Word256(usual.number))
        add("timestamp", Word256(block.timestamp), unless: Word256(usual.timestamp))
        add("gas-limit", Word256(block.gasLimit), unless: Word256(usual.gasLimit))
        if block.coinbase != usual.coinbase {
            fields.append("coinbase: \(SuiteValues.text(of: block.coinbase))")
        }
        add("difficulty", block.difficulty, unless: usual.difficulty)
        add("prev-randao", block.prevRandao, unless: usual.prevRandao)
        if fork >= .london { add("base-fee", block.baseFee, unless: usual.baseFee) }
        add("chain-id", block.chainIdentifier, unless: usual.chainIdentifier)
        add("excess-blob-gas", Word256(block.excessBlobGas ?? 0), unless: .zero)
        switch block.blockHashes {
        case .keccakOfDecimal: fields.append("hashes: keccak")
        case .table(let table) where table.isEmpty: break
        case .table(let table):
            let entries = table.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            fields.append("hashes: {\(entries.joined(separator: ", "))}")
        }
        return fields.isEmpty ? nil : "{\(fields.joined(separator: ", "))}"
    }
}

/// Writes transactions.
enum SuiteTransactionWriter {
    static func text(of item: CaseTransaction) throws(InexpressibleCase) -> String {
        let transaction = item.transaction
        try requireExpressible(transaction)
        var fields = ["sender: \(SuiteValues.text(of: transaction.sender))"]
        fields.append("to: \(transaction.to.map { SuiteValues.text(of: $0) } ?? "~")")
        if !transaction.data.isEmpty { fields.append("data: \(Hex.encode(transaction.data))") }
        if !transaction.value.isZero {
            fields.append("value: \(SuiteValues.text(of: transaction.value))")
        }
        fields.append("gas-limit: \(transaction.gasLimit)")
        if !item.takesCurrentNonce { fields.append("nonce: \(transaction.nonce)") }
        fields += fees(transaction)
        if transaction.kind == .accessList || !transaction.accessList.isEmpty {
            fields.append("access-list: \(SuiteValues.text(of: transaction.accessList))")
        }
        if transaction.kind == .blob || !transaction.blobVersionedHashes.isEmpty {
            fields.append("blob-hashes: \(SuiteValues.text(of: transaction.blobVersionedHashes))")
        }
        if transaction.maxFeePerBlobGas != .one {
            fields.append(
                "max-fee-per-blob-gas: \(SuiteValues.text(of: transaction.maxFeePerBlobGas))")
        }
        if transaction.kind == .setCode {
            var entries: [String] = []
            for entry in transaction.authorizations { entries.append(try text(of: entry)) }
            fields.append("authorizations: [\(entries.joined(separator: ", "))]")
        }
        switch item.reward {
        case .never: break
        case .ifExecuted: fields.append("reward: if-executed")
        case .always: fields.append("reward: always")
        }
        return "{\(fields.joined(separator: ", "))}"
    }

    private static func fees(_ transaction: Transaction) -> [String] {
        let most = SuiteValues.text(of: transaction.maxFeePerGas)
        let priority = SuiteValues.text(of: transaction.maxPriorityFeePerGas)
        switch transaction.kind {
        case .legacy, .accessList: return ["gas-price: \(most)"]
        case .dynamicFee, .blob, .setCode:
            return ["max-fee: \(most)", "max-priority-fee: \(priority)"]
        }
    }

    /// The reader takes the type from the keys, so that some combinations cannot be written.
    private static func requireExpressible(
        _ transaction: Transaction
    ) throws(InexpressibleCase) {
        guard !transaction.hasOversizedField else {
            throw InexpressibleCase("a transaction with a number that has no encoding")
        }
        guard transaction.chainIdentifier == nil else {
            throw InexpressibleCase("a transaction that names its chain")
        }
        let hasOtherFields: Bool
        switch transaction.kind {
        case .legacy:
            hasOtherFields =
                !transaction.accessList.isEmpty || !transaction.blobVersionedHashes.isEmpty
                || !transaction.authorizations.isEmpty
        case .accessList, .dynamicFee:
            hasOtherFields =
                !transaction.blobVersionedHashes.isEmpty || !transaction.authorizations.isEmpty
        case .blob: hasOtherFields = !transaction.authorizations.isEmpty
        case .setCode: hasOtherFields = false
        }
        guard !hasOtherFields else {
            throw InexpressibleCase("a transaction with fields of another type's")
        }
    }

    private static func text(of entry: Authorization) throws(InexpressibleCase) -> String {
        guard let authority = entry.knownAuthority else {
            throw InexpressibleCase("an authorization whose signer is not known")
        }
        return "{authority: \(SuiteValues.text(of: authority)), "
            + "address: \(SuiteValues.text(of: entry.target)), nonce: \(entry.nonce), "
            + "chain-id: \(SuiteValues.text(of: entry.chainIdentifier))}"
    }
}
