package import Primitives

extension WorldState {
    /// The root of the state trie over all accounts that exist.
    ///
    /// Hashes of addresses and keys, and the storage roots of accounts whose storage nothing changes
    /// afterwards, are kept: taking the root of a pre-state before copying it saves every copy the
    /// same work.
    package mutating func stateRoot() -> Word256 {
        var trie = TrieRoot()
        updateStorageRoots(&trie)
        var leaves: [TrieLeaf] = []
        var values = LeafValues()
        leaves.reserveCapacity(accounts.count)
        for account in accounts.indices where accounts[account].exists {
            let key = hashedAddress(ofAccount: account)
            leaves.append(values.append(key: key) { appendAccount(account, to: &$0) })
        }
        leaves.sort { $0.key < $1.key }
        return values.root(of: leaves, trie: &trie)
    }

    /// Keccak-256 over the RLP of the logs: what fixtures compare logs by.
    package func logsHash() -> Word256 {
        LogEncoding.hash(of: logs)
    }

    /// Finds the storage root of every account that exists and whose root is not known.
    private mutating func updateStorageRoots(_ trie: inout TrieRoot) {
        var pending: [PendingSlot] = []
        for slot in slots.indices {
            let account = Int(slots[slot].account)
            guard accounts[account].exists, !accounts[account].hasStorageRoot else { continue }
            let value = value(ofSlot: slot)
            if value.isZero { continue }
            let key = hashedKey(ofSlot: slot)
            pending.append(PendingSlot(account: account, key: key, value: value))
        }
        pending.sort { ($0.account, $0.key) < ($1.account, $1.key) }
        var lower = 0
        while lower < pending.count {
            let account = pending[lower].account
            let upper = pending[lower...].firstIndex { $0.account != account } ?? pending.count
            accounts[account].storageRoot = Self.storageRoot(of: pending[lower..<upper], &trie)
            accounts[account].hasStorageRoot = true
            lower = upper
        }
        for account in accounts.indices where !accounts[account].hasStorageRoot {
            accounts[account].storageRoot = TrieRoot.empty
            accounts[account].hasStorageRoot = true
        }
    }

    private static func storageRoot(
        of slots: ArraySlice<PendingSlot>, _ trie: inout TrieRoot
    ) -> Word256 {
        var leaves: [TrieLeaf] = []
        var values = LeafValues()
        leaves.reserveCapacity(slots.count)
        for slot in slots {
            leaves.append(values.append(key: slot.key) { $0.append(slot.value) })
        }
        return values.root(of: leaves, trie: &trie)
    }

    /// Appends `[nonce, balance, storage root, code hash]` (Yellow Paper, section 4.1).
    private func appendAccount(_ account: Int, to encoder: inout RLPEncoder) {
        let record = accounts[account]
        let payload =
            Self.encodedCount(Word256(record.nonce)) + Self.encodedCount(record.balance) + 2 * 33
        // Two hashes alone need more than 55 bytes and all four fields fewer than 256.
        encoder.append(encoded: CollectionOfOne(RLP.emptyList + 56))
        encoder.append(encoded: CollectionOfOne(UInt8(payload)))
        encoder.append(record.nonce)
        encoder.append(record.balance)
        encoder.append(hash: record.storageRoot)
        encoder.append(hash: codes[Int(record.code)].hash)
    }

    /// How many bytes a number takes up in RLP.
    private static func encodedCount(_ number: Word256) -> Int {
        number < 0x80 ? 1 : 1 + number.significantByteCount
    }

    private mutating func hashedAddress(ofAccount account: Int) -> Word256 {
        if !accounts[account].hasHashedAddress {
            accounts[account].hashedAddress = Keccak256.hash(accounts[account].address)
            accounts[account].hasHashedAddress = true
        }
        return accounts[account].hashedAddress
    }

    private mutating func hashedKey(ofSlot slot: Int) -> Word256 {
        if !slots[slot].hasHashedKey {
            slots[slot].hashedKey = Self.hash(ofKey: slots[slot].key)
            slots[slot].hasHashedKey = true
        }
        return slots[slot].hashedKey
    }

    private static func hash(ofKey key: Word256) -> Word256 {
        if let number = key.asUInt64, number < UInt64(hashesOfSmallKeys.count) {
            return hashesOfSmallKeys[Int(number)]
        }
        return Keccak256.hash(key)
    }

    /// Contracts use the first few slots far more than all others.
    private static let hashesOfSmallKeys = (0..<32).map { Keccak256.hash(Word256(UInt64($0))) }
}

/// A slot that takes part in the storage root of its account.
private struct PendingSlot {
    var account: Int
    var key: Word256
    var value: Word256
}

/// The values of a trie's leaves, one after the other.
private struct LeafValues {
    private var encoder = RLPEncoder()

    mutating func append(key: Word256, _ write: (inout RLPEncoder) -> Void) -> TrieLeaf {
        let offset = encoder.bytes.count
        write(&encoder)
        return TrieLeaf(key: key, valueOffset: offset, valueCount: encoder.bytes.count - offset)
    }

    /// The root of the trie with these leaves, which are in order of keys.
    func root(of leaves: [TrieLeaf], trie: inout TrieRoot) -> Word256 {
        encoder.bytes.withUnsafeBufferPointer { values in
            leaves.withUnsafeBufferPointer { leaves in
                guard let base = values.baseAddress else { return TrieRoot.empty }
                return trie.root(of: leaves, values: base)
            }
        }
    }
}
