import Conformance
import Primitives
import VM

/// Makes a case again with gas that ends at, before or behind a charge of its run.
enum GasEdges {
    /// The case with such gas; nil where the outermost frame of its run met no head.
    static func variant(
        of item: FuzzCase, _ trail: Trail, using generator: inout SeededGenerator
    ) -> FuzzCase? {
        let transaction: Int
        switch item.body {
        case .message: transaction = 0
        case .transactions(let items):
            guard let index = generator.element(of: items.indices) else { return nil }
            transaction = index
        }
        guard let left = edge(trail, transaction: transaction, using: &generator) else {
            return nil
        }
        var changed = item
        changed.body.setGas(max(0, item.body.gas(of: transaction) - left), of: transaction)
        return changed
    }

    /// How much gas was left at some charge of a transaction's outermost frame, give or take one.
    private static func edge(
        _ trail: Trail, transaction: Int, using generator: inout SeededGenerator
    ) -> Int64? {
        guard let frame = trail.frames.firstIndex(where: { $0.transaction == transaction }) else {
            return nil
        }
        let heads = trail.heads.filter { $0.frame == frame }
        guard let index = generator.element(of: heads.indices) else { return nil }
        let gas = heads[index].gas
        switch generator.below(4) {
        case 0: return gas + Int64(generator.between(-1...1))
        // Little is left, as is a call's stipend: SSTORE fails with 2,300.
        case 1: return gas - Int64(generator.below(2_400))
        default: break
        }
        // Somewhere in the block, whose charges are unknown but small.
        let next = index + 1 < heads.count ? heads[index + 1].gas : gas - 200
        return gas - Int64(generator.below(Int(max(1, gas - next))))
    }
}
