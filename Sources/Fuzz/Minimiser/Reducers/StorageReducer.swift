import Conformance
import Primitives
import VM

/// Drops storage slots, and makes the values of the others 1.
struct StorageReducer: Reducer {
    func reduce(_ reduction: Reduction) throws(SubjectFailure) {
        for index in reduction.item.accounts.indices {
            try ListReduction.drop(from: reduction.item.accounts[index].content.storage) {
                storage throws(SubjectFailure) in
                try reduction.attempt { $0.accounts[index].content.storage = storage }
            }
            for slot in reduction.item.accounts[index].content.storage.indices
            where reduction.item.accounts[index].content.storage[slot].value > .one {
                try reduction.attempt { $0.accounts[index].content.storage[slot].value = .one }
            }
        }
    }
}
