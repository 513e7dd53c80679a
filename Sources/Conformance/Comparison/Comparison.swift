package import VM

/// One subject against the reference, on one case.
package struct Comparison {
    package let item: Case
    package let reference: any Subject
    package let outcome: Outcome
    package let trail: Trail
    package let subject: any Subject
    /// Whether the subject's time in each tier is measured.
    package var measuresTime = false

    package init(
        item: Case, reference: any Subject, outcome: Outcome, trail: Trail, subject: any Subject
    ) {
        self.item = item
        self.reference = reference
        self.outcome = outcome
        self.trail = trail
        self.subject = subject
    }

    /// Runs the subject as planned, following the reference's trail.
    package func run(_ run: PlannedRun) throws(SubjectFailure) -> Outcome {
        try subject.run(item, plan: plan(run))
    }

    private func plan(_ run: PlannedRun) -> RunPlan {
        var plan = RunPlan(for: item)
        plan.wantsFinalFrame = outcome.results.contains { $0.stack != nil }
        plan.measuresTime = measuresTime
        plan.watch = .following(trail, run.plan, forced: run.forced, firstTier: run.firstTier)
        return plan
    }

    /// The first difference between a run and the reference, explained; nil if they agree.
    ///
    /// A compiler that breaks down comes first. Then come heads: where one differs, what comes out
    /// at the end is but a consequence.
    package func divergence(
        _ actual: Outcome, of run: PlannedRun
    ) throws(SubjectFailure) -> Divergence? {
        if actual.unsupported != nil { return nil }
        if let misconduct = actual.misconduct {
            return Divergence(
                place: .conduct, fields: misconduct.fields, description: misconduct.text)
        }
        if let breakdown = actual.breakdown {
            return Divergence(
                place: .end(transaction: actual.results.count), fields: [breakdown.name],
                description: breakdown.text)
        }
        if let mismatch = actual.mismatch { return try explain(mismatch, run) }
        if let overcharge = actual.overcharge {
            return Divergence(place: .charge, fields: ["gas"], description: overcharge)
        }
        // The reference came to an end under the same limits.
        if let limit = actual.limit {
            return Divergence(
                place: .end(transaction: actual.results.count), fields: ["limit"],
                description: limit)
        }
        guard
            var difference = Comparator.firstDifference(
                reference: outcome, subject: actual, mask: subject.mask)
        else { return nil }
        if difference.observable == .stateRoot {
            difference = try withAccounts(run) ?? difference
        }
        return Divergence(
            place: .end(transaction: difference.index), fields: [difference.observable.rawValue],
            description: difference.description)
    }

    /// Runs both sides again to the head in question, and tells what is different there.
    private func explain(
        _ mismatch: HeadMismatch, _ run: PlannedRun
    ) throws(SubjectFailure) -> Divergence {
        let head = mismatch.expected
        let text = "at head \(mismatch.index) (frame \(head.frame), pc \(head.pc), gas \(head.gas))"
        let place = Divergence.Place.head(
            index: mismatch.index, frame: Int(head.frame), pc: Int(head.pc))
        switch mismatch.kind {
        case .missed:
            return Divergence(
                place: place, fields: ["missed"], description: "\(text): never reached")
        case .differs(let frame, let pc, let gas):
            guard frame == Int(head.frame), pc == Int(head.pc), gas == head.gas else {
                return Divergence(
                    place: place, fields: ["place"],
                    description: "\(text): frame \(frame), pc \(pc), gas \(gas) instead")
            }
            guard let (wanted, found) = try states(at: mismatch.index, run) else {
                return Divergence(
                    place: place, fields: ["state"], description: "\(text): the state differs")
            }
            let lines = found.differences(from: wanted)
            return Divergence(
                place: place, fields: found.differingFields(from: wanted),
                description: "\(text): "
                    + (lines.isEmpty
                        ? "the state differs, but not again" : lines.joined(separator: "; ")))
        }
    }

    /// The whole states of both sides at a head of the trail; nil where one does not come there.
    package func states(
        at head: Int, _ run: PlannedRun
    ) throws(SubjectFailure) -> (reference: HeadState, subject: HeadState)? {
        var recording = RunPlan(for: item)
        recording.watch = .recording
        recording.captureIndex = head
        var following = plan(run)
        following.captureIndex = head
        guard let wanted = try reference.run(item, plan: recording).captured,
            let found = try subject.run(item, plan: following).captured
        else { return nil }
        return (wanted, found)
    }

    /// The difference again, with the account in which the states differ.
    private func withAccounts(_ run: PlannedRun) throws(SubjectFailure) -> Difference? {
        var recording = RunPlan(for: item)
        recording.wantsAccounts = true
        var following = plan(run)
        following.wantsAccounts = true
        return Comparator.firstDifference(
            reference: try reference.run(item, plan: recording),
            subject: try subject.run(item, plan: following), mask: subject.mask)
    }
}

/// Whether the runs under one policy did what the case demands.
package struct DemandCheck {
    private let demands: [Demand]
    /// The tiers that can be asked for.
    private let possible: Set<Tier>
    private var tiers: Set<Tier> = []
    private var exits = MethodExitCounts()
    private var missed: [String] = []

    /// - Parameters:
    ///   - directives: the demands; what a profile comes to is asked only by cases that are for it.
    ///   - subject: that runs.
    package init(_ directives: Directives, subject: SubjectName) {
        // Nothing can be asked of a subject whose tiers nobody knows.
        demands = subject.tier == nil ? [] : directives.mustReach
        let isForAll = subject.tier == .tiered && directives.tiers == nil
        possible = isForAll ? [.tiered] : subject.tiers
    }

    package mutating func add(_ conduct: Conduct, of run: PlannedRun) {
        tiers.formUnion(conduct.tiers)
        exits.add(conduct.exits)
        missed += run.plan.notApplicable.map { "no place for '\($0.text)'" }
        let helperEvents = run.forced.events.count { event in
            switch event.action {
            case .helperExit: true
            case .enter: false
            }
        }
        // What is drawn at random need not have a place.
        let isTiered = run.isWritten && possible.isSuperset(of: [.tiered, .method])
        let counts = [
            (conduct.switches, run.plan.switches.count), (conduct.helperExits, helperEvents),
            (conduct.tieringEvents, isTiered ? run.forced.tiering.count : 0),
        ].map { (took: min($0, $1), due: $1) }
        if counts.contains(where: { $0.took < $0.due }) {
            missed.append(
                "\(counts.reduce(0) { $0 + $1.took }) of \(counts.reduce(0) { $0 + $1.due }) "
                    + "events took place")
        }
    }

    /// The demands that no run met, in words.
    package var unmet: [String] {
        demands.compactMap { demand in
            switch demand {
            case .tier(let tier):
                let isMissed = possible.contains(tier) && !tiers.contains(tier)
                return isMissed ? "never reached \(demand)" : nil
            case .everySwitch:
                return missed.isEmpty ? nil : "never reached \(demand): \(missed[0])"
            case .exit(let kind):
                let isMissed = possible.contains(.method) && exits[kind] == 0
                return isMissed ? "never reached \(demand)" : nil
            }
        }
    }
}
