import Primitives
import VM

/// Holds what came out of a case against what it expects.
package enum ExpectationCheck {
    /// The first expectation that is not met, in words; nil if all are.
    package static func firstFailure(of item: Case, outcome: Outcome) -> String? {
        if let precompile = outcome.missingPrecompile {
            return "calls the precompiled contract \(precompile), which is not implemented"
        }
        let expectation = item.expectation
        let isSingle = expectation.results.count == 1
        for (index, expected) in expectation.results.enumerated() {
            guard index < outcome.results.count else {
                return "\(outcome.results.count) results, expected \(expectation.results.count)"
            }
            if let failure = failure(expected, outcome.results[index]) {
                return isSingle ? failure : "transaction \(index): \(failure)"
            }
        }
        return accountFailure(item, outcome) ?? rootFailure(expectation, outcome)
    }

    private static func failure(_ expected: ResultExpectation, _ actual: RunResult) -> String? {
        if let status = expected.status, let failure = statusFailure(status, actual) {
            return failure
        }
        if let output = expected.output, output != actual.output {
            return "output \(Excerpt.bytes(actual.output)), expected \(Excerpt.bytes(output))"
        }
        if let gas = expected.gasUsed, gas != actual.gasUsed {
            return "gas used \(actual.gasUsed), expected \(gas)"
        }
        if let gas = expected.gasLeft, Int64(exactly: gas) != actual.gasLeft {
            return "gas left \(actual.gasLeft), expected \(gas)"
        }
        if let refund = expected.refund, refund != actual.refund {
            return "refund \(actual.refund), expected \(refund)"
        }
        return frameFailure(expected, actual) ?? logFailure(expected, actual)
    }

    private static func statusFailure(
        _ expected: StatusExpectation, _ actual: RunResult
    ) -> String? {
        switch expected {
        case .accepted:
            return actual.rejection == nil ? nil : "\(actual.status), expected to be executed"
        case .rejected(let names):
            guard let rejection = actual.rejection else {
                return "\(actual.status), expected to be rejected\(names.map { " (\($0))" } ?? "")"
            }
            guard let names, !rejection.answers(to: names) else { return nil }
            return "\(actual.status), expected to be rejected for \(names)"
        case .success:
            if actual.rejection == nil, actual.halt?.isSuccess == true { return nil }
            return "\(actual.status), expected success"
        case .revert:
            return actual.halt == .revert ? nil : "\(actual.status), expected revert"
        case .failure:
            if let halt = actual.halt, !halt.isSuccess, halt != .revert { return nil }
            return "\(actual.status), expected an exceptional halt"
        case .halted(let halt):
            return actual.halt == halt ? nil : "\(actual.status), expected \(halt)"
        }
    }

    private static func frameFailure(
        _ expected: ResultExpectation, _ actual: RunResult
    ) -> String? {
        if let stack = expected.stack, stack != actual.stack {
            let found = actual.stack.map(Excerpt.words) ?? "unknown"
            return "stack \(found), expected \(Excerpt.words(stack))"
        }
        if let memory = expected.memory, memory != actual.memory {
            let found = actual.memory.map(Excerpt.bytes) ?? "unknown"
            return "memory \(found), expected \(Excerpt.bytes(memory))"
        }
        return nil
    }

    private static func logFailure(
        _ expected: ResultExpectation, _ actual: RunResult
    ) -> String? {
        if let logs = expected.logs, logs != actual.logs {
            return "\(Excerpt.logs(actual.logs)), expected \(Excerpt.logs(logs))"
        }
        if let hash = expected.logsHash, hash != WorldLogs.hash(actual.logs) {
            return "\(Excerpt.logs(actual.logs)) with the hash "
                + "\(WorldLogs.hash(actual.logs).hex64String), expected \(hash.hex64String)"
        }
        return nil
    }

    private static func accountFailure(_ item: Case, _ outcome: Outcome) -> String? {
        let expectation = item.expectation
        guard expectation.needsAccounts else { return nil }
        // An official post-state lists every account; a suite speaks of some, and to it an empty
        // account and none are the same from EIP-161 on.
        let emptyIsNone = item.fork >= .spuriousDragon && !expectation.accountsAreAll
        let accounts = outcome.accounts ?? []
        let byAddress = Dictionary(
            accounts.map { ($0.address, $0.content) }, uniquingKeysWith: { $1 })
        for expected in expectation.accounts {
            var actual = byAddress[expected.address]
            if emptyIsNone, actual ?? AccountContent() == AccountContent() {
                actual = expected.exists ? AccountContent() : nil
            }
            // What a suite says about storage alone holds of an account that does not exist, too.
            if actual == nil, expected.storage?.isEmpty == true, expected.saysStorageOnly {
                continue
            }
            if let failure = AccountDifference.first(expected, actual: actual) { return failure }
        }
        guard expectation.accountsAreAll else { return nil }
        let known = Set(expectation.accounts.map(\.address))
        return accounts.first { !known.contains($0.address) }.map {
            "account \($0.address.hexString): exists, expected none"
        }
    }

    private static func rootFailure(_ expectation: Expectation, _ outcome: Outcome) -> String? {
        guard let root = expectation.stateRoot, root != outcome.stateRoot else { return nil }
        let end = outcome.results.map(\.status).joined(separator: ", ")
        var message = "state root \(outcome.stateRoot.hex64String), expected \(root.hex64String)"
        if let described = expectation.describedState, outcome.accounts != nil,
            let accounts = try? AccountReader.accounts(described),
            let difference = AccountDifference.first(expected: accounts, actual: outcome.accounts)
        {
            message += "; \(difference)"
        }
        return message + " (ended with \(end))"
    }
}

extension AccountExpectation {
    fileprivate var saysStorageOnly: Bool { nonce == nil && balance == nil && code == nil }
}
