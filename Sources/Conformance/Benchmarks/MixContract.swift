package import Primitives
package import VM

/// A call of a mix: a transaction, and the block that it runs in.
package struct MixCall: Sendable {
    package var transaction: Transaction
    package var block: BlockEnvironment
    /// Gas that it uses on the state that its fixture says; of others, it may use more or less.
    package var gasUsed: UInt64 = 0

    package init(_ transaction: Transaction, in block: BlockEnvironment) {
        self.transaction = transaction
        self.block = block
    }
}

/// A contract that transactions of fixtures call, with all that they run on.
package struct MixContract: Sendable {
    package typealias Account = (address: Address, content: AccountContent)

    package let name: String
    package let address: Address
    package let content: AccountContent
    /// The other accounts of the state, senders among them.
    package let others: [Account]
    package var calls: [MixCall]

    package init(
        name: String, address: Address, content: AccountContent, others: [Account],
        calls: [MixCall]
    ) {
        self.name = name
        self.address = address
        self.content = content
        self.others = others
        self.calls = calls
    }

    /// What a contract is without which a mix goes on.
    package struct LeftOut: Hashable, Sendable {
        package let name: String
        package let reason: String
    }

    /// The contract somewhere else, with bytes behind its code that nothing executes.
    func copy(at address: Address, tail: [UInt8]) -> MixContract {
        var content = content
        content.code = Code(Array(content.code.bytes) + tail)
        let calls = calls.map { call in
            var call = call
            call.transaction.to = address
            return call
        }
        return MixContract(
            name: name, address: address, content: content, others: others, calls: calls)
    }

    /// All accounts of its state; senders can pay for whatever they do.
    var accounts: [Account] {
        let senders = Set(calls.map(\.transaction.sender))
        var accounts = others
        for sender in senders.sorted() where !others.contains(where: { $0.address == sender }) {
            accounts.append((sender, AccountContent()))
        }
        for index in accounts.indices where senders.contains(accounts[index].address) {
            accounts[index].content.balance = Self.wealth
        }
        return accounts + [(address, content)]
    }

    /// More wei than any number of transactions can cost, and few enough for sums.
    private static let wealth = Word256(limb0: 0, limb1: 0, limb2: 0, limb3: 1 << 32)
}
