package import Primitives
package import VM

/// A case in the form that official state tests have: one transaction, its sender's key known.
///
/// A message becomes a transaction with the same gas left when its frame begins. What code can see
/// of the difference is told in `changes`.
package struct StateTestCase: Sendable {
    /// The case, with everything in it that the format knows.
    package private(set) var item: Case
    /// What had to be changed, in words.
    package private(set) var changes: [String] = []

    /// The account that official tests send from; everybody knows its key.
    package static let sender = Address(
        high: 0xa94f_5374_fce5_edbc, middle: 0x8e2a_8697_c153_3167, low: 0x7e6e_bf0b)
    package static let secretKey =
        "0x45a915e4d060149eb4365960e6a7a45f334393093061116b197e3240065ff2d8"

    /// - Parameter item: any case.
    /// - Throws: what of the case such tests have no room for.
    package init(_ item: Case) throws(InexpressibleCase) {
        self.item = item
        var transaction: CaseTransaction
        switch item.body {
        case .message(let message): transaction = try makeTransaction(message)
        case .transactions(let list):
            guard list.count == 1 else {
                throw InexpressibleCase("\(list.count) transactions, where a state test has one")
            }
            transaction = list[0]
        }
        try Self.requireExpressible(transaction.transaction)
        useKnownSender(&transaction.transaction)
        transaction.reward = .ifExecuted
        if transaction.takesCurrentNonce {
            transaction.transaction.nonce = content(of: Self.sender)?.nonce ?? 0
            transaction.takesCurrentNonce = false
        }
        self.item.body = .transactions([transaction])
        self.item.directives = Directives()
        fitBlock(transaction.transaction)
    }

    /// The transaction and, from it, its only element.
    package var transaction: Transaction? {
        guard case .transactions(let list) = item.body else { return nil }
        return list.first?.transaction
    }

    private static func requireExpressible(
        _ transaction: Transaction
    ) throws(InexpressibleCase) {
        guard transaction.authorizations.isEmpty else {
            throw InexpressibleCase("authorizations, which nobody has signed")
        }
        guard !transaction.hasOversizedField else {
            throw InexpressibleCase("a number that has no encoding")
        }
    }

    private func content(of address: Address) -> AccountContent? {
        item.world.accounts.first { $0.address == address }?.content
    }

    // MARK: Messages

    private mutating func makeTransaction(
        _ body: CaseMessage
    ) throws(InexpressibleCase) -> CaseTransaction {
        let message = body.message
        guard message.kind == .call, message.code == nil, message.transfersValue,
            message.depth == 0
        else { throw InexpressibleCase("a message that no transaction sends") }
        guard !message.isStatic else {
            throw InexpressibleCase("a static message, which no transaction sends")
        }
        guard body.context.blobVersionedHashes.isEmpty else {
            throw InexpressibleCase("blobs of a message without a transaction")
        }
        guard content(of: message.caller)?.code.isEmpty != false else {
            throw InexpressibleCase("a caller with code, which sends no transaction")
        }
        var transaction = Transaction()
        transaction.kind = body.accessList.isEmpty ? .legacy : .accessList
        transaction.sender = message.caller
        transaction.to = message.recipient
        transaction.value = message.value
        transaction.data = message.data
        transaction.accessList = body.accessList
        let baseFee = item.block.adapted(to: item.fork).baseFee
        let price = max(body.context.gasPrice, baseFee)
        transaction.maxFeePerGas = price
        transaction.maxPriorityFeePerGas = price
        try addIntrinsicGas(&transaction, frameGas: message.gas)
        if price != body.context.gasPrice { changes.append("the gas price is the base fee") }
        if body.context.origin != message.caller { changes.append("the origin is the caller") }
        if !body.clearsDestroyed { changes.append("what is marked for destruction goes") }
        // What the frame sees of its caller's balance is then what it was.
        pay(transaction)
        return CaseTransaction(transaction, takesCurrentNonce: true)
    }

    private func addIntrinsicGas(
        _ transaction: inout Transaction, frameGas: Int64
    ) throws(InexpressibleCase) {
        let intrinsic = IntrinsicGas(of: transaction, fork: item.fork)
        let (limit, overflow) = intrinsic.charge.addingReportingOverflow(
            UInt64(clamping: frameGas))
        guard !overflow, item.fork < .osaka || limit <= 1 << 24 else {
            throw InexpressibleCase("\(limit) gas, more than a transaction may have")
        }
        guard limit >= intrinsic.floor else {
            throw InexpressibleCase("less gas than a transaction with these data must have")
        }
        transaction.gasLimit = limit
    }

    private mutating func pay(_ transaction: Transaction) {
        let cost = transaction.maxFeePerGas &* Word256(transaction.gasLimit)
        changeAccounts { accounts in
            if let index = accounts.firstIndex(where: { $0.address == transaction.sender }) {
                accounts[index].content.balance = accounts[index].content.balance &+ cost
            } else {
                accounts.append((transaction.sender, AccountContent(balance: cost)))
            }
        }
    }

    // MARK: Sender and block

    /// Renames the sender, as only an account whose key is known can sign.
    private mutating func useKnownSender(_ transaction: inout Transaction) {
        let old = transaction.sender
        guard old != Self.sender else { return }
        func renamed(_ address: Address) -> Address { address == old ? Self.sender : address }
        transaction.sender = Self.sender
        transaction.to = transaction.to.map(renamed)
        for index in transaction.accessList.indices {
            transaction.accessList[index].address = renamed(transaction.accessList[index].address)
        }
        item.block.coinbase = renamed(item.block.coinbase)
        changeAccounts { accounts in
            accounts.removeAll { $0.address == Self.sender }
            for index in accounts.indices {
                accounts[index].address = renamed(accounts[index].address)
            }
        }
        changes.append("the sender is \(Self.sender.hexString) in place of \(old.hexString)")
    }

    private mutating func fitBlock(_ transaction: Transaction) {
        item.block = item.block.adapted(to: item.fork)
        if item.block.gasLimit < transaction.gasLimit {
            item.block.gasLimit = transaction.gasLimit
            changes.append("the block's gas limit is the transaction's")
        }
        if item.block.blockHashes != .keccakOfDecimal {
            item.block.blockHashes = .keccakOfDecimal
            changes.append("hashes of blocks are those of state tests")
        }
        if item.block.chainIdentifier != .one {
            item.block.chainIdentifier = .one
            changes.append("the chain is 1")
        }
    }

    private mutating func changeAccounts(
        _ change: (inout [(address: Address, content: AccountContent)]) -> Void
    ) {
        var accounts = item.world.accounts
        change(&accounts)
        item.world = PreState(accounts)
    }
}
