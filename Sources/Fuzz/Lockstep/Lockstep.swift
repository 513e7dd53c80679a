import Primitives
package import VM

/// Runs cases in the interpreter and in a tier with compiled code, and compares them at every switch
/// and at the end.
///
/// A comparison at the end alone would let a wrong value hide that nothing reads; at a switch the
/// whole machine is compared, so a difference is found at the head where it first shows.
package struct Lockstep {
    /// The tier under test; what it compiles is kept from case to case.
    package let tier: any MethodRunningTier
    /// The tier that its frames have.
    private let frameTier: Tier

    package init(_ tier: any MethodRunningTier) {
        self.tier = tier
        frameTier = tier is TieredTier ? .tiered : .method
    }

    /// What the interpreter made of a case: what runs of the method tier are compared with.
    package struct Reference {
        package let item: LockstepCase
        package let trail: Trail
        package let result: MessageResult
        fileprivate let ending: Ending
    }

    /// What a run leaves in the world.
    fileprivate struct Ending: Equatable {
        let journal: UInt64
        let stateRoot: Word256
        let logsHash: Word256
        let refund: Int64
        /// The stack on which the lowest frame ended, which no head shows; undefined after a halt.
        let finalStack: [Word256]

        init(_ virtualMachine: VirtualMachine) {
            let machine = virtualMachine.machine
            journal = machine.pointee.world.journalHash
            stateRoot = machine.pointee.world.stateRoot()
            logsHash = machine.pointee.world.logsHash()
            refund = machine.pointee.world.refund
            finalStack = machine.pointee.finalFrame?.stack ?? []
        }
    }

    // MARK: Running

    /// Runs a case in the interpreter.
    package static func reference(_ item: LockstepCase) throws -> Reference {
        let virtualMachine = try item.makeMachine()
        virtualMachine.machine.pointee.heads = HeadWatch(recordingWithSeed: 0)
        virtualMachine.machine.pointee.keepsFinalFrame = true
        let result = virtualMachine.run(item.message)
        return Reference(
            item: item, trail: virtualMachine.machine.pointee.heads.takeTrail(), result: result,
            ending: Ending(virtualMachine))
    }

    /// Runs the case of a reference along a plan, and compares.
    ///
    /// Frames begin in the tier `first`; the helper exits in `forced` are forced besides.
    package func compare(
        _ reference: Reference, _ plan: SwitchPlan, first wanted: Tier? = nil,
        forcing forced: Schedule = Schedule()
    ) throws -> LockstepReport {
        let first = wanted ?? frameTier
        let run = try follow(reference, plan, first: first, forced, capture: nil)
        let machine = run.virtualMachine.machine
        machine.pointee.heads.finish()
        var report = LockstepReport()
        report.mismatch = machine.pointee.heads.mismatch
        report.switchCount = machine.pointee.heads.switchCount
        report.helperExitCount = machine.pointee.heads.helperExitCount
        report.compiledInstructions = machine.pointee.heads.compiledInstructions ?? 0
        report.differences = Self.differences(run.result, Ending(run.virtualMachine), reference)
        if let breakdown = tier.takeBreakdown() { report.differences.append(breakdown.text) }
        if let finding = reference.trail.gasFinding { report.differences.append(finding) }
        if let overcharge = machine.pointee.heads.overcharge {
            report.differences.append(overcharge)
        }
        if let mismatch = report.mismatch {
            report.differences.append(Self.text(mismatch))
            report.differences += try explain(mismatch, reference, plan, first: first, forced)
        }
        return report
    }

    /// Runs a case by every schedule that a policy stands for, and compares each run.
    package func check(
        _ reference: Reference, _ policy: SchedulePolicy,
        using generator: inout some RandomNumberGenerator
    ) throws -> LockstepReport {
        var total = LockstepReport()
        for (first, plan) in plans(policy, on: reference.trail, using: &generator) {
            var forced = Schedule()
            if case .fixed(let schedule) = policy { forced = schedule }
            let report = try compare(reference, plan, first: first, forcing: forced)
            total.add(report)
        }
        return total
    }

    private func follow(
        _ reference: Reference, _ plan: SwitchPlan, first: Tier, _ forced: Schedule, capture: Int?
    ) throws -> (virtualMachine: VirtualMachine, result: MessageResult) {
        let virtualMachine = try reference.item.makeMachine()
        let machine = virtualMachine.machine
        machine.pointee.compiledTier = tier
        if let tiered = tier as? TieredTier {
            tiered.beginCase(forced.tiering)
            machine.pointee.frameObserver = tiered
        }
        machine.pointee.keepsFinalFrame = true
        machine.pointee.heads = HeadWatch(following: reference.trail, plan: plan, tier: first)
        machine.pointee.heads.force(forced)
        machine.pointee.heads.captureIndex = capture
        return (virtualMachine, virtualMachine.run(reference.item.message))
    }

    // MARK: Schedules

    /// The tier in which frames begin, and the switches, for each schedule of a policy.
    private func plans(
        _ policy: SchedulePolicy, on trail: Trail,
        using generator: inout some RandomNumberGenerator
    ) -> [(first: Tier, plan: SwitchPlan)] {
        switch policy {
        case .none:
            return [(frameTier, .none)]
        case .everyHead:
            return [(frameTier, .everyHead(of: trail, in: frameTier))]
        case .alternate:
            return [
                (frameTier, .alternate(over: trail, first: .interpreter, second: frameTier)),
                (.interpreter, .alternate(over: trail, first: frameTier, second: .interpreter)),
            ]
        case .random(let count):
            return (0..<count).map { index in
                let plan = SwitchPlan.random(
                    over: trail, tiers: [.interpreter, frameTier], using: &generator)
                return (index.isMultiple(of: 2) ? frameTier : .interpreter, plan)
            }
        case .sweep:
            return trail.heads.indices.flatMap { head in
                [frameTier, .interpreter].map { first in
                    let other: Tier = first == frameTier ? .interpreter : frameTier
                    return (first, .single(at: head, of: trail, to: other))
                }
            }
        case .fixed(let schedule):
            return [(frameTier, SwitchPlan(schedule, on: trail))]
        }
    }

    // MARK: Differences

    private static func differences(
        _ result: MessageResult, _ ending: Ending, _ reference: Reference
    ) -> [String] {
        let expected = reference.result
        var lines: [String] = []
        func compare<Value: Equatable>(_ name: String, _ actual: Value, _ expected: Value) {
            guard actual != expected else { return }
            lines.append("\(name): \(actual) instead of \(expected)")
        }
        compare("outcome", result.outcome, expected.outcome)
        compare("gas left", result.gasLeft, expected.gasLeft)
        compare("output", Hex.encode(result.output), Hex.encode(expected.output))
        compare("state root", ending.stateRoot.hexString, reference.ending.stateRoot.hexString)
        compare("logs", ending.logsHash.hexString, reference.ending.logsHash.hexString)
        compare("refund", ending.refund, reference.ending.refund)
        compare("effects and accesses", ending.journal, reference.ending.journal)
        if case .ended(let halt) = result.outcome, halt.isSuccess || halt == .revert {
            compare("final stack", ending.finalStack, reference.ending.finalStack)
        }
        return lines
    }

    private static func text(_ mismatch: HeadMismatch) -> String {
        let head = mismatch.expected
        let place = "head \(mismatch.index) (frame \(head.frame), pc \(head.pc), gas \(head.gas))"
        switch mismatch.kind {
        case .missed: return "\(place) was not met"
        case .differs(let frame, let pc, let gas):
            return "\(place) differs; met frame \(frame), pc \(pc), gas \(gas)"
        }
    }

    /// Runs both tiers again to see their whole states where they first differ.
    private func explain(
        _ mismatch: HeadMismatch, _ reference: Reference, _ plan: SwitchPlan, first: Tier,
        _ forced: Schedule
    ) throws -> [String] {
        let again = try reference.item.makeMachine()
        again.machine.pointee.heads = HeadWatch(recordingWithSeed: 0)
        again.machine.pointee.heads.captureIndex = mismatch.index
        _ = again.run(reference.item.message)
        let run = try follow(reference, plan, first: first, forced, capture: mismatch.index)
        guard let expected = again.machine.pointee.heads.captured,
            let actual = run.virtualMachine.machine.pointee.heads.captured
        else { return [] }
        return actual.differences(from: expected)
    }
}

extension LockstepReport {
    /// Joins the report of a further run of the same case.
    fileprivate mutating func add(_ other: LockstepReport) {
        differences += other.differences
        mismatch = mismatch ?? other.mismatch
        switchCount += other.switchCount
        helperExitCount += other.helperExitCount
        compiledInstructions += other.compiledInstructions
    }
}
