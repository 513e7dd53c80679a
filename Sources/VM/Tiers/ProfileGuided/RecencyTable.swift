/// Values by code, in the order in which they were last used.
///
/// Finding, using and removing one takes a time that does not grow with their number. A value is
/// reached by its place, which holds until another is removed.
package struct RecencyTable<Value> {
    /// A value, between the one used before it and the one used behind it.
    fileprivate struct Node {
        let key: CodeKey
        var value: Value
        var older: Int
        var newer: Int
    }

    /// No place.
    private static var none: Int { -1 }

    private var nodes: [Node] = []
    private var places: [CodeKey: Int] = [:]
    private var oldest = none
    private var newest = none

    package init() {}

    package var count: Int { nodes.count }

    package subscript(place: Int) -> Value {
        get { nodes[place].value }
        _modify { yield &nodes[place].value }
    }

    package func contains(_ key: CodeKey) -> Bool { places[key] != nil }

    /// A value, whose turn does not change.
    package func value(for key: CodeKey) -> Value? { places[key].map { nodes[$0].value } }

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
        nodes.append(Node(key: key, value: value, older: Self.none, newer: Self.none))
        append(place)
        return place
    }

    /// Takes a value out.
    @discardableResult
    package mutating func remove(_ key: CodeKey) -> Value? {
        guard let place = places.removeValue(forKey: key) else { return nil }
        return takeNode(place).value
    }

    /// Takes the value out that has been unused for the longest time.
    package mutating func removeOldest() -> (key: CodeKey, value: Value)? {
        guard oldest != Self.none else { return nil }
        places[nodes[oldest].key] = nil
        let node = takeNode(oldest)
        return (node.key, node.value)
    }
}

extension RecencyTable: Sendable where Value: Sendable {}
extension RecencyTable.Node: Sendable where Value: Sendable {}

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

    /// Takes a node out that no key leads to any more, and moves the last into its place.
    private mutating func takeNode(_ place: Int) -> Node {
        unlink(place)
        let last = nodes.count - 1
        guard place != last else { return nodes.removeLast() }
        nodes.swapAt(place, last)
        let moved = nodes[place]
        connect(moved.older, place)
        connect(place, moved.newer)
        places[moved.key] = place
        return nodes.removeLast()
    }
}
