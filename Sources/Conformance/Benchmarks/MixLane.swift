package import Primitives
package import VM

/// One subject in a mix: a machine that lives as long as the mix, with its own world.
///
/// Whatever it compiles or learns in a transaction is there in the next one.
package final class MixLane {
    package let name: SubjectName
    private let plan: MixPlan
    private let machine: VirtualMachine
    private let tier: (any MethodRunningTier)?
    private let tiered: TieredTier?
    /// Whether each code has been called.
    private var hasRun: [Bool]
    private var figures = MixFigures()

    /// What came of each transaction so far.
    package private(set) var results: [MixResult] = []
    /// What broke first, in compiling or in compiled code.
    package private(set) var breakdown: String?

    /// - Parameters:
    ///   - name: which tier runs, and how.
    ///   - plan: what it is to run.
    ///   - world: the world before the first transaction, all of whose roots are known.
    ///   - faults: mistakes of its compiler; none but to prove a comparison.
    /// - Throws: that this process has no room for a machine, or no emulator.
    package init(
        _ name: SubjectName, _ plan: MixPlan, world: borrowing WorldState, faults: Faults = []
    ) throws(SubjectFailure) {
        self.name = name
        self.plan = plan
        hasRun = Array(repeating: false, count: plan.codes.count)
        results.reserveCapacity(plan.draws.count)
        let arenas: MachineArenas
        do {
            arenas = try MachineArenas()
        } catch {
            throw SubjectFailure("no room for a machine: \(error)")
        }
        tier = try name.makeTier(try name.methodExecution(), faults: faults)
        tiered = tier as? TieredTier
        tiered?.checksProfile = plan.configuration.checksProfile
        machine = VirtualMachine(
            world: world.copy(), block: BlockEnvironment(), fork: plan.configuration.fork,
            arenas: arenas, faults: faults)
        machine.machine.pointee.heads = HeadWatch(tier: name.tier ?? .interpreter)
        machine.machine.pointee.compiledTier = tier
        machine.machine.pointee.frameObserver = tiered
        tier?.runner.beginRun()
    }

    /// Runs the next transactions of the plan.
    package func run(_ places: Range<Int>) {
        let startOfThread = Clock.threadSeconds()
        var last = Clock.now()
        for place in places {
            let entry = plan.entries[plan.draws[place]]
            results.append(machine.run(entry.call))
            let now = Clock.now()
            figures.add(seconds: now - last, isFirst: !hasRun[entry.code])
            hasRun[entry.code] = true
            last = now
        }
        figures.threadSeconds += Clock.threadSeconds() - startOfThread
        if breakdown == nil, let found = tier?.takeBreakdown() { breakdown = "\(found)" }
    }

    /// Ends what still compiles, and says what all of it took.
    package func conclude() -> MixFigures {
        tiered?.service.scheduler.shutDown()
        figures.gas = results.reduce(0) { $0 + $1.gasUsed }
        figures.effort = tier?.effort ?? CompileEffort()
        figures.usage = tiered?.takeUsage()
        figures.tiering = tiered?.service.scheduler.statistics
        figures.profileChecks = tiered?.profileChecks ?? ProfileChecks()
        figures.stateRoot = machine.machine.pointee.world.stateRoot()
        return figures
    }
}

/// What a subject took for a mix.
package struct MixFigures: Sendable {
    /// Seconds by the clock on the wall.
    package private(set) var wallSeconds = 0.0
    /// The part of it that went into the first call of each code.
    package private(set) var firstCallSeconds = 0.0
    /// Processor seconds of the thread that runs transactions.
    package var threadSeconds = 0.0
    /// Processor seconds of other threads, as far as they are put down to this subject.
    package var backgroundSeconds = 0.0
    /// Gas that senders paid for.
    package var gas: UInt64 = 0
    package var effort = CompileEffort()
    /// Gas of frames by tier, of a subject that goes by a profile.
    package var usage: TierUsage?
    package var tiering: TieringStatistics?
    package var profileChecks = ProfileChecks()
    package var stateRoot = Word256.zero

    package init() {}

    /// Processor seconds in all: compiling is part of them, on whatever thread.
    package var processorSeconds: Double { threadSeconds + backgroundSeconds }

    fileprivate mutating func add(seconds: Double, isFirst: Bool) {
        wallSeconds += seconds
        if isFirst { firstCallSeconds += seconds }
    }
}
