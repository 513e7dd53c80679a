import Primitives
import VM

/// Runs a case again with gas that ends exactly at each charge, one before and one after it.
///
/// Out of gas is where precharging compilers go wrong: each run ends at another instruction.
struct GasSweep {
    /// The most charge points of one case; of more it takes evenly spaced ones.
    static let limit = 512

    let reference: any Subject
    let subject: any Subject

    /// What differs, for message-level cases; whole transactions have gas rules of their own.
    func findings(of item: Case) throws(SubjectFailure) -> [Finding] {
        guard case .message(let message) = item.body else { return [] }
        var findings: [Finding] = []
        for gas in try gasValues(of: item, gas: message.message.gas) {
            var changed = message
            changed.message.gas = gas
            var swept = item
            swept.body = .message(changed)
            findings += try compare(swept, gas: gas)
            if findings.count >= 8 { break }
        }
        return findings
    }

    private func compare(_ item: Case, gas: Int64) throws(SubjectFailure) -> [Finding] {
        var plan = RunPlan()
        plan.watch = .record(seed: 0)
        let expected = try reference.run(item, plan: plan)
        guard let trail = expected.trail, expected.limit == nil else { return [] }
        var findings: [Finding] = []
        for (label, switches) in [
            ("none", SwitchPlan.none), ("every-head", .everyHead(of: trail, in: subject.name.tier)),
        ] {
            var plan = RunPlan()
            plan.watch = .follow(trail, switches, forcedExits: nil, capture: nil)
            let actual = try subject.run(item, plan: plan)
            let what =
                actual.mismatch.map { "head \($0.index), pc \($0.expected.pc) is not matched" }
                ?? actual.overcharge
                ?? Comparator.firstDifference(
                    reference: expected, subject: actual, mask: subject.mask)?.description
            guard let what else { continue }
            findings.append(
                Finding(
                    verdict: .divergence, subject: subject.name.text,
                    schedule: "\(label), gas \(gas)", what: what))
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
        let step = max(1, points.count / Self.limit)
        var values: Set<Int64> = []
        for index in stride(from: 0, to: points.count, by: step) {
            values.formUnion([points[index] - 1, points[index], points[index] + 1])
        }
        return values.filter { $0 > 0 && $0 <= gas }.sorted()
    }
}

/// Notes the gas that the lowest frame has left behind each of its instructions.
private final class ChargeRecorder: InstructionTracer {
    private(set) var remaining: [Int64] = []

    func didRun(_ step: TraceStep) {
        guard step.depth == 1 else { return }
        remaining.append(step.gas - step.gasCost)
    }
}
