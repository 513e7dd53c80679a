/// What a straight run of code has learnt of late, by key: a small table that forgets.
///
/// A row belongs to a generation, and one of an earlier generation is free: everything is forgotten
/// by counting up. A key has a few rows where it may stand, and when they are taken another key has
/// to leave. So every step takes constant time, whatever keys a hostile program makes up.
@safe
struct RecentValues<Key: RecentKey, Value: BitwiseCopyable>: ~Copyable {
    private struct Row {
        var key: Key
        var value: Value
    }

    /// Of a power of two; a straight run rarely learns more.
    private static var rowCount: Int { 1024 }
    /// How many rows, from the one that its digest names on, a key may stand in.
    private static var reach: Int { 8 }

    private let rows: UnsafeMutablePointer<Row>
    /// The generation of each row; rows of generation zero were never written.
    private let generations: UnsafeMutablePointer<UInt32>
    /// The generation that is current.
    ///
    /// In memory like the rows, so that a class can hold the table in a `let`: access to it is then
    /// not checked for being exclusive.
    private let generation: UnsafeMutablePointer<UInt32>

    init() {
        unsafe rows = .allocate(capacity: Self.rowCount)
        unsafe generations = .allocate(capacity: Self.rowCount)
        unsafe generations.initialize(repeating: 0, count: Self.rowCount)
        unsafe generation = .allocate(capacity: 1)
        unsafe generation.initialize(to: 1)
    }

    deinit {
        unsafe rows.deallocate()
        unsafe generations.deallocate()
        unsafe generation.deallocate()
    }

    borrowing func forgetAll() { unsafe generation.pointee += 1 }

    /// Where a key stands, or is to stand; good until something else is remembered or forgotten.
    struct Place {
        fileprivate let row: Int
        /// Whether the key stands there already.
        let isKnown: Bool
    }

    /// The row of a key, or the first free one in its reach, or its first.
    @inline(__always)
    borrowing func place(of key: Key) -> Place {
        let first = Int(truncatingIfNeeded: key.digest >> 32) & (Self.rowCount - 1)
        for step in 0..<Self.reach {
            let row = (first + step) & (Self.rowCount - 1)
            if unsafe generations[row] != generation.pointee {
                return Place(row: row, isKnown: false)
            }
            if unsafe rows[row].key == key { return Place(row: row, isKnown: true) }
        }
        return Place(row: first, isKnown: false)
    }

    /// The value of the key whose place this is, if it is known.
    subscript(place: Place) -> Value? {
        @inline(__always) get { place.isKnown ? unsafe rows[place.row].value : nil }
    }

    subscript(key: Key) -> Value? {
        @inline(__always) get { self[place(of: key)] }
    }

    @inline(__always)
    borrowing func remember(_ key: Key, _ value: Value, at place: Place) {
        unsafe rows[place.row] = Row(key: key, value: value)
        unsafe generations[place.row] = generation.pointee
    }

    borrowing func remember(_ key: Key, _ value: Value) {
        remember(key, value, at: place(of: key))
    }
}

/// A key with a digest of which the upper bits spread well.
protocol RecentKey: Equatable, BitwiseCopyable {
    var digest: UInt64 { get }
}

extension LIRReference: RecentKey {
    var digest: UInt64 { UInt64(index) &* 0x9e37_79b9_7f4a_7c15 }
}

extension LIRInstruction: RecentKey {}
