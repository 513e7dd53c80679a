import VM

/// Runs a case again with gas that ends exactly at each charge, one before and one after it.
///
/// Out of gas is where compilers that charge in advance go wrong: each run ends at another
/// instruction, of whichever frame. Of several transactions one at a time has less. A run with less
/// gas may take another way, where a callee fails that did not; its charges are swept, too. Of code
/// that looks at its gas, amounts in between are tried besides.
package struct GasSweep {
    /// After so many findings the rest of a case tells nothing new.
    private static let largestFindingCount = 8

    let reference: any Subject
    let subject: any Subject
    /// The most amounts of gas for one case: of more, those of the first and last charge of each
    /// instruction, however many, and others spread evenly.
    let limit: Int

    package init(reference: any Subject, subject: any Subject, limit: Int) {
        self.reference = reference
        self.subject = subject
        self.limit = limit
    }

    /// What was swept, and what differs.
    package struct Result {
        package fileprivate(set) var findings: [Finding] = []
        /// Amounts of gas that the case was run with.
        package fileprivate(set) var swept = 0
        /// Amounts that the limit left out, of those that were asked for when it was reached.
        package fileprivate(set) var leftOut = 0
    }

    /// An amount of gas for one of a case's transactions.
    private struct Amount: Hashable, Comparable {
        let transaction: Int
        let gas: Int64

        static func < (one: Amount, other: Amount) -> Bool {
            (one.transaction, one.gas) < (other.transaction, other.gas)
        }
    }

    /// What a run asks for.
    private struct Amounts {
        var all: Set<Amount> = []
        /// Those of the first and last charge of each instruction.
        var edges: Set<Amount> = []
        /// Whether a run with less gas may have other charges.
        var asksAgain = false
    }

    /// Runs a case with every amount of gas.
    ///
    /// Time grows with the square of the case's instructions: each charge asks for up to three
    /// amounts, and each amount for a run of the reference and one under every schedule.
    package func run(_ item: Case) throws(SubjectFailure) -> Result {
        let first = try amounts(for: item)
        var result = Result()
        var queue = chosen(of: first)
        let most = max(limit, queue.count)
        var known = first.all
        while result.swept < min(queue.count, most) {
            let amount = queue[result.swept]
            result.swept += 1
            let changed = item.with(gas: amount.gas, of: amount.transaction)
            result.findings += try compare(changed, amount)
            if result.findings.count >= Self.largestFindingCount { break }
            guard first.asksAgain, queue.count < most else { continue }
            queue += try amounts(for: changed, isFirst: false).all.sorted().filter {
                $0.transaction == amount.transaction && known.insert($0).inserted
            }
        }
        result.leftOut = known.count - result.swept
        return result
    }

    /// All amounts, or so many as the limit allows.
    private func chosen(of found: Amounts) -> [Amount] {
        guard found.all.count > limit else { return found.all.sorted() }
        let others = found.all.subtracting(found.edges).sorted()
        let room = min(max(0, limit - found.edges.count), others.count)
        return found.edges.sorted() + (0..<room).map { others[$0 * others.count / room] }
    }

    private func compare(_ item: Case, _ amount: Amount) throws(SubjectFailure) -> [Finding] {
        var recording = RunPlan(for: item)
        recording.watch = .recording
        recording.wantsFinalFrame = true
        let outcome = try reference.run(item, plan: recording)
        guard let trail = outcome.trail, outcome.limit == nil else { return [] }
        if let rise = trail.gasFinding {
            return [finding(reference, "none", amount, of: item, rise)]
        }
        let comparison = Comparison(
            item: item, reference: reference, outcome: outcome, trail: trail, subject: subject)
        var findings: [Finding] = []
        let policies = subject.name.tier == nil ? [SchedulePolicy.none] : [.none, .everyHead]
        for policy in policies {
            let runs = ScheduleMaker.runs(policy, tier: subject.name.tier, trail: trail, seed: 0)
            for run in runs {
                let actual = try comparison.run(run)
                if let reason = actual.unsupported {
                    findings.append(
                        finding(subject, run.label, amount, of: item, reason, .noVerdict))
                    continue
                }
                guard let difference = try comparison.divergence(actual, of: run) else {
                    continue
                }
                findings.append(
                    finding(subject, run.label, amount, of: item, difference.description))
            }
        }
        return findings
    }

    private func finding(
        _ subject: any Subject, _ label: String, _ amount: Amount, of item: Case, _ what: String,
        _ verdict: Verdict = .divergence
    ) -> Finding {
        let place = item.body.transactionCount > 1 ? " in transaction \(amount.transaction)" : ""
        return Finding(
            verdict: verdict, subject: subject.name.text,
            schedule: "\(label), gas \(amount.gas)\(place)", what: what)
    }

    /// Every amount of gas with which a run like the case's ends at another charge, and its
    /// neighbours.
    private func amounts(
        for item: Case, isFirst: Bool = true
    ) throws(SubjectFailure) -> Amounts {
        let recorder = ChargeRecorder(fork: item.fork)
        var plan = RunPlan()
        plan.tracer = recorder
        plan.watch = .recording
        guard let trail = try reference.run(item, plan: plan).trail else { return Amounts() }
        var amounts = Amounts(asksAgain: recorder.sawCallee || recorder.readGas)
        for surpluses in recorder.surpluses {
            let transaction = Int(trail.frames[surpluses.frame].transaction)
            let given = item.body.gas(of: transaction)
            func amount(_ gas: Int64) -> Amount? {
                0...given ~= gas ? Amount(transaction: transaction, gas: gas) : nil
            }
            let others = isFirst && recorder.readGas ? Self.between(given) : []
            amounts.edges.formUnion(surpluses.edges.compactMap { amount(given - $0) })
            amounts.all.formUnion(surpluses.amounts.compactMap { amount(given - $0) })
            amounts.all.formUnion(others.compactMap(amount))
        }
        return amounts
    }

    /// Amounts below some gas, eight between each and half of it: code that looks at its gas may do
    /// anything with less, and some way with little gas can be missed all the same.
    private static func between(_ gas: Int64) -> [Int64] {
        var amounts: [Int64] = []
        var most = gas
        while most > 0 {
            amounts += (0..<8).map { most - most / 16 * $0 }
            most /= 2
        }
        return amounts
    }
}

extension Case {
    /// The same case with another amount of gas for one of its transactions.
    fileprivate func with(gas: Int64, of transaction: Int) -> Case {
        var changed = self
        changed.body.setGas(gas, of: transaction)
        return changed
    }
}
