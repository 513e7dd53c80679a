package import Primitives

/// What code can learn about the transaction it runs in.
package struct TransactionContext: Equatable, Sendable {
    /// What ORIGIN answers.
    package var origin: Address = .zero

    /// What GASPRICE answers: wei a unit of gas, priority fee included (EIP-1559).
    package var gasPrice: Word256 = .zero

    /// What BLOBHASH answers by index (EIP-4844).
    package var blobVersionedHashes: [Word256] = []

    package init(
        origin: Address = .zero, gasPrice: Word256 = .zero, blobVersionedHashes: [Word256] = []
    ) {
        self.origin = origin
        self.gasPrice = gasPrice
        self.blobVersionedHashes = blobVersionedHashes
    }
}
