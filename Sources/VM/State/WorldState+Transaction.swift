package import Primitives

extension WorldState {
    /// Starts a transaction by the rules of `fork`: nothing is warm, touched, logged or refunded.
    package mutating func beginTransaction(fork: Fork) {
        self.fork = fork
        clearsEmptyAccounts = fork >= .spuriousDragon
        startEpoch()
        logs.removeAll()
        refund = 0
        digest = EffectDigest()
    }

    /// Ends the transaction: destroyed accounts go, touched empty ones too (EIP-161).
    ///
    /// Logs, refund and journal hash stay readable until the next transaction begins.
    package mutating func finishTransaction() {
        for account in destroyedAccounts where accounts[Int(account)].destroyedEpoch == epoch {
            remove(account: Int(account))
        }
        if clearsEmptyAccounts {
            for account in touchedAccounts where isTouchedAndEmpty(Int(account)) {
                remove(account: Int(account))
            }
        }
        startEpoch()
    }

    /// Adds to the gas to give back; the sum of a transaction is never negative.
    package mutating func addRefund(_ amount: Int64) {
        refund += amount
        digest.mix(.refund, UInt64(bitPattern: amount))
    }

    package mutating func addLog(_ log: Log) {
        logs.append(log)
        digest.mix(.log, RecordHash.of(log.address), UInt64(log.topics.count))
        for topic in log.topics { digest.mix(.log, EffectDigest.condense(topic)) }
        digest.mix(.log, UInt64(log.data.count), Self.condense(log.data))
    }

    /// Destroys an account, by the fork's rules, and sends its balance to `beneficiary`.
    ///
    /// Since EIP-6780 only an account created in this transaction goes; of any other only the
    /// balance moves, and stays where it is if the account is its own beneficiary. An account that
    /// goes stays in place until the transaction ends.
    ///
    /// - Returns: whether this is the first destruction of the account in this transaction, which
    ///   is what earned a refund before EIP-3529.
    @discardableResult
    package mutating func selfDestruct(_ address: Address, beneficiary: Address) -> Bool {
        let account = record(of: address)
        let balance = accounts[account].balance
        let isGoing = fork < .cancun || accounts[account].createdEpoch == epoch
        if beneficiary != address {
            addBalance(balance, to: beneficiary)
            if !balance.isZero { setBalance(.zero, account: account) }
        } else if isGoing && !balance.isZero {
            setBalance(.zero, account: account)
        }
        return isGoing && markSelfDestructed(account: account)
    }

    /// Says whether the account is bound to go when the transaction ends.
    package func isSelfDestructed(_ address: Address) -> Bool {
        guard let account = find(address) else { return false }
        return accounts[account].destroyedEpoch == epoch
    }

    private mutating func markSelfDestructed(account: Int) -> Bool {
        digest.mix(.destroy, condense(account))
        guard accounts[account].destroyedEpoch != epoch else { return false }
        accounts[account].destroyedEpoch = epoch
        destroyedAccounts.append(UInt32(account))
        journal.append(.destroyed(account: UInt32(account)))
        return true
    }

    private func isTouchedAndEmpty(_ account: Int) -> Bool {
        accounts[account].exists && accounts[account].touchedEpoch == epoch
            && accounts[account].isEmpty
    }

    private mutating func startEpoch() {
        epoch += 1
        journal.removeAll(keepingCapacity: true)
        touchedAccounts.removeAll(keepingCapacity: true)
        destroyedAccounts.removeAll(keepingCapacity: true)
        transients.removeAll(keepingCapacity: true)
        transientIndex.removeAll()
    }

    private static func condense(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
