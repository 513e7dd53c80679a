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

    package init(hiding hidden: Set<Observable> = []) { self.hidden = hidden }

    /// For our own tiers.
    package static let none = ComparisonMask()
}
