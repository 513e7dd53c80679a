package import Primitives

/// The cases that showed something new, no more than so many.
package struct CaseCorpus {
    private let capacity: Int
    private var items: [FuzzCase] = []

    package init(capacity: Int = 256) { self.capacity = capacity }

    package var count: Int { items.count }

    /// Keeps a case, and drops one at random where there is no room.
    package mutating func keep(_ item: FuzzCase, using generator: inout SeededGenerator) {
        if items.count < capacity {
            items.append(item)
        } else {
            items[generator.below(capacity)] = item
        }
    }

    /// One of the cases, if there are any.
    package func pick(using generator: inout SeededGenerator) -> FuzzCase? {
        generator.element(of: items)
    }
}
