package import Primitives

/// A call or a creation from outside any frame: what a transaction, or a test of one code, asks for.
///
/// Whoever runs it makes the checkpoint, moves the value (and for a creation checks for a
/// collision and makes the account), runs the code or the precompiled contract, and takes all of
/// that back if it fails. The sender's nonce and the price of the gas are not its business.
package struct Message: Sendable {
    package enum Kind: Equatable, Sendable {
        case call
        case create
    }

    package var kind: Kind
    package var caller: Address

    /// The account called, or the one to be made: `ContractAddress` tells where.
    package var recipient: Address

    /// What runs: the account's code, that of the account it delegates to, or the initcode.
    package var code: Code

    /// Whether `code` is that of an account to which the recipient delegates (EIP-7702), in which
    /// case a precompiled contract at that account does not run.
    package var isDelegated = false

    /// Whether the value moves; only a test of one code lets it stay.
    package var movesValue = true

    package var value: Word256

    /// Call data; empty for a creation.
    package var data: [UInt8]
    package var gas: UInt64

    package init(
        kind: Kind, caller: Address, recipient: Address, code: Code, value: Word256,
        data: [UInt8], gas: UInt64
    ) {
        self.kind = kind
        self.caller = caller
        self.recipient = recipient
        self.code = code
        self.value = value
        self.data = data
        self.gas = gas
    }
}
