/// Why a transaction may not be in the block; nothing of it is executed.
package enum TransactionRejection: String, CaseIterable, Error, Sendable {
    /// The fork does not know the transaction's type.
    case typeNotSupported
    /// A number does not fit its field.
    case fieldTooLarge
    /// The transaction is signed for another chain (EIP-155).
    case wrongChain
    case intrinsicGasTooLow
    /// The gas limit is below what the data cost at least (EIP-7623).
    case gasBelowFloor
    /// The nonce is 2⁶⁴ - 1 and could not grow (EIP-2681).
    case nonceAtMaximum
    /// EIP-3860.
    case initcodeTooLarge
    /// The gas limit is above 2²⁴ (EIP-7825).
    case gasLimitAboveMaximum
    /// The gas limit is above that of the block.
    case gasLimitAboveBlock
    case priorityFeeAboveMaximumFee
    case maximumFeeBelowBaseFee
    case noBlobs
    /// More blobs than a block may carry (EIP-4844), or a transaction (EIP-7594).
    case tooManyBlobs
    /// A versioned hash does not begin with 1 (EIP-4844).
    case wrongBlobVersion
    case maximumFeeBelowBlobBaseFee
    case blobCreation
    case emptyAuthorizationList
    case setCodeCreation
    case nonceTooLow
    case nonceTooHigh
    case insufficientFunds
    /// The sender has code that does not delegate (EIP-3607, EIP-7702).
    case senderHasCode

    /// The names of this reason in the `expectException` of official fixtures.
    ///
    /// Those of execution-spec-tests come first, without their prefix `TransactionException.`;
    /// then those of the older ethereum/tests, some of which stand for several reasons.
    package var fixtureNames: [String] {
        switch self {
        case .typeNotSupported:
            [
                "TYPE_1_TX_PRE_FORK", "TYPE_2_TX_PRE_FORK", "TYPE_3_TX_PRE_FORK",
                "TYPE_4_TX_PRE_FORK", "TYPE_NOT_SUPPORTED", "TR_TypeNotSupported",
            ]
        case .fieldTooLarge:
            ["RLP_INVALID_VALUE", "RLP_ERROR_SIZE", "TR_RLP_WRONGVALUE"]
        case .wrongChain: ["INVALID_CHAINID"]
        case .intrinsicGasTooLow:
            ["INTRINSIC_GAS_TOO_LOW", "TR_IntrinsicGas", "IntrinsicGas", "TR_NoFundsOrGas"]
        case .gasBelowFloor: ["INTRINSIC_GAS_BELOW_FLOOR_GAS_COST", "INTRINSIC_GAS_TOO_LOW"]
        case .nonceAtMaximum: ["NONCE_IS_MAX", "TR_NonceHasMaxValue"]
        case .initcodeTooLarge: ["INITCODE_SIZE_EXCEEDED", "TR_InitCodeLimitExceeded"]
        case .gasLimitAboveMaximum: ["GAS_LIMIT_EXCEEDS_MAXIMUM"]
        case .gasLimitAboveBlock: ["GAS_ALLOWANCE_EXCEEDED", "TR_GasLimitReached"]
        case .priorityFeeAboveMaximumFee:
            ["PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS", "TR_TipGtFeeCap"]
        case .maximumFeeBelowBaseFee:
            ["INSUFFICIENT_MAX_FEE_PER_GAS", "TR_FeeCapLessThanBlocks"]
        case .noBlobs: ["TYPE_3_TX_ZERO_BLOBS", "TR_EMPTYBLOB"]
        case .tooManyBlobs:
            [
                "TYPE_3_TX_BLOB_COUNT_EXCEEDED", "TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED",
                "TR_BLOBLIST_OVERSIZE",
            ]
        case .wrongBlobVersion:
            ["TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH", "TR_BLOBVERSION_INVALID"]
        case .maximumFeeBelowBlobBaseFee: ["INSUFFICIENT_MAX_FEE_PER_BLOB_GAS"]
        case .blobCreation: ["TYPE_3_TX_CONTRACT_CREATION", "TR_BLOBCREATE"]
        case .emptyAuthorizationList: ["TYPE_4_EMPTY_AUTHORIZATION_LIST"]
        case .setCodeCreation: ["TYPE_4_TX_CONTRACT_CREATION"]
        case .nonceTooLow: ["NONCE_MISMATCH_TOO_LOW", "NONCE_TOO_LOW"]
        case .nonceTooHigh: ["NONCE_MISMATCH_TOO_HIGH", "NONCE_TOO_BIG"]
        case .insufficientFunds:
            [
                "INSUFFICIENT_ACCOUNT_FUNDS", "GASLIMIT_PRICE_PRODUCT_OVERFLOW", "TR_NoFunds",
                "TR_NoFundsX", "TR_NoFundsOrGas",
            ]
        case .senderHasCode: ["SENDER_NOT_EOA", "SenderNotEOA"]
        }
    }

    /// Says whether this is one of the reasons that a fixture's `expectException` allows.
    ///
    /// The expectation has names separated by `|`, with or without a class before a dot.
    package func answers(to expectation: String) -> Bool {
        expectation.split(separator: "|").contains { alternative in
            guard let name = alternative.split(separator: ".").last else { return false }
            return fixtureNames.contains { $0 == name }
        }
    }
}
