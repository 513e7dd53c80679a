package import Primitives

/// What the lowest frame of a run held when it ended, for those who compare it.
package struct FinalFrame: Equatable, Sendable {
    /// The operand stack, the top first.
    package let stack: [Word256]
    package let memory: [UInt8]

    init(_ frame: FramePointer) {
        let operands = frame.pointee.stack
        stack = (0..<frame.pointee.stackHeight).map { operands[$0] }
        let all = MemoryWindow(offset: 0, size: frame.pointee.memorySize)
        memory = Array(frame.pointee.linearMemory.bytes(all))
    }
}
