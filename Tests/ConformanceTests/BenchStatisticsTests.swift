import Conformance
import Testing

/// What benchmarks' times are summed up as; all values are counted by hand.
@Suite struct BenchStatisticsTests {
    @Test func `the median is the middle, or lies between the two in the middle`() {
        #expect(Quartiles([5, 1, 4, 2, 3])?.median == 3)
        #expect(Quartiles([4, 1, 2, 8])?.median == 3)
        #expect(Quartiles([7])?.median == 7)
        #expect(Quartiles([]) == nil)
    }

    @Test func `quartiles lie where their rank says, between neighbours`() {
        let five = Quartiles([5, 1, 4, 2, 3])
        #expect(five?.lowerQuartile == 2 && five?.upperQuartile == 4)
        // The places are 0.75 and 2.25 of 0 to 3.
        let four = Quartiles([10, 20, 40, 80])
        #expect(four?.lowerQuartile == 17.5 && four?.upperQuartile == 50)
        let two = Quartiles([1, 2])
        #expect(two?.lowerQuartile == 1.25 && two?.upperQuartile == 1.75)
    }

    @Test func `the spread is half the distance between quartiles, in parts of the median`() {
        #expect(Quartiles([1, 2, 4, 6, 8])?.relative == 0.5)
        #expect(Quartiles([3, 3, 3])?.relative == 0)
        // An outlier among seven moves nothing.
        #expect(Quartiles([2, 2, 2, 2, 2, 2, 1000])?.relative == 0)
    }

    @Test func `a geometric mean is the root of the product`() throws {
        let mean = try #require(GeometricMean.of([2, 8, 4]))
        #expect(abs(mean - 4) < 1e-12)
        let half = try #require(GeometricMean.of([0.25, 1]))
        #expect(abs(half - 0.5) < 1e-12)
        #expect(GeometricMean.of([]) == nil)
    }

    @Test func `times have three digits that count, in the unit that suits them`() {
        let texts = [
            (0.0, "0.00 µs"), (1.234e-6, "1.23 µs"), (9.994e-6, "9.99 µs"), (9.996e-6, "10.0 µs"),
            (99.96e-6, "100 µs"), (999.4e-6, "999 µs"), (999.6e-6, "1.00 ms"), (0.0123, "12.3 ms"),
            (0.9996, "1.00 s"), (123.4, "123 s"),
        ]
        for (seconds, text) in texts { #expect(TimeText.of(seconds) == text) }
    }
}
