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

    /// The row of a key, or the first free one in its reach, or its first; and whether it has it.
    @inline(__always)
    private borrowing func place(of key: Key) -> (row: Int, isKnown: Bool) {
        let first = Int(truncatingIfNeeded: key.digest >> 32) & (Self.rowCount - 1)
        for step in 0..<Self.reach {
            let row = (first + step) & (Self.rowCount - 1)
            if unsafe generations[row] != generation.pointee { return (row, false) }
            if unsafe rows[row].key == key { return (row, true) }
        }
        return (first, false)
    }

    subscript(key: Key) -> Value? {
        let (row, isKnown) = place(of: key)
        return isKnown ? unsafe rows[row].value : nil
    }

    borrowing func remember(_ key: Key, _ value: Value) {
        let row = place(of: key).row
        unsafe rows[row] = Row(key: key, value: value)
        unsafe generations[row] = generation.pointee
    }
}

/// A key with a digest of which the upper bits spread well.
protocol RecentKey: Equatable, BitwiseCopyable {
    var digest: UInt64 { get }
}

extension LIRReference: RecentKey {
    var digest: UInt64 { UInt64(index) &* 0x9e37_79b9_7f4a_7c15 }
}

extension LIRInstruction: RecentKey {
    var digest: UInt64 {
        let head = UInt64(opcode.rawValue) | UInt64(attributes) << 8 | UInt64(access.rawValue) << 16
        let low = (head | UInt64(a) << 32) &* 0x9e37_79b9_7f4a_7c15
        let high = (UInt64(b) | UInt64(c) << 32) &* 0xc2b2_ae3d_27d4_eb4f
        return (low ^ low >> 29) &+ (high ^ high >> 31)
    }
}
