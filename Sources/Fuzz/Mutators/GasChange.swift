import Primitives
import VM

/// Changes how much gas there is.
package enum GasChange: Mutator {
    package static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial) {
        var generator = material.generator.split()
        let fresh = CaseGenerator.gas(using: &generator)
        let isFresh = generator.oneIn(2)
        let step = generator.between(-3_000...3_000)
        item.changeBody(using: &material.generator) {
            $0.gas = isFresh ? fresh : max(0, $0.gas + Int64(step))
        } transaction: {
            $0.gasLimit =
                isFresh ? 60_000 + UInt64(fresh) : UInt64(max(0, Int($0.gasLimit) + step))
        }
    }
}
