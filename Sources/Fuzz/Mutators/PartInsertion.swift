import Primitives
import VM

/// Puts a part that is made up into some code.
package enum PartInsertion: Mutator {
    package static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial) {
        var programs = ProgramGenerator(fork: item.fork)
        programs.callees = CaseGenerator.callees
        programs.usesLimbs = material.options.uses(.limbs)
        let part = Listing(programs.part(using: &material.generator))
        item.changeCode(using: &material) { listing, material in
            let place = material.generator.below(listing.lines.count + 1)
            listing.insert(part.lines, at: place)
        }
    }
}
