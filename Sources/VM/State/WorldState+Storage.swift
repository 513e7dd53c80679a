package import Primitives

extension WorldState {
    /// What SLOAD reads.
    package mutating func storage(of address: Address, at key: Word256) -> Word256 {
        let value = peekStorage(of: address, at: key)
        digest.mix(
            .loadStorage, RecordHash.of(address) ^ EffectDigest.condense(key),
            EffectDigest.condense(value))
        return value
    }

    /// What a slot holds, without leaving a mark in the journal hash.
    package func peekStorage(of address: Address, at key: Word256) -> Word256 {
        guard let account = find(address), let slot = findSlot(key, account: account) else {
            return .zero
        }
        return value(ofSlot: slot)
    }

    /// What the slot held when the transaction began; zero of an account created in it.
    package func originalStorage(of address: Address, at key: Word256) -> Word256 {
        guard let account = find(address), let slot = findSlot(key, account: account) else {
            return .zero
        }
        if accounts[account].createdEpoch == epoch { return .zero }
        return slots[slot].writeEpoch == epoch ? slots[slot].original : value(ofSlot: slot)
    }

    /// What SSTORE writes; gas and refunds are the caller's.
    package mutating func setStorage(of address: Address, at key: Word256, to value: Word256) {
        let account = record(of: address)
        bringIntoExistence(account: account)
        let slot = slotRecord(key, account: account)
        digest.mix(
            .storeStorage, RecordHash.of(address) ^ EffectDigest.condense(key),
            EffectDigest.condense(value))
        let current = self.value(ofSlot: slot)
        let isFirstWrite = slots[slot].writeEpoch != epoch
        if isFirstWrite {
            slots[slot].writeEpoch = epoch
            slots[slot].original = current
        }
        journal.append(
            .slot(
                slot: UInt32(slot), previous: slots[slot].value,
                previousGeneration: slots[slot].generation, isFirstWrite: isFirstWrite))
        write(value, generation: accounts[account].storageGeneration, slot: slot)
    }

    /// What TLOAD reads (EIP-1153).
    package mutating func transientStorage(of address: Address, at key: Word256) -> Word256 {
        var value = Word256.zero
        if let account = find(address), let record = findTransient(key, account: account) {
            value = transients[record].value
        }
        digest.mix(
            .loadTransient, RecordHash.of(address) ^ EffectDigest.condense(key),
            EffectDigest.condense(value))
        return value
    }

    /// What TSTORE writes (EIP-1153).
    package mutating func setTransientStorage(
        of address: Address, at key: Word256, to value: Word256
    ) {
        let account = record(of: address)
        let record = transientRecord(key, account: account)
        journal.append(.transient(record: UInt32(record), previous: transients[record].value))
        transients[record].value = value
        digest.mix(
            .storeTransient, RecordHash.of(address) ^ EffectDigest.condense(key),
            EffectDigest.condense(value))
    }
}

// MARK: On records

extension WorldState {
    /// Puts a value and its generation in place and keeps the account's count of slots right.
    mutating func write(_ value: Word256, generation: UInt32, slot: Int) {
        let account = Int(slots[slot].account)
        let wasZero = self.value(ofSlot: slot).isZero
        slots[slot].value = value
        slots[slot].generation = generation
        let isZero = self.value(ofSlot: slot).isZero
        accounts[account].hasStorageRoot = false
        if wasZero && !isZero { accounts[account].nonZeroSlotCount += 1 }
        if !wasZero && isZero { accounts[account].nonZeroSlotCount -= 1 }
    }

    /// Drops all storage of an account, journaled.
    mutating func clearStorage(account: Int) {
        guard accounts[account].nonZeroSlotCount > 0 else { return }
        journal.append(
            .clearedStorage(
                account: UInt32(account),
                previousGeneration: accounts[account].storageGeneration,
                previousCount: accounts[account].nonZeroSlotCount))
        accounts[account].storageGeneration += 1
        accounts[account].nonZeroSlotCount = 0
        accounts[account].hasStorageRoot = false
    }

    private func findTransient(_ key: Word256, account: Int) -> Int? {
        let owner = UInt32(account)
        return transientIndex.find(hash: RecordHash.of(key, account: owner)) {
            transients[$0].account == owner && transients[$0].key == key
        }
    }

    private mutating func transientRecord(_ key: Word256, account: Int) -> Int {
        if let found = findTransient(key, account: account) { return found }
        let owner = UInt32(account)
        transients.append(TransientRecord(account: owner, key: key))
        let transients = transients
        transientIndex.insert(transients.count - 1, hash: RecordHash.of(key, account: owner)) {
            RecordHash.of(transients[$0].key, account: transients[$0].account)
        }
        return transients.count - 1
    }
}
