import Primitives
import VM

/// The accounts that the contracts of a mix share.
struct MixAccounts {
    private(set) var accounts: [MixContract.Account] = []
    private var places: [Address: Int] = [:]

    /// Adds what a contract needs beside itself, or nothing of it.
    ///
    /// - Throws: that another contract needs something else at the same address.
    mutating func add(_ needed: some Sequence<MixContract.Account>) throws(MixObstacle) {
        var merged = self
        for (address, content) in needed {
            guard let place = merged.places[address] else {
                merged.places[address] = merged.accounts.count
                merged.accounts.append((address, content))
                continue
            }
            guard let both = Self.merge(merged.accounts[place].content, content) else {
                throw MixObstacle(reason: "another contract needs something else at \(address)")
            }
            merged.accounts[place].content = both
        }
        self = merged
    }

    /// What serves as either account; nil unless they are alike, or hold nothing but wei.
    private static func merge(_ one: AccountContent, _ other: AccountContent) -> AccountContent? {
        if one == other { return one }
        let areBare = [one, other].allSatisfy { $0.code.isEmpty && $0.storage.isEmpty }
        guard areBare else { return nil }
        return AccountContent(
            nonce: max(one.nonce, other.nonce), balance: max(one.balance, other.balance))
    }
}
