package import Primitives
package import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A tier of our own machine on one benchmark.
///
/// Worlds are made ready before the clock starts, some executions in advance, and share no memory
/// that an execution would have to copy; so the clock is read once for many short executions.
package final class MachineLane: BenchLane {
    private let name: SubjectName
    private let transactions: [CaseTransaction]
    private let machine: VirtualMachine
    private let tier: (any MethodRunningTier)?
    private let tiered: TieredTier?
    /// The world before each execution.
    private let origin: WorldState

    /// Executions between two readings of the clock, at most: their worlds lie ready together.
    private static let largestBatch = 64

    /// - Parameters:
    ///   - name: which tier runs, and how.
    ///   - benchmark: what it is to run.
    ///   - faults: mistakes of its compiler; none but to prove a comparison.
    /// - Throws: that this process has no room for a machine, or no emulator.
    package init(
        _ name: SubjectName, _ benchmark: Benchmark, faults: Faults = []
    ) throws(SubjectFailure) {
        self.name = name
        transactions = benchmark.transactions
        let arenas: MachineArenas
        do {
            arenas = try MachineArenas()
        } catch {
            throw SubjectFailure("no room for a machine: \(error)")
        }
        tier = try name.makeTier(try name.methodExecution(), faults: faults)
        tiered = tier as? TieredTier
        let item = benchmark.item
        origin = item.world.makeWorld()
        machine = VirtualMachine(
            world: origin.unsharedCopy(), block: item.block, fork: item.fork, arenas: arenas,
            faults: faults)
        machine.machine.pointee.heads = HeadWatch(tier: name.tier ?? .interpreter)
        machine.machine.pointee.compiledTier = tier
        machine.machine.pointee.frameObserver = tiered
    }

    deinit { tiered?.service.scheduler.shutDown() }

    /// Of a tier that goes by a profile, the calls that make code hot, and the first that finds it
    /// compiled.
    package var warmUpCount: Int {
        switch name.tier {
        case .interpreter, nil: 0
        case .method: 1
        case .tiered: (name.tiering?.callThreshold ?? 0) + 2
        }
    }

    package var effort: CompileEffort { tier?.effort ?? CompileEffort() }

    package var stateRoot: Word256 { machine.machine.pointee.world.stateRoot() }

    package func settle() {
        let end = Clock.now() + 1
        while tiered?.service.scheduler.isCompiling == true, Clock.now() < end { usleep(200) }
    }

    package func run(_ count: Int) -> BenchStretch {
        var stretch = BenchStretch()
        tier?.runner.beginRun()
        _ = tiered?.takeUsage()
        var left = count
        while left > 0 {
            let size = min(left, Self.largestBatch)
            runBatch(size, into: &stretch)
            left -= size
        }
        let exits = tier?.runner.takeExits() ?? MethodExitCounts()
        stretch.exitCount = MethodExitKind.allCases.reduce(0) { $0 + exits[$1] }
        stretch.usage = tiered?.takeUsage()
        stretch.breakdown = tier?.takeBreakdown().map { "\($0)" }
        return stretch
    }

    // MARK: Executing

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
            swap(&machine.machine.pointee.world, &box.world)
            for transaction in transactions { remains.append(execute(transaction)) }
        }
        stretch.seconds += Clock.threadSeconds() - startOfThread
        stretch.wallSeconds += Clock.now() - start
        judge(remains, into: &stretch)
    }

    private func execute(_ item: CaseTransaction) -> Remains {
        guard item.takesCurrentNonce else {
            let result = machine.execute(item.transaction)
            return (result, machine.machine.pointee.world.journalHash)
        }
        var transaction = item.transaction
        transaction.nonce = machine.machine.pointee.world.nonce(of: transaction.sender)
        let result = machine.execute(transaction)
        return (result, machine.machine.pointee.world.journalHash)
    }

    private func judge(_ remains: [Remains], into stretch: inout BenchStretch) {
        let results = remains.map { MixResult($0.result, effectDigest: $0.effects) }
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
