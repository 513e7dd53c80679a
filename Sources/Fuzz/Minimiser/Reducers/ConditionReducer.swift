import Conformance
import VM

/// Compiles as in use, as far as it shows then too.
struct ConditionReducer: Reducer {
    func reduce(_ reduction: Reduction) throws(SubjectFailure) {
        guard reduction.item.conditions != .usual else { return }
        if try reduction.attempt({ $0.conditions = .usual }) { return }
        if reduction.item.conditions.noiseSeed != nil {
            try reduction.attempt { $0.conditions.noiseSeed = nil }
        }
        if reduction.item.conditions.registerCount != nil {
            try reduction.attempt { $0.conditions.registerCount = nil }
        }
        if reduction.item.conditions.poison != nil {
            try reduction.attempt { $0.conditions.poison = nil }
        }
    }
}
