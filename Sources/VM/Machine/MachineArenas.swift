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
    /// Bytes of operand stacks that a machine finds filled with `poison`: what most programs use.
    private static let poisonedStack = 16 << 10
    /// No byte that programs push often.
    private static let poison: Int32 = 0xa5

    /// Room for the frames that can be alive at once.
    let frames: FramePointer
    let stacks: Mapping
    let memory: Mapping
    /// Bytes of `memory`, from its beginning, that may not be zero.
    var usedMemory = 0

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
    func poisonStacks() {
        memset(stacks.base, Self.poison, min(Self.poisonedStack, stacks.byteCount))
    }

    /// Gives back to the system what a machine used beyond what is worth keeping.
    func giveBackMemory() {
        guard usedMemory > Self.keptMemory else { return }
        let end = min(Mapping.roundedUpToPages(usedMemory), memory.byteCount)
        // What cannot be given back is kept, and stays used.
        guard (try? memory.discard(min(Self.keptMemory, end)..<end)) != nil else { return }
        usedMemory = Self.keptMemory
    }
}
