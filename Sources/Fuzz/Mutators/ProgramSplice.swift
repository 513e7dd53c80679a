import Primitives
import VM

/// Puts a stretch of another case's code into some code, or in place of its end.
package enum ProgramSplice: Mutator {
    package static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial) {
        guard let donor = material.other.codeAccount(&material.generator) else { return }
        let other = Listing(Array(material.other.accounts[donor].content.code.bytes))
        item.changeCode(using: &material) { listing, material in
            let place = material.generator.below(listing.lines.count + 1)
            let first = material.generator.below(other.lines.count + 1)
            if material.generator.oneIn(2) {
                listing.lines.removeSubrange(place...)
                listing.insert(other.lines[first...], at: place)
            } else {
                let last = min(other.lines.count, first + material.generator.between(1...24))
                listing.insert(other.lines[first..<last], at: place)
            }
        }
    }
}
