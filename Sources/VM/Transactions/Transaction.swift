package import Primitives

/// One account of an access list, with some of its slots (EIP-2930).
package struct AccessListEntry: Equatable, Sendable {
    package var address: Address
    package var keys: [Word256]

    package init(address: Address, keys: [Word256]) {
        self.address = address
        self.keys = keys
    }
}

/// A signed wish to have an account delegate its code (EIP-7702).
package struct Authorization: Equatable, Sendable {
    /// The chain on which it holds; zero for any.
    package var chainIdentifier: Word256

    /// The account whose code is to run; zero takes a delegation back.
    package var target: Address
    package var nonce: UInt64

    /// 0 or 1 in a valid signature; fixtures have others.
    package var yParity: UInt64
    package var r: Word256
    package var s: Word256

    /// The account that signed, where that is known and nothing was signed: cases that people
    /// write name it.
    package var knownAuthority: Address?

    package init(
        chainIdentifier: Word256, target: Address, nonce: UInt64, yParity: UInt64, r: Word256,
        s: Word256
    ) {
        self.chainIdentifier = chainIdentifier
        self.target = target
        self.nonce = nonce
        self.yParity = yParity
        self.r = r
        self.s = s
    }
}

/// A transaction of any type, its sender known.
package struct Transaction: Equatable, Sendable {
    /// The types of EIP-2718, by their numbers.
    package enum Kind: UInt8, CaseIterable, Sendable {
        case legacy = 0
        /// EIP-2930.
        case accessList = 1
        /// EIP-1559.
        case dynamicFee = 2
        /// EIP-4844.
        case blob = 3
        /// EIP-7702.
        case setCode = 4
    }

    package var kind: Kind = .legacy

    /// The chain it is signed for; nil if the signature names none or it is not known.
    package var chainIdentifier: Word256?
    package var nonce: UInt64 = 0

    /// In wei a unit of gas: the gas price of the first two types, the most to pay of all others.
    package var maxFeePerGas: Word256 = .zero

    /// What the block's beneficiary may get of that; the same as `maxFeePerGas` for the first two
    /// types.
    package var maxPriorityFeePerGas: Word256 = .zero
    package var gasLimit: UInt64 = 0
    package var sender: Address = .zero

    /// Nil creates a contract.
    package var to: Address?
    package var value: Word256 = .zero

    /// Call data or initcode.
    package var data: [UInt8] = []
    package var accessList: [AccessListEntry] = []

    /// In wei a unit of blob gas.
    package var maxFeePerBlobGas: Word256 = .zero
    package var blobVersionedHashes: [Word256] = []
    package var authorizations: [Authorization] = []

    /// Whether some number does not fit its field, so that no encoding of the transaction exists.
    ///
    /// The field's value here means nothing then; such a transaction is rejected.
    package var hasOversizedField = false

    package init() {}

    /// Whether the two fees are given apart (EIP-1559).
    package var hasDynamicFee: Bool {
        switch kind {
        case .legacy, .accessList: false
        case .dynamicFee, .blob, .setCode: true
        }
    }

    /// Gas for blobs, apart from all other gas.
    package var blobGas: UInt64 {
        kind == .blob ? UInt64(blobVersionedHashes.count) * BlobSchedule.gasPerBlob : 0
    }

    /// What one unit of gas costs the sender in a block with this base fee, in wei.
    ///
    /// - Precondition: `maxFeePerGas` is at least `baseFee`.
    package func effectiveGasPrice(baseFee: Word256) -> Word256 {
        guard hasDynamicFee else { return maxFeePerGas }
        return baseFee &+ min(maxPriorityFeePerGas, maxFeePerGas &- baseFee)
    }
}
