import Primitives
import VM

/// Changes the value that is sent, or whether the message may change anything.
package enum ValueChange: Mutator {
    package static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial) {
        let value = Word256(material.generator.below(3) * 7)
        let isStatic = material.generator.oneIn(8)
        let fork = item.fork
        item.changeBody(using: &material.generator) {
            $0.value = value
            $0.isStatic = isStatic && value.isZero && fork >= .byzantium
        } transaction: {
            $0.value = value
        }
    }
}
