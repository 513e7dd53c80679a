package import Primitives

/// What became of a transaction that was executed; its logs and effects are in the world.
package struct TransactionReceipt: Equatable, Sendable {
    /// How the outermost message ended.
    package var halt: Halt

    /// What the sender paid for, refunds taken off.
    package var gasUsed: UInt64

    /// What was returned, the reason of a revert, or a created account's code.
    package var output: [UInt8]

    /// Where a creating transaction put its contract, whether or not it succeeded.
    package var createdAddress: Address?
}

/// What became of a transaction.
package enum TransactionResult: Equatable, Sendable {
    /// It may not be in the block; the world is as it was.
    case rejected(TransactionRejection)
    case executed(TransactionReceipt)
    /// A limit of this implementation ended it; the world is of no use.
    case resourceLimit
}
