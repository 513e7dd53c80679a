import Primitives
package import VM

/// Runs cases on our own machine, in whatever tier.
package final class MachineSubject: Subject {
    package let name: SubjectName
    package let mask = ComparisonMask.none

    /// The compiled code of all cases so far; nil for the interpreter.
    private var compiledTier: (any MethodRunningTier)?
    /// The same, if it goes by a profile.
    private var tieredTier: TieredTier?
    /// Where its compiled code runs: an emulator, too, is one for all cases.
    private let execution: MethodExecution
    /// The conditions under which that is compiled.
    private var conditions = Conditions.usual
    private let faults: Faults
    private let choice: CompileChoice

    private let arenas: MachineArenas

    private var worlds = PreparedWorlds()

    /// Gas of frames' own work after which a run ends without a verdict.
    private let largestWork: Int64

    /// Seed of what a recorder leaves out of long trails; the same for all runs of a case.
    private static let trailSeed: UInt64 = 0x5379_6e63_6872_6f6d

    /// - Parameters:
    ///   - name: which tier runs, and how.
    ///   - largestWork: gas that frames may use together in one case.
    ///   - faults: mistakes of its compiler and of its machines; none but to prove a comparison.
    ///   - choice: what it compiles, and by which passes.
    /// - Throws: that this process has no room for a machine, or no emulator.
    package init(
        _ name: SubjectName, largestWork: Int64 = .max, faults: Faults = [],
        choice: CompileChoice = .all
    ) throws(SubjectFailure) {
        self.name = name
        self.largestWork = largestWork
        self.faults = faults
        self.choice = choice
        do {
            arenas = try MachineArenas()
        } catch {
            throw SubjectFailure("no room for a machine: \(error)")
        }
        execution = try name.methodExecution()
        try makeTier()
    }

    /// - Throws: that the subject's options cannot be obeyed.
    private func makeTier() throws(SubjectFailure) {
        compiledTier = try name.makeTier(
            execution, conditions: conditions, faults: faults, choice: choice)
        tieredTier = compiledTier as? TieredTier
    }

    /// Makes the tier anew where a case's code is to be made in another way.
    private func obey(_ wanted: Conditions) throws(SubjectFailure) {
        guard wanted.ofCode != conditions else { return }
        conditions = wanted.ofCode
        try makeTier()
    }

    package func run(_ item: Case, plan: RunPlan) throws(SubjectFailure) -> Outcome {
        try obey(item.directives.conditions)
        let machine = VirtualMachine(
            world: worlds.world(of: item.world), block: item.block, fork: item.fork, arenas: arenas,
            poison: compiledTier == nil ? nil : item.directives.conditions.poison, faults: faults)
        prepare(machine.machine, plan: plan)
        let compiledBefore = compiledTier?.effort.byteCount ?? 0
        let secondsBefore = compiledTier?.effort.seconds ?? 0
        let emulatedBefore = execution.emulatedSeconds
        var outcome = Outcome()
        CaseExecution(machine: machine, fork: item.fork).run(item.body, into: &outcome) {
            machine.machine.pointee.heads.begin(transaction: $0)
        }
        conclude(machine.machine, plan: plan, into: &outcome)
        outcome.conduct.compiledBytes = (compiledTier?.effort.byteCount ?? 0) - compiledBefore
        outcome.conduct.compileSeconds = (compiledTier?.effort.seconds ?? 0) - secondsBefore
        outcome.conduct.emulatedSeconds = execution.emulatedSeconds - emulatedBefore
        outcome.conduct.exits = compiledTier?.runner.takeExits() ?? MethodExitCounts()
        if let tieredTier {
            outcome.conduct.tieringEvents = tieredTier.eventCount
            outcome.conduct.usage = tieredTier.takeUsage()
            outcome.conduct.tiering = tieredTier.service.scheduler.takeStatistics()
            outcome.conduct.tiers.insert(.tiered)
            if outcome.conduct.usage.interpretedGas > 0 {
                outcome.conduct.tiers.insert(.interpreter)
            }
        }
        return outcome
    }

    private func prepare(_ machine: UnsafeMutablePointer<Machine>, plan: RunPlan) {
        machine.pointee.remainingWork = largestWork
        machine.pointee.tracer = plan.tracer
        machine.pointee.keepsFinalFrame = plan.wantsFinalFrame
        machine.pointee.compiledTier = compiledTier
        machine.pointee.frameObserver = tieredTier
        tieredTier?.measuresTime = plan.measuresTime
        compiledTier?.runner.beginRun()
        var events: [TieringEvent] = []
        switch plan.watch {
        case .off:
            machine.pointee.heads = HeadWatch(tier: name.tier ?? .interpreter)
        case .counting:
            machine.pointee.heads = HeadWatch.countingHeads()
        case .recording:
            machine.pointee.heads = HeadWatch(recordingWithSeed: Self.trailSeed)
        case .following(let trail, let switches, let forced, let firstTier):
            machine.pointee.heads = HeadWatch(following: trail, plan: switches, tier: firstTier)
            machine.pointee.heads.force(forced)
            events = forced.tiering
        }
        machine.pointee.heads.captureIndex = plan.captureIndex
        tieredTier?.beginCase(events)
    }

    private func conclude(
        _ machine: UnsafeMutablePointer<Machine>, plan: RunPlan, into outcome: inout Outcome
    ) {
        outcome.missingPrecompile = machine.pointee.unsupportedPrecompile.map { "\($0)" }
        if outcome.limit == nil {
            machine.pointee.heads.finish()
            outcome.stateRoot = machine.pointee.world.stateRoot()
            if plan.wantsAccounts { outcome.accounts = machine.pointee.world.contents() }
        }
        outcome.mismatch = machine.pointee.heads.mismatch
        outcome.overcharge = machine.pointee.heads.overcharge
        outcome.breakdown = compiledTier?.takeBreakdown()
        if largestWork != .max {
            outcome.conduct.work = largestWork - machine.pointee.remainingWork
        }
        outcome.captured = machine.pointee.heads.captured
        outcome.conduct.switches = machine.pointee.heads.switchCount
        outcome.conduct.helperExits = machine.pointee.heads.helperExitCount
        switch plan.watch {
        case .off: break
        case .counting: outcome.conduct.headCount = machine.pointee.heads.headCount
        case .recording: outcome.trail = machine.pointee.heads.takeTrail()
        case .following(let trail, let switches, _, let first):
            if machine.pointee.heads.hasRunCompiled { outcome.conduct.tiers.insert(.method) }
            // How much the interpreter runs because a schedule says so tells nothing.
            if switches.stays(in: first) { countInstructions(machine, trail, &outcome.conduct) }
        }
    }

    private func countInstructions(
        _ machine: UnsafeMutablePointer<Machine>, _ trail: Trail, _ conduct: inout Conduct
    ) {
        guard let compiled = machine.pointee.heads.compiledInstructions else { return }
        conduct.instructions = Int(clamping: trail.instructions)
        conduct.compiledInstructions = Int(clamping: compiled)
        let refusals = compiledTier?.runner.takeRefusals() ?? []
        // A profile may have had no reason to compile anything.
        guard tieredTier == nil, conduct.instructions > 0, compiled == 0 else { return }
        conduct.uncompiledBecause = refusals.map(\.text).sorted().joined(separator: "; ")
    }
}
