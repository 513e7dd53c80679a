/// An immediate of an addition or subtraction: 12 bits, perhaps shifted left by 12.
package struct A64ArithmeticImmediate: Hashable, Sendable {
    package let bits: UInt16
    package let isShifted: Bool

    package init?(_ value: UInt64) {
        if value < 1 << 12 {
            bits = UInt16(value)
            isShifted = false
        } else if value & 0xfff == 0, value < 1 << 24 {
            bits = UInt16(value >> 12)
            isShifted = true
        } else {
            return nil
        }
    }
}

/// An immediate of a bitwise instruction (Arm ARM, DecodeBitMasks).
///
/// A word that repeats an element of 2, 4, 8, 16, 32 or 64 bits, in which the ones stand together,
/// perhaps around its ends. Zero and all ones are none.
package struct A64LogicalImmediate: Hashable, Sendable {
    /// The fields N, immr and imms, as they stand side by side in the instruction.
    package let bits: UInt32

    package init?(_ value: UInt64) {
        if value == 0 || value == .max { return nil }
        let size = A64LogicalImmediate.elementSize(of: value)
        let mask = UInt64.max >> UInt64(64 - size)
        let element = value & mask
        let ones = element.nonzeroBitCount
        guard let start = A64LogicalImmediate.startOfOnes(element, mask, size) else { return nil }
        let rotation = UInt32((size - start) % size)
        let sizeAndCount = UInt32(~(2 * size - 1) & 0x3f | (ones - 1))
        bits = (size == 64 ? 1 << 12 : 0) | rotation << 6 | sizeAndCount
    }

    /// The bits after which the word repeats itself.
    private static func elementSize(of value: UInt64) -> Int {
        var size = 64
        while size > 2 {
            let half = size / 2
            let mask = UInt64.max >> UInt64(64 - half)
            if value & mask != value >> UInt64(half) & mask { break }
            size = half
        }
        return size
    }

    /// The number of the lowest of the ones, which may go on at bit 0; nil if they are apart.
    private static func startOfOnes(_ element: UInt64, _ mask: UInt64, _ size: Int) -> Int? {
        if let run = run(of: element) { return run.lowerBound }
        return run(of: ~element & mask).map(\.upperBound)
    }

    /// The places of a word's ones, if they stand together.
    private static func run(of word: UInt64) -> Range<Int>? {
        let start = word.trailingZeroBitCount
        let count = word.nonzeroBitCount
        guard word >> UInt64(start) == UInt64.max >> UInt64(64 - count) else { return nil }
        return start..<start + count
    }
}
