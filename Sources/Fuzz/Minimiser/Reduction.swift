import Conformance
import VM

/// A way to make a case smaller.
protocol Reducer: Sendable {
    /// Tries every smaller case of its kind and keeps those that still hold.
    ///
    /// What it keeps is smaller in an order in which nothing is smaller for ever, so that
    /// repeating all reducers comes to an end.
    func reduce(_ reduction: Reduction) throws(SubjectFailure)
}

/// A case on its way to become small: the smallest so far, and what is to stay true of it.
final class Reduction {
    /// What is to stay true of a case.
    typealias Predicate = (FuzzCase) throws(SubjectFailure) -> Bool

    private(set) var item: FuzzCase
    /// How often the case became smaller.
    private(set) var changes = 0
    private var runs = 0
    private let runner: DifferentialRunner?
    private let largestRunCount: Int
    private let deadline: Double
    private let holds: Predicate
    private let progress: ((FuzzCase, Int) -> Void)?

    init(
        _ item: FuzzCase, runner: DifferentialRunner?, largestRunCount: Int, deadline: Double,
        holds: @escaping Predicate, progress: ((FuzzCase, Int) -> Void)?
    ) {
        self.item = item
        self.runner = runner
        self.largestRunCount = largestRunCount
        self.deadline = deadline
        self.holds = holds
        self.progress = progress
    }

    /// Whether no runs or no time is left: nothing is accepted any more.
    var isSpent: Bool { runs >= largestRunCount || Clock.now() > deadline }

    /// The tier in which the subject's frames begin.
    var tier: Tier { runner?.subject.name.tier ?? .method }

    /// Schedules that keep their meaning when code changes.
    var steadySchedules: [FuzzSchedule] {
        let plain = [FuzzSchedule.none, .everyHead]
        return tier == .tiered ? plain + plain.map(\.compilingEarly) : plain
    }

    /// The heads and frames of a case in the reference; nil where it comes to no end, or may not be
    /// run.
    func trail(of item: FuzzCase) throws(SubjectFailure) -> Trail? {
        try runner?.record(item).outcome.trail
    }

    /// Takes a case in place of the present one if it holds.
    func attempt(_ candidate: FuzzCase) throws(SubjectFailure) -> Bool {
        guard !isSpent else { return false }
        runs += 1
        guard try holds(candidate) else { return false }
        item = candidate
        changes += 1
        progress?(candidate, runs)
        return true
    }

    /// The same of a case whose code has become shorter, so that the places of its schedule may
    /// have moved towards the beginning.
    func attemptMoved(_ candidate: FuzzCase) throws(SubjectFailure) -> Bool {
        for schedule in candidate.schedule.movedToBeginning {
            if try attempt(candidate.scheduled(schedule)) { return true }
        }
        return false
    }

    /// The same of a case that runs so differently that its schedule means nothing any more.
    func attemptAnew(_ candidate: FuzzCase) throws(SubjectFailure) -> Bool {
        // Which frame runs what is told by its number.
        let hasFrames = !candidate.schedule.tiering.isEmpty
        if try hasFrames ? attemptMoved(candidate) : attempt(candidate) { return true }
        for schedule in steadySchedules where candidate.schedule != schedule {
            if try attempt(candidate.scheduled(schedule)) { return true }
        }
        return false
    }

    /// Applies a change and takes the result if it holds; true if it did.
    @discardableResult
    func attempt(_ change: (inout FuzzCase) -> Void) throws(SubjectFailure) -> Bool {
        var candidate = item
        change(&candidate)
        return try attempt(candidate)
    }
}

/// Dropping elements of lists.
enum ListReduction {
    /// Drops what can be dropped, halves first, then ever fewer at once, until no single element
    /// can be left out.
    ///
    /// - Parameters:
    ///   - list: all elements.
    ///   - attempt: says whether a shorter list will do.
    /// - Throws: what `attempt` throws.
    static func drop<Element>(
        from list: [Element], attempt: ([Element]) throws(SubjectFailure) -> Bool
    ) throws(SubjectFailure) {
        var list = list
        var size = max(1, list.count / 2)
        while !list.isEmpty {
            var hasDropped = false
            var end = list.count
            while end > 0 {
                let start = max(0, end - size)
                var shorter = list
                shorter.removeSubrange(start..<end)
                if try attempt(shorter) {
                    list = shorter
                    hasDropped = true
                }
                end = start
            }
            if size > 1 {
                size /= 2
            } else if !hasDropped {
                return
            }
        }
    }
}

extension FuzzSchedule {
    /// The schedule, with the code of the first frames compiled when it is met.
    fileprivate var compilingEarly: FuzzSchedule {
        var schedule = self
        schedule.tiering = (0..<8).map { Tiering(ordinal: 1, action: .compile, frame: $0) }
        return schedule
    }

    /// The schedule itself, and with all its places some heads, instructions and events earlier.
    fileprivate var movedToBeginning: [FuzzSchedule] {
        let heads = isEveryHead || switches.isEmpty ? 0 : 2
        let steps = helperExits.isEmpty ? 0 : 4
        let events = tiering.isEmpty ? 0 : 2
        let frames = tiering.allSatisfy { $0.frame == 0 } ? 0 : 1
        return (0...heads).flatMap { heads in
            (0...steps).flatMap { steps in
                (0...events).flatMap { events in
                    (0...frames).map {
                        moved(heads: heads, steps: steps).moved(events: events, frames: $0)
                    }
                }
            }
        }
    }

    private func moved(events: Int, frames: Int) -> FuzzSchedule {
        var schedule = self
        for index in tiering.indices {
            schedule.tiering[index].ordinal = max(1, tiering[index].ordinal - events)
            schedule.tiering[index].frame = max(0, tiering[index].frame - frames)
        }
        return schedule
    }

    private func moved(heads: Int, steps: Int) -> FuzzSchedule {
        var schedule = self
        for index in switches.indices {
            schedule.switches[index].head = max(0, switches[index].head - heads)
        }
        for index in helperExits.indices {
            schedule.helperExits[index].step = max(0, helperExits[index].step - steps)
        }
        return schedule
    }
}
