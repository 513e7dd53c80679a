import VM

/// Runs a case again with gas that ends exactly at each charge, one before and one after it.
///
/// Out of gas is where compilers that charge in advance go wrong: each run ends at another
/// instruction, of whichever frame. Of several transactions one at a time has less. A run with less
/// gas may take another way, where a callee fails that did not; its charges are swept, too. Of code
/// that looks at its gas, amounts in between are tried besides.
struct GasSweep {
    /// After so many findings the rest of a case tells nothing new.
    private static let largestFindingCount = 8

    let reference: any Subject
    let subject: any Subject
    /// The most amounts of gas for one case; of more, as many spread evenly.
    let limit: Int

    /// What was swept, and what differs.
    struct Result {
        var findings: [Finding] = []
        /// Amounts of gas that the case was run with.
        var swept = 0
        /// Amounts that the limit left out.
        var leftOut = 0
    }

    /// An amount of gas for one of a case's transactions.
    private struct Amount: Hashable {
        let transaction: Int
        let gas: Int64
    }

    /// Runs a case with every amount of gas.
    ///
    /// Time grows with the square of the case's instructions: each charge asks for up to three
    /// amounts, and each amount for a run of the reference and one under every schedule.
    func run(_ item: Case) throws(SubjectFailure) -> Result {
        let (first, asksAgain) = try amounts(for: item)
        var result = Result()
        var queue: [Amount] = []
        for step in 0..<min(first.count, limit) {
            queue.append(first[step * first.count / min(first.count, limit)])
        }
        var known = Set(first)
        while result.swept < min(queue.count, limit) {
            let amount = queue[result.swept]
            result.swept += 1
            let changed = item.with(gas: amount.gas, of: amount.transaction)
            result.findings += try compare(changed, amount)
            if result.findings.count >= Self.largestFindingCount { break }
            guard asksAgain else { continue }
            queue += try amounts(for: changed, isFirst: false).amounts.filter {
                $0.transaction == amount.transaction && known.insert($0).inserted
            }
        }
        result.leftOut = known.count - result.swept
        return result
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
        for policy in [SchedulePolicy.none, .everyHead] {
            let runs = ScheduleMaker.runs(policy, tier: subject.name.tier, trail: trail, seed: 0)
            for run in runs {
                let actual = try comparison.run(run)
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
        _ subject: any Subject, _ label: String, _ amount: Amount, of item: Case, _ what: String
    ) -> Finding {
        let place = item.body.transactionCount > 1 ? " in transaction \(amount.transaction)" : ""
        return Finding(
            verdict: .divergence, subject: subject.name.text,
            schedule: "\(label), gas \(amount.gas)\(place)", what: what)
    }

    /// Every amount of gas with which a run like the case's ends at another charge, and its
    /// neighbours, in order; and whether a run with less gas may have other charges.
    private func amounts(
        for item: Case, isFirst: Bool = true
    ) throws(SubjectFailure) -> (amounts: [Amount], asksAgain: Bool) {
        let recorder = ChargeRecorder(fork: item.fork)
        var plan = RunPlan()
        plan.tracer = recorder
        plan.watch = .recording
        guard let trail = try reference.run(item, plan: plan).trail else { return ([], false) }
        let amounts = recorder.surpluses.flatMap { frame, surpluses in
            let transaction = Int(trail.frames[frame].transaction)
            let given = item.body.gas(of: transaction)
            let others = isFirst && recorder.readGas ? Self.between(given) : []
            let gas = surpluses.map { given - $0 } + others
            return Set(gas).filter { $0 >= 0 && $0 <= given }.sorted()
                .map { Amount(transaction: transaction, gas: $0) }
        }
        return (amounts, recorder.sawCallee || recorder.readGas)
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
