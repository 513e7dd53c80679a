import Primitives
import VM

/// A machine of ours that executes a benchmark again and again, whoever runs its frames, and how
/// long that takes.
///
/// Worlds are made ready before the clock starts, some executions in advance, and share no memory
/// that an execution would have to copy; so the clock is read once for many short executions.
final class BenchExecution {
    private let machine: VirtualMachine
    private let transactions: [CaseTransaction]
    /// The world before each execution.
    private let origin: WorldState
    private let tellsEffects: Bool

    /// Executions between two readings of the clock, at most: their worlds lie ready together.
    private static let largestBatch = 64

    /// - Parameters:
    ///   - benchmark: what is executed.
    ///   - heads: the tier in which frames begin.
    ///   - tier: who runs them, if not the interpreter.
    ///   - observer: who is told of them.
    ///   - tellsEffects: whether ordered effects are those of our own tiers.
    ///   - faults: mistakes of the machine; none but to prove a comparison.
    /// - Throws: that this process has no room for a machine.
    init(
        _ benchmark: Benchmark, heads: Tier, tier: (any CompiledTier)?,
        observer: (any FrameObserver)? = nil, tellsEffects: Bool = true, faults: Faults = []
    ) throws(SubjectFailure) {
        let arenas: MachineArenas
        do {
            arenas = try MachineArenas()
        } catch {
            throw SubjectFailure("no room for a machine: \(error)")
        }
        let item = benchmark.item
        transactions = benchmark.transactions
        self.tellsEffects = tellsEffects
        origin = item.world.makeWorld()
        machine = VirtualMachine(
            world: origin.unsharedCopy(), block: item.block, fork: item.fork, arenas: arenas,
            faults: faults)
        pointer.pointee.heads = HeadWatch(tier: heads)
        pointer.pointee.compiledTier = tier
        pointer.pointee.frameObserver = observer
    }

    /// The machine, at an address that is valid as long as this object lives.
    var pointer: UnsafeMutablePointer<Machine> { machine.machine }

    /// The root of the state that the last execution left.
    var stateRoot: Word256 { pointer.pointee.world.stateRoot() }

    /// Executes everything so often.
    ///
    /// - Returns: times and results.
    func run(_ count: Int) -> BenchStretch {
        var stretch = BenchStretch()
        var left = count
        while left > 0 {
            let size = min(left, Self.largestBatch)
            runBatch(size, into: &stretch)
            left -= size
        }
        return stretch
    }

    private final class Box {
        var world: WorldState

        init(_ world: consuming WorldState) { self.world = world }
    }

    /// What is left of a transaction while the clock runs; it is judged when it has stopped.
    private typealias Remains = (result: TransactionResult, effects: UInt64)

    private func runBatch(_ size: Int, into stretch: inout BenchStretch) {
        let worlds = (0..<size).map { _ in Box(origin.unsharedCopy()) }
        var remains: [Remains] = []
        remains.reserveCapacity(size * transactions.count)
        let (start, startOfThread) = (Clock.now(), Clock.threadSeconds())
        for box in worlds {
            swap(&pointer.pointee.world, &box.world)
            for transaction in transactions { remains.append(execute(transaction)) }
        }
        stretch.seconds += Clock.threadSeconds() - startOfThread
        stretch.wallSeconds += Clock.now() - start
        judge(remains, into: &stretch)
    }

    private func execute(_ item: CaseTransaction) -> Remains {
        guard item.takesCurrentNonce else {
            let result = machine.execute(item.transaction)
            return (result, pointer.pointee.world.journalHash)
        }
        var transaction = item.transaction
        transaction.nonce = pointer.pointee.world.nonce(of: transaction.sender)
        let result = machine.execute(transaction)
        return (result, pointer.pointee.world.journalHash)
    }

    private func judge(_ remains: [Remains], into stretch: inout BenchStretch) {
        let results = remains.map {
            MixResult($0.result, effectDigest: tellsEffects ? $0.effects : nil)
        }
        for start in stride(from: 0, to: results.count, by: max(1, transactions.count)) {
            let execution = Array(results[start..<start + transactions.count])
            if stretch.results.isEmpty {
                stretch.results = execution
            } else if execution != stretch.results, stretch.otherResults == nil {
                stretch.otherResults = execution
            }
        }
    }
}
