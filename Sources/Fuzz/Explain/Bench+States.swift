import Conformance
import Primitives
import VM

extension Bench {
    /// Both states where the sides differ, observable by observable: at the head, or at the end of
    /// the transaction.
    func states(_ found: Found) throws(SubjectFailure) -> [Explanation.Row] {
        let comparison = try comparison(on: name, .all)
        switch found.divergence.place {
        case .head(let index, _, _):
            guard let (wanted, actual) = try comparison.states(at: index, found.run) else {
                return []
            }
            return Self.rows(wanted, actual)
        case .end(let transaction):
            let actual = comparison.subject.mask.complete(
                try comparison.run(found.run), from: outcome)
            guard transaction < min(outcome.results.count, actual.results.count) else { return [] }
            return Self.rows(outcome.results[transaction], actual.results[transaction]) + [
                Self.row("state root", outcome.stateRoot.hex64String, actual.stateRoot.hex64String),
                Self.row(
                    "order of effects", Self.hex(outcome.effects[transaction]),
                    Self.hex(actual.effects[transaction])),
            ]
        case .charge, .conduct:
            return []
        }
    }

    private static func rows(_ reference: HeadState, _ subject: HeadState) -> [Explanation.Row] {
        [row("pc", reference.pc, subject.pc), row("gas", reference.gas, subject.gas)]
            + rows(topFirst: reference.stack.reversed(), subject.stack.reversed()) + [
                bytes("memory", reference.memory, subject.memory),
                bytes("return data", reference.returnData, subject.returnData),
                row("refund", reference.refund, subject.refund),
                row("journal", hex(reference.journal), hex(subject.journal)),
            ]
    }

    private static func rows(_ reference: RunResult, _ subject: RunResult) -> [Explanation.Row] {
        [
            row("status", reference.status, subject.status),
            row("gas used", reference.gasUsed, subject.gasUsed),
            row("refund", reference.refund, subject.refund),
            bytes("output", reference.output, subject.output),
        ] + logRows(reference.logs, subject.logs)
            + rows(topFirst: reference.stack ?? [], subject.stack ?? []) + [
                bytes("memory", reference.memory ?? [], subject.memory ?? [])
            ]
    }

    private static func logRows(_ reference: [Log], _ subject: [Log]) -> [Explanation.Row] {
        (0..<max(reference.count, subject.count)).map { index in
            row("log[\(index)]", text(reference, index), text(subject, index))
        }
    }

    private static func text(_ logs: [Log], _ index: Int) -> String {
        guard index < logs.count else { return "none" }
        let log = logs[index]
        let topics = log.topics.map(\.hexString).joined(separator: ", ")
        return "\(log.address) [\(topics)] \(Excerpt.bytes(log.data))"
    }

    /// The words of two stacks, numbered from the bottom.
    private static func rows(
        topFirst reference: [Word256], _ subject: [Word256]
    ) -> [Explanation.Row] {
        let height = max(reference.count, subject.count)
        return (0..<height).reversed().map { slot in
            row("stack[\(slot)]", word(reference, slot), word(subject, slot))
        }
    }

    private static func word(_ topFirst: [Word256], _ slot: Int) -> String {
        slot < topFirst.count ? topFirst[topFirst.count - 1 - slot].hexString : "none"
    }

    private static func bytes(
        _ name: String, _ reference: [UInt8], _ subject: [UInt8]
    ) -> Explanation.Row {
        row(name, Excerpt.bytes(reference), Excerpt.bytes(subject))
    }

    private static func hex(_ digest: UInt64) -> String { String(digest, radix: 16) }

    private static func row(
        _ name: String, _ reference: some Any, _ subject: some Any
    ) -> Explanation.Row {
        Explanation.Row(name: name, reference: "\(reference)", subject: "\(subject)")
    }
}
