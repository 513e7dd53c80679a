package import Primitives

/// What code can see of the transaction that it runs in.
package struct TransactionContext: Equatable, Sendable {
    package var origin: Address = .zero
    /// What is paid for a unit of gas, in wei.
    package var gasPrice: Word256 = .zero
    /// The versioned hashes of the transaction's blobs (EIP-4844).
    package var blobVersionedHashes: [Word256] = []

    package init() {}
}
