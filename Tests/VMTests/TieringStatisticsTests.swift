import Testing
import VM

/// Counters of a scheduler, and their sums.
@Suite struct TieringStatisticsTests {
    @Test func `times are counted by powers of two`() {
        var times = TimeHistogram()
        #expect(times.count == 0 && times.time(ofShare: 0.5) == 0)
        for time in [0, 1e-6, 1.5e-6, 2e-6, 4e-6, 1e-3, -1, .nan] { times.add(time) }
        #expect(times.counts == [4, 2, 1, 0, 0, 0, 0, 0, 0, 0, 1])
        #expect(times.count == 8)
        #expect(abs(times.seconds - 1.0085e-3) < 1e-12)
        #expect(times.time(ofShare: 0.5) == 1e-6)
        #expect(times.time(ofShare: 0.75) == 2e-6)
        #expect(times.time(ofShare: 1) == 1.024e-3)
        times.add(.infinity)
        #expect(times.count == 9)
    }

    @Test func `histograms are added place by place`() {
        var (left, right) = (TimeHistogram(), TimeHistogram())
        left.add(1e-6)
        right.add(1e-6)
        right.add(3e-6)
        left += right
        #expect(left.counts == [2, 0, 1])
    }

    @Test func `statistics are added, and the largest depth of a queue is the largest`() {
        var left = TieringStatistics()
        left.calls = 1
        left.largestQueueDepth = 5
        left.reject(.tooShort)
        left.fail("a")
        var right = TieringStatistics()
        right.calls = 10
        right.triggers = 2
        right.compiled = 3
        right.published = 4
        right.evicted = 5
        right.discarded = 6
        right.cancelled = 7
        right.queueFull = 8
        right.largestQueueDepth = 2
        right.byteCodeBytes = 9
        right.machineCodeBytes = 11
        right.reject(.tooShort)
        right.reject(.tooLong)
        right.fail("a")
        right.fail("b")
        right.compileTimes.add(1)
        left += right
        #expect(left.calls == 11 && left.largestQueueDepth == 5)
        #expect(left.rejected == [.tooShort: 2, .tooLong: 1])
        #expect(left.failed == ["a": 2, "b": 1])
        // What only one of them had is as it was.
        left.calls = right.calls
        left.largestQueueDepth = right.largestQueueDepth
        var sum = TieringStatistics()
        sum += right
        sum.reject(.tooShort)
        sum.fail("a")
        #expect(left == sum)
    }

    @Test func `reasons without end are counted together`() {
        var statistics = TieringStatistics()
        for number in 0..<1_000 { statistics.fail("reason \(number)") }
        statistics.fail("reason 3")
        #expect(statistics.failed.count == 65)
        #expect(statistics.failed["reason 3"] == 2)
        #expect(statistics.failed[TieringStatistics.otherReasons] == 936)
    }
}
