package import Primitives

// Warm and cold, as EIP-2929 has them; whether they matter is for the caller to know by fork.

extension WorldState {
    package func isWarm(_ address: Address) -> Bool {
        guard let account = find(address) else { return false }
        return accounts[account].warmEpoch == epoch
    }

    package func isWarm(_ address: Address, slot key: Word256) -> Bool {
        guard let account = find(address), let slot = findSlot(key, account: account) else {
            return false
        }
        return slots[slot].warmEpoch == epoch
    }

    /// Warms an address up.
    ///
    /// - Returns: whether it was cold.
    @discardableResult
    package mutating func warm(_ address: Address) -> Bool {
        let account = record(of: address)
        digest.mix(.warmAccount, condense(account))
        guard accounts[account].warmEpoch != epoch else { return false }
        accounts[account].warmEpoch = epoch
        journal.append(.warmedAccount(account: UInt32(account)))
        return true
    }

    /// Warms a slot up; the address is not affected.
    ///
    /// - Returns: whether it was cold.
    @discardableResult
    package mutating func warm(_ address: Address, slot key: Word256) -> Bool {
        let slot = slotRecord(key, account: record(of: address))
        digest.mix(.warmSlot, RecordHash.of(address), EffectDigest.condense(key))
        guard slots[slot].warmEpoch != epoch else { return false }
        slots[slot].warmEpoch = epoch
        journal.append(.warmedSlot(slot: UInt32(slot)))
        return true
    }
}
