import Foundation
import Primitives
import Testing
import VM

/// a queue that has an end, a shutdown that has one, and jobs that own what
/// they need.
@Suite struct CompilePoolTests {
    /// A pool whose only thread is in a job that waits at a latch.
    private static func stalledPool(queueCapacity: Int) -> (CompilePool, Latch) {
        let pool = CompilePool(threads: 1, queueCapacity: queueCapacity)
        let latch = Latch()
        #expect(pool.submit(CompileJob { latch.wait() }) == .accepted)
        latch.awaitArrivals()
        return (pool, latch)
    }

    @Test func `jobs are done in the order in which they came`() {
        let (pool, latch) = Self.stalledPool(queueCapacity: 100)
        let order = Monitor<[Int]>([])
        let done = Counter()
        for number in 0..<100 {
            let job = CompileJob {
                order.withLock { $0.append(number) }
                done.add()
            }
            #expect(pool.submit(job) == .accepted)
        }
        latch.open()
        done.awaitValue(100)
        #expect(order.withLock { $0 } == Array(0..<100))
        #expect(pool.largestDepth == 100)
    }

    @Test func `a full queue says so, and takes more when there is room again`() {
        let (pool, latch) = Self.stalledPool(queueCapacity: 3)
        let done = Counter()
        let job = CompileJob { done.add() }
        #expect((0..<3).map { _ in pool.submit(job) } == [.accepted, .accepted, .accepted])
        #expect((0..<5).map { _ in pool.submit(job) } == [.full, .full, .full, .full, .full])
        #expect(pool.depth == 3)
        latch.open()
        done.awaitValue(3)
        #expect(pool.submit(job) == .accepted)
        done.awaitValue(4)
        #expect(pool.largestDepth == 3)
    }

    @Test func `a million submissions to a stalled worker leave what its queue holds`() async {
        // In a process of its own, whose memory no other test uses.
        await #expect(processExitsWith: .success) {
            let (pool, latch) = CompilePoolTests.stalledPool(queueCapacity: 256)
            let freed = Counter()
            var answers: [CompilePool.Submission: Int] = [:]
            func submit(_ count: Int) {
                for number in 0..<count {
                    let input = TestInput(number, freed: freed)
                    let answer = pool.submit(CompileJob { #expect(input.number < 256) })
                    answers[answer, default: 0] += 1
                }
            }
            submit(10_000)
            let before = CompilePoolTests.residentBytes()
            submit(990_000)
            // Eight bytes kept of each would be as much.
            #expect(CompilePoolTests.residentBytes() - before < 8 << 20)
            #expect(answers == [.accepted: 256, .full: 999_744])
            #expect(freed.value == 999_744)
            #expect(pool.depth == 256 && pool.threadCount == 1)
            latch.open()
            #expect(pool.submit(CompileJob {}) != .closed)
            freed.awaitValue(1_000_000)
        }
    }

    /// Memory of this process that is there, in bytes, where the system tells.
    ///
    /// Not under the sanitizer that keeps freed memory, to see who still uses it: there, that all
    /// inputs were freed has to do.
    private static func residentBytes() -> Int {
        guard dlsym(nil, "__asan_init") == nil,
            let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        else {
            return 0
        }
        return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
            .map { $0 * Mapping.pageSize } ?? 0
    }

    @Test func `no more threads are started than there is work for, or than there may be`() {
        let pool = CompilePool(threads: 3, queueCapacity: 10)
        #expect(pool.threadCount == 0)
        let latch = Latch()
        for number in 1...5 {
            #expect(pool.submit(CompileJob { latch.wait() }) == .accepted)
            #expect(pool.threadCount == min(number, 3))
        }
        latch.awaitArrivals(3)
        #expect(pool.runningCount == 3 && pool.depth == 2)
        latch.open()
        #expect(pool.shutDown(within: 60))
    }

    @Test func `a pool without a thread cannot be made`() async {
        await #expect(processExitsWith: .failure) {
            _ = CompilePool(threads: 0, queueCapacity: 1)
        }
        await #expect(processExitsWith: .failure) {
            _ = CompilePool(threads: 1, queueCapacity: 0)
        }
    }

    @Test func `a shutdown calls off what waits and waits for what runs`() throws {
        let (pool, latch) = Self.stalledPool(queueCapacity: 10)
        let (run, cancelled) = (Counter(), Counter())
        for _ in 0..<10 {
            let job = CompileJob {
                run.add()
            } cancel: {
                cancelled.add()
            }
            #expect(pool.submit(job) == .accepted)
        }
        let (outcome, isOver) = (Monitor<Bool?>(nil), Latch())
        try DetachedThread.start {
            let haveEnded = pool.shutDown(within: 60)
            outcome.withLock { $0 = haveEnded }
            isOver.open()
        }
        cancelled.awaitValue(10)
        #expect(outcome.withLock { $0 } == nil)
        #expect(pool.submit(CompileJob { run.add() }) == .closed)
        latch.open()
        isOver.wait()
        #expect(outcome.withLock { $0 } == true)
        #expect((run.value, cancelled.value) == (0, 10))
    }

    @Test func `a shutdown returns in time while a job is blocked, which may end later`() {
        let (pool, latch) = Self.stalledPool(queueCapacity: 1)
        let start = ContinuousClock.now
        #expect(!pool.shutDown(within: 0.05))
        let duration = ContinuousClock.now - start
        #expect(duration >= .milliseconds(50) && duration < .seconds(30))
        #expect(pool.submit(CompileJob {}) == .closed)
        latch.open()
        #expect(pool.shutDown(within: 60))
    }

    @Test func `a pool can go while a job is blocked, and its thread ends behind the job`() {
        let latch = Latch()
        let ended = Counter()
        weak var gone: CompilePool?
        do {
            let pool = CompilePool(threads: 1, queueCapacity: 1)
            gone = pool
            #expect(
                pool.submit(
                    CompileJob {
                        latch.wait()
                        ended.add()
                    }) == .accepted)
            latch.awaitArrivals()
        }
        #expect(gone == nil && ended.value == 0)
        latch.open()
        ended.awaitValue(1)
    }

    @Test func `a job owns its input until it has ended`() {
        let (pool, latch) = Self.stalledPool(queueCapacity: 1)
        let (seen, freed) = (Counter(), Counter())
        func submit() -> CompilePool.Submission {
            let input = TestInput(7, freed: freed)
            return pool.submit(CompileJob { seen.add(input.number) })
        }
        #expect(submit() == .accepted)
        #expect((seen.value, freed.value) == (0, 0))
        latch.open()
        freed.awaitValue(1)
        #expect((seen.value, freed.value) == (7, 1))
        #expect(pool.shutDown(within: 60))
    }

    @Test func `what waits can be called off while the pool goes on`() {
        let (pool, latch) = Self.stalledPool(queueCapacity: 5)
        let (run, cancelled) = (Counter(), Counter())
        for _ in 0..<5 {
            #expect(
                pool.submit(
                    CompileJob {
                        run.add()
                    } cancel: {
                        cancelled.add()
                    }) == .accepted)
        }
        pool.cancelWaiting()
        #expect((pool.depth, cancelled.value, run.value) == (0, 5, 0))
        #expect(pool.submit(CompileJob { run.add() }) == .accepted)
        latch.open()
        run.awaitValue(1)
    }
}
