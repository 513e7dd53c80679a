import Primitives

/// All accounts, and everything a transaction may change, with the means to take it back.
///
/// Accounts and slots are plain records in dense arrays; a record is never removed, only marked
/// absent, so undo entries name records by number. Marks that last for one transaction (warm,
/// touched, created, written) hold the transaction's `epoch` and lapse when it moves on, so neither
/// beginning nor ending a transaction walks the records. The arrays are shared until written:
/// `copy()` costs a few reference counts.
///
/// Invariants. 1: of an absent account, balance, nonce and code are zero and no slot has a value.
/// 2: `nonZeroSlotCount` of an account is the number of its slots of the present generation with a
/// value. 3: undoing all entries of the journal, last first, restores what was at the checkpoint.
package struct WorldState: ~Copyable {
    var accounts: [AccountRecord] = []
    var accountIndex = RecordIndex()
    var slots: [SlotRecord] = []
    var slotIndex = RecordIndex()
    var transients: [TransientRecord] = []
    var transientIndex = RecordIndex()

    /// Codes by number; the first is the empty code.
    var codes: [Code] = [.empty]

    var journal: [JournalEntry] = []
    var digest = EffectDigest()

    /// The number of the present transaction; marks with another number mean nothing.
    var epoch: UInt32 = 1

    /// Records of accounts touched or destroyed in this transaction; reverted ones stay in the
    /// list, the mark in the record decides.
    var touchedAccounts: [UInt32] = []
    var destroyedAccounts: [UInt32] = []

    /// Whether touched accounts that are empty go when the transaction ends (EIP-161).
    var clearsEmptyAccounts = false

    /// The rules of the present transaction.
    package internal(set) var fork = Fork.frontier

    /// The logs of the present or last transaction, in order.
    package internal(set) var logs: [Log] = []

    /// Gas to give back at the end of the transaction, caps not applied.
    package internal(set) var refund: Int64 = 0

    package init() {}

    /// A world that holds the same and changes on its own.
    package borrowing func copy() -> WorldState {
        var other = WorldState()
        other.accounts = accounts
        other.accountIndex = accountIndex
        other.slots = slots
        other.slotIndex = slotIndex
        other.transients = transients
        other.transientIndex = transientIndex
        other.codes = codes
        other.journal = journal
        other.digest = digest
        other.epoch = epoch
        other.touchedAccounts = touchedAccounts
        other.destroyedAccounts = destroyedAccounts
        other.clearsEmptyAccounts = clearsEmptyAccounts
        other.fork = fork
        other.logs = logs
        other.refund = refund
        return other
    }

    /// A copy that shares no memory of its records, and has room for a few more: nothing is copied
    /// when it changes, for whoever measures how long changes take.
    package borrowing func unsharedCopy() -> WorldState {
        var other = copy()
        let room = 16
        other.accounts.reserveCapacity(accounts.count + room)
        other.slots.reserveCapacity(slots.count + room)
        other.codes.reserveCapacity(codes.count + room)
        other.journal.reserveCapacity(journal.count + room)
        other.touchedAccounts.reserveCapacity(touchedAccounts.count + room)
        other.accountIndex.unshare()
        other.slotIndex.unshare()
        other.transientIndex.unshare()
        return other
    }

    /// A hash over the ordered effects and accesses since the transaction began.
    ///
    /// Equal in all tiers that run the same transaction rightly.
    package var journalHash: UInt64 { digest.value }
}

// MARK: Finding records

extension WorldState {
    @inline(__always)
    func find(_ address: Address) -> Int? {
        accountIndex.find(hash: RecordHash.of(address)) { accounts[$0].address == address }
    }

    /// The record of `address`, made now if there is none; a new one is of an absent account.
    mutating func record(of address: Address) -> Int {
        if let found = find(address) { return found }
        let record = accounts.count
        accounts.append(AccountRecord(address: address))
        let accounts = accounts
        accountIndex.insert(record, hash: RecordHash.of(address)) {
            RecordHash.of(accounts[$0].address)
        }
        return record
    }

    @inline(__always)
    func findSlot(_ key: Word256, account: Int) -> Int? {
        let owner = UInt32(truncatingIfNeeded: account)
        return slotIndex.find(hash: RecordHash.of(key, account: owner)) {
            slots[$0].account == owner && slots[$0].key == key
        }
    }

    /// The record of a slot, made now if there is none; a new one has no value.
    mutating func slotRecord(_ key: Word256, account: Int) -> Int {
        if let found = findSlot(key, account: account) { return found }
        let owner = UInt32(account)
        let record = slots.count
        slots.append(
            SlotRecord(account: owner, key: key, generation: accounts[account].storageGeneration))
        let slots = slots
        slotIndex.insert(record, hash: RecordHash.of(key, account: owner)) {
            RecordHash.of(slots[$0].key, account: slots[$0].account)
        }
        return record
    }

    /// What a slot holds now, whatever it held before its account's storage was cleared.
    @inline(__always)
    func value(ofSlot slot: Int) -> Word256 {
        let generation = accounts[Int(slots[slot].account)].storageGeneration
        return slots[slot].generation == generation ? slots[slot].value : .zero
    }

    /// The number under which `code` is kept; 0 for code without bytes.
    mutating func number(of code: Code) -> UInt32 {
        if code.isEmpty { return 0 }
        codes.append(code)
        return UInt32(codes.count - 1)
    }
}
