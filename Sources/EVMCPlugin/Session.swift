import CEVMC
import EVMC
import Primitives
import VM

/// A machine that runs frames for a client, all of one fork and on one thread at a time.
///
/// A client that performs a call by executing code again does so on the same machine: the callee's
/// frame lies above its caller's, and the native stack holds no more than the way between them.
///
/// Unchecked `Sendable`: whoever took it out of the plug-in has it for itself.
final class Session: @unchecked Sendable {
    let fork: Fork
    /// Which of the plug-in's options it was made with.
    let generation: Int
    /// The thread that runs it; means nothing while it is idle.
    var thread: UInt = 0
    /// Executions that are under way, one inside the other.
    private(set) var depth = 0

    private let machine: VirtualMachine
    private let host: ClientHost
    private let compiledTier: (any MethodRunningTier)?

    /// Makes a machine for a client; `service` is what it shares with other threads' machines, nil
    /// where code is compiled by the thread that asks.
    ///
    /// - Throws: that there is no room for a machine, or that its options do not go together.
    init(
        _ fork: Fork, _ options: PlugInOptions, generation: Int, sharing service: TieringService?,
        for host: ClientHost
    ) throws {
        self.fork = fork
        self.generation = generation
        self.host = host
        switch options.tier {
        case .interpreter: compiledTier = nil
        case .method: compiledTier = MethodTier(.native)
        case .tiered:
            compiledTier = TieredTier(try service ?? TieringService(options.tiering))
        }
        machine = VirtualMachine(
            world: WorldState(), block: BlockEnvironment(), fork: fork, arenas: try MachineArenas())
        let pointer = machine.machine
        pointer.pointee.hostLink = HostLink(host)
        pointer.pointee.heads = HeadWatch(tier: options.tier)
        pointer.pointee.compiledTier = compiledTier
        pointer.pointee.frameObserver = compiledTier as? TieredTier
    }

    /// Whether an execution for such a client can lie inside the one that runs.
    func serves(
        _ functions: UnsafePointer<evmc_host_interface>, _ context: OpaquePointer?, _ fork: Fork
    ) -> Bool { self.fork == fork && host.isOf(functions, context) }

    /// Begins an execution; of the outermost, the client's block and transaction are asked for.
    func begin(_ functions: UnsafePointer<evmc_host_interface>, _ context: OpaquePointer?) {
        depth += 1
        guard depth == 1 else { return }
        host.change(to: functions, context)
        let surroundings = host.surroundings
        machine.enter(
            BlockEnvironment(surroundings), blobBaseFee: Word256(surroundings.blob_base_fee),
            TransactionContext(surroundings))
    }

    /// - Returns: whether the outermost execution has ended.
    func end() -> Bool {
        depth -= 1
        return depth == 0
    }

    func execute(_ message: HostedMessage) -> evmc_result {
        let (result, refund) = machine.execute(message)
        switch result.outcome {
        case .ended(let halt):
            return result.output.withUnsafeBytes {
                evmc_result(halt.status, gasLeft: result.gasLeft, refund: refund, output: $0)
            }
        case .resourceLimit:
            let hasBroken = compiledTier?.takeBreakdown() != nil
            return evmc_result(hasBroken ? EVMC_INTERNAL_ERROR : EVMC_OUT_OF_MEMORY)
        }
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
