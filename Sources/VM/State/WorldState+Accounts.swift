package import Primitives

// MARK: Reading

extension WorldState {
    /// Says whether there is an account, be it empty.
    package func exists(_ address: Address) -> Bool {
        guard let account = find(address) else { return false }
        return accounts[account].exists
    }

    /// Says whether the account is missing or empty as EIP-161 defines it.
    package func isEmpty(_ address: Address) -> Bool {
        guard let account = find(address) else { return true }
        return accounts[account].isEmpty
    }

    /// In wei; zero of a missing account.
    package func balance(of address: Address) -> Word256 {
        guard let account = find(address) else { return .zero }
        return accounts[account].balance
    }

    package func nonce(of address: Address) -> UInt64 {
        guard let account = find(address) else { return 0 }
        return accounts[account].nonce
    }

    package func code(of address: Address) -> Code {
        guard let account = find(address) else { return .empty }
        return codes[Int(accounts[account].code)]
    }

    /// What EXTCODEHASH answers: zero of an account that is missing or empty (EIP-1052, EIP-161).
    package func codeHash(of address: Address) -> Word256 {
        guard let account = find(address), !accounts[account].isEmpty else { return .zero }
        return codes[Int(accounts[account].code)].hash
    }

    package func hasCodeOrNonce(_ address: Address) -> Bool {
        guard let account = find(address) else { return false }
        return accounts[account].code != 0 || accounts[account].nonce != 0
    }

    package func hasStorage(_ address: Address) -> Bool {
        guard let account = find(address) else { return false }
        return accounts[account].nonZeroSlotCount > 0
    }

    /// Says whether a creation at `address` must fail (EIP-684, EIP-7610).
    package func isOccupied(_ address: Address) -> Bool {
        hasCodeOrNonce(address) || hasStorage(address)
    }
}

// MARK: Changing

extension WorldState {
    /// Notes that the account took part in a possible change, of nothing perhaps.
    ///
    /// Before EIP-161 that brings a missing account into existence; since, an account that was
    /// touched and is empty goes when the transaction ends.
    package mutating func touch(_ address: Address) {
        touch(account: record(of: address))
    }

    /// Adds wei and touches the account; it begins to exist if need be.
    ///
    /// The sum does not reach 2²⁵⁶ where the pre-state's balances together do not; it wraps.
    package mutating func addBalance(_ amount: Word256, to address: Address) {
        let account = record(of: address)
        touch(account: account)
        guard !amount.isZero else { return }
        bringIntoExistence(account: account)
        setBalance(accounts[account].balance &+ amount, account: account)
    }

    /// Takes wei away and touches the account.
    ///
    /// - Returns: false, with nothing changed, if the account has less.
    @discardableResult
    package mutating func subtractBalance(_ amount: Word256, from address: Address) -> Bool {
        let account = record(of: address)
        guard accounts[account].balance >= amount else { return false }
        touch(account: account)
        if !amount.isZero {
            setBalance(accounts[account].balance &- amount, account: account)
        }
        return true
    }

    /// Moves wei and touches both accounts.
    ///
    /// - Returns: false, with nothing changed, if the sender has less.
    @discardableResult
    package mutating func transfer(
        _ amount: Word256, from sender: Address, to recipient: Address
    ) -> Bool {
        guard subtractBalance(amount, from: sender) else { return false }
        addBalance(amount, to: recipient)
        return true
    }

    package mutating func setNonce(_ nonce: UInt64, of address: Address) {
        let account = record(of: address)
        bringIntoExistence(account: account)
        setNonce(nonce, account: account)
    }

    package mutating func setCode(_ code: Code, of address: Address) {
        let account = record(of: address)
        bringIntoExistence(account: account)
        journal.append(.code(account: UInt32(account), previous: accounts[account].code))
        accounts[account].code = number(of: code)
        digest.mix(.code, condense(account), UInt64(code.count))
    }

    /// Makes an account for a contract, before its initcode runs.
    ///
    /// A balance that is there stays. The nonce begins at 1 since EIP-161 and at 0 before; storage
    /// from before is dropped.
    ///
    /// - Precondition: the address is not occupied (`isOccupied(_:)`), unless by rules that allow it.
    package mutating func createAccount(at address: Address) {
        let account = record(of: address)
        touch(account: account)
        bringIntoExistence(account: account)
        clearStorage(account: account)
        journal.append(
            .created(account: UInt32(account), previousEpoch: accounts[account].createdEpoch))
        accounts[account].createdEpoch = epoch
        if clearsEmptyAccounts { setNonce(1, account: account) }
        digest.mix(.create, condense(account))
    }

    /// Says whether `createAccount(at:)` made the account in this transaction (EIP-6780).
    package func isCreatedInTransaction(_ address: Address) -> Bool {
        guard let account = find(address) else { return false }
        return accounts[account].createdEpoch == epoch
    }
}

// MARK: On records

extension WorldState {
    mutating func touch(account: Int) {
        if !clearsEmptyAccounts { bringIntoExistence(account: account) }
        digest.mix(.touch, condense(account))
        guard accounts[account].touchedEpoch != epoch else { return }
        accounts[account].touchedEpoch = epoch
        touchedAccounts.append(UInt32(account))
        journal.append(.touched(account: UInt32(account)))
    }

    mutating func bringIntoExistence(account: Int) {
        guard !accounts[account].exists else { return }
        accounts[account].exists = true
        journal.append(.cameToExist(account: UInt32(account)))
    }

    mutating func setBalance(_ balance: Word256, account: Int) {
        journal.append(
            .balance(account: UInt32(account), previous: accounts[account].balance))
        accounts[account].balance = balance
        digest.mix(.balance, condense(account), EffectDigest.condense(balance))
    }

    mutating func setNonce(_ nonce: UInt64, account: Int) {
        journal.append(.nonce(account: UInt32(account), previous: accounts[account].nonce))
        accounts[account].nonce = nonce
        digest.mix(.nonce, condense(account), nonce)
    }

    /// What stands for an account in the journal hash: its address, as record numbers depend on
    /// which addresses were looked at before.
    @inline(__always)
    func condense(_ account: Int) -> UInt64 {
        RecordHash.of(accounts[account].address)
    }
}
