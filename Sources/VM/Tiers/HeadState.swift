package import Primitives

/// Everything comparable about the machine at a head, in full: what a digest stands for.
///
/// Made only where two digests differ, to name the first observable that does.
package struct HeadState: Equatable, Sendable {
    package var frame: Int
    package var depth: Int
    package var pc: Int
    package var gas: Int64
    /// The operand stack, bottom first.
    package var stack: [Word256]
    package var memory: [UInt8]
    package var returnData: [UInt8]
    package var refund: Int64
    package var isStatic: Bool
    package var journal: UInt64

    /// One line for each observable that differs, the first to look at first.
    package func differences(from reference: HeadState) -> [String] {
        var lines: [String] = []
        func compare<Value: Equatable>(_ name: String, _ path: KeyPath<HeadState, Value>) {
            guard self[keyPath: path] != reference[keyPath: path] else { return }
            lines.append("\(name): \(self[keyPath: path]) instead of \(reference[keyPath: path])")
        }
        compare("frame", \.frame)
        compare("depth", \.depth)
        compare("pc", \.pc)
        compare("gas", \.gas)
        compare("stack height", \.stack.count)
        for (index, pair) in zip(stack, reference.stack).enumerated() where pair.0 != pair.1 {
            lines.append(
                "stack[\(index)]: \(pair.0.hexString) instead of \(pair.1.hexString)")
        }
        compare("memory size", \.memory.count)
        if memory != reference.memory, memory.count == reference.memory.count {
            let place = zip(memory, reference.memory).enumerated().first { $1.0 != $1.1 }
            lines.append("memory: differs at byte \(place?.offset ?? 0)")
        }
        if returnData != reference.returnData {
            lines.append(
                "return data: \(Hex.encode(returnData)) instead of \(Hex.encode(reference.returnData))"
            )
        }
        compare("refund", \.refund)
        compare("static flag", \.isStatic)
        if journal != reference.journal {
            lines.append("journal: the order or the values of state accesses and effects differ")
        }
        return lines
    }
}
