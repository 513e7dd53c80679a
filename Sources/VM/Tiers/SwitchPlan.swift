/// Where, on a reference trail, a run leaves its tier, and where it goes on.
///
/// A schedule's head events, looked up in the trail: valid switch points are the true-gas values
/// of heads on it and nothing else.
package struct SwitchPlan: Sendable {
    /// One switch: at the trail's head with this index, go on in this tier.
    package struct Switch: Equatable, Sendable {
        package var head: Int
        package var tier: Tier

        package init(head: Int, tier: Tier) {
            self.head = head
            self.tier = tier
        }
    }

    /// The switches, in the order of the trail.
    package private(set) var switches: [Switch]

    /// Events that name a place which the trail does not have.
    package private(set) var notApplicable: [ScheduleEvent] = []

    /// - Parameter switches: in the order of the trail.
    package init(switches: [Switch]) {
        self.switches = switches
    }

    /// No switch.
    package static let none = SwitchPlan(switches: [])

    /// Every head of the trail; compiled code is left and entered again at each.
    package static func everyHead(of trail: Trail, in tier: Tier) -> SwitchPlan {
        SwitchPlan(switches: trail.heads.indices.map { Switch(head: $0, tier: tier) })
    }

    /// A change of tier at every head, beginning with `first`.
    package static func alternate(over trail: Trail, first: Tier, second: Tier) -> SwitchPlan {
        SwitchPlan(
            switches: trail.heads.indices.map {
                Switch(head: $0, tier: $0.isMultiple(of: 2) ? first : second)
            })
    }

    /// One change of tier at one head.
    package static func single(at head: Int, of trail: Trail, to tier: Tier) -> SwitchPlan {
        SwitchPlan(switches: head < trail.heads.count ? [Switch(head: head, tier: tier)] : [])
    }

    /// Random changes of tier, at about one head in eight, at least one where there is a head.
    package static func random(
        over trail: Trail, tiers: [Tier], using generator: inout some RandomNumberGenerator
    ) -> SwitchPlan {
        guard let first = trail.heads.indices.randomElement(using: &generator) else { return .none }
        var switches: [Switch] = []
        for head in trail.heads.indices
        where head == first || UInt8.random(in: 0..<8, using: &generator) == 0 {
            guard let tier = tiers.randomElement(using: &generator) else { break }
            switches.append(Switch(head: head, tier: tier))
        }
        return SwitchPlan(switches: switches)
    }

    /// The head events of a schedule, each normalised to the first head at or below its gas.
    ///
    /// Of several that come to one head the last counts.
    package init(_ schedule: Schedule, on trail: Trail) {
        var tiers: [Int: Tier] = [:]
        for event in schedule.events {
            switch event.action {
            case .helperExit:
                if !trail.agrees(with: event) { notApplicable.append(event) }
            case .enter(let tier):
                if trail.agrees(with: event),
                    let head = trail.firstHead(ofFrame: event.frame, atOrBelow: event.gas)
                {
                    tiers[head] = tier
                } else {
                    notApplicable.append(event)
                }
            }
        }
        switches = tiers.sorted { $0.key < $1.key }.map { Switch(head: $0.key, tier: $0.value) }
    }

    /// Whether no switch leads out of the tier.
    package func stays(in tier: Tier) -> Bool { switches.allSatisfy { $0.tier == tier } }

    /// The plan for a subject of this tier: where no profile decides, tiered frames are the
    /// subject's own.
    package func adapted(to tier: Tier) -> SwitchPlan {
        var plan = self
        for index in switches.indices where switches[index].tier == .tiered {
            plan.switches[index].tier = tier
        }
        return plan
    }

    /// The plan as a schedule: what is saved with a case.
    package func schedule(on trail: Trail, fork: Fork) -> Schedule {
        Schedule(
            fork: fork,
            events: switches.map {
                let head = trail.heads[$0.head]
                return ScheduleEvent(
                    transaction: Int(trail.frames[Int(head.frame)].transaction),
                    frame: Int(head.frame), gas: head.gas, action: .enter($0.tier))
            })
    }
}
