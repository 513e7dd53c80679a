import VM

/// The gas that a case's transactions have; a message counts as the only one.
extension CaseBody {
    package var transactionCount: Int {
        switch self {
        case .message: 1
        case .transactions(let all): all.count
        }
    }

    package func gas(of transaction: Int) -> Int64 {
        switch self {
        case .message(let message): message.message.gas
        case .transactions(let all): Int64(clamping: all[transaction].transaction.gasLimit)
        }
    }

    package mutating func setGas(_ gas: Int64, of transaction: Int) {
        switch self {
        case .message(var message):
            message.message.gas = gas
            self = .message(message)
        case .transactions(var all):
            all[transaction].transaction.gasLimit = UInt64(clamping: gas)
            self = .transactions(all)
        }
    }
}
