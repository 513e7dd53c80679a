package import Primitives
package import VM

/// The first thing on which two outcomes differ.
package struct Difference: Equatable, Sendable, CustomStringConvertible {
    package var observable: Observable
    /// The transaction's index; 0 for a message.
    package var index: Int
    package var reference: String
    package var subject: String

    package var description: String {
        let place = index > 0 ? " of transaction \(index)" : ""
        return "\(observable.rawValue)\(place): \(subject), reference \(reference)"
    }
}

/// Compares what two subjects made of a case.
package enum Comparator {
    /// The first difference in the order of `Observable`, or nil if the outcomes agree.
    package static func firstDifference(
        reference: Outcome, subject: Outcome, mask: ComparisonMask = .none
    ) -> Difference? {
        let subject = mask.complete(subject, from: reference)
        for index in 0..<max(reference.results.count, subject.results.count) {
            guard index < reference.results.count, index < subject.results.count else {
                return Difference(
                    observable: .acceptance, index: index,
                    reference: "\(reference.results.count) results",
                    subject: "\(subject.results.count) results")
            }
            let difference = firstDifference(
                reference: reference.results[index], subject: subject.results[index],
                index: index, mask: mask)
            if let difference { return difference }
        }
        return stateDifference(reference: reference, subject: subject, mask: mask)
    }

    private static func firstDifference(
        reference: RunResult, subject: RunResult, index: Int, mask: ComparisonMask
    ) -> Difference? {
        // Almost always all is equal, and no text is made of anything.
        if reference == subject { return nil }
        let isHalt = reference.halt.map { !$0.isSuccess && $0 != .revert } ?? false
        for observable in Observable.allCases where !mask.hidden.contains(observable) {
            if isHalt && observable.isUndefinedAfterHalt { continue }
            guard let left = describe(observable, of: reference),
                let right = describe(observable, of: subject), left != right
            else { continue }
            return Difference(
                observable: observable, index: index, reference: left, subject: right)
        }
        return nil
    }

    /// A value as text; nil where it belongs to the state or was not asked for.
    private static func describe(_ observable: Observable, of result: RunResult) -> String? {
        switch observable {
        case .acceptance: result.rejection == nil ? "executed" : "rejected"
        case .rejectionReason: result.rejection?.rawValue ?? "none"
        case .status: result.halt.map { "\($0)" } ?? "not executed"
        case .gasLeft: "\(result.gasLeft)"
        case .gasUsed: "\(result.gasUsed)"
        case .refund: "\(result.refund)"
        case .output: Excerpt.bytes(result.output)
        case .createdAddress: result.createdAddress?.hexString ?? "none"
        case .logs: Excerpt.logs(result.logs)
        case .stack: result.stack.map(Excerpt.words)
        case .memory: result.memory.map(Excerpt.bytes)
        case .stateRoot, .accounts, .effects: nil
        }
    }

    private static func stateDifference(
        reference: Outcome, subject: Outcome, mask: ComparisonMask
    ) -> Difference? {
        if !mask.hidden.contains(.stateRoot), reference.stateRoot != subject.stateRoot {
            let accounts = AccountDifference.first(
                expected: reference.accounts, actual: subject.accounts)
            return Difference(
                observable: .stateRoot, index: 0, reference: reference.stateRoot.hex64String,
                subject: subject.stateRoot.hex64String + (accounts.map { " (\($0))" } ?? ""))
        }
        guard !mask.hidden.contains(.effects), reference.effects != subject.effects else {
            return nil
        }
        let (left, right) = (reference.effects, subject.effects)
        let index = zip(left, right).enumerated().first { $1.0 != $1.1 }?.offset ?? left.count
        return Difference(
            observable: .effects, index: index, reference: digest(left, index),
            subject: digest(right, index))
    }

    private static func digest(_ effects: [UInt64], _ index: Int) -> String {
        index < effects.count ? "digest \(String(effects[index], radix: 16))" : "none"
    }
}

/// Values as messages show them: short, but telling apart what differs.
package enum Excerpt {
    package static func bytes(_ bytes: [UInt8]) -> String {
        guard bytes.count > 40 else { return Hex.encode(bytes) }
        let start = Hex.encode(bytes.prefix(16))
        return "\(start)… (\(bytes.count) bytes, keccak \(Keccak256.hash(bytes).hex64String))"
    }

    package static func words(_ words: [Word256]) -> String {
        let shown = words.prefix(8).map(\.hexString).joined(separator: ", ")
        return words.count > 8
            ? "[\(shown), … \(words.count) words, \(digest(words))]" : "[\(shown)]"
    }

    private static func digest(_ words: [Word256]) -> String {
        "keccak \(Keccak256.hash(words.flatMap(\.bytes)).hex64String)"
    }

    package static func logs(_ logs: [Log]) -> String {
        let shown = logs.prefix(3).map(log).joined(separator: "; ")
        return "\(logs.count) logs"
            + (logs.isEmpty ? "" : " (\(shown)\(logs.count > 3 ? "; …" : ""))")
            + (logs.count > 3 ? " \(WorldLogs.hash(logs).hex64String)" : "")
    }

    private static func log(_ log: Log) -> String {
        let topics = log.topics.map(\.hexString).joined(separator: ", ")
        return "\(log.address.hexString) [\(topics)] \(bytes(log.data))"
    }
}

/// The hash by which fixtures compare logs.
package enum WorldLogs {
    package static func hash(_ logs: [Log]) -> Word256 {
        var encoder = RLPEncoder()
        encoder.appendList { list in
            for log in logs {
                list.appendList { fields in
                    fields.append(log.address)
                    fields.appendList { topics in
                        for topic in log.topics { topics.append(hash: topic) }
                    }
                    fields.append(log.data)
                }
            }
        }
        return Keccak256.hash(encoder.bytes)
    }
}
