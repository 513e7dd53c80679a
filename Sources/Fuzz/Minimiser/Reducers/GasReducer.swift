import Conformance
import VM

/// Lowers gas, by halves of what is in question.
struct GasReducer: Reducer {
    func reduce(_ reduction: Reduction) throws(SubjectFailure) {
        for index in 0..<reduction.item.body.transactionCount {
            var low: Int64 = 0
            while low < reduction.item.body.gas(of: index) {
                let middle = low + (reduction.item.body.gas(of: index) - low) / 2
                let isShown = try reduction.attempt { $0.body.setGas(middle, of: index) }
                if !isShown { low = middle + 1 }
            }
        }
    }
}
