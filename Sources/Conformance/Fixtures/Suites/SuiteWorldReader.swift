package import Primitives
package import VM

/// Reads what a suite says about accounts, blocks and access lists.
package enum SuiteWorldReader {
    package static let defaultCaller = Address(number: 0xcafe)
    package static let defaultAddress = Address(number: 0xc0de)

    /// The accounts before the run, and the one whose code runs.
    ///
    /// - Parameters:
    ///   - node: the value of `pre`.
    ///   - address: where the case's code lies.
    ///   - code: the case's code; nil where transactions run without any.
    /// - Returns: the accounts in the order of the file.
    /// - Throws: the first thing that is no account.
    package static func accounts(
        _ node: YAMLNode?, address: Address, code: [UInt8]?
    ) throws(FixtureError) -> [(address: Address, content: AccountContent)] {
        var accounts: [(address: Address, content: AccountContent)] = []
        for member in try node?.members(of: "accounts by address") ?? [] {
            let key = try member.key.address()
            guard !accounts.contains(where: { $0.address == key }) else {
                throw member.key.failure(
                    found: "the account \(key.hexString) again", expected: "each account once")
            }
            var content = try account(member.value)
            if key == address, let code {
                if let given = member.value["code"] ?? member.value["hex"] {
                    throw given.failure(
                        found: "code for the account that has the case's code",
                        expected: "code in one place")
                }
                content.code = Code(code)
            }
            accounts.append((key, content))
        }
        if let code, !accounts.contains(where: { $0.address == address }) {
            accounts.append((address, AccountContent(code: Code(code))))
        }
        return accounts
    }

    private static func account(_ node: YAMLNode) throws(FixtureError) -> AccountContent {
        if node.isNull { return AccountContent() }
        let read = try accountFields(node)
        return AccountContent(
            nonce: read.nonce ?? 0, balance: read.balance ?? .zero,
            code: read.code.map { Code($0) } ?? .empty, storage: read.storage ?? [])
    }

    /// An account of which something must be true at the end.
    package static func expectation(
        _ member: YAMLMember
    ) throws(FixtureError) -> AccountExpectation {
        var expectation = AccountExpectation(address: try member.key.address())
        if member.value.isNull {
            expectation.exists = false
            return expectation
        }
        let read = try accountFields(member.value)
        expectation.nonce = read.nonce
        expectation.balance = read.balance
        expectation.code = read.code
        expectation.storage = read.storage
        return expectation
    }

    private struct AccountFields {
        var nonce: UInt64?
        var balance: Word256?
        var code: [UInt8]?
        var storage: [StorageEntry]?
    }

    private static func accountFields(_ node: YAMLNode) throws(FixtureError) -> AccountFields {
        try node.requireKeys(["balance", "nonce", "code", "hex", "storage"], of: "an account")
        if let code = node["code"], node["hex"] != nil {
            throw code.failure(found: "code twice", expected: "only one of code, hex")
        }
        var fields = AccountFields()
        fields.nonce = try node["nonce"]?.integer()
        fields.balance = try node["balance"]?.word()
        if let code = node["code"] { fields.code = try code.assembled() }
        if let code = node["hex"] { fields.code = try code.bytes() }
        if let slots = node["storage"] { fields.storage = try storage(slots) }
        return fields
    }

    /// Slots and their values; those with the value zero are dropped.
    package static func storage(_ node: YAMLNode) throws(FixtureError) -> [StorageEntry] {
        if node.isNull { return [] }
        var entries: [StorageEntry] = []
        for member in try node.members(of: "values by key") {
            let entry = StorageEntry(key: try member.key.word(), value: try member.value.word())
            guard !entries.contains(where: { $0.key == entry.key }) else {
                throw member.key.failure(found: "the slot again", expected: "each slot once")
            }
            entries.append(entry)
        }
        return entries.filter { !$0.value.isZero }
    }

    package static func accessList(_ node: YAMLNode?) throws(FixtureError) -> [AccessListEntry] {
        var entries: [AccessListEntry] = []
        for member in try node?.members(of: "lists of keys by address") ?? [] {
            entries.append(
                AccessListEntry(
                    address: try member.key.address(), keys: try words(member.value)))
        }
        return entries
    }

    package static func words(_ node: YAMLNode?) throws(FixtureError) -> [Word256] {
        guard let node, !node.isNull else { return [] }
        var words: [Word256] = []
        for element in try node.requireElements("a list of numbers") {
            words.append(try element.word())
        }
        return words
    }

    /// The block, with the suite format's values for what is not given.
    package static func block(_ node: YAMLNode?) throws(FixtureError) -> SuiteBlock {
        var block = SuiteBlock.usual
        guard let node, !node.isNull else { return SuiteBlock(environment: block) }
        try node.requireKeys(
            [
                "number", "timestamp", "gas-limit", "coinbase", "difficulty", "prev-randao",
                "base-fee", "chain-id", "excess-blob-gas", "hashes",
            ], of: "block")
        if let value = node["number"] { block.number = try value.integer() }
        if let value = node["timestamp"] { block.timestamp = try value.integer() }
        if let value = node["gas-limit"] { block.gasLimit = try value.integer() }
        if let value = node["coinbase"] { block.coinbase = try value.address() }
        if let value = node["difficulty"] { block.difficulty = try value.word() }
        if let value = node["prev-randao"] { block.prevRandao = try value.word() }
        if let value = node["base-fee"] { block.baseFee = try value.word() }
        if let value = node["chain-id"] { block.chainIdentifier = try value.word() }
        if let value = node["hashes"] { block.blockHashes = try blockHashes(value) }
        block.excessBlobGas = try node["excess-blob-gas"]?.integer()
        return SuiteBlock(environment: block)
    }

    private static func blockHashes(_ node: YAMLNode) throws(FixtureError) -> BlockHashes {
        if node.text == "keccak" { return .keccakOfDecimal }
        var hashes: [UInt64: Word256] = [:]
        for member in try node.members(of: "hashes by number, or 'keccak'") {
            hashes[try member.key.integer()] = try member.value.word()
        }
        return .table(hashes)
    }
}

/// A suite's block before a fork takes from it what it does not know.
package struct SuiteBlock {
    package var environment: BlockEnvironment

    /// The values of what a suite does not give.
    package static let usual: BlockEnvironment = {
        var block = BlockEnvironment()
        block.timestamp = 1000
        block.gasLimit = 30_000_000
        block.coinbase = Address(number: 0xc01b)
        block.difficulty = Word256(UInt64(0x20000))
        block.baseFee = Word256(UInt64(7))
        block.blockHashes = .table([:])
        return block
    }()

    package func environment(for fork: Fork) -> BlockEnvironment { environment.adapted(to: fork) }
}

extension BlockEnvironment {
    /// The same block with what `fork` has and without what it lacks.
    package func adapted(to fork: Fork) -> BlockEnvironment {
        var block = self
        if fork < .london { block.baseFee = .zero }
        block.excessBlobGas = fork >= .cancun ? excessBlobGas ?? 0 : nil
        block.blobSchedule = .standard(for: fork)
        return block
    }
}

extension YAMLNode {
    /// The members of a mapping; none of the null value.
    fileprivate func members(of what: String) throws(FixtureError) -> [YAMLMember] {
        isNull ? [] : try requireMembers("a mapping of \(what)")
    }
}
