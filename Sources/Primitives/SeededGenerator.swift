/// The only source of randomness: a small generator whose whole future is its seed.
///
/// It is passed along `inout`, never kept globally. The step is SplitMix64 (Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", 2014). Choices go through the methods here
/// and not through the standard library's, whose algorithms may change between versions.
package struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// A number from zero up to but not including `bound`.
    ///
    /// The bias is below `bound` in 2^64. Precondition: `bound` is positive.
    package mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "nothing is below \(bound)")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number in a closed range.
    package mutating func between(_ range: ClosedRange<Int>) -> Int {
        let span = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound)) &+ 1
        guard span != 0 else { return Int(bitPattern: UInt(next())) }
        return range.lowerBound &+ Int(bitPattern: UInt(next().multipliedFullWidth(by: span).high))
    }

    /// True once in `n` times on average.
    ///
    /// Precondition: `n` is positive.
    package mutating func oneIn(_ n: Int) -> Bool {
        below(n) == 0
    }

    /// One element, or nil of an empty collection.
    package mutating func element<Elements: RandomAccessCollection>(
        of elements: Elements
    ) -> Elements.Element? {
        guard !elements.isEmpty else { return nil }
        return elements[elements.index(elements.startIndex, offsetBy: below(elements.count))]
    }

    /// The index of one of `weights`, each chosen in proportion.
    ///
    /// Precondition: the weights are not negative and their sum is positive.
    package mutating func weightedIndex(_ weights: [Int]) -> Int {
        var rest = below(weights.reduce(0, +))
        for (index, weight) in weights.enumerated() {
            if rest < weight { return index }
            rest -= weight
        }
        return weights.count - 1
    }

    /// A generator for a part of the work, independent of how much randomness the rest uses.
    package mutating func split() -> SeededGenerator {
        SeededGenerator(seed: next())
    }
}
