import Primitives

/// What the world knows about one address, whether an account exists there or not.
///
/// A plain value without references, so that copying a world copies bytes. Marks that hold for
/// one transaction are the number of that transaction (`WorldState.epoch`): they lapse by themselves
/// when the next one begins.
struct AccountRecord {
    let address: Address
    var balance = Word256.zero
    var nonce: UInt64 = 0

    /// An index into `WorldState.codes`; 0 is the empty code.
    var code: UInt32 = 0

    /// Slots written under an older generation hold nothing any more.
    var storageGeneration: UInt32 = 0

    /// How many slots of the present generation are not zero.
    var nonZeroSlotCount: UInt32 = 0

    var warmEpoch: UInt32 = 0
    var touchedEpoch: UInt32 = 0
    var createdEpoch: UInt32 = 0
    var destroyedEpoch: UInt32 = 0

    /// An absent account has no balance, nonce, code or storage.
    var exists = false

    /// Whether `storageRoot` is that of the present storage.
    var hasStorageRoot = false
    var hasHashedAddress = false
    var storageRoot = Word256.zero
    var hashedAddress = Word256.zero

    init(address: Address) { self.address = address }

    /// Empty as EIP-161 defines it; storage does not count.
    var isEmpty: Bool { nonce == 0 && code == 0 && balance.isZero }
}

/// One storage slot that was installed, written or warmed.
struct SlotRecord {
    /// The number of the account's record.
    let account: UInt32
    let key: Word256
    var value = Word256.zero

    /// The value at the start of the transaction, once `writeEpoch` is that transaction's.
    var original = Word256.zero

    /// The generation of the account's storage in which `value` was written.
    var generation: UInt32
    var writeEpoch: UInt32 = 0
    var warmEpoch: UInt32 = 0
    var hasHashedKey = false
    var hashedKey = Word256.zero

    init(account: UInt32, key: Word256, generation: UInt32) {
        self.account = account
        self.key = key
        self.generation = generation
    }
}

/// One slot of transient storage (EIP-1153) that was written in this transaction.
struct TransientRecord {
    let account: UInt32
    let key: Word256
    var value = Word256.zero
}

/// Hash functions of the record indexes: a few independent multiplications, enough to spread keys.
enum RecordHash {
    @inline(__always)
    static func of(_ address: Address) -> UInt64 {
        finish(
            address.high &* Digest64.factor1 ^ address.middle &* Digest64.factor2
                ^ UInt64(address.low) &* Digest64.factor3)
    }

    @inline(__always)
    static func of(_ key: Word256, account: UInt32) -> UInt64 {
        let low = key.limb0 &* Digest64.factor1 ^ key.limb1 &* Digest64.factor2
        let high = key.limb2 &* Digest64.factor3 ^ key.limb3 &* Digest64.factor4
        return finish(low ^ Digest64.rotate(high, 32) ^ UInt64(account) &* Digest64.factor2)
    }

    @inline(__always)
    private static func finish(_ value: UInt64) -> UInt64 {
        let mixed = (value ^ (value >> 32)) &* Digest64.factor1
        return mixed ^ (mixed >> 29)
    }
}
