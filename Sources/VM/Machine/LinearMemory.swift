package import Primitives

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The memory of one frame: `size` bytes at an address that never changes.
///
/// Frames lie one above the other in the machine's arena: a frame's memory begins where that of
/// its caller ended when it made the call, and a caller does not run while its callee does.
/// What lies above `size` may hold anything, so growing fills with zeros.
package struct LinearMemory {
    package let base: UnsafeMutableRawPointer
    /// In bytes, a multiple of 32.
    package let size: Int

    @inline(__always)
    package init(base: UnsafeMutableRawPointer, size: Int) {
        self.base = base
        self.size = size
    }

    /// Reads 32 bytes as a big-endian word.
    ///
    /// - Precondition: the bytes are inside.
    @inline(__always)
    package func word(at offset: Int) -> Word256 {
        let source = UnsafeRawPointer(base + offset)
        return Word256(
            limb0: source.loadUnaligned(fromByteOffset: 24, as: UInt64.self).byteSwapped,
            limb1: source.loadUnaligned(fromByteOffset: 16, as: UInt64.self).byteSwapped,
            limb2: source.loadUnaligned(fromByteOffset: 8, as: UInt64.self).byteSwapped,
            limb3: source.loadUnaligned(fromByteOffset: 0, as: UInt64.self).byteSwapped)
    }

    /// Writes a word as 32 big-endian bytes.
    ///
    /// - Precondition: the bytes are inside.
    @inline(__always)
    package func store(_ word: Word256, at offset: Int) {
        let target = base + offset
        target.storeBytes(of: word.limb3.byteSwapped, toByteOffset: 0, as: UInt64.self)
        target.storeBytes(of: word.limb2.byteSwapped, toByteOffset: 8, as: UInt64.self)
        target.storeBytes(of: word.limb1.byteSwapped, toByteOffset: 16, as: UInt64.self)
        target.storeBytes(of: word.limb0.byteSwapped, toByteOffset: 24, as: UInt64.self)
    }

    @inline(__always)
    package func store(_ byte: UInt8, at offset: Int) {
        base.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
    }

    /// The bytes of a window.
    ///
    /// - Precondition: the window is inside, or empty.
    @inline(__always)
    package func bytes(_ window: MemoryWindow) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + window.offset, count: window.size)
    }

    /// Moves bytes inside memory; the windows may overlap.
    package func move(from source: Int, to target: Int, count: Int) {
        memmove(base + target, base + source, count)
    }

    /// Fills a window from `source`, which begins at `offset`, and with zeros beyond its end.
    package func copy(
        from source: UnsafeRawBufferPointer, offset: Int, to window: MemoryWindow
    ) {
        guard window.size > 0 else { return }
        let available = offset < source.count ? source.count - offset : 0
        let count = min(window.size, available)
        if count > 0, let start = source.baseAddress {
            memcpy(base + window.offset, start + offset, count)
        }
        if count < window.size {
            memset(base + window.offset + count, 0, window.size - count)
        }
    }

    /// The size after growing to hold a window's end: the next multiple of 32.
    @inline(__always)
    package static func size(holding end: Int) -> Int { (end &+ 31) & ~31 }

    /// Fills what lies between `size` and `newSize` with zeros, if that is more.
    package func zeroFill(upTo newSize: Int) {
        if newSize > size { memset(base + size, 0, newSize - size) }
    }
}
