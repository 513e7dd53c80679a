import Primitives

/// How to undo one change of the world; records are named by number.
enum JournalEntry {
    case balance(account: UInt32, previous: Word256)
    case nonce(account: UInt32, previous: UInt64)
    case code(account: UInt32, previous: UInt32)
    case cameToExist(account: UInt32)
    case touched(account: UInt32)
    case warmedAccount(account: UInt32)
    case created(account: UInt32, previousEpoch: UInt32)
    case destroyed(account: UInt32)
    case clearedStorage(account: UInt32, previousGeneration: UInt32, previousCount: UInt32)
    case warmedSlot(slot: UInt32)
    case slot(slot: UInt32, previous: Word256, previousGeneration: UInt32, isFirstWrite: Bool)
    case transient(record: UInt32, previous: Word256)
}

/// A point in a transaction to which the world can be taken back.
///
/// Valid until the world goes back to an earlier one or the transaction ends.
package struct Checkpoint: Equatable, Sendable {
    var journalCount: Int
    var logCount: Int
    var refund: Int64
}

/// The kinds of effects and accesses that enter the journal hash.
enum Effect: UInt64 {
    case loadStorage = 1
    case storeStorage
    case loadTransient
    case storeTransient
    case warmAccount
    case warmSlot
    case touch
    case balance
    case nonce
    case code
    case create
    case destroy
    case log
    case refund
    case checkpoint
    case revert
}

/// A rolling hash over the ordered effects and accesses of a transaction.
///
/// Two runs of one transaction that touch the world in the same order have the same value.
struct EffectDigest {
    private var state = Digest64()

    var value: UInt64 { state.finalize() }

    @inline(__always)
    mutating func mix(_ effect: Effect, _ first: UInt64 = 0, _ second: UInt64 = 0) {
        state.mix(first ^ effect.rawValue << 56)
        state.mix(second)
    }

    /// Condenses a word by independent multiplications, as this sits beside every SLOAD.
    @inline(__always)
    static func condense(_ word: Word256) -> UInt64 {
        let low =
            word.limb0 &* Digest64.factor1 ^ Digest64.rotate(word.limb1 &* Digest64.factor2, 17)
        let high =
            Digest64.rotate(word.limb2 &* Digest64.factor3, 31)
            ^ Digest64.rotate(word.limb3 &* Digest64.factor4, 47)
        let both = low ^ high
        return both ^ (both >> 29)
    }
}
