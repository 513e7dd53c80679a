import Codegen
import Primitives

extension MethodLowering {
    /// A PUSH's constant; what the code lacks at its end counts as zeros.
    func lowerPush() {
        let size = Int(row.immediate)
        var word = Word256.zero
        for offset in 0..<size {
            let byte = pc + 1 + offset < code.count ? code.bytes[pc + 1 + offset] : 0
            word = word.shiftedLeft(by: 8) | Word256(UInt64(byte))
        }
        stack.push(.constant(word))
    }
}
