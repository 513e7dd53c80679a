import Conformance
import Primitives
import VM

/// Drops transactions and what they carry; makes the last one left a message.
struct TransactionReducer: Reducer {
    func reduce(_ reduction: Reduction) throws(SubjectFailure) {
        guard case .transactions(let transactions) = reduction.item.body else { return }
        for index in transactions.indices {
            if let message = message(for: transactions[index], in: reduction.item),
                try reduction.attemptAnew(message)
            {
                return
            }
        }
        try ListReduction.drop(from: transactions) { list throws(SubjectFailure) in
            var candidate = reduction.item
            candidate.body = .transactions(list)
            return list.isEmpty ? false : try reduction.attemptAnew(candidate)
        }
        guard case .transactions(let left) = reduction.item.body else { return }
        for index in left.indices { try simplify(index, reduction) }
    }

    /// The case with one of its transactions as a message, without fees and intrinsic gas.
    private func message(for item: CaseTransaction, in whole: FuzzCase) -> FuzzCase? {
        let transaction = item.transaction
        var result = whole
        var message = Message(
            caller: transaction.sender,
            recipient: transaction.to ?? SuiteWorldReader.defaultAddress,
            gas: Int64(clamping: transaction.gasLimit))
        if transaction.to == nil {
            guard !whole.accounts.contains(where: { $0.address == message.recipient }) else {
                return nil
            }
            result.accounts.append(
                FuzzAccount(message.recipient, AccountContent(code: Code(transaction.data))))
            result.accounts.sort { $0.address < $1.address }
        } else {
            message.data = transaction.data
        }
        guard result.accounts.contains(where: { $0.address == message.recipient }) else {
            return nil
        }
        message.value = transaction.value
        var context = TransactionContext()
        context.origin = transaction.sender
        context.gasPrice = Word256(10 as UInt64)
        context.blobVersionedHashes = transaction.blobVersionedHashes
        result.body = .message(
            CaseMessage(message: message, context: context, accessList: transaction.accessList))
        return result
    }

    private func simplify(_ index: Int, _ reduction: Reduction) throws(SubjectFailure) {
        func change(_ apply: (inout CaseTransaction) -> Void) throws(SubjectFailure) {
            guard case .transactions(let before) = reduction.item.body else { return }
            var after = before
            apply(&after[index])
            guard after[index].transaction != before[index].transaction else { return }
            try reduction.attempt { $0.body = .transactions(after) }
        }
        try change {
            $0.transaction.kind = .legacy
            $0.transaction.maxPriorityFeePerGas = $0.transaction.maxFeePerGas
            $0.transaction.accessList = []
            $0.transaction.blobVersionedHashes = []
            $0.transaction.authorizations = []
        }
        try change { $0.transaction.value = .zero }
        try change { $0.transaction.authorizations = [] }
        try change { $0.transaction.accessList = [] }
    }
}
