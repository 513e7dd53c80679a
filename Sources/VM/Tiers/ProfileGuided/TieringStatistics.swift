/// What a scheduler has done since it was made.
package struct TieringStatistics: Hashable, Sendable {
    /// Calls that were recorded.
    package var calls = 0
    /// Compilations that a profile asked for and that were taken on.
    package var triggers = 0
    /// Compilations that had a product, and that took a place in the cache, or were withheld.
    package var compiled = 0
    /// Pieces of code that became visible.
    package var published = 0
    /// Pieces of code that were dropped, for want of room or by an event.
    package var evicted = 0
    /// Results that came when nobody wanted them any more: behind a reset, a shutdown, or an event
    /// by which compiling failed.
    package var discarded = 0
    /// Compilations that were called off before they began.
    package var cancelled = 0
    /// Compilations that found no room in the queue.
    package var queueFull = 0
    /// Pieces of code that are not compiled, by reason.
    package private(set) var rejected: [RejectionReason: Int] = [:]
    /// Compilations that had no product, by reason.
    package private(set) var failed: [String: Int] = [:]
    /// The most compilations that have waited at a time.
    package var largestQueueDepth = 0
    /// How long compilations took, whatever came of them.
    package var compileTimes = TimeHistogram()
    /// Byte code that was compiled, in bytes.
    package var byteCodeBytes = 0
    /// Machine code that was made of it, in bytes.
    package var machineCodeBytes = 0

    package init() {}

    /// Reasons that are told apart; more are counted together.
    private static let mostReasons = 64
    /// What all further reasons are counted as.
    package static let otherReasons = "other reasons"

    package mutating func reject(_ reason: RejectionReason, count: Int = 1) {
        rejected[reason, default: 0] += count
    }

    package mutating func fail(_ reason: String, count: Int = 1) {
        let isKnown = failed[reason] != nil || failed.count < Self.mostReasons
        failed[isKnown ? reason : Self.otherReasons, default: 0] += count
    }

    /// Every number that adds up, with the word that reports use.
    package static let counters: [(name: String, path: any WritableKeyPath<Self, Int> & Sendable)] =
        [
            ("calls", \.calls), ("triggers", \.triggers), ("compiled", \.compiled),
            ("published", \.published), ("evicted", \.evicted), ("discarded", \.discarded),
            ("cancelled", \.cancelled), ("queueFull", \.queueFull),
            ("byteCodeBytes", \.byteCodeBytes), ("machineCodeBytes", \.machineCodeBytes),
        ]

    /// Adds what another scheduler has done.
    package static func += (left: inout Self, right: Self) {
        for counter in counters {
            left[keyPath: counter.path] += right[keyPath: counter.path]
        }
        for (reason, count) in right.rejected { left.reject(reason, count: count) }
        for (reason, count) in right.failed.sorted(by: { $0.key < $1.key }) {
            left.fail(reason, count: count)
        }
        left.largestQueueDepth = max(left.largestQueueDepth, right.largestQueueDepth)
        left.compileTimes += right.compileTimes
    }
}
