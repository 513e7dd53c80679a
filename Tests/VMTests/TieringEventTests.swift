import Primitives
import Testing
import VM

/// What a schedule can have happen to code, and code for switches that demand it.
@Suite struct TieringEventTests {
    /// Nothing is hot; all that is compiled is so by an event.
    private func cold(_ workshop: Workshop) throws -> TestScheduler {
        try workshop.scheduler(.atOnce { $0.callThreshold = 1_000 })
    }

    @Test func `code can be compiled at will, whatever its profile`() throws {
        let workshop = Workshop()
        let scheduler = try cold(workshop)
        #expect(scheduler.force(.compile, 1))
        #expect(scheduler.isVisible(1))
        #expect(!scheduler.force(.compile, 1))
        #expect(workshop.compiledTotal == 1 && workshop.judged(1) == 1)
        #expect(scheduler.statistics.triggers == 0)
    }

    @Test func `code that is turned down, or fails, is not compiled by an event either`() throws {
        let workshop = Workshop(
            verdict: { $0 == 1 ? .rejected(.tooShort) : .suitable }, result: { _ in .failed("no") })
        let scheduler = try cold(workshop)
        for _ in 0..<3 { #expect(!scheduler.force(.compile, 1) && !scheduler.force(.compile, 2)) }
        #expect((workshop.judged(1), workshop.judged(2), workshop.compiledTotal) == (1, 1, 1))
    }

    @Test func `code can be withheld until an event publishes it`() throws {
        let workshop = Workshop()
        let scheduler = try workshop.scheduler(.atOnce())
        scheduler.withhold([1])
        let generation = scheduler.generation
        for _ in 0..<10 { scheduler.call(1) }
        #expect(!scheduler.isVisible(1) && scheduler.generation == generation)
        #expect(scheduler.force(.publish, 1))
        #expect(scheduler.isVisible(1) && scheduler.generation != generation)
        #expect(!scheduler.force(.publish, 1))
        #expect(workshop.compiledTotal == 1)
        // Only until then.
        #expect(scheduler.force(.evict, 1) && scheduler.force(.compile, 1))
        #expect(scheduler.isVisible(1))
    }

    @Test func `code that is withheld can be compiled by an event, and evicted`() throws {
        let workshop = Workshop()
        let scheduler = try cold(workshop)
        scheduler.withhold([1])
        #expect(scheduler.force(.compile, 1) && !scheduler.isVisible(1))
        #expect(!scheduler.force(.compile, 1))
        #expect(scheduler.force(.evict, 1))
        #expect(!scheduler.force(.publish, 1) && !scheduler.isVisible(1))
        #expect(scheduler.force(.compile, 1) && scheduler.isVisible(1))
    }

    @Test func `what is no longer withheld becomes visible at the next occasion`() throws {
        let workshop = Workshop()
        let scheduler = try workshop.scheduler(.atOnce())
        scheduler.withhold([1])
        scheduler.call(1)
        scheduler.withhold([])
        #expect(!scheduler.isVisible(1))
        scheduler.call(1)
        #expect(scheduler.isVisible(1) && workshop.compiledTotal == 1)
    }

    @Test func `compiling can be had to fail, which leaves what is visible`() throws {
        let workshop = Workshop()
        let scheduler = try workshop.scheduler(.atOnce())
        #expect(scheduler.force(.fail, 1) && !scheduler.force(.fail, 1))
        scheduler.call(1)
        #expect(!scheduler.force(.compile, 1))
        #expect(scheduler.compileNow(.test(1), TestInput(1)) == nil)
        #expect(workshop.compiledTotal == 0 && !scheduler.isVisible(1))
        scheduler.call(2)
        #expect(scheduler.force(.fail, 2) && scheduler.isVisible(2))
        #expect(scheduler.force(.evict, 2))
        for _ in 0..<10 { scheduler.call(2) }
        #expect(workshop.compiled(2) == 1 && !scheduler.isVisible(2))
    }

    @Test func `only what is there can be evicted`() throws {
        let scheduler = try Workshop().scheduler(.atOnce())
        #expect(!scheduler.force(.evict, 1))
        scheduler.call(1)
        let running = scheduler.product(for: .test(1))
        #expect(scheduler.force(.evict, 1) && !scheduler.force(.evict, 1))
        #expect(!scheduler.isVisible(1) && running?.number == 1)
        #expect(scheduler.statistics.evicted == 1)
    }

    // MARK: Switches that demand compiled code

    @Test func `code for a switch is compiled once and seen by nobody else`() throws {
        let workshop = Workshop()
        let scheduler = try cold(workshop)
        let generation = scheduler.generation
        let product = scheduler.compileNow(.test(1), TestInput(1))
        #expect(product?.number == 1)
        for _ in 0..<5 { #expect(scheduler.compileNow(.test(1), TestInput(1)) === product) }
        #expect(workshop.compiledTotal == 1)
        #expect(!scheduler.isVisible(1) && scheduler.generation == generation)
        // Once it is hot, or by an event, it becomes visible without being compiled again.
        #expect(scheduler.force(.compile, 1))
        #expect(scheduler.product(for: .test(1)) === product && workshop.compiledTotal == 1)
        #expect(scheduler.compileNow(.test(1), TestInput(1)) === product)
    }

    @Test func `code for a switch becomes visible when it is hot`() throws {
        let workshop = Workshop()
        let scheduler = try workshop.scheduler(.atOnce { $0.callThreshold = 3 })
        let product = scheduler.compileNow(.test(1), TestInput(1))
        scheduler.call(1)
        scheduler.call(1)
        #expect(!scheduler.isVisible(1))
        scheduler.call(1)
        #expect(scheduler.product(for: .test(1)) === product && workshop.compiledTotal == 1)
    }

    @Test func `what is kept for switches has an end, too`() throws {
        let freed = Counter()
        let workshop = Workshop(result: { .compiled(TestProduct($0, freed: freed), byteCount: 40) })
        let scheduler = try workshop.scheduler(
            .atOnce {
                $0.callThreshold = 1_000
                $0.cacheByteCount = 100
            })
        for number in 1...10 { _ = scheduler.compileNow(.test(number), TestInput(number)) }
        #expect(freed.value == 8)
        #expect(scheduler.force(.publish, 10) && !scheduler.force(.publish, 8))
    }

    // MARK: Reset

    @Test func `after a reset all is as in the beginning, but for the counters`() throws {
        let workshop = Workshop(verdict: { $0 == 3 ? .rejected(.tooLong) : .suitable })
        let scheduler = try workshop.scheduler(.atOnce { $0.callThreshold = 2 })
        func course() -> [Bool] {
            scheduler.withhold([2])
            _ = scheduler.force(.fail, 4)
            var seen: [Bool] = []
            for number in [1, 1, 2, 2, 3, 3, 4, 4, 1, 5, 5] {
                scheduler.call(number)
                seen.append(scheduler.isVisible(number))
                if seen.count % 4 == 0 { _ = scheduler.force(.evict, 1) }
            }
            seen.append(scheduler.force(.publish, 2))
            return seen
        }
        let first = course()
        #expect(first.contains(true))
        for _ in 0..<3 {
            let generation = scheduler.generation
            scheduler.reset()
            #expect(scheduler.generation != generation && !scheduler.isVisible(5))
            #expect(scheduler.verdict(on: .test(3)) == .unknown)
            #expect(course() == first)
        }
        #expect(scheduler.statistics.calls == 44)
        #expect(scheduler.statistics.rejected == [.tooLong: 4])
    }

    @Test func `a ticket from before a reset adds to nothing`() throws {
        let workshop = Workshop()
        let scheduler = try workshop.scheduler(.atOnce { $0.gasThreshold = 100 })
        let ticket = scheduler.callBegins(.test(1), TestInput(1))
        scheduler.reset()
        scheduler.add(1_000, interpreted: false, to: ticket, .test(1), TestInput(1))
        scheduler.call(1)
        #expect(!scheduler.isVisible(1))
    }
}
