package import Primitives

extension WorldState {
    /// Puts an account of a pre-state in place, over whatever was there; not journaled.
    ///
    /// Zero values of `storage` are dropped. An account that is empty (EIP-161) exists all the same.
    package mutating func install(
        account address: Address, nonce: UInt64, balance: Word256, code: Code,
        storage: [StorageEntry]
    ) {
        let account = record(of: address)
        remove(account: account)
        accounts[account].exists = true
        accounts[account].nonce = nonce
        accounts[account].balance = balance
        accounts[account].code = number(of: code)
        for entry in storage where !entry.value.isZero {
            let slot = slotRecord(entry.key, account: account)
            let wasZero = value(ofSlot: slot).isZero
            slots[slot].value = entry.value
            slots[slot].generation = accounts[account].storageGeneration
            if wasZero { accounts[account].nonZeroSlotCount += 1 }
        }
    }

    /// Puts an account of a pre-state in place, over whatever was there; not journaled.
    package mutating func install(_ content: AccountContent, at address: Address) {
        install(
            account: address, nonce: content.nonce, balance: content.balance, code: content.code,
            storage: content.storage)
    }

    /// What the account at `address` holds, its storage in order of keys; nil if it does not exist.
    package func content(of address: Address) -> AccountContent? {
        guard let account = find(address), accounts[account].exists else { return nil }
        return content(ofRecord: account)
    }

    /// All accounts that exist, in order of addresses.
    package func contents() -> [(address: Address, content: AccountContent)] {
        accounts.indices.filter { accounts[$0].exists }
            .sorted { accounts[$0].address < accounts[$1].address }
            .map { (accounts[$0].address, content(ofRecord: $0)) }
    }

    /// Makes the account absent and drops its storage; not journaled.
    mutating func remove(account: Int) {
        accounts[account].exists = false
        accounts[account].balance = .zero
        accounts[account].nonce = 0
        accounts[account].code = 0
        accounts[account].storageGeneration += 1
        accounts[account].nonZeroSlotCount = 0
        accounts[account].hasStorageRoot = false
    }

    private func content(ofRecord account: Int) -> AccountContent {
        var storage: [StorageEntry] = []
        if accounts[account].nonZeroSlotCount > 0 {
            for slot in slots.indices where Int(slots[slot].account) == account {
                let value = value(ofSlot: slot)
                if !value.isZero {
                    storage.append(StorageEntry(key: slots[slot].key, value: value))
                }
            }
            storage.sort { $0.key < $1.key }
        }
        let record = accounts[account]
        return AccountContent(
            nonce: record.nonce, balance: record.balance, code: codes[Int(record.code)],
            storage: storage)
    }
}
