import Conformance
import VM

/// Drops bytes of call data, and turns the others to 0.
struct DataReducer: Reducer {
    func reduce(_ reduction: Reduction) throws(SubjectFailure) {
        for index in 0..<reduction.item.inputCount {
            try ListReduction.drop(from: reduction.item.input(index)) {
                data throws(SubjectFailure) in
                try reduction.attempt { $0.setInput(data, index) }
            }
            for place in reduction.item.input(index).indices {
                var data = reduction.item.input(index)
                guard data[place] != 0 else { continue }
                data[place] = 0
                try reduction.attempt { $0.setInput(data, index) }
            }
        }
    }
}

extension FuzzCase {
    /// How many messages and transactions there are.
    fileprivate var inputCount: Int {
        switch body {
        case .message: 1
        case .transactions(let transactions): transactions.count
        }
    }

    /// The call data of a message or transaction; initcode is code, and none of it.
    fileprivate func input(_ index: Int) -> [UInt8] {
        switch body {
        case .message(let body): return body.message.data
        case .transactions(let transactions):
            let transaction = transactions[index].transaction
            return transaction.to == nil ? [] : transaction.data
        }
    }

    fileprivate mutating func setInput(_ data: [UInt8], _ index: Int) {
        switch body {
        case .message(var message):
            message.message.data = data
            body = .message(message)
        case .transactions(var transactions):
            transactions[index].transaction.data = data
            body = .transactions(transactions)
        }
    }
}
