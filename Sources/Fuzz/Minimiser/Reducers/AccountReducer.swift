import Conformance
import Primitives
import VM

/// Drops accounts, and what the others hold.
struct AccountReducer: Reducer {
    func reduce(_ reduction: Reduction) throws(SubjectFailure) {
        let needed = reduction.item.neededAccounts
        try ListReduction.drop(from: reduction.item.accounts) { accounts throws(SubjectFailure) in
            guard needed.isSubset(of: accounts.map(\.address)) else { return false }
            return try reduction.attempt { $0.accounts = accounts }
        }
        for index in reduction.item.accounts.indices {
            let content = reduction.item.accounts[index].content
            if content.nonce != 0 {
                try reduction.attempt { $0.accounts[index].content.nonce = 0 }
            }
            if !content.balance.isZero {
                try reduction.attempt { $0.accounts[index].content.balance = .zero }
            }
        }
    }
}

extension FuzzCase {
    /// The accounts without which the case cannot be written down.
    fileprivate var neededAccounts: Set<Address> {
        switch body {
        case .message(let body):
            let message = body.message
            return message.value.isZero ? [message.recipient] : [message.recipient, message.caller]
        case .transactions: return []
        }
    }
}
