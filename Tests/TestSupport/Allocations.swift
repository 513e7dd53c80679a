import CAllocations

/// Counts how often a thread asks for memory.
package enum Allocations {
    /// Whether they are counted here.
    package static var areCounted: Bool { allocations_are_counted() }

    /// The number of allocations that some work does, on this thread.
    package static func count(_ work: () -> Void) -> Int {
        let before = allocations_of_this_thread()
        work()
        return Int(allocations_of_this_thread() - before)
    }
}
