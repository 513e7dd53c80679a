import VM

/// The order in which findings are looked at, and in which what came of that is taken.
///
/// In a campaign of so many cases it depends on the cases alone, whichever worker is done first:
/// a bucket's first case stands for it, and nothing is looked at before all batches are in.
struct InquiryQueue {
    /// What came of looking at a finding.
    struct Conclusion {
        var bucket: Bucket
        /// Nil if its case cannot be written, for this reason.
        var inquiry: Inquiry?
        var problem = ""
    }

    let isOrdered: Bool
    private var openBatches: Set<Int> = []
    private var waiting: [FuzzTask.Investigation] = []
    /// What has been handed out, in order, and what came of some of it.
    private var begun: [Bucket] = []
    private var ended: [Bucket: Conclusion] = [:]

    /// - Parameter isOrdered: whether the order is to depend on the cases alone.
    init(isOrdered: Bool) { self.isOrdered = isOrdered }

    mutating func add(_ item: FuzzTask.Investigation) { waiting.append(item) }

    /// Lets a case stand for its bucket if it comes before the one that does.
    ///
    /// - Returns: whether it does so now.
    mutating func replace(by item: FuzzTask.Investigation) -> Bool {
        guard isOrdered, let index = waiting.firstIndex(where: { $0.bucket == item.bucket }),
            item.place < waiting[index].place
        else { return false }
        waiting[index] = item
        return true
    }

    mutating func open(_ batch: Int) { openBatches.insert(batch) }

    /// Takes note that no more comes of a batch.
    mutating func close(_ batch: Int) { openBatches.remove(batch) }

    /// What is to be looked at next; nil if there is nothing, or not yet.
    ///
    /// Where the order matters, to be asked when no more batches will be opened.
    mutating func next() -> FuzzTask.Investigation? {
        guard isOrdered else { return waiting.popLast() }
        guard openBatches.isEmpty, let first = waiting.min(by: Self.precedes) else { return nil }
        waiting.removeAll { $0.bucket == first.bucket }
        begun.append(first.bucket)
        return first
    }

    /// Takes what came of one.
    ///
    /// - Returns: what is in turn now.
    mutating func conclude(_ item: Conclusion) -> [Conclusion] {
        guard begun.contains(item.bucket) else { return [item] }
        ended[item.bucket] = item
        var inTurn: [Conclusion] = []
        while let first = begun.first, let conclusion = ended.removeValue(forKey: first) {
            inTurn.append(conclusion)
            begun.removeFirst()
        }
        return inTurn
    }

    /// Hands over what waits for its turn, when nothing more will come.
    mutating func endAll() -> [Conclusion] {
        defer { (begun, ended) = ([], [:]) }
        return begun.compactMap { ended[$0] }
    }

    private static func precedes(
        _ left: FuzzTask.Investigation, _ right: FuzzTask.Investigation
    ) -> Bool {
        left.place == right.place
            ? left.bucket.name < right.bucket.name : left.place < right.place
    }
}

extension FuzzTask.Investigation {
    /// Where the case is in its campaign.
    fileprivate var place: (batch: Int, ordinal: Int) { (batch.index, ordinal) }
}
