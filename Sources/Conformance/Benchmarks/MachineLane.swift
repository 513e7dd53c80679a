package import Primitives
package import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A tier of our own machine on one benchmark.
package final class MachineLane: BenchLane {
    private let name: SubjectName
    private let execution: BenchExecution
    private let tier: (any MethodRunningTier)?
    private let tiered: TieredTier?

    /// - Parameters:
    ///   - name: which tier runs, and how.
    ///   - benchmark: what it is to run.
    ///   - faults: mistakes of its compiler; none but to prove a comparison.
    /// - Throws: that this process has no room for a machine, or no emulator.
    package init(
        _ name: SubjectName, _ benchmark: Benchmark, faults: Faults = []
    ) throws(SubjectFailure) {
        self.name = name
        tier = try name.makeTier(try name.methodExecution(), faults: faults)
        tiered = tier as? TieredTier
        execution = try BenchExecution(
            benchmark, heads: name.tier ?? .interpreter, tier: tier, observer: tiered,
            faults: faults)
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

    package var stateRoot: Word256 { execution.stateRoot }

    package func settle() {
        let end = Clock.now() + 1
        while tiered?.service.scheduler.isCompiling == true, Clock.now() < end { usleep(200) }
    }

    package func run(_ count: Int, timesTiers: Bool) -> BenchStretch {
        tier?.runner.beginRun()
        tiered?.measuresTime = timesTiers
        _ = tiered?.takeUsage()
        var stretch = execution.run(count)
        let exits = tier?.runner.takeExits() ?? MethodExitCounts()
        stretch.exitCount = MethodExitKind.allCases.reduce(0) { $0 + exits[$1] }
        stretch.usage = tiered?.takeUsage()
        stretch.breakdown = tier?.takeBreakdown().map { "\($0)" }
        return stretch
    }
}
