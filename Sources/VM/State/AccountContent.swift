package import Primitives

/// One storage slot of an account and what it holds.
package struct StorageEntry: Equatable, Sendable {
    package var key: Word256
    package var value: Word256

    package init(key: Word256, value: Word256) {
        self.key = key
        self.value = value
    }
}

/// Everything that an account holds, as pre-states and post-states spell it out.
package struct AccountContent: Equatable, Sendable {
    package var nonce: UInt64

    /// In wei.
    package var balance: Word256

    package var code: Code

    /// In any order; entries with the value zero say the same as no entry.
    package var storage: [StorageEntry]

    package init(
        nonce: UInt64 = 0, balance: Word256 = .zero, code: Code = .empty,
        storage: [StorageEntry] = []
    ) {
        self.nonce = nonce
        self.balance = balance
        self.code = code
        self.storage = storage
    }
}
