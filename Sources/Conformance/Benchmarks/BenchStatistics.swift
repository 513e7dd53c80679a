#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The middle of some measurements, and the middle half of them.
package struct Quartiles: Equatable, Sendable {
    package let median: Double
    package let lowerQuartile: Double
    package let upperQuartile: Double

    /// Quantiles lie between two neighbours, as far from either as their rank says: of n values in
    /// order, counted from 0, the quantile p is at the place p (n - 1).
    ///
    /// - Returns: nil for no values.
    package init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        func quantile(_ share: Double) -> Double {
            let place = share * Double(sorted.count - 1)
            let low = Int(place)
            let high = min(low + 1, sorted.count - 1)
            return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
        }
        median = quantile(0.5)
        lowerQuartile = quantile(0.25)
        upperQuartile = quantile(0.75)
    }

    /// Half of the distance between the quartiles, as a part of the median: what is written
    /// behind a ±.
    package var relative: Double {
        median > 0 ? (upperQuartile - lowerQuartile) / 2 / median : 0
    }
}

/// Means of ratios.
package enum GeometricMean {
    /// The root of the product; nil for no values.
    ///
    /// - Precondition: all are positive.
    package static func of(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : exp(values.reduce(0) { $0 + log($1) } / Double(values.count))
    }
}
