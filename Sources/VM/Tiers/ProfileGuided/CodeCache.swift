import Primitives
import Synchronization

/// Compiled code that every thread may look up, up to a number of bytes; beyond that, what has not
/// been looked up for longest goes.
///
/// What becomes visible, or no longer is, changes `generation`, whose release store comes behind
/// everything else. So whoever reads `generation` first, and then the code, may keep what was found
/// until `generation` is another: a read that costs no lock. Such readers are seen once behind each
/// change, which is fine enough an order, as only a change drops code.
///
/// Code that has been dropped lives on for as long as somebody holds it, above all who runs it.
package final class CodeCache<Product: AnyObject & Sendable>: Sendable {
    /// A piece of compiled code; where the cache has let it go, its owner drops it, which takes a
    /// while, where no lock is held.
    package struct Entry: Sendable {
        package let key: CodeKey
        package let product: Product
        /// What it counts for, in bytes.
        package let byteCount: Int
    }

    /// What is visible.
    private struct Shelf: Sendable {
        var entries = RecencyTable<Entry>()
        var byteCount = 0

        mutating func insert(_ entry: Entry) {
            entries.insert(entry, for: entry.key)
            byteCount += entry.byteCount
        }

        mutating func remove(_ key: CodeKey) -> Entry? {
            guard let entry = entries.remove(key) else { return nil }
            byteCount -= entry.byteCount
            return entry
        }

        mutating func removeOldest() -> Entry? {
            guard let entry = entries.removeOldest()?.value else { return nil }
            byteCount -= entry.byteCount
            return entry
        }
    }

    /// The most bytes that are kept.
    package let capacity: Int
    private let shelf = Monitor(Shelf())
    private let changes = Atomic<UInt64>(0)

    /// - Parameter capacity: the most bytes that are kept.
    package init(capacity: Int) {
        self.capacity = capacity
    }

    /// Another number behind each change of what is visible.
    ///
    /// An acquire load: what was published before the number became this one is seen behind it.
    package var generation: UInt64 { changes.load(ordering: .acquiring) }

    /// Bytes that are kept at the moment, never more than `capacity`.
    package var byteCount: Int { shelf.withLock { $0.byteCount } }
    /// Pieces of code that are kept at the moment.
    package var count: Int { shelf.withLock { $0.entries.count } }

    /// Whether code is visible; asking is no use of it.
    package func contains(_ key: CodeKey) -> Bool { shelf.withLock { $0.entries.contains(key) } }

    /// The code that is visible for a key, from now on the last that was used.
    ///
    /// Who keeps it reads `generation` before, and never behind.
    package func product(for key: CodeKey) -> Product? {
        shelf.withLock { shelf in shelf.entries.use(key).map { shelf.entries[$0].product } }
    }

    /// Makes code visible, in the place of what was for the key, and drops as much as it takes.
    ///
    /// - Precondition: `byteCount` is not negative.
    /// - Returns: what had to go; nil if the code alone is more than is kept, and nothing changed.
    package func publish(_ product: Product, byteCount: Int, for key: CodeKey) -> [Entry]? {
        precondition(byteCount >= 0)
        guard byteCount <= capacity else { return nil }
        return change { shelf in
            var dropped: [Entry] = []
            if let former = shelf.remove(key) { dropped.append(former) }
            while shelf.byteCount > capacity - byteCount, let oldest = shelf.removeOldest() {
                dropped.append(oldest)
            }
            shelf.insert(Entry(key: key, product: product, byteCount: byteCount))
            return dropped
        }
    }

    /// Drops code.
    ///
    /// - Returns: what was dropped; nil if there was none.
    package func evict(_ key: CodeKey) -> Entry? {
        change { $0.remove(key) }
    }

    /// Drops everything, and returns it.
    package func removeAll() -> [Entry] {
        change { shelf in
            var dropped: [Entry] = []
            while let oldest = shelf.removeOldest() { dropped.append(oldest) }
            return dropped
        }
    }

    /// Changes what is visible.
    ///
    /// The one store that readers wait for comes last, and while the lock is held, so that no other
    /// change comes between.
    private func change<Result>(_ body: (inout Shelf) -> Result) -> Result {
        shelf.withLock { shelf in
            let result = body(&shelf)
            changes.store(changes.load(ordering: .relaxed) &+ 1, ordering: .releasing)
            return result
        }
    }
}
