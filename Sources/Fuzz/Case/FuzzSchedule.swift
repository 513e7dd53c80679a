package import Conformance
package import VM

/// Where a run of a made-up case leaves its tier, and what happens to its code, by index into what
/// the reference run meets.
package struct FuzzSchedule: Equatable, Sendable {
    /// Compiled code is left at a helper, on one side of its effect.
    package struct HelperExit: Equatable, Sendable {
        /// The instruction's index among all that the reference run executes.
        package var step: Int
        package var moment: HelperMoment

        package init(step: Int, moment: HelperMoment) {
            self.step = step
            self.moment = moment
        }
    }

    /// Something happens to code, of a tiered subject.
    package struct Tiering: Equatable, Sendable {
        /// The driver's event, from 1.
        package var ordinal: Int
        package var action: TieringEvent.Action
        /// The ordinal of a frame that runs the code.
        package var frame: Int

        package init(ordinal: Int, action: TieringEvent.Action, frame: Int) {
            self.ordinal = ordinal
            self.action = action
            self.frame = frame
        }
    }

    /// Whether the run is left and entered again at every head; `switches` says nothing then.
    package var isEveryHead = false
    /// Changes of tier at heads of the trail, in its order.
    package var switches: [SwitchPlan.Switch] = []
    package var helperExits: [HelperExit] = []
    package var tiering: [Tiering] = []

    package init() {}

    package static let none = FuzzSchedule()

    package static let everyHead: FuzzSchedule = {
        var schedule = FuzzSchedule()
        schedule.isEveryHead = true
        return schedule
    }()

    /// How many events the schedule itself names; `every-head` names none.
    package var eventCount: Int {
        isEveryHead ? 0 : switches.count + helperExits.count + tiering.count
    }

    /// The run that the schedule stands for on a reference trail; what that lacks is left out.
    ///
    /// `steps` are the instructions of the reference run, where the schedule has helper exits;
    /// frames begin in `tier`, the subject's; without one, nothing of the schedule has a meaning.
    package func plannedRun(on trail: Trail, steps: [ReferenceStep], tier: Tier?) -> PlannedRun {
        guard let tier else {
            return PlannedRun(label: "none", plan: .none, firstTier: .interpreter)
        }
        let forced = Schedule(
            events: helperExits.compactMap { $0.event(in: steps, trail) },
            tiering: tier == .tiered ? tiering.compactMap { $0.event(on: trail) } : [])
        if isEveryHead {
            return PlannedRun(
                label: "every-head", plan: .everyHead(of: trail, in: tier), firstTier: tier,
                forced: forced)
        }
        let plan = SwitchPlan(switches: switches.filter { $0.head < trail.heads.count })
            .adapted(to: tier)
        return PlannedRun(label: "as written", plan: plan, firstTier: tier, forced: forced)
    }

    /// What is saved with a case for subjects of a tier: `none`, `every-head`, or the events as
    /// text.
    package func policy(
        on trail: Trail, steps: [ReferenceStep], fork: Fork, tier: Tier?
    ) -> SchedulePolicy {
        guard let tier else { return .none }
        let run = plannedRun(on: trail, steps: steps, tier: tier)
        if isEveryHead && helperExits.isEmpty && run.forced.tiering.isEmpty { return .everyHead }
        if run.plan.switches.isEmpty && run.forced.isEmpty { return .none }
        var schedule = run.plan.schedule(on: trail, fork: fork)
        schedule.events += run.forced.events
        schedule.tiering = run.forced.tiering
        return .fixed(schedule)
    }
}

/// An instruction that the reference run executed.
package struct ReferenceStep: Equatable, Sendable {
    package var frame: Int
    package var pc: Int
    package var byte: UInt8
    /// True gas before it.
    package var gas: Int64
}

extension FuzzSchedule.Tiering {
    fileprivate func event(on trail: Trail) -> TieringEvent? {
        guard frame < trail.frames.count else { return nil }
        return TieringEvent(
            ordinal: ordinal, action: action, codeHash: trail.frames[frame].code.hash)
    }
}

extension FuzzSchedule.HelperExit {
    fileprivate func event(in steps: [ReferenceStep], _ trail: Trail) -> ScheduleEvent? {
        guard step < steps.count else { return nil }
        let place = steps[step]
        guard let opcode = Opcode(rawValue: place.byte), place.frame < trail.frames.count else {
            return nil
        }
        return ScheduleEvent(
            transaction: Int(trail.frames[place.frame].transaction), frame: place.frame,
            gas: place.gas,
            action: .helperExit(pc: place.pc, helper: "\(opcode)", moment: moment))
    }
}
