package import Primitives
package import VM

/// What must come out of a case; what is nil is not compared.
package struct Expectation: Sendable {
    /// One for each transaction, or one for the message.
    package var results: [ResultExpectation]

    package var stateRoot: Word256?

    /// Accounts of which something is said.
    package var accounts: [AccountExpectation]

    /// Whether no other account may exist.
    package var accountsAreAll = false

    /// A fixture's own account of the state behind `stateRoot`, for explaining a wrong root.
    package var describedState: JSONNode?

    package init(
        results: [ResultExpectation] = [], stateRoot: Word256? = nil,
        accounts: [AccountExpectation] = []
    ) {
        self.results = results
        self.stateRoot = stateRoot
        self.accounts = accounts
    }

    /// Whether the accounts themselves are needed to judge, not their root alone.
    package var needsAccounts: Bool { !accounts.isEmpty || accountsAreAll }

    /// Whether the lowest frame's stack or memory is needed to judge.
    package var needsFinalFrame: Bool {
        results.contains { $0.stack != nil || $0.memory != nil }
    }
}

/// What must come out of one message or transaction.
package struct ResultExpectation: Sendable {
    package var status: StatusExpectation?
    package var gasUsed: UInt64?
    package var gasLeft: UInt64?
    package var refund: Int64?
    package var output: [UInt8]?
    /// The stack of the lowest frame at its end, top first.
    package var stack: [Word256]?
    /// The memory of the lowest frame at its end.
    package var memory: [UInt8]?
    package var logs: [Log]?
    package var logsHash: Word256?

    package init(status: StatusExpectation? = nil) { self.status = status }
}

/// How a message or transaction must end.
package enum StatusExpectation: Equatable, Sendable {
    /// Not rejected; how it ends is told by the state alone.
    case accepted
    /// Rejected for one of the reasons named, separated by `|`; nil for any reason.
    case rejected(String?)
    case success
    case revert
    /// By an exceptional halt of any kind.
    case failure
    case halted(Halt)
}

/// What must be true of an account at the end; what is nil is not compared.
package struct AccountExpectation: Sendable {
    package var address: Address
    package var exists = true
    package var nonce: UInt64?
    package var balance: Word256?
    package var code: [UInt8]?
    /// All slots that are not zero.
    package var storage: [StorageEntry]?

    package init(address: Address) { self.address = address }

    /// Everything that an account holds.
    package init(address: Address, content: AccountContent) {
        self.address = address
        nonce = content.nonce
        balance = content.balance
        code = Array(content.code.bytes)
        storage = content.storage
    }
}
