/// Values by code, in the order in which they were last used.
///
/// Finding, using and removing one takes a time that does not grow with their number. A value is
/// reached by its place, which holds until another is removed.
package struct RecencyTable<Value> {
    /// No place.
    private static var none: Int { -1 }

    /// The values' places in the chain; apart from the values, as numbers are read without a
    /// reference count.
    private var nodes: [RecencyNode] = []
    private var values: [Value] = []
    private var places: [CodeKey: Int] = [:]
    private var oldest = none
    private var newest = none

    package init() {}

    package var count: Int { nodes.count }

    package subscript(place: Int) -> Value {
        // Lent, as a copy would count references.
        _read { yield values[place] }
        _modify { yield &values[place] }
    }

    package func contains(_ key: CodeKey) -> Bool { places[key] != nil }

    /// A value, whose turn does not change.
    package func value(for key: CodeKey) -> Value? { places[key].map { values[$0] } }

    /// Where a value is, from now on the last used.
    package mutating func use(_ key: CodeKey) -> Int? {
        // The same code is often asked for twice, which takes no hashing then.
        if newest != Self.none, nodes[newest].key == key { return newest }
        guard let place = places[key] else { return nil }
        unlink(place)
        append(place)
        return place
    }

    /// Adds a value as the last used.
    ///
    /// - Precondition: there is none for the key.
    /// - Returns: its place.
    @discardableResult
    package mutating func insert(_ value: Value, for key: CodeKey) -> Int {
        let place = nodes.count
        let former = places.updateValue(place, forKey: key)
        precondition(former == nil)
        nodes.append(RecencyNode(key: key, older: Self.none, newer: Self.none))
        values.append(value)
        append(place)
        return place
    }

    /// Takes a value out.
    @discardableResult
    package mutating func remove(_ key: CodeKey) -> Value? {
        guard let place = places.removeValue(forKey: key) else { return nil }
        return take(place)
    }

    /// Takes the value out that has been unused for the longest time.
    package mutating func removeOldest() -> (key: CodeKey, value: Value)? {
        guard oldest != Self.none else { return nil }
        let key = nodes[oldest].key
        places[key] = nil
        return (key, take(oldest))
    }
}

extension RecencyTable: Sendable where Value: Sendable {}

/// The key of a value, between the value used before it and the one used behind it.
private struct RecencyNode: Sendable {
    let key: CodeKey
    var older: Int
    var newer: Int
}

// MARK: The chain

extension RecencyTable {
    /// Closes the chain where a node was, which is to be appended or taken out.
    private mutating func unlink(_ place: Int) {
        connect(nodes[place].older, nodes[place].newer)
    }

    private mutating func append(_ place: Int) {
        connect(newest, place)
        connect(place, Self.none)
    }

    /// Makes two places neighbours; with `none`, one of them is an end of the chain.
    private mutating func connect(_ older: Int, _ newer: Int) {
        if older == Self.none { oldest = newer } else { nodes[older].newer = newer }
        if newer == Self.none { newest = older } else { nodes[newer].older = older }
    }

    /// Takes a value out that no key leads to any more, and moves the last into its place.
    private mutating func take(_ place: Int) -> Value {
        unlink(place)
        let last = nodes.count - 1
        guard place != last else {
            nodes.removeLast()
            return values.removeLast()
        }
        nodes.swapAt(place, last)
        values.swapAt(place, last)
        let moved = nodes[place]
        connect(moved.older, place)
        connect(place, moved.newer)
        places[moved.key] = place
        nodes.removeLast()
        return values.removeLast()
    }
}
