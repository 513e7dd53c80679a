import Primitives

/// The checks that a transaction passes before anything of it is executed.
///
/// In the order of the execution specifications: first what the transaction says by itself, then
/// what the block allows, then what the sender's account does.
package enum TransactionValidity {
    /// The longest initcode since Shanghai (EIP-3860).
    package static let maximumInitcodeCount = 49_152

    /// The largest gas limit since Osaka (EIP-7825).
    package static let maximumGasLimit: UInt64 = 1 << 24

    /// The largest number of blobs in a transaction since Osaka (EIP-7594).
    package static let maximumBlobCount = 6

    /// Passes over a valid transaction in silence.
    ///
    /// - Throws: the first reason to reject it.
    package static func check(
        _ transaction: Transaction, intrinsicGas: IntrinsicGas, fork: Fork,
        block: BlockEnvironment, world: borrowing WorldState
    ) throws(TransactionRejection) {
        try checkForm(transaction, intrinsicGas: intrinsicGas, fork: fork, block: block)
        if transaction.gasLimit > block.gasLimit { throw .gasLimitAboveBlock }
        try checkFees(transaction, block: block)
        switch transaction.kind {
        case .legacy, .accessList, .dynamicFee: break
        case .blob: try checkBlobs(transaction, fork: fork, block: block)
        case .setCode:
            if transaction.to == nil { throw .setCodeCreation }
            if transaction.authorizations.isEmpty { throw .emptyAuthorizationList }
        }
        try checkSender(transaction, fork: fork, world: world)
    }

    private static func checkForm(
        _ transaction: Transaction, intrinsicGas: IntrinsicGas, fork: Fork,
        block: BlockEnvironment
    ) throws(TransactionRejection) {
        if fork < transaction.kind.firstFork { throw .typeNotSupported }
        if transaction.hasOversizedField { throw .fieldTooLarge }
        if let chain = transaction.chainIdentifier, chain != block.chainIdentifier {
            throw .wrongChain
        }
        if transaction.gasLimit < intrinsicGas.charge { throw .intrinsicGasTooLow }
        if transaction.gasLimit < intrinsicGas.floor { throw .gasBelowFloor }
        if transaction.nonce == .max { throw .nonceAtMaximum }
        if fork >= .shanghai, transaction.to == nil,
            transaction.data.count > maximumInitcodeCount
        {
            throw .initcodeTooLarge
        }
        if fork >= .osaka, transaction.gasLimit > maximumGasLimit {
            throw .gasLimitAboveMaximum
        }
    }

    private static func checkFees(
        _ transaction: Transaction, block: BlockEnvironment
    ) throws(TransactionRejection) {
        if transaction.hasDynamicFee,
            transaction.maxPriorityFeePerGas > transaction.maxFeePerGas
        {
            throw .priorityFeeAboveMaximumFee
        }
        if transaction.maxFeePerGas < block.baseFee { throw .maximumFeeBelowBaseFee }
    }

    private static func checkBlobs(
        _ transaction: Transaction, fork: Fork, block: BlockEnvironment
    ) throws(TransactionRejection) {
        let hashes = transaction.blobVersionedHashes
        if transaction.to == nil { throw .blobCreation }
        if hashes.isEmpty { throw .noBlobs }
        if fork >= .osaka, hashes.count > maximumBlobCount { throw .tooManyBlobs }
        if let schedule = block.blobSchedule, hashes.count > schedule.maximum {
            throw .tooManyBlobs
        }
        if hashes.contains(where: { $0.byte(0) != 1 }) { throw .wrongBlobVersion }
        if transaction.maxFeePerBlobGas < block.blobBaseFee { throw .maximumFeeBelowBlobBaseFee }
    }

    private static func checkSender(
        _ transaction: Transaction, fork: Fork, world: borrowing WorldState
    ) throws(TransactionRejection) {
        let nonce = world.nonce(of: transaction.sender)
        if transaction.nonce < nonce { throw .nonceTooLow }
        if transaction.nonce > nonce { throw .nonceTooHigh }
        guard let cost = transaction.maximumCost,
            world.balance(of: transaction.sender) >= cost
        else { throw .insufficientFunds }
        let code = world.code(of: transaction.sender)
        if !code.isEmpty, fork < .prague || code.delegation == nil { throw .senderHasCode }
    }
}

extension Transaction.Kind {
    /// The fork that brought the type.
    fileprivate var firstFork: Fork {
        switch self {
        case .legacy: .frontier
        case .accessList: .berlin
        case .dynamicFee: .london
        case .blob: .cancun
        case .setCode: .prague
        }
    }
}

extension Transaction {
    /// All that the transaction can cost the sender, in wei: gas, blob gas and value.
    ///
    /// Nil if that does not fit 256 bits, in which case no account can pay it.
    var maximumCost: Word256? {
        let gas = maxFeePerGas.multipliedFullWidth(by: Word256(gasLimit))
        let blobs = maxFeePerBlobGas.multipliedFullWidth(by: Word256(blobGas))
        guard gas.high.isZero, blobs.high.isZero else { return nil }
        let fees = gas.low.addingReportingOverflow(blobs.low)
        let total = fees.partialValue.addingReportingOverflow(value)
        return fees.overflow || total.overflow ? nil : total.partialValue
    }
}
