import CEVMC
import EVMC
import Primitives
import VM

/// A machine that runs frames for a client, all of one fork and on one thread at a time.
///
/// A client that performs a call by executing code again does so on the same machine: the callee's
/// frame lies above its caller's, and the native stack holds no more than the way between them.
///
/// Unchecked `Sendable`: `isRunning` and `thread` are touched only behind the plug-in's lock, or before
/// the plug-in knows of it; all else only by the thread that runs it.
final class Session: @unchecked Sendable {
    let fork: Fork
    /// Which of the plug-in's options it was made with.
    let generation: Int
    /// Whether a thread runs it.
    @exclusivity(unchecked) var isRunning = false
    /// The thread that runs it; means nothing while it is idle.
    @exclusivity(unchecked) var thread: UInt = 0
    /// Executions that are under way, one inside the other.
    @exclusivity(unchecked) private(set) var depth = 0
    /// Code that it ran lately.
    @exclusivity(unchecked) var recentCodes = RecentCodes()
    private let surroundings = Surroundings()

    private let machine: VirtualMachine
    private let host: ClientHost
    private let compiledTier: (any MethodRunningTier)?
    /// Where executions are told of, if they are.
    private let trace: TraceOutput?

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
        trace = options.trace
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
        if let trace { pointer.pointee.tracer = LineTracer(write: trace.write) }
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
        guard surroundings.change(by: host) else { return }
        machine.enter(
            BlockEnvironment(surroundings.told),
            blobBaseFee: Word256(surroundings.told.blob_base_fee),
            TransactionContext(surroundings.told))
    }

    /// - Returns: whether the outermost execution has ended.
    func end() -> Bool {
        depth -= 1
        return depth == 0
    }

    func execute(_ message: HostedMessage) -> evmc_result {
        let result = machine.execute(message)
        if depth == 1 { trace?.write(result, of: message, fork) }
        switch result.outcome {
        case .ended(let halt):
            return evmc_result(
                halt.status, gasLeft: result.gasLeft, refund: result.refund, output: result.output)
        case .resourceLimit:
            let hasBroken = compiledTier?.takeBreakdown() != nil
            return evmc_result(hasBroken ? EVMC_INTERNAL_ERROR : EVMC_OUT_OF_MEMORY)
        }
    }
}
