import Primitives
import Testing
import VM

/// A scheduler that compiles in the background: what may happen while a compilation is under way.
///
/// Which comes first is said by latches, in each of these tests.
@Suite struct TieringBackgroundTests {
    private static func background(
        _ change: (inout TieringConfiguration) -> Void = { _ in }
    ) -> TieringConfiguration {
        .atOnce {
            $0.compilation = .background
            $0.shutdownSeconds = 60
            change(&$0)
        }
    }

    /// A scheduler whose compilation of number 1 has begun, and goes on when a latch is opened.
    private struct Stalled {
        let latch = Latch()
        let workshop: Workshop
        let scheduler: TestScheduler

        init(_ configuration: TieringConfiguration = background()) throws {
            workshop = Workshop(result: { [latch] number in
                if number == 1 { latch.wait() }
                return .compiled(TestProduct(number), byteCount: 10)
            })
            scheduler = try workshop.scheduler(configuration)
            scheduler.call(1)
            latch.awaitArrivals()
        }

        /// Lets the compilation end, and whatever waits behind it.
        func finish() {
            latch.open()
            scheduler.awaitStatistics {
                $0.compiled + $0.discarded + $0.cancelled >= $0.triggers
            }
        }
    }

    @Test func `the interpreter goes on while code is compiled, and finds it when it is`() throws {
        let stalled = try Stalled()
        let generation = stalled.scheduler.generation
        for _ in 0..<100 { stalled.scheduler.call(1) }
        #expect(!stalled.scheduler.isVisible(1))
        #expect(stalled.scheduler.generation == generation)
        stalled.finish()
        #expect(stalled.scheduler.product(for: .test(1))?.number == 1)
        #expect(stalled.scheduler.generation != generation)
        #expect(stalled.workshop.compiledTotal == 1)
    }

    ///
    @Test func `with a full queue nothing counts as triggered, and it is tried again ever later`()
        throws
    {
        let stalled = try Stalled(Self.background { $0.queueCapacity = 1 })
        let scheduler = stalled.scheduler
        scheduler.call(2)
        var refusals: [Int] = []
        for call in 1...64 {
            let before = scheduler.statistics.queueFull
            scheduler.call(3)
            if scheduler.statistics.queueFull > before { refusals.append(call) }
        }
        // Passed over in between: 1, 2, 4, 8, 16 occasions.
        #expect(refusals == [1, 3, 6, 11, 20, 37])
        #expect(scheduler.statistics.triggers == 2)
        #expect(scheduler.statistics.largestQueueDepth == 1)
        stalled.finish()
        #expect(stalled.workshop.compiled(3) == 0)
        while scheduler.statistics.triggers < 3 { scheduler.call(3) }
        scheduler.awaitStatistics { $0.compiled == 3 }
        #expect(scheduler.isVisible(3) && stalled.workshop.compiled(3) == 1)
        #expect(stalled.workshop.judged(3) == 1)
        #expect(scheduler.statistics.queueFull == refusals.count)
    }

    ///
    @Test(arguments: [TieringConfiguration.Compilation.scheduled, .background])
    func `eight threads that find the same code hot have it compiled once`(
        compilation: TieringConfiguration.Compilation
    ) throws {
        let workshop = Workshop()
        let scheduler = try workshop.scheduler(
            Self.background {
                $0.compilation = compilation
                $0.threads = 4
            })
        try onThreads(8) { _ in
            for number in 0..<50 { scheduler.call(number) }
        }
        scheduler.awaitStatistics { $0.published == 50 }
        for number in 0..<50 {
            #expect((workshop.judged(number), workshop.compiled(number)) == (1, 1))
        }
        #expect(scheduler.statistics.calls == 400 && scheduler.statistics.triggers == 50)
    }

    ///
    @Test func `a profile that goes while its code is compiled takes nothing with it`() throws {
        let stalled = try Stalled(
            Self.background {
                $0.window = 1
                $0.profileCapacity = 1
            })
        for number in 2..<100 { stalled.scheduler.call(number) }
        stalled.scheduler.call(1)
        stalled.finish()
        #expect(stalled.scheduler.isVisible(1))
        #expect((stalled.workshop.compiled(1), stalled.workshop.judged(1)) == (1, 1))
    }

    @Test func `a switch that demands compiled code waits for who compiles it`() throws {
        let stalled = try Stalled()
        let (scheduler, latch) = (stalled.scheduler, stalled.latch)
        let supplied = Monitor<TestProduct?>(nil)
        let done = Counter()
        try DetachedThread.start {
            let product = scheduler.compileNow(.test(1), TestInput(1))
            supplied.withLock { $0 = product }
            done.add()
        }
        latch.open()
        done.awaitValue(1)
        let product = supplied.withLock { $0 }
        #expect(product != nil && product === scheduler.product(for: .test(1)))
        #expect(stalled.workshop.compiledTotal == 1)
    }

    // MARK: What happens to code that is being compiled

    @Test func `it may be withheld, and does not become visible`() throws {
        let stalled = try Stalled()
        stalled.scheduler.withhold([1])
        stalled.finish()
        #expect(!stalled.scheduler.isVisible(1))
        for _ in 0..<10 { stalled.scheduler.call(1) }
        #expect(stalled.scheduler.force(.publish, 1) && stalled.scheduler.isVisible(1))
        #expect(stalled.workshop.compiledTotal == 1)
    }

    @Test func `it may no longer be withheld, and becomes visible when it is there`() throws {
        let stalled = try Stalled()
        stalled.scheduler.withhold([1])
        #expect(!stalled.scheduler.force(.publish, 1))
        stalled.finish()
        #expect(stalled.scheduler.isVisible(1))
    }

    @Test func `it cannot be evicted before it is there`() throws {
        let stalled = try Stalled()
        #expect(!stalled.scheduler.force(.evict, 1))
        stalled.finish()
        #expect(stalled.scheduler.isVisible(1) && stalled.scheduler.force(.evict, 1))
    }

    @Test func `compiling it may fail by an event, and what comes of it is discarded`() throws {
        let stalled = try Stalled()
        #expect(stalled.scheduler.force(.fail, 1))
        stalled.finish()
        #expect(stalled.scheduler.statistics.discarded == 1)
        for _ in 0..<10 { stalled.scheduler.call(1) }
        #expect(!stalled.scheduler.isVisible(1) && stalled.workshop.compiledTotal == 1)
    }

    @Test func `a reset discards what comes of it, and does not have it compiled twice at a time`()
        throws
    {
        let stalled = try Stalled()
        let scheduler = stalled.scheduler
        scheduler.call(2)
        scheduler.reset()
        #expect(scheduler.statistics.cancelled == 1)
        for _ in 0..<10 { scheduler.call(1) }
        #expect(stalled.workshop.compiled(1) == 1)
        stalled.finish()
        #expect((scheduler.statistics.discarded, scheduler.statistics.published) == (1, 0))
        #expect(!scheduler.isVisible(1) && !scheduler.isVisible(2))
        scheduler.call(1)
        scheduler.call(2)
        scheduler.awaitStatistics { $0.published == 2 }
        #expect((stalled.workshop.judged(1), stalled.workshop.compiled(1)) == (2, 2))
        #expect((stalled.workshop.judged(2), stalled.workshop.compiled(2)) == (2, 1))
    }

    // MARK: Shutdown

    ///
    @Test func `a shutdown ends in time though a compilation is blocked, whose end is safe`() throws
    {
        let stalled = try Stalled(Self.background { $0.shutdownSeconds = 0.05 })
        let scheduler = stalled.scheduler
        for number in 2..<10 { scheduler.call(number) }
        let start = ContinuousClock.now
        scheduler.shutDown()
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(scheduler.statistics.cancelled == 8)
        scheduler.call(11)
        stalled.latch.open()
        scheduler.awaitStatistics { $0.discarded == 1 }
        #expect(scheduler.statistics.published == 0 && stalled.workshop.compiledTotal == 1)
        #expect(scheduler.compileNow(.test(1), TestInput(1)) == nil)
        for action in TieringEvent.Action.allCases where action != .fail {
            #expect(!scheduler.force(action, 1))
        }
    }

    @Test func `a shutdown lets a thread go that waits for code`() throws {
        let stalled = try Stalled(Self.background { $0.shutdownSeconds = 0 })
        let scheduler = stalled.scheduler
        let (began, ended) = (Latch(), Counter())
        began.open()
        try DetachedThread.start {
            began.wait()
            let product = scheduler.compileNow(.test(1), TestInput(1))
            #expect(product == nil)
            ended.add()
        }
        began.awaitArrivals()
        scheduler.shutDown()
        ended.awaitValue(1)
        stalled.latch.open()
    }

    ///
    @Test func `a scheduler can go while a compilation is blocked, which owns what it needs`()
        throws
    {
        let (latch, ended) = (Latch(), Counter())
        let (inputs, products) = (Counter(), Counter())
        weak var gone: TestScheduler?
        do {
            let scheduler = try TestScheduler(
                Self.background { $0.shutdownSeconds = 0 }, judge: { _ in .suitable },
                compile: { _, input in
                    latch.wait()
                    ended.add(input.number)
                    return .compiled(TestProduct(input.number, freed: products), byteCount: 1)
                })
            gone = scheduler
            for number in 1...3 {
                _ = scheduler.callBegins(.test(number), TestInput(number, freed: inputs))
            }
            latch.awaitArrivals()
        }
        #expect(gone == nil)
        inputs.awaitValue(2)
        #expect((inputs.value, ended.value) == (2, 0))
        latch.open()
        products.awaitValue(1)
        inputs.awaitValue(3)
        #expect(ended.value == 1)
    }

    @Test func `two schedulers know nothing of each other`() throws {
        let first = try Stalled()
        let second = try Stalled()
        second.finish()
        #expect(second.scheduler.isVisible(1) && !first.scheduler.isVisible(1))
        second.scheduler.shutDown()
        first.finish()
        #expect(first.scheduler.isVisible(1))
        #expect(first.scheduler.product(for: .test(1)) !== second.scheduler.product(for: .test(1)))
        first.scheduler.reset()
        #expect(!first.scheduler.isVisible(1) && second.scheduler.isVisible(1))
    }
}
