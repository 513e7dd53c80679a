package import VM

/// Runs a case on every subject and says what is to be said about it.
package final class CaseEvaluator {
    private let configuration: RunConfiguration
    private let reference: any Subject
    private let subjects: [any Subject]
    private var statistics = RunStatistics()
    /// A precompiled contract that the present case calls and that this program lacks.
    private var missingPrecompile: String?

    /// - Throws: that a subject cannot be made on this machine.
    package init(_ configuration: RunConfiguration) throws(SubjectFailure) {
        self.configuration = configuration
        reference = try SubjectFactory.make(configuration.reference)
        var subjects: [any Subject] = []
        for name in configuration.subjects where name != configuration.reference {
            var limits = OutsideLimits(caseTimeout: configuration.caseTimeout)
            if let memory = configuration.memory { limits.memory = memory }
            subjects.append(
                try SubjectFactory.make(name, faults: configuration.faults, limits: limits))
        }
        self.subjects = subjects
    }

    /// Hands out what the subjects did since this was last asked.
    package func takeStatistics() -> RunStatistics {
        defer { statistics = RunStatistics() }
        return statistics
    }

    /// Runs a case.
    package func evaluate(_ item: Case) -> CaseResult {
        var findings: [Finding] = []
        missingPrecompile = nil
        do throws(SubjectFailure) {
            findings = try self.findings(of: item)
        } catch {
            findings = [
                Finding(verdict: .noVerdict, subject: "", schedule: "", what: error.description)
            ]
        }
        let verdict = findings.map(\.verdict).max { $0.weight < $1.weight } ?? .pass
        var result = configuration.knownFailures.judge(
            CaseResult(name: item.name, verdict: verdict, findings: findings),
            missingPrecompile: missingPrecompile)
        // Counting lines takes time, and who looks for what is known to fail?
        if result.verdict.isBad || result.verdict == .noVerdict { result.location = item.location }
        return result
    }

    private func findings(of item: Case) throws(SubjectFailure) -> [Finding] {
        let compared = subjects.filter { item.isFor($0.name) }
        var plan = RunPlan(for: item)
        if !compared.isEmpty {
            plan.watch = .recording
            plan.wantsFinalFrame = true
        }
        let outcome = try reference.run(item, plan: plan)
        count(outcome, of: reference, item)
        missingPrecompile = outcome.missingPrecompile
        if let breakdown = outcome.breakdown {
            return [finding(.divergence, reference, "none", breakdown.text)]
        }
        if let limit = outcome.limit {
            return [finding(.noVerdict, reference, "none", limit)]
        }
        var findings: [Finding] = []
        let isWanted = configuration.subjects.contains(reference.name)
        if compared.isEmpty || isWanted && item.isFor(reference.name) {
            findings += judge(item, outcome, subject: reference, schedule: "none")
        }
        guard let trail = outcome.trail else { return findings }
        if let rise = trail.gasFinding {
            findings.append(finding(.divergence, reference, "none", rise))
        }
        for subject in compared {
            var comparison = Comparison(
                item: item, reference: reference, outcome: outcome, trail: trail,
                subject: subject)
            comparison.measuresTime = configuration.measuresTime
            findings += try run(comparison)
            if let limit = configuration.sweepLimit {
                let sweep = GasSweep(reference: reference, subject: subject, limit: limit)
                let result = try sweep.run(item)
                statistics.sweptAmounts += result.swept
                statistics.unsweptAmounts += result.leftOut
                findings += result.findings
            }
        }
        return findings
    }

    /// Runs a subject under every schedule that is asked for.
    private func run(_ comparison: Comparison) throws(SubjectFailure) -> [Finding] {
        let item = comparison.item
        let seed = NameHash.hash(item.name, seed: configuration.seed)
        let policies = item.directives.schedule.map { [$0] } ?? configuration.schedules
        var findings: [Finding] = []
        for policy in policies {
            var demands = DemandCheck(item.directives, subject: comparison.subject.name)
            let runs = ScheduleMaker.runs(
                policy, tier: comparison.subject.name.tier, trail: comparison.trail, seed: seed)
            for run in runs {
                let outcome = try comparison.run(run)
                count(outcome, of: comparison.subject, item)
                demands.add(outcome.conduct, of: run)
                if let difference = try comparison.divergence(outcome, of: run) {
                    findings.append(
                        finding(
                            .divergence, comparison.subject, run.label, difference.description))
                } else {
                    let seen = comparison.subject.mask.complete(
                        outcome, from: comparison.outcome)
                    findings += judge(
                        item, seen, subject: comparison.subject, schedule: run.label)
                }
            }
            findings += demands.unmet.map {
                finding(.unreached, comparison.subject, policy.name, $0)
            }
        }
        return findings
    }

    /// Holds an outcome against the case's expectations.
    private func judge(
        _ item: Case, _ outcome: Outcome, subject: any Subject, schedule: String
    ) -> [Finding] {
        if let limit = outcome.limit ?? outcome.unsupported {
            return [finding(.noVerdict, subject, schedule, limit)]
        }
        guard let failure = ExpectationCheck.firstFailure(of: item, outcome: outcome) else {
            return []
        }
        return [finding(.fail, subject, schedule, explain(failure, item, subject: subject))]
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

    private func finding(
        _ verdict: Verdict, _ subject: any Subject, _ schedule: String, _ what: String
    ) -> Finding {
        Finding(verdict: verdict, subject: subject.name.text, schedule: schedule, what: what)
    }

    private func count(_ outcome: Outcome, of subject: any Subject, _ item: Case) {
        statistics.add(outcome.conduct, of: subject.name, case: item.name)
    }
}

extension Case {
    /// Whether a subject is among those that the case names, if it names any.
    fileprivate func isFor(_ name: SubjectName) -> Bool {
        directives.tiers?.contains(where: name.isMeant(by:)) ?? true
    }
}

/// Makes subjects by name.
package enum SubjectFactory {
    /// Makes a subject.
    ///
    /// - Parameters:
    ///   - name: which.
    ///   - largestWork: gas that frames of a machine of ours may use together in one case.
    ///   - faults: mistakes of a machine of ours; none but to prove a comparison.
    ///   - choice: what its compiler compiles, and by which passes.
    ///   - limits: what a machine of others may take for a case.
    /// - Throws: that there is no such subject here.
    package static func make(
        _ name: SubjectName, largestWork: Int64 = .max, faults: Faults = [],
        choice: CompileChoice = .all, limits: OutsideLimits = OutsideLimits()
    ) throws(SubjectFailure) -> any Subject {
        if let outside = name.outside {
            return try OutsideSubject(name, outside, limits: limits)
        }
        return try MachineSubject(name, largestWork: largestWork, faults: faults, choice: choice)
    }
}
