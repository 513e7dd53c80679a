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
            $0.gas = isFresh ? fresh : moved($0.gas, by: Int64(step))
        } transaction: {
            let gas = Int64(clamping: $0.gasLimit)
            $0.gasLimit = UInt64(isFresh ? 60_000 + fresh : moved(gas, by: Int64(step)))
        }
    }

    /// Fixtures have gas up to the largest there is.
    private static func moved(_ gas: Int64, by step: Int64) -> Int64 {
        let (sum, overflow) = gas.addingReportingOverflow(step)
        return overflow ? gas : max(0, sum)
    }
}
