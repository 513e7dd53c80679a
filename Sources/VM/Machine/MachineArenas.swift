package import Primitives

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Where machines keep their frames, operand stacks and contract memory.
///
/// One machine at a time uses it; the next one finds what the last one left, so nothing may be read
/// before it is written. Reserving this much for each of many short runs costs more than the runs.
package final class MachineArenas {
    /// Memory that stays with the process between two machines, in bytes.
    private static let keptMemory = 8 << 20
    /// Bytes of the first operand stack that a machine finds poisoned: what most programs use.
    private static let poisonedStack = 16 << 10
    /// Frames, and bytes of each one's operand stack, that a pattern of the machine's own poisons.
    private static let (poisonedFrames, poisonedWords) = (4, 4 << 10)
    /// Bytes of memory that such a pattern poisons.
    private static let poisonedMemory = 8 << 10
    /// No byte that programs push often.
    private static let usualPoison: UInt8 = 0xa5

    /// Room for the frames that can be alive at once.
    let frames: FramePointer
    let stacks: Mapping
    let memory: Mapping
    /// Bytes of `memory`, from its beginning, that may not be zero; a machine at work counts on in
    /// `Machine.usedMemoryEnd`.
    private var usedMemory = 0

    /// Reserves room for frames whose memory, of all alive at once, is `memoryByteCount` bytes.
    ///
    /// - Throws: what the system says if it has no room.
    package init(memoryByteCount: Int = 1 << 30) throws(SystemFailure) {
        stacks = try Mapping(
            reserving: OperandStack.byteCount * (Machine.frameCapacity + 1), access: .readWrite)
        memory = try Mapping(reserving: memoryByteCount, access: .readWrite)
        frames = .allocate(capacity: Machine.frameCapacity)
    }

    deinit { frames.deallocate() }

    /// Spoils what the last machine left on operand stacks.
    ///
    /// A tier that forgets to write a word would otherwise find the same word there, or the zero
    /// that it is, when a case is run again.
    ///
    /// - Parameter pattern: what every byte becomes, those of memory, too, which a frame finds
    ///   zero when it grows; nil for a pattern that is always the same, and memory left alone.
    func poison(with pattern: UInt8?) {
        let byte = Int32(pattern ?? Self.usualPoison)
        memset(stacks.base, byte, min(Self.poisonedStack, stacks.byteCount))
        guard pattern != nil else { return }
        for frame in 1..<Self.poisonedFrames {
            memset(stacks.base + frame * OperandStack.byteCount, byte, Self.poisonedWords)
        }
        let size = min(Self.poisonedMemory, memory.byteCount)
        memset(memory.base, byte, size)
        usedMemory = max(usedMemory, size)
    }

    /// Where memory begins that no machine has used, and that is zero.
    var unusedMemory: UnsafeMutableRawPointer { memory.base + usedMemory }

    /// Ends a machine's work, which used memory up to `end`: gives back to the system what is not
    /// worth keeping.
    func giveBackMemory(upTo end: UnsafeMutableRawPointer) {
        usedMemory = end - memory.base
        guard usedMemory > Self.keptMemory else { return }
        let end = min(Mapping.roundedUpToPages(usedMemory), memory.byteCount)
        // What cannot be given back is kept, and stays used.
        guard (try? memory.discard(min(Self.keptMemory, end)..<end)) != nil else { return }
        usedMemory = Self.keptMemory
    }
}
