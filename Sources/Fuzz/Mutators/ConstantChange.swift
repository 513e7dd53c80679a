import Primitives
import VM

/// Changes a constant that some code pushes.
package enum ConstantChange: Mutator {
    package static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial) {
        item.changeCode(using: &material) { listing, material in
            let places = listing.lines.indices.filter {
                !listing.lines[$0].immediate.isEmpty && listing.lines[$0].target == nil
            }
            guard let place = material.generator.element(of: places) else { return }
            listing.lines[place] = changed(listing.lines[place], &material)
        }
    }

    private static func changed(
        _ line: Listing.Line, _ material: inout MutationMaterial
    ) -> Listing.Line {
        var line = line
        switch material.generator.below(3) {
        case 0:
            let index = material.generator.below(line.immediate.count)
            line.immediate[index] ^= 1 << UInt8(material.generator.below(8))
        case 1:
            let step = material.generator.oneIn(2) ? Word256.one : .max
            let bytes = (Word256(bigEndian: line.immediate) &+ step).bytes
            line.immediate = bytes.suffix(line.immediate.count)
        default:
            let word = material.word()
            let size = max(1, 32 - word.leadingZeroBitCount / 8)
            line.byte = Opcode.push1.rawValue + UInt8(size - 1)
            line.immediate = word.bytes.suffix(size)
        }
        return line
    }
}
