import Conformance
import Primitives
import VM

/// Gives fields of the message and of the block their usual values.
struct FieldReducer: Reducer {
    func reduce(_ reduction: Reduction) throws(SubjectFailure) {
        try reduceMessage(reduction)
        let usual = SuiteBlock.usual
        try reset(\.number, to: usual.number, reduction)
        try reset(\.timestamp, to: usual.timestamp, reduction)
        try reset(\.gasLimit, to: usual.gasLimit, reduction)
        try reset(\.coinbase, to: usual.coinbase, reduction)
        try reset(\.difficulty, to: usual.difficulty, reduction)
        try reset(\.prevRandao, to: usual.prevRandao, reduction)
        try reset(\.baseFee, to: usual.baseFee, reduction)
        try reset(\.chainIdentifier, to: usual.chainIdentifier, reduction)
        try reset(\.excessBlobGas, to: nil, reduction)
        try reset(\.blockHashes, to: usual.blockHashes, reduction)
    }

    private func reset<Value: Equatable>(
        _ field: WritableKeyPath<BlockEnvironment, Value>, to value: Value, _ reduction: Reduction
    ) throws(SubjectFailure) {
        guard reduction.item.block[keyPath: field] != value else { return }
        try reduction.attempt { $0.block[keyPath: field] = value }
    }

    private func reduceMessage(_ reduction: Reduction) throws(SubjectFailure) {
        guard case .message(let before) = reduction.item.body else { return }
        func change(
            _ isNeeded: Bool, _ apply: (inout CaseMessage) -> Void
        ) throws(SubjectFailure) {
            guard isNeeded, case .message(var body) = reduction.item.body else { return }
            apply(&body)
            try reduction.attempt { $0.body = .message(body) }
        }
        try change(!before.message.value.isZero) { $0.message.value = .zero }
        try change(before.message.isStatic) { $0.message.isStatic = false }
        try change(before.message.depth != 0) { $0.message.depth = 0 }
        try change(before.clearsDestroyed) { $0.clearsDestroyed = false }
        try change(!before.accessList.isEmpty) { $0.accessList = [] }
        try change(!before.context.blobVersionedHashes.isEmpty) {
            $0.context.blobVersionedHashes = []
        }
        let usualPrice = Word256(10 as UInt64)
        try change(before.context.gasPrice != usualPrice) { $0.context.gasPrice = usualPrice }
        try change(before.context.origin != before.message.caller) {
            $0.context.origin = before.message.caller
        }
    }
}
