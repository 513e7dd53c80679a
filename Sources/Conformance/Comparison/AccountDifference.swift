package import Primitives
package import VM

/// Finds and words the first difference between accounts.
package enum AccountDifference {
    package typealias Accounts = [(address: Address, content: AccountContent)]

    /// The first difference in order of addresses; nil if there is none, or one side is unknown.
    package static func first(expected: Accounts?, actual: Accounts?) -> String? {
        guard let expected, let actual else { return nil }
        let actualByAddress = Dictionary(
            actual.map { ($0.address, $0.content) }, uniquingKeysWith: { $1 })
        let expectedByAddress = Dictionary(
            expected.map { ($0.address, $0.content) }, uniquingKeysWith: { $1 })
        let all = Set(actualByAddress.keys).union(expectedByAddress.keys).sorted()
        for address in all {
            guard let wanted = expectedByAddress[address] else {
                return "account \(address.hexString): exists, expected none"
            }
            let expectation = AccountExpectation(address: address, content: wanted)
            if let difference = first(expectation, actual: actualByAddress[address]) {
                return difference
            }
        }
        return nil
    }

    /// What is wrong with an account; nil if nothing is.
    package static func first(
        _ expected: AccountExpectation, actual: AccountContent?
    ) -> String? {
        let name = "account \(expected.address.hexString)"
        guard let actual else { return expected.exists ? "\(name): missing" : nil }
        guard expected.exists else { return "\(name): exists, expected none" }
        if let nonce = expected.nonce, nonce != actual.nonce {
            return "\(name): nonce \(actual.nonce), expected \(nonce)"
        }
        if let balance = expected.balance, balance != actual.balance {
            return "\(name): balance \(actual.balance.decimalString), "
                + "expected \(balance.decimalString)"
        }
        if let code = expected.code, !actual.code.bytes.elementsEqual(code) {
            return "\(name): code \(Excerpt.bytes(Array(actual.code.bytes))), "
                + "expected \(Excerpt.bytes(code))"
        }
        if let storage = expected.storage,
            let difference = storageDifference(expected: storage, actual: actual.storage)
        {
            return "\(name): \(difference)"
        }
        return nil
    }

    private static func storageDifference(
        expected: [StorageEntry], actual: [StorageEntry]
    ) -> String? {
        let wanted = Dictionary(
            expected.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        let found = Dictionary(actual.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        for key in Set(wanted.keys).union(found.keys).sorted() {
            let left = wanted[key] ?? .zero
            let right = found[key] ?? .zero
            if left != right {
                return "slot \(key.hexString): \(right.hexString), expected \(left.hexString)"
            }
        }
        return nil
    }
}
