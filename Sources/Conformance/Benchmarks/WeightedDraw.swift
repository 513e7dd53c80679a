package import Primitives

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Draws numbers, each in proportion to its weight.
package struct WeightedDraw: Sendable {
    /// The sums of all weights up to each, itself included.
    private let sums: [Double]

    /// - Precondition: weights are not negative, and one is positive.
    package init(_ weights: [Double]) {
        var sum = 0.0
        sums = weights.map { weight in
            sum += weight
            return sum
        }
        precondition(sum > 0, "something can be drawn")
    }

    /// A weight's number.
    package func next(_ generator: inout SeededGenerator) -> Int {
        // 53 bits: every one is a number of its own below 1.
        let part = Double(generator.next() >> 11) * 0x1p-53
        let wanted = part * (sums.last ?? 0)
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Weights by Zipf's law: that of rank `r`, counted from 1, is `r` to the power of `-exponent`.
    package static func zipf(count: Int, exponent: Double) -> [Double] {
        (0..<count).map { pow(Double($0 + 1), -exponent) }
    }
}
