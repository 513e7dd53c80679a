package import Primitives

/// Where BLOCKHASH finds the hashes of earlier blocks.
package enum BlockHashes: Equatable, Sendable {
    /// The hash of the block number's decimal digits in ASCII: the convention of state tests.
    case keccakOfDecimal

    /// The hashes of the blocks listed; zero for all others.
    case table([UInt64: Word256])

    /// The hash of block `number`, which the caller has found to be in the window of 256.
    package func hash(of number: UInt64) -> Word256 {
        switch self {
        case .keccakOfDecimal: Keccak256.hash(Array(String(number).utf8))
        case .table(let table): table[number] ?? .zero
        }
    }
}

/// The block in which a transaction runs, as far as code and fees can see it.
package struct BlockEnvironment: Equatable, Sendable {
    package var number: UInt64 = 1

    /// Seconds since 1970.
    package var timestamp: UInt64 = 0

    package var gasLimit: UInt64 = 0
    package var coinbase: Address = .zero

    /// What DIFFICULTY answers before Paris.
    package var difficulty: Word256 = .zero

    /// What the same opcode answers from Paris on (EIP-4399).
    package var prevRandao: Word256 = .zero

    /// In wei a unit of gas; zero before London.
    package var baseFee: Word256 = .zero

    /// Blob gas beyond the target so far; nil before Cancun.
    package var excessBlobGas: UInt64?

    package var blobSchedule: BlobSchedule?
    package var chainIdentifier = Word256(1)
    package var blockHashes: BlockHashes = .keccakOfDecimal

    package init() {}

    /// The price of one unit of blob gas, in wei: what BLOBBASEFEE answers (EIP-7516).
    ///
    /// Computed anew at every call: whoever needs it often keeps it.
    package var blobBaseFee: Word256 {
        guard let blobSchedule else { return Word256(1) }
        return blobSchedule.baseFee(excessBlobGas: excessBlobGas ?? 0)
    }
}
