import Primitives
import VM

/// Runs a case on every subject, under every schedule, and says what is to be said about it.
package final class CaseEvaluator {
    private let configuration: RunConfiguration
    private let reference: any Subject
    private let subjects: [any Subject]
    /// What the subjects did so far.
    package private(set) var statistics = RunStatistics()

    /// - Throws: that a subject cannot be made on this machine.
    package init(_ configuration: RunConfiguration) throws(SubjectFailure) {
        self.configuration = configuration
        reference = try SubjectFactory.make(configuration.reference)
        var subjects: [any Subject] = []
        for name in configuration.subjects where name != configuration.reference {
            subjects.append(try SubjectFactory.make(name))
        }
        self.subjects = subjects
    }

    /// Runs a case.
    package func evaluate(_ item: Case) -> CaseResult {
        var findings: [Finding] = []
        do {
            findings = try findingsOfAllRuns(item)
        } catch {
            findings.append(
                Finding(
                    verdict: .noVerdict, subject: reference.name.text, schedule: "none",
                    what: error.description))
        }
        let verdict = findings.map(\.verdict).max { $0.weight < $1.weight } ?? .pass
        let result = CaseResult(
            name: item.name, verdict: verdict, findings: findings,
            location: verdict == .pass ? "" : item.location)
        return configuration.knownFailures.judge(result)
    }

    private func findingsOfAllRuns(_ item: Case) throws(SubjectFailure) -> [Finding] {
        let others = subjects.filter { item.directives.includes($0.name) }
        var plan = RunPlan(for: item)
        if !others.isEmpty { plan.watch = .record(seed: configuration.seed) }
        let outcome = try reference.run(item, plan: plan)
        var findings: [Finding] = []
        if configuration.subjects.contains(reference.name) {
            count(outcome, of: reference)
            if item.directives.includes(reference.name) || others.isEmpty {
                findings += judge(item, outcome, subject: reference, schedule: "none")
            }
        } else if let limit = outcome.limit {
            findings.append(noVerdict(limit, reference, "none"))
        }
        guard outcome.limit == nil else { return findings }
        for subject in others {
            findings += try compare(subject, with: outcome, item)
            if configuration.sweepsGas {
                findings += try GasSweep(reference: reference, subject: subject).findings(of: item)
            }
        }
        return findings
    }

    // MARK: Expectations

    /// Holds an outcome against the case's expectations.
    private func judge(
        _ item: Case, _ outcome: Outcome, subject: any Subject, schedule: String
    ) -> [Finding] {
        if let limit = outcome.limit { return [noVerdict(limit, subject, schedule)] }
        guard let failure = ExpectationCheck.firstFailure(of: item, outcome: outcome) else {
            return []
        }
        return [
            Finding(
                verdict: .fail, subject: subject.name.text, schedule: schedule,
                what: explain(failure, item, subject: subject))
        ]
    }

    private func noVerdict(_ limit: String, _ subject: any Subject, _ schedule: String) -> Finding {
        Finding(
            verdict: .noVerdict, subject: subject.name.text, schedule: schedule, what: limit)
    }

    /// Runs a failing case again with its accounts kept, where the fixture describes them.
    private func explain(_ failure: String, _ item: Case, subject: any Subject) -> String {
        guard item.expectation.describedState != nil, !item.expectation.needsAccounts else {
            return failure
        }
        var plan = RunPlan(for: item)
        plan.wantsAccounts = true
        guard let outcome = try? subject.run(item, plan: plan) else { return failure }
        return ExpectationCheck.firstFailure(of: item, outcome: outcome) ?? failure
    }

    // MARK: Schedules

    /// Runs a case on a subject under every schedule, and compares each run with the reference's.
    private func compare(
        _ subject: any Subject, with reference: Outcome, _ item: Case
    ) throws(SubjectFailure) -> [Finding] {
        guard let trail = reference.trail else { return [] }
        let policies = item.directives.schedule.map { [$0] } ?? configuration.schedules
        var findings: [Finding] = []
        var conduct = Conduct()
        for policy in policies {
            let runs = policy.runs(
                over: trail, tier: subject.name.tier, caseName: item.name,
                seed: configuration.seed)
            for run in runs {
                let outcome = try subject.run(item, plan: plan(item, run, trail))
                count(outcome, of: subject)
                conduct.merge(outcome.conduct)
                findings += divergence(
                    of: outcome, from: reference, subject: subject, item, run, trail)
            }
        }
        return findings + unmetDemands(item, conduct, subject)
    }

    private func plan(_ item: Case, _ run: ScheduledRun, _ trail: Trail) -> RunPlan {
        var plan = RunPlan(for: item)
        plan.watch = .follow(trail, run.plan, forcedExits: run.forcedExits, capture: nil)
        return plan
    }

    private func divergence(
        of outcome: Outcome, from reference: Outcome, subject: any Subject, _ item: Case,
        _ run: ScheduledRun, _ trail: Trail
    ) -> [Finding] {
        if let limit = outcome.limit { return [noVerdict(limit, subject, run.label)] }
        let what: String
        if let mismatch = outcome.mismatch {
            what = describe(mismatch, subject, item, run, trail)
        } else if let overcharge = outcome.overcharge {
            what = overcharge
        } else if let difference = Comparator.firstDifference(
            reference: reference, subject: outcome, mask: subject.mask)
        {
            what = difference.description
        } else {
            return []
        }
        return [
            Finding(
                verdict: .divergence, subject: subject.name.text, schedule: run.label, what: what)
        ]
    }

    /// Says what differs at the first wrong head, both runs repeated with its state kept.
    private func describe(
        _ mismatch: HeadMismatch, _ subject: any Subject, _ item: Case, _ run: ScheduledRun,
        _ trail: Trail
    ) -> String {
        var plan = RunPlan(for: item)
        plan.watch = .record(seed: configuration.seed, capture: mismatch.index)
        let expected = (try? reference.run(item, plan: plan))?.captured
        plan.watch = .follow(
            trail, run.plan, forcedExits: run.forcedExits, capture: mismatch.index)
        let actual = (try? subject.run(item, plan: plan))?.captured
        let head = mismatch.expected
        let place =
            "head \(mismatch.index) (frame \(head.frame), pc 0x\(String(head.pc, radix: 16)),"
            + " gas \(head.gas))"
        guard let expected, let actual else { return "\(place) was never reached" }
        let differences = actual.differences(from: expected)
        return differences.isEmpty
            ? "\(place) differs once and not when repeated"
            : "\(place): \(differences.joined(separator: "; "))"
    }

    private func unmetDemands(
        _ item: Case, _ conduct: Conduct, _ subject: any Subject
    ) -> [Finding] {
        item.directives.mustReach.filter { !conduct.meets($0, of: subject.name) }.map { demand in
            Finding(
                verdict: .unreached, subject: subject.name.text, schedule: "",
                what: "never reached: \(demand)"
                    + (conduct.missedEvents.isEmpty
                        ? "" : " (\(conduct.missedEvents.joined(separator: "; ")))"))
        }
    }

    private func count(_ outcome: Outcome, of subject: any Subject) {
        statistics.add(outcome.conduct, of: subject.name)
    }
}

extension Directives {
    /// Whether the case is for a subject.
    fileprivate func includes(_ name: SubjectName) -> Bool {
        tiers?.contains { $0 == name.text || $0 == name.tier.name } ?? true
    }
}

extension Conduct {
    fileprivate mutating func merge(_ other: Conduct) {
        tiers.formUnion(other.tiers)
        switches += other.switches
        missedEvents += other.missedEvents
        exits.formUnion(other.exits)
    }

    /// Whether a demand is met; one that is about another tier does not concern the subject.
    fileprivate func meets(_ demand: Demand, of subject: SubjectName) -> Bool {
        switch demand {
        case .tier(let tier): tiers.contains(tier) || subject.tier != tier
        case .everySwitch: missedEvents.isEmpty
        case .exit(let kind): exits.contains(kind) || subject.tier == .interpreter
        }
    }
}

/// Makes subjects by name.
package enum SubjectFactory {
    package static func make(_ name: SubjectName) throws(SubjectFailure) -> any Subject {
        MachineSubject(name)
    }
}
