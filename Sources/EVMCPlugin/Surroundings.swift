import CEVMC
import EVMC
import Primitives
import VM

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Block and transaction as a client told of them last.
///
/// Clients are asked at the start of each execution from outside, and mostly say the same again.
final class Surroundings {
    /// What was told last, and room for what is told now.
    private let last = UnsafeMutablePointer<evmc_tx_context>.allocate(capacity: 1)
    private let now = UnsafeMutablePointer<evmc_tx_context>.allocate(capacity: 1)
    /// Whether `last` says all, and points at nothing that may have become something else.
    @exclusivity(unchecked) private var isWhole = false

    init() {
        last.initialize(to: evmc_tx_context())
        now.initialize(to: evmc_tx_context())
    }

    deinit {
        last.deallocate()
        now.deallocate()
    }

    var told: evmc_tx_context { last.pointee }

    /// Asks a client.
    ///
    /// - Returns: whether it may have told of something new.
    func change(by client: ClientHost) -> Bool {
        client.tellSurroundings(to: now)
        if isWhole, memcmp(last, now, MemoryLayout<evmc_tx_context>.size) == 0 { return false }
        last.update(from: now, count: 1)
        isWhole = last.pointee.blob_hashes_count == 0
        return true
    }
}

extension BlockEnvironment {
    /// The block that a client tells of.
    init(_ surroundings: evmc_tx_context) {
        self.init()
        number = UInt64(clamping: surroundings.block_number)
        timestamp = UInt64(clamping: surroundings.block_timestamp)
        gasLimit = UInt64(clamping: surroundings.block_gas_limit)
        coinbase = Address(surroundings.block_coinbase)
        prevRandao = Word256(surroundings.block_prev_randao)
        difficulty = prevRandao
        baseFee = Word256(surroundings.block_base_fee)
        chainIdentifier = Word256(surroundings.chain_id)
    }
}

extension TransactionContext {
    /// The transaction that a client tells of.
    init(_ surroundings: evmc_tx_context) {
        self.init()
        origin = Address(surroundings.tx_origin)
        gasPrice = Word256(surroundings.tx_gas_price)
        let hashes = UnsafeBufferPointer(
            start: surroundings.blob_hashes,
            count: surroundings.blob_hashes == nil ? 0 : Int(surroundings.blob_hashes_count))
        blobVersionedHashes = hashes.map(Word256.init)
    }
}
