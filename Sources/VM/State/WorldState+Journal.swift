import Primitives

extension WorldState {
    /// The present point of the transaction, to come back to with `revert(to:)`.
    package mutating func checkpoint() -> Checkpoint {
        digest.mix(.checkpoint)
        return Checkpoint(journalCount: journal.count, logCount: logs.count, refund: refund)
    }

    /// Takes everything back that happened since `checkpoint`, but for one touch.
    ///
    /// Since EIP-161, a touch of the RIPEMD-160 precompile survives: two clients had it so when
    /// block 2,675,119 was made, and the rule has stayed.
    package mutating func revert(to checkpoint: Checkpoint) {
        digest.mix(.revert)
        while journal.count > checkpoint.journalCount {
            undo(journal.removeLast())
        }
        if logs.count > checkpoint.logCount {
            logs.removeLast(logs.count - checkpoint.logCount)
        }
        refund = checkpoint.refund
    }

    private mutating func undo(_ entry: JournalEntry) {
        switch entry {
        case .balance(let account, let previous):
            accounts[Int(account)].balance = previous
        case .nonce(let account, let previous):
            accounts[Int(account)].nonce = previous
        case .code(let account, let previous):
            accounts[Int(account)].code = previous
        case .cameToExist(let account):
            accounts[Int(account)].exists = false
        case .touched(let account):
            undoTouch(account: Int(account))
        case .warmedAccount(let account):
            accounts[Int(account)].warmEpoch = 0
        case .created(let account, let previousEpoch):
            accounts[Int(account)].createdEpoch = previousEpoch
        case .destroyed(let account):
            accounts[Int(account)].destroyedEpoch = 0
        case .clearedStorage(let account, let previousGeneration, let previousCount):
            accounts[Int(account)].storageGeneration = previousGeneration
            accounts[Int(account)].nonZeroSlotCount = previousCount
            accounts[Int(account)].hasStorageRoot = false
        case .warmedSlot(let slot):
            slots[Int(slot)].warmEpoch = 0
        case .slot(let slot, let previous, let previousGeneration, let isFirstWrite):
            write(previous, generation: previousGeneration, slot: Int(slot))
            if isFirstWrite { slots[Int(slot)].writeEpoch = 0 }
        case .transient(let record, let previous):
            transients[Int(record)].value = previous
        }
    }

    private mutating func undoTouch(account: Int) {
        if clearsEmptyAccounts && accounts[account].address == Self.ripemd160 { return }
        accounts[account].touchedEpoch = 0
    }

    private static let ripemd160 = Address(number: 3)
}
