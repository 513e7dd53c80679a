package import Primitives
package import VM

/// Reads accounts as official fixtures write them.
package enum AccountReader {
    /// The accounts of an object by address, in the order of the file.
    ///
    /// Slots with the value zero are dropped: they are not part of a state.
    package static func accounts(
        _ node: JSONNode
    ) throws(FixtureError) -> [(address: Address, content: AccountContent)] {
        try node.require(.object)
        var accounts: [(address: Address, content: AccountContent)] = []
        accounts.reserveCapacity(node.count)
        for (key, value) in node.members {
            accounts.append((try key.address(), try content(value)))
        }
        return accounts
    }

    private static func content(_ node: JSONNode) throws(FixtureError) -> AccountContent {
        try node.require(.object)
        try node.requireKeys(["nonce", "balance", "code", "storage"])
        let code = try node.required("code").bytes()
        return AccountContent(
            nonce: try node.required("nonce").integer(),
            balance: try node.required("balance").word(),
            code: code.isEmpty ? .empty : Code(code),
            storage: try storage(try node.required("storage")))
    }

    private static func storage(_ node: JSONNode) throws(FixtureError) -> [StorageEntry] {
        try node.require(.object)
        var entries: [StorageEntry] = []
        for (key, value) in node.members {
            let entry = StorageEntry(key: try key.word(), value: try value.word())
            if !entry.value.isZero { entries.append(entry) }
        }
        return entries
    }
}
