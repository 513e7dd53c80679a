/// Machine code under construction, written from its end towards its beginning.
///
/// The assembler visits a fragment backwards, so every byte goes in front of all earlier ones.
/// A place in the code is its distance from the end, which later bytes do not change; moving the
/// whole buffer does not change it either, so nothing here is ever an address.
///
/// Running out of room does not throw: `overflowed` is set, the bytes are lost, and whoever drives
/// the emission looks at it once per instruction.
@safe
package struct CodeBuffer: ~Copyable {
    /// The longest single instruction, or group of them, that is written between two looks at the
    /// room left.
    private static let margin = 64

    private var storage: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var cursor: Int
    private let limit: Int

    /// Whether more bytes were written than the limit allows; the content is then worthless.
    package private(set) var overflowed = false

    /// Makes an empty buffer.
    ///
    /// - Parameters:
    ///   - initialCapacity: The bytes to make room for at first.
    ///   - limit: The bytes it may grow to.
    package init(initialCapacity: Int = 4096, limit: Int = 16 << 20) {
        capacity = max(initialCapacity, 2 * CodeBuffer.margin)
        self.limit = max(limit, capacity)
        unsafe storage = .allocate(capacity: capacity)
        cursor = capacity
    }

    deinit {
        unsafe storage.deallocate()
    }

    /// The bytes written so far; also the place of the first of them.
    package var count: Int { capacity - cursor }

    /// Makes sure that one more instruction fits; called before each is written.
    @inline(__always)
    package mutating func reserve() {
        if cursor < CodeBuffer.margin { grow() }
    }

    @inline(never)
    private mutating func grow() {
        let wanted = min(capacity * 2, limit)
        guard wanted > capacity else {
            overflowed = true
            cursor = capacity
            return
        }
        let used = count
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
        unsafe (larger + (wanted - used)).initialize(from: storage + cursor, count: used)
        unsafe storage.deallocate()
        unsafe storage = larger
        capacity = wanted
        cursor = wanted - used
    }

    @inline(__always)
    package mutating func prepend(_ byte: UInt8) {
        cursor -= 1
        unsafe storage[cursor] = byte
    }

    @inline(__always)
    package mutating func prepend(_ word: UInt32) {
        cursor -= 4
        unsafe UnsafeMutableRawPointer(storage + cursor)
            .storeBytes(of: word.littleEndian, as: UInt32.self)
    }

    @inline(__always)
    package mutating func prepend(_ word: UInt64) {
        cursor -= 8
        unsafe UnsafeMutableRawPointer(storage + cursor)
            .storeBytes(of: word.littleEndian, as: UInt64.self)
    }

    /// Writes a 32-bit field again, for instance the distance of a branch that is now known.
    ///
    /// - Precondition: the field's first byte is at `place`, and was written.
    package mutating func patch(at place: Int, _ word: UInt32) {
        if overflowed { return }
        precondition(place <= count && place >= 4)
        unsafe UnsafeMutableRawPointer(storage + (capacity - place))
            .storeBytes(of: word.littleEndian, as: UInt32.self)
    }

    /// Lends the bytes in program order.
    package borrowing func withBytes<R, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try unsafe body(UnsafeRawBufferPointer(start: storage + cursor, count: count))
    }
}
