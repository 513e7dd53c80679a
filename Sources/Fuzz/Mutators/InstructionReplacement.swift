import Primitives
import VM

/// Replaces an instruction by one that takes and leaves as many words, or by any.
package enum InstructionReplacement: Mutator {
    package static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial) {
        let fork = item.fork
        item.changeCode(using: &material) { listing, material in
            guard let index = material.generator.element(of: listing.lines.indices) else { return }
            let line = listing.lines[index]
            guard let row = OpcodeTable.row(line.byte, in: fork), line.target == nil,
                line.label == nil, row.immediate == 0
            else { return }
            let alike = OpcodeTable.rows.filter {
                $0.since <= fork && $0.immediate == 0
                    && ($0.pops, $0.pushes) == (row.pops, row.pushes)
            }
            listing.lines[index].byte =
                material.generator.oneIn(16)
                ? UInt8(material.generator.below(256))
                : material.generator.element(of: alike)?.opcode.rawValue ?? line.byte
        }
    }
}
