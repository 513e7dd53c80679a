import Primitives
package import VM

/// Runs a mix in several subjects at a time, each on its own machine, and compares them.
///
/// They take turns, some transactions each, in an order that rotates, so that what slows the
/// machine down slows all of them down.
package struct MixRun: Sendable {
    /// What one subject took, in each round.
    package struct Row: Sendable {
        package let name: SubjectName
        package fileprivate(set) var rounds: [MixFigures] = []
    }

    package private(set) var rows: [Row]
    /// Resident bytes of the process in the first round: at its start, then after each tenth.
    package private(set) var residentBytes: [Int] = []
    /// What was not as it has to be, the first thing of each subject and round.
    package private(set) var differences: [String] = []
    /// How many transactions of a round end in anything but success.
    package var failedCount: Int {
        reference.count { result in
            if case .ended(let halt) = result.status { !halt.isSuccess } else { true }
        }
    }

    private let plan: MixPlan
    private let faults: Faults
    /// What the first subject made of the first round.
    private var reference: [MixResult] = []
    private var referenceRoot = Word256.zero

    /// Runs everything.
    ///
    /// - Parameters:
    ///   - plan: what is run.
    ///   - names: the subjects; the first is what the others are compared with.
    ///   - faults: mistakes of their compilers; none but to prove a comparison.
    /// - Throws: what keeps a subject from running.
    package init(
        _ plan: MixPlan, in names: [SubjectName], faults: Faults = []
    ) throws(SubjectFailure) {
        self.plan = plan
        self.faults = faults
        rows = names.map { Row(name: $0) }
        for round in 0..<plan.configuration.roundCount { try run(round) }
    }

    private mutating func run(_ round: Int) throws(SubjectFailure) {
        var world = plan.accounts.makeWorld()
        _ = world.stateRoot()
        var lanes: [MixLane] = []
        for row in rows {
            lanes.append(try MixLane(row.name, plan, world: world, faults: faults))
        }
        let process = Clock.processSeconds()
        let thread = Clock.threadSeconds()
        let isMeasured = residentBytes.isEmpty
        if isMeasured { residentBytes.append(ProcessMemory.residentByteCount) }
        let (count, chunk) = (plan.draws.count, plan.configuration.chunk)
        for (turn, start) in stride(from: 0, to: count, by: chunk).enumerated() {
            let end = min(start + chunk, count)
            for place in lanes.indices {
                lanes[(place + turn + round) % lanes.count].run(start..<end)
            }
            if isMeasured, end * 10 / count > start * 10 / count {
                residentBytes.append(ProcessMemory.residentByteCount)
            }
        }
        var figures = lanes.map { $0.conclude() }
        let background =
            (Clock.processSeconds() - process) - (Clock.threadSeconds() - thread)
        share(background, among: &figures)
        for place in lanes.indices {
            rows[place].rounds.append(figures[place])
            compare(lanes[place], figures[place], round)
        }
    }

    /// Puts processor time of other threads down to the subjects that have some, by the time that
    /// their schedulers say they compiled.
    private func share(_ seconds: Double, among figures: inout [MixFigures]) {
        let places = rows.indices.filter { rows[$0].name.tiering?.compilation == .background }
        let all = places.reduce(0) { $0 + figures[$1].effort.seconds }
        guard all > 0 else { return }
        for place in places {
            figures[place].backgroundSeconds = seconds * figures[place].effort.seconds / all
        }
    }

    // MARK: Comparing

    private mutating func compare(_ lane: MixLane, _ figures: MixFigures, _ round: Int) {
        if reference.isEmpty {
            reference = lane.results
            referenceRoot = figures.stateRoot
        }
        if let difference = difference(lane, figures) {
            differences.append(round == 0 ? difference : "round \(round + 1): \(difference)")
        }
    }

    private func difference(_ lane: MixLane, _ figures: MixFigures) -> String? {
        let first = rows[0].name.text
        for (place, result) in lane.results.enumerated() where result != reference[place] {
            let what = reference[place].difference(from: result, (first, lane.name.text))
            let code = plan.codes[plan.entries[plan.draws[place]].code]
            return "transaction \(place + 1) (\(code)): \(what ?? "")"
        }
        if figures.stateRoot != referenceRoot {
            return "state root: \(referenceRoot.hex64String) in \(first), "
                + "\(figures.stateRoot.hex64String) in \(lane.name)"
        }
        if let found = lane.breakdown { return "\(lane.name) broke down: \(found)" }
        if figures.profileChecks.failureCount > 0 {
            return "\(lane.name): counters are no recount of the window at "
                + "\(figures.profileChecks.failureCount) of \(figures.profileChecks.count) steps"
        }
        return nil
    }
}
