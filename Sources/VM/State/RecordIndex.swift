/// Finds records of an array by key: open addressing over record numbers.
///
/// The records themselves stay with the owner, densely packed and never removed, so that an undo
/// entry may name a record by its number. Hashes are the owner's too and unseeded, so that nothing
/// depends on the process.
struct RecordIndex: Sendable {
    /// Zero for a free bucket, otherwise a record's number plus one; a power of two of them.
    private var buckets: [UInt32]
    private var count = 0

    init() {
        buckets = [UInt32](repeating: 0, count: 16)
    }

    /// The record of this hash which `matches`, if there is one.
    @inline(__always)
    func find(hash: UInt64, where matches: (Int) -> Bool) -> Int? {
        let mask = buckets.count &- 1
        var bucket = Int(truncatingIfNeeded: hash) & mask
        while true {
            let entry = buckets[bucket]
            if entry == 0 { return nil }
            let record = Int(entry) &- 1
            if matches(record) { return record }
            bucket = (bucket &+ 1) & mask
        }
    }

    /// Enters a record that is not in the index yet; `hashOf` gives the hash of any older record.
    mutating func insert(_ record: Int, hash: UInt64, hashOf: (Int) -> UInt64) {
        if (count + 1) * 2 > buckets.count { grow(hashOf: hashOf) }
        place(record, hash: hash)
        count += 1
    }

    mutating func removeAll() {
        guard count > 0 else { return }
        buckets = [UInt32](repeating: 0, count: 16)
        count = 0
    }

    /// Stops sharing its memory with copies of it, so that the next change copies nothing.
    mutating func unshare() { buckets.reserveCapacity(buckets.count) }

    private mutating func grow(hashOf: (Int) -> UInt64) {
        let old = buckets
        buckets = [UInt32](repeating: 0, count: old.count * 2)
        for entry in old where entry != 0 {
            let record = Int(entry) - 1
            place(record, hash: hashOf(record))
        }
    }

    private mutating func place(_ record: Int, hash: UInt64) {
        let mask = buckets.count - 1
        var bucket = Int(truncatingIfNeeded: hash) & mask
        while buckets[bucket] != 0 { bucket = (bucket + 1) & mask }
        buckets[bucket] = UInt32(record + 1)
    }
}
