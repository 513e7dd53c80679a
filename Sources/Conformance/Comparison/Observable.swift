package import VM

/// Something about a run that two subjects must agree on, in the order in which it is compared.
///
/// This file is the policy: what is compared at the end of a case, and what an outside subject may
/// keep to itself. Between our own tiers nothing is masked.
package enum Observable: String, CaseIterable, Sendable {
    case acceptance
    case rejectionReason = "rejection reason"
    case status
    case gasLeft = "gas left"
    case gasUsed = "gas used"
    case refund
    case output
    case createdAddress = "created address"
    case logs
    case stack
    case memory
    case stateRoot = "state root"
    case accounts
    case effects = "order of effects and accesses"

    /// What the EVM leaves undefined after an exceptional halt, and is not compared then.
    ///
    /// The frame is gone and with it its operand stack and memory; a failed message has no output
    /// and no refund, which is compared.
    package var isUndefinedAfterHalt: Bool {
        switch self {
        case .stack, .memory: true
        case .acceptance, .rejectionReason, .status, .gasLeft, .gasUsed, .refund, .output,
            .createdAddress, .logs, .stateRoot, .accounts, .effects:
            false
        }
    }
}

/// What a subject does not expose; a property of the subject, never of the comparison.
package struct ComparisonMask: Sendable {
    package let hidden: Set<Observable>
    /// Ends of a run that the subject does not tell apart.
    package let alike: [Set<Halt>]

    package init(hiding hidden: Set<Observable> = [], alike: [Set<Halt>] = []) {
        self.hidden = hidden
        self.alike = alike
    }

    /// For our own tiers.
    package static let none = ComparisonMask()

    /// Whether everything is exposed.
    private var isEmpty: Bool { hidden.isEmpty && alike.isEmpty }

    /// What a subject came to, with what it does not expose as the reference has it.
    package func complete(_ subject: Outcome, from reference: Outcome) -> Outcome {
        guard !isEmpty else { return subject }
        var complete = subject
        if hidden.contains(.effects) { complete.effects = reference.effects }
        for index in 0..<min(subject.results.count, reference.results.count) {
            fill(&complete.results[index], from: reference.results[index])
        }
        return complete
    }

    private func fill(_ result: inout RunResult, from reference: RunResult) {
        if hidden.contains(.stack) { result.stack = reference.stack }
        if hidden.contains(.memory) { result.memory = reference.memory }
        guard let halt = result.halt, let wanted = reference.halt else { return }
        let isNamed = !result.hasUnnamedHalt
        let isSame =
            isNamed
            ? alike.contains { $0.isSuperset(of: [halt, wanted]) } : wanted.isExceptional
        if isSame { result.halt = wanted }
        if isSame || isNamed { result.hasUnnamedHalt = false }
    }
}

extension Halt {
    /// Whether a frame that ended so has no gas and no output.
    package var isExceptional: Bool { !isSuccess && self != .revert }
}
