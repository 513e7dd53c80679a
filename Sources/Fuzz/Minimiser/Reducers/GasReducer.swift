import Conformance
import VM

/// Lowers gas, by halves of what is in question.
struct GasReducer: Reducer {
    func reduce(_ reduction: Reduction) throws(SubjectFailure) {
        for index in 0..<reduction.item.gasCount {
            var low: Int64 = 0
            while low < reduction.item.gas(index) {
                let middle = low + (reduction.item.gas(index) - low) / 2
                if try !reduction.attempt({ $0.setGas(middle, index) }) { low = middle + 1 }
            }
        }
    }
}

extension FuzzCase {
    fileprivate var gasCount: Int {
        switch body {
        case .message: 1
        case .transactions(let transactions): transactions.count
        }
    }

    fileprivate func gas(_ index: Int) -> Int64 {
        switch body {
        case .message(let body): body.message.gas
        case .transactions(let transactions):
            Int64(clamping: transactions[index].transaction.gasLimit)
        }
    }

    fileprivate mutating func setGas(_ gas: Int64, _ index: Int) {
        switch body {
        case .message(var message):
            message.message.gas = gas
            body = .message(message)
        case .transactions(var transactions):
            transactions[index].transaction.gasLimit = UInt64(clamping: gas)
            body = .transactions(transactions)
        }
    }
}
