import VM

/// Runs a case again with gas that ends exactly at each charge, one before and one after it.
///
/// Out of gas is where compilers that charge in advance go wrong: each run ends at another
/// instruction.
struct GasSweep {
    /// The most charge points of one case; of more, as many spread evenly.
    static let largestCount = 512

    /// After so many findings the rest of a case tells nothing new.
    private static let largestFindingCount = 8

    let reference: any Subject
    let subject: any Subject

    /// What differs, of a case that is one message or one transaction.
    func findings(of item: Case) throws(SubjectFailure) -> [Finding] {
        guard let gas = item.sweepableGas else { return [] }
        var findings: [Finding] = []
        for value in try gasValues(of: item, gas: gas) {
            findings += try compare(item.with(gas: value), gas: value)
            if findings.count >= Self.largestFindingCount { break }
        }
        return findings
    }

    private func compare(_ item: Case, gas: Int64) throws(SubjectFailure) -> [Finding] {
        var recording = RunPlan(for: item)
        recording.watch = .recording
        let outcome = try reference.run(item, plan: recording)
        guard let trail = outcome.trail, outcome.limit == nil else { return [] }
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
                    Finding(
                        verdict: .divergence, subject: subject.name.text,
                        schedule: "\(run.label), gas \(gas)", what: difference.description))
            }
        }
        return findings
    }

    /// Every amount of gas at which the lowest frame's run ends differently, and its neighbours.
    private func gasValues(of item: Case, gas: Int64) throws(SubjectFailure) -> [Int64] {
        let recorder = ChargeRecorder()
        var plan = RunPlan()
        plan.tracer = recorder
        _ = try reference.run(item, plan: plan)
        let points = recorder.remaining.map { gas - $0 }
        let count = min(points.count, Self.largestCount)
        var values: Set<Int64> = []
        for step in 0..<count {
            let point = points[step * points.count / count]
            values.formUnion([point - 1, point, point + 1])
        }
        return values.filter { $0 >= 0 && $0 <= gas }.sorted()
    }
}

extension Case {
    /// The gas of the case's only message or transaction; nil where there are several.
    fileprivate var sweepableGas: Int64? {
        switch body {
        case .message(let message): message.message.gas
        case .transactions(let all):
            all.count == 1 ? Int64(clamping: all[0].transaction.gasLimit) : nil
        }
    }

    /// The same case with another amount of gas.
    fileprivate func with(gas: Int64) -> Case {
        var changed = self
        switch body {
        case .message(var message):
            message.message.gas = gas
            changed.body = .message(message)
        case .transactions(var all):
            for index in all.indices { all[index].transaction.gasLimit = UInt64(gas) }
            changed.body = .transactions(all)
        }
        return changed
    }
}

/// Notes the gas that the lowest frame has left behind each of its instructions.
private final class ChargeRecorder: InstructionTracer {
    private(set) var remaining: [Int64] = []

    func didRun(_ step: TraceStep) {
        if step.depth == 1 { remaining.append(step.gas - step.gasCost) }
    }
}
