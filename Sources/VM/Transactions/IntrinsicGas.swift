/// Gas that a transaction costs before anything runs.
package struct IntrinsicGas: Equatable, Sendable {
    /// Charged up front.
    package var charge: UInt64

    /// The least that the transaction uses in the end (EIP-7623); zero before Prague.
    package var floor: UInt64

    package init(of transaction: Transaction, fork: Fork) {
        let zeroCount = transaction.data.reduce(0) { $1 == 0 ? $0 + 1 : $0 }
        let zeroBytes = UInt64(zeroCount)
        let otherBytes = UInt64(transaction.data.count - zeroCount)
        // EIP-2028 made bytes that are not zero cheaper.
        charge = Self.base + 4 * zeroBytes + (fork >= .istanbul ? 16 : 68) * otherBytes
        if transaction.to == nil { charge += Self.creation(of: transaction, fork: fork) }
        charge += Self.accessList(of: transaction)
        if transaction.kind == .setCode {
            charge += UInt64(transaction.authorizations.count) * Self.perAuthorization
        }
        floor = fork >= .prague ? Self.base + 10 * (zeroBytes + 4 * otherBytes) : 0
    }

    /// Any transaction, whatever it carries.
    private static let base: UInt64 = 21_000

    /// An authorization whose account does not exist yet (EIP-7702).
    package static let perAuthorization: UInt64 = 25_000

    /// What comes back for an authorization whose account exists (EIP-7702).
    package static let existingAuthorityRefund: Int64 = 12_500

    /// 32,000 since Homestead (EIP-2), and 2 a word of initcode since Shanghai (EIP-3860).
    private static func creation(of transaction: Transaction, fork: Fork) -> UInt64 {
        guard fork >= .homestead else { return 0 }
        let words = UInt64((transaction.data.count + 31) / 32)
        return 32_000 + (fork >= .shanghai ? 2 * words : 0)
    }

    /// EIP-2930; a legacy transaction has no list.
    private static func accessList(of transaction: Transaction) -> UInt64 {
        transaction.accessList.reduce(0) { $0 + 2400 + 1900 * UInt64($1.keys.count) }
    }
}
