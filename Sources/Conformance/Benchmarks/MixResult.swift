import Primitives
package import VM

/// What came of one transaction of a mix, as much as subjects are compared by.
package struct MixResult: Hashable, Sendable {
    /// How it ended.
    package enum Status: Hashable, Sendable {
        case ended(Halt)
        case rejected(TransactionRejection)
        /// By a limit of this program.
        case limit
    }

    package let status: Status
    package let gasUsed: UInt64
    package let outputDigest: UInt64
    /// Of all effects and accesses, in order; nil of a subject that does not tell them.
    package let effectDigest: UInt64?

    /// What an outside EVM made of a transaction.
    package init(
        status: Status, gasUsed: UInt64, outputDigest: UInt64, effectDigest: UInt64? = nil
    ) {
        self.status = status
        self.gasUsed = gasUsed
        self.outputDigest = outputDigest
        self.effectDigest = effectDigest
    }

    package init(_ result: TransactionResult, effectDigest: UInt64?) {
        var digest = Digest64()
        switch result {
        case .executed(let receipt):
            status = .ended(receipt.halt)
            gasUsed = receipt.gasUsed
            digest.mix(receipt.output)
        case .rejected(let reason):
            status = .rejected(reason)
            gasUsed = 0
        case .resourceLimit:
            status = .limit
            gasUsed = 0
        }
        outputDigest = digest.finalize()
        self.effectDigest = effectDigest
    }

    /// Compares with the result of another subject.
    ///
    /// - Parameters:
    ///   - other: the other's.
    ///   - names: of the two subjects, this one's first.
    /// - Returns: what is different, and how; nil if nothing is.
    func difference(from other: MixResult, _ names: (String, String)) -> String? {
        func said(_ what: String, _ mine: some Any, _ others: some Any) -> String {
            "\(what): \(mine) in \(names.0), \(others) in \(names.1)"
        }
        let tellsAll = effectDigest != nil && other.effectDigest != nil
        guard tellsAll ? status == other.status : status.isLike(other.status) else {
            return said("status", status, other.status)
        }
        if gasUsed != other.gasUsed { return said("gas used", gasUsed, other.gasUsed) }
        if outputDigest != other.outputDigest {
            return said("digest of the output", outputDigest, other.outputDigest)
        }
        guard let mine = effectDigest, let others = other.effectDigest, mine != others else {
            return nil
        }
        return said("digest of the effects", mine, others)
    }
}

extension MixResult.Status {
    /// Whether it is the same to an EVMC machine, which knows success, revert and failures of which
    /// it may not say which.
    fileprivate func isLike(_ other: MixResult.Status) -> Bool {
        guard case .ended(let one) = self, case .ended(let two) = other else {
            return self == other
        }
        return one == two || one.isSuccess && two.isSuccess
            || !one.isSuccess && !two.isSuccess && one != .revert && two != .revert
    }
}

extension MixResult.Status: CustomStringConvertible {
    package var description: String {
        switch self {
        case .ended(let halt): "\(halt)"
        case .rejected(let reason): "rejected: \(reason)"
        case .limit: "a limit of this program"
        }
    }
}
