import Primitives
import VM

/// Changes a word of the call data, or its length.
package enum CallDataChange: Mutator {
    package static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial) {
        let (word, choice) = (material.word(), material.generator.below(4))
        let place = material.generator.below(1 << 16)
        item.changeBody(using: &material.generator) {
            $0.data = changed($0.data, word, choice, place)
        } transaction: {
            guard $0.to != nil else { return }
            $0.data = changed($0.data, word, choice, place)
        }
    }

    private static func changed(
        _ data: [UInt8], _ word: Word256, _ choice: Int, _ place: Int
    ) -> [UInt8] {
        if choice == 0 { return Array(data.prefix(place % (data.count + 1))) }
        guard data.count >= 32, choice > 1 else { return data.prefix(512) + word.bytes }
        var data = data
        let start = place % (data.count / 32) * 32
        data.replaceSubrange(start..<start + 32, with: word.bytes)
        return data
    }
}
