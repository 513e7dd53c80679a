import Primitives
import VM

/// Puts a part that is made up into some code.
package enum PartInsertion: Mutator {
    package static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial) {
        var programs = ProgramGenerator(fork: item.fork)
        programs.callees = CaseGenerator.callees
        programs.usesLimbs = material.options.uses(.limbs)
        // The part's words are not in the call data.
        if material.generator.oneIn(2) { programs.features.features.remove(.callData) }
        let part = Listing(programs.part(using: &material.generator))
        item.changeCode(using: &material) { listing, material in
            let place = material.generator.below(listing.lines.count + 1)
            listing.insert(part.lines, at: place)
        }
    }
}
