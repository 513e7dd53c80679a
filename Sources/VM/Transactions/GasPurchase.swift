package import Primitives

/// What a transaction's sender pays in advance, and what is left to settle afterwards.
struct GasPurchase: Equatable {
    let gasLimit: UInt64

    /// In wei a unit of gas.
    let price: Word256

    /// The part of the price that the block's beneficiary gets; the rest is burnt (EIP-1559).
    let priorityFee: Word256

    /// What the sender pays in advance, for gas and blob gas, in wei.
    ///
    /// Blob gas is burnt and never given back (EIP-4844).
    let cost: Word256

    /// The least gas that counts as used (EIP-7623).
    let floor: UInt64

    /// - Precondition: the transaction is valid, so that no product exceeds a word.
    init(
        _ transaction: Transaction, intrinsicGas: IntrinsicGas, block: BlockEnvironment,
        blobBaseFee: Word256
    ) {
        gasLimit = transaction.gasLimit
        price = transaction.effectiveGasPrice(baseFee: block.baseFee)
        priorityFee = price &- block.baseFee
        let blobFee =
            transaction.kind == .blob ? Word256(transaction.blobGas) &* blobBaseFee : .zero
        cost = Word256(gasLimit) &* price &+ blobFee
        floor = intrinsicGas.floor
    }
}

extension WorldState {
    /// Gives the sender back what was not used, and pays the block's beneficiary.
    ///
    /// - Returns: the gas used, after refunds.
    mutating func settle(
        _ purchase: GasPurchase, gasLeft: UInt64, sender: Address, coinbase: Address
    ) -> UInt64 {
        let gasUsed = max(
            purchase.floor, gasAfterRefund(used: purchase.gasLimit - gasLeft))
        addBalance(Word256(purchase.gasLimit - gasUsed) &* purchase.price, to: sender)
        addBalance(Word256(gasUsed) &* purchase.priorityFee, to: coinbase)
        return gasUsed
    }

    /// Takes refunds off: at most half of what was used, and since EIP-3529 a fifth.
    private func gasAfterRefund(used: UInt64) -> UInt64 {
        used - min(used / (fork >= .london ? 5 : 2), UInt64(clamping: refund))
    }

    /// Adds no wei to the beneficiary of a block, outside any transaction.
    ///
    /// Runners of official state tests do so after the transaction, in place of the block reward:
    /// before EIP-161 the account exists from then on, and since it goes if it is empty. Those of
    /// ethereum/tests do so after a rejected transaction too, those of execution-spec-tests not.
    package mutating func rewardNothing(to coinbase: Address, fork: Fork) {
        if fork < .spuriousDragon {
            let account = record(of: coinbase)
            accounts[account].exists = true
        } else if let account = find(coinbase), accounts[account].exists,
            accounts[account].isEmpty
        {
            remove(account: account)
        }
    }
}
