/// The cases of a campaign that reached something first.
///
/// Batches are taken in their order, whichever worker is done first, so that what is kept depends
/// on the seed alone.
struct CampaignCorpus {
    /// A case to keep.
    struct Entry {
        let name: String
        let text: String
    }

    /// The most cases that are kept: as many as a campaign can start from.
    private static let largestCount = SeedCorpus.largestCount

    private(set) var seen: Set<Int>
    private var count = 0
    private var waiting: [Int: [Novelty]] = [:]
    private var ended: Set<Int> = []
    private var next: Int
    private let stride: Int

    /// - Parameters:
    ///   - seen: features that were reached before.
    ///   - first: the first batch.
    ///   - stride: from one batch to the next.
    init(seen: Set<Int>, first: Int, stride: Int) {
        self.seen = seen
        next = first
        self.stride = stride
    }

    /// Takes cases of a batch, in order.
    mutating func add(_ novelties: [Novelty], of batch: Int) {
        waiting[batch, default: []] += novelties
    }

    /// Takes note that no more comes from a batch.
    ///
    /// - Returns: what is to be kept of it and of those that waited for it.
    mutating func end(_ batch: Int) -> [Entry] {
        ended.insert(batch)
        var entries: [Entry] = []
        while ended.remove(next) != nil {
            entries += take(next)
            next += stride
        }
        return entries
    }

    /// What is to be kept of all batches that came to no end.
    mutating func endAll() -> [Entry] {
        var entries: [Entry] = []
        for batch in waiting.keys.sorted() { entries += take(batch) }
        return entries
    }

    private mutating func take(_ batch: Int) -> [Entry] {
        let novelties = waiting.removeValue(forKey: batch) ?? []
        return novelties.compactMap { novelty in
            let before = seen.count
            seen.formUnion(novelty.features)
            guard seen.count > before, count < Self.largestCount else { return nil }
            count += 1
            return Entry(name: novelty.name, text: novelty.text)
        }
    }
}
