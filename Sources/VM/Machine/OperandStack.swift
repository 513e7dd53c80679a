package import Primitives
import Synchronization

/// The operand stack of one frame, seen from its top.
///
/// A slot is four little-endian limbs; the stack grows upward and `top` is the next free slot.
/// Depth 0 is the topmost word. Nothing is checked: whoever calls has compared the height with
/// the instruction's row.
///
/// Limbs are read one by one through relaxed atomic loads, which compile to plain moves and are
/// never merged into vector loads: a vector load from a slot that was just written by scalar
/// stores stalls until they retire.
package struct OperandStack {
    /// Limbs in a word.
    package static let limbsPerWord = 4
    /// The bytes of a whole stack.
    package static let byteCount = InstructionTable.stackLimit * 32

    package var top: UnsafeMutablePointer<UInt64>

    @inline(__always)
    package init(top: UnsafeMutablePointer<UInt64>) { self.top = top }

    /// The number of words above `base`.
    @inline(__always)
    package func height(above base: UnsafeMutablePointer<UInt64>) -> Int {
        (Int(bitPattern: top) &- Int(bitPattern: base)) >> 5
    }

    @inline(__always)
    private func slot(_ depth: Int) -> UnsafeMutablePointer<UInt64> {
        top - Self.limbsPerWord &* (depth &+ 1)
    }

    /// One limb of the word at `depth`.
    @inline(__always)
    package func limb(_ index: Int, at depth: Int) -> UInt64 {
        UnsafeRawPointer(slot(depth) + index)
            .assumingMemoryBound(to: Atomic<UInt64>.self).pointee.load(ordering: .relaxed)
    }

    /// The word at `depth`.
    @inline(__always)
    package subscript(depth: Int) -> Word256 {
        get {
            Word256(
                limb0: limb(0, at: depth), limb1: limb(1, at: depth), limb2: limb(2, at: depth),
                limb3: limb(3, at: depth))
        }
        nonmutating set {
            let slot = slot(depth)
            slot[0] = newValue.limb0
            slot[1] = newValue.limb1
            slot[2] = newValue.limb2
            slot[3] = newValue.limb3
        }
    }

    /// The word at `depth` if it fits 63 bits, else a number that is greater than any size.
    @inline(__always)
    package func clampedInt(at depth: Int) -> Int {
        let low = limb(0, at: depth)
        let high = limb(1, at: depth) | limb(2, at: depth) | limb(3, at: depth)
        return high | low >> 63 == 0 ? Int(truncatingIfNeeded: low) : Int.max
    }

    /// The memory window that two words name.
    @inline(__always)
    package func window(offset: Int, size: Int) -> MemoryWindow {
        MemoryWindow(offset: self[offset], size: self[size])
    }

    /// The address in the low 20 bytes of the word at `depth`.
    @inline(__always)
    package func address(at depth: Int) -> Address { Address(word: self[depth]) }

    @inline(__always)
    package mutating func push(_ word: Word256) {
        top += Self.limbsPerWord
        self[0] = word
    }

    @inline(__always)
    package mutating func push(_ number: UInt64) {
        push(Word256(limb0: number, limb1: 0, limb2: 0, limb3: 0))
    }

    /// Takes away `count` words.
    @inline(__always)
    package mutating func drop(_ count: Int) { top -= Self.limbsPerWord &* count }

    /// Writes a number over the word at `depth`.
    @inline(__always)
    package func set(_ number: UInt64, at depth: Int) {
        self[depth] = Word256(limb0: number, limb1: 0, limb2: 0, limb3: 0)
    }
}
