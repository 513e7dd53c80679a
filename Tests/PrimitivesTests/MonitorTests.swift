import Primitives
import Testing

/// Threads that share values, and wait for one another.
@Suite(.timeLimit(.minutes(2))) struct MonitorTests {
    @Test func `no change is lost among eight threads`() throws {
        let (sum, ended) = (Monitor(0), Monitor(0))
        for _ in 0..<8 {
            try DetachedThread.start {
                for _ in 0..<10_000 { sum.withLock { $0 += 1 } }
                ended.withLock { $0 += 1 }
                ended.wakeAll()
            }
        }
        ended.wait { $0 == 8 ? () : nil }
        #expect(sum.withLock { $0 } == 80_000)
    }

    @Test func `who waits is woken by a change, and takes what it waited for`() throws {
        let (balls, caught) = (Monitor(0), Monitor(0))
        for _ in 0..<2 {
            try DetachedThread.start {
                for _ in 0..<1_000 {
                    balls.wait { count -> Void? in
                        guard count > 0 else { return nil }
                        count -= 1
                    }
                    caught.withLock { $0 += 1 }
                    caught.wakeAll()
                }
            }
        }
        for thrown in 1...2_000 {
            balls.withLock { $0 += 1 }
            balls.wakeAll()
            caught.wait { $0 >= thrown - 10 ? () : nil }
        }
        caught.wait { $0 == 2_000 ? () : nil }
        #expect(balls.withLock { $0 } == 0)
    }

    @Test(arguments: [0.05, 0, -1, .nan, -.infinity])
    func `waiting for what does not come has an end`(seconds: Double) {
        let monitor = Monitor(false)
        let start = ContinuousClock.now
        #expect(!monitor.wait(within: seconds) { $0 })
        let duration = ContinuousClock.now - start
        #expect(duration >= .seconds(seconds > 0 ? seconds : 0) && duration < .seconds(60))
    }

    @Test(arguments: [60, 1e300, .infinity] as [Double])
    func `waiting ends when what is waited for comes`(seconds: Double) throws {
        let monitor = Monitor((isHere: false, looks: 0))
        try DetachedThread.start {
            // Not before somebody waits.
            monitor.wait { $0.looks > 0 ? () : nil }
            monitor.withLock { $0.isHere = true }
            monitor.wakeAll()
        }
        let hasCome = monitor.wait(within: seconds) { state in
            state.looks += 1
            if state.looks == 1 { monitor.wakeAll() }
            return state.isHere
        }
        #expect(hasCome)
    }

    @Test func `an error leaves the lock open`() {
        struct Oops: Error {}
        let monitor = Monitor(1)
        #expect(throws: Oops.self) {
            try monitor.withLock { value throws(Oops) in
                value = 2
                throw Oops()
            }
        }
        #expect(monitor.withLock { $0 } == 2)
    }
}
