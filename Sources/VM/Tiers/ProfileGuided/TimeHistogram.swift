/// How long things took, counted by powers of two.
package struct TimeHistogram: Hashable, Sendable {
    /// How many took up to 1 µs, up to 2 µs, up to 4 µs, and so on; without zeros at its end.
    package private(set) var counts: [Int] = []
    /// All of them together.
    package private(set) var seconds = 0.0

    package init() {}

    /// The histogram of these counts, which took so many seconds together.
    package init(counts: [Int], seconds: Double) {
        self.counts = counts
        self.seconds = seconds
    }

    package var count: Int { counts.reduce(0, +) }

    /// The longest time that a place of `counts` stands for, in seconds.
    package static func limit(of place: Int) -> Double {
        Double(sign: .plus, exponent: place, significand: 1e-6)
    }

    /// Counts one; what is negative or no number takes no time.
    package mutating func add(_ time: Double) {
        let time = min(max(0, time), 1e9)
        var place = 0
        while Self.limit(of: place) < time { place += 1 }
        add(1, at: place)
        seconds += time
    }

    private mutating func add(_ count: Int, at place: Int) {
        if place >= counts.count {
            counts += [Int](repeating: 0, count: place + 1 - counts.count)
        }
        counts[place] += count
    }

    /// The time within which a share of all, from 0 to 1, were done.
    ///
    /// - Returns: seconds, rounded up to a power of two of microseconds; 0 if there are none.
    package func time(ofShare share: Double) -> Double {
        var left = Double(count) * share
        for (place, count) in counts.enumerated() where count > 0 {
            left -= Double(count)
            if left <= 0 { return Self.limit(of: place) }
        }
        return 0
    }

    package static func += (left: inout Self, right: Self) {
        for (place, count) in right.counts.enumerated() { left.add(count, at: place) }
        left.seconds += right.seconds
    }
}
