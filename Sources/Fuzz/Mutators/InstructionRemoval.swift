import Primitives
import VM

/// Takes a few instructions out of some code.
package enum InstructionRemoval: Mutator {
    package static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial) {
        item.changeCode(using: &material) { listing, material in
            guard let first = material.generator.element(of: listing.lines.indices) else { return }
            let count = material.generator.between(1...4)
            listing.lines.removeSubrange(first..<min(first + count, listing.lines.count))
        }
    }
}
