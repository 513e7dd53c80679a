import EVMCHost
package import Primitives
package import VM

/// An EVMC machine of others on one benchmark, in this process.
///
/// World, transactions and precompiled contracts are ours, as `EVMCSubject` has them; what is timed
/// contains what the host does at each execution: code and call data are copied to where the machine
/// can only read them. A machine that crashes ends the command.
package final class OutsideLane: BenchLane {
    /// Native stack that a thread should have on which lanes run.
    package static let nativeStackByteCount = OutsideTier.nativeStackByteCount

    private let plugIn: LoadedPlugIn
    private let tier: OutsideTier
    private let execution: BenchExecution

    /// - Parameters:
    ///   - outside: the library and its options; an instance of its own is made.
    ///   - benchmark: what it is to run, on threads with `OutsideTier.nativeStackByteCount`.
    /// - Throws: that the library is no such machine, or that this process has no room for one of
    ///   ours.
    package init(_ outside: OutsideName, _ benchmark: Benchmark) throws(SubjectFailure) {
        do throws(PlugInFailure) {
            plugIn = try LoadedPlugIn(
                path: outside.path, options: outside.options.map { ($0.name, $0.value) })
        } catch {
            throw SubjectFailure(error.description)
        }
        do throws(SystemFailure) {
            tier = try OutsideTier(plugIn.machine)
        } catch {
            throw SubjectFailure("no room for a machine: \(error)")
        }
        // The driver asks the compiled tier for every frame, whose code never comes back to it.
        execution = try BenchExecution(
            benchmark, heads: .method, tier: tier, tellsEffects: false)
    }

    /// As many as ours take: whether it compiles nobody knows.
    package var warmUpCount: Int { TieringConfiguration().callThreshold + 2 }

    package var effort: CompileEffort { CompileEffort() }

    package var stateRoot: Word256 { execution.stateRoot }

    package func settle() {}

    package func run(_ count: Int, timesTiers: Bool) throws(SubjectFailure) -> BenchStretch {
        tier.begin(execution.pointer)
        let stretch = execution.run(count)
        switch tier.end() {
        case .misdeed(let misdeed): throw SubjectFailure("\(misdeed.name): \(misdeed.text)")
        case .unsupported(let reason): throw SubjectFailure(reason)
        case nil: return stretch
        }
    }
}
