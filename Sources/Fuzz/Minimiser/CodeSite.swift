import Conformance
import Primitives
import VM

/// Where a case keeps code.
package enum CodeSite: Hashable, Sendable {
    /// With the account of this index.
    case account(Int)
    /// As the initcode of the transaction of this index.
    case initcode(Int)
}

extension FuzzCase {
    /// Every place with code, in order.
    package var codeSites: [CodeSite] {
        var sites = accounts.indices.filter { !accounts[$0].content.code.isEmpty }
            .map { CodeSite.account($0) }
        if case .transactions(let transactions) = body {
            sites += transactions.indices.filter {
                transactions[$0].transaction.to == nil
                    && !transactions[$0].transaction.data.isEmpty
            }.map { CodeSite.initcode($0) }
        }
        return sites
    }

    package func code(at site: CodeSite) -> [UInt8] {
        switch site {
        case .account(let index): return Array(accounts[index].content.code.bytes)
        case .initcode(let index):
            guard case .transactions(let transactions) = body else { return [] }
            return transactions[index].transaction.data
        }
    }

    package mutating func setCode(_ code: [UInt8], at site: CodeSite) {
        switch site {
        case .account(let index): accounts[index].content.code = code.isEmpty ? .empty : Code(code)
        case .initcode(let index):
            guard case .transactions(var transactions) = body else { return }
            transactions[index].transaction.data = code
            body = .transactions(transactions)
        }
    }

    /// Bytes of all code together: the first measure of how small a case is.
    package var codeByteCount: Int { codeSites.reduce(0) { $0 + code(at: $1).count } }
}
