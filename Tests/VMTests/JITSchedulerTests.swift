import Primitives
import Testing
import VM

/// When code is compiled, by a scheduler that compiles on the thread that asks.
@Suite struct JITSchedulerTests {
    @Test func `with thresholds of nothing, code is compiled and visible with its first call`()
        throws
    {
        let workshop = Workshop()
        let scheduler = try workshop.scheduler(.atOnce())
        let generation = scheduler.generation
        scheduler.call(1)
        #expect(scheduler.product(for: .test(1))?.number == 1)
        #expect(scheduler.generation != generation)
        for _ in 0..<10 { scheduler.call(1) }
        #expect(workshop.compiledTotal == 1)
        #expect(!scheduler.isVisible(2))
    }

    @Test func `code is hot with enough calls and enough gas of these, and not before`() throws {
        let workshop = Workshop()
        let scheduler = try workshop.scheduler(
            .atOnce {
                $0.window = 10
                $0.callThreshold = 3
                $0.gasThreshold = 300
            })
        func call(_ number: Int, gas: Int64) {
            let ticket = scheduler.callBegins(.test(number), TestInput(number))
            scheduler.add(gas, interpreted: false, to: ticket, .test(number), TestInput(number))
        }
        // Gas enough, calls not.
        for _ in 0..<2 { call(1, gas: 1_000) }
        #expect(!scheduler.isVisible(1))
        // The third call is enough as it begins.
        _ = scheduler.callBegins(.test(1), TestInput(1))
        #expect(scheduler.isVisible(1))
        // Calls enough, gas not; and the last unit comes within a call.
        for _ in 0..<2 { call(2, gas: 100) }
        let ticket = scheduler.callBegins(.test(2), TestInput(2))
        scheduler.add(99, interpreted: false, to: ticket, .test(2), TestInput(2))
        #expect(!scheduler.isVisible(2))
        scheduler.add(1, interpreted: false, to: ticket, .test(2), TestInput(2))
        #expect(scheduler.isVisible(2))
        // Never three calls in a window of ten.
        for round in 0..<100 { call(round % 4 == 0 ? 3 : 1_000 + round, gas: 1_000) }
        #expect(workshop.compiled(3) == 1)
        for round in 0..<100 { call(round % 5 == 0 ? 4 : 2_000 + round, gas: 1_000) }
        #expect(workshop.compiled(4) == 0)
    }

    @Test func `code is hot when interpreting it has cost so much gas for each of its bytes`()
        throws
    {
        let workshop = Workshop()
        let scheduler = try workshop.scheduler(
            .atOnce {
                $0.callThreshold = 1_000
                $0.gasPerByte = 10
            })
        let (key, input) = (CodeKey.test(1, byteCount: 100), TestInput(1))
        let ticket = scheduler.callBegins(key, input)
        scheduler.add(999, interpreted: true, to: ticket, key, input)
        scheduler.add(1_000_000, interpreted: false, to: ticket, key, input)
        scheduler.add(-5, interpreted: true, to: ticket, key, input)
        #expect(scheduler.product(for: key) == nil)
        scheduler.add(1, interpreted: true, to: ticket, key, input)
        #expect(scheduler.product(for: key) != nil)
        // However many calls it took, and though they have left the window.
        for _ in 0..<1_000 { _ = scheduler.callBegins(.test(2, byteCount: 1), TestInput(2)) }
        let last = scheduler.callBegins(.test(2, byteCount: 1), TestInput(2))
        scheduler.add(.max, interpreted: true, to: last, .test(2, byteCount: 1), TestInput(2))
        #expect(workshop.compiled(2) == 1)
    }

    @Test func `sums of gas stay in range`() throws {
        let workshop = Workshop()
        let scheduler = try workshop.scheduler(
            .atOnce {
                $0.callThreshold = .max
                $0.gasThreshold = .max
                $0.gasPerByte = 1_000_000_000
            })
        let key = CodeKey.test(1, byteCount: .max)
        let ticket = scheduler.callBegins(key, TestInput(1))
        for gas in [Int64.max, .max, .min, -1, 0] {
            scheduler.add(gas, interpreted: true, to: ticket, key, TestInput(1))
        }
        #expect(workshop.compiledTotal == 0)
    }

    @Test func `a configuration that cannot be is refused`() {
        #expect(throws: TieringConfigurationError.self) {
            _ = try Workshop().scheduler(.atOnce { $0.threads = 0 })
        }
    }

    // MARK: Verdicts

    private static let verdicts: [CompileVerdict] = [
        .suitable, .rejected(.tooShort), .rejected(.tooLong), .rejected(.tooExpensive),
        .failed("no way"),
    ]

    ///
    @Test(arguments: verdicts, TieringConfiguration.Compilation.allCases)
    func `code is judged once, however often it is called and whatever leaves the window`(
        verdict: CompileVerdict, compilation: TieringConfiguration.Compilation
    ) throws {
        let workshop = Workshop(verdict: { _ in verdict })
        let scheduler = try workshop.scheduler(
            .atOnce {
                $0.compilation = compilation
                $0.window = 4
                $0.profileCapacity = 4
                $0.cacheByteCount = 50
            })
        for round in 0..<10_000 {
            let number = round % 37
            scheduler.call(number)
            if round % 1_000 == 0 {
                _ = scheduler.compileNow(.test(number), TestInput(number))
                _ = scheduler.force(.compile, number)
            }
        }
        scheduler.shutDown()
        for number in 0..<37 {
            #expect(workshop.judged(number) == 1)
            if verdict != .suitable { #expect(scheduler.verdict(on: .test(number)) == verdict) }
        }
        if verdict != .suitable { #expect(workshop.compiledTotal == 0) }
    }

    @Test func `a failed compilation is not tried again`() throws {
        let workshop = Workshop(result: { .failed("code \($0 % 2)") })
        let scheduler = try workshop.scheduler(.atOnce { $0.window = 2 })
        for round in 0..<1_000 { scheduler.call(round % 10) }
        #expect(workshop.compiledTotal == 10)
        #expect(scheduler.verdict(on: .test(3)) == .failed("code 1"))
        #expect(scheduler.statistics.failed == ["code 0": 5, "code 1": 5])
        #expect(scheduler.statistics.calls == 1_000)
    }

    @Test func `of very many verdicts the one unused for longest is found again`() throws {
        let workshop = Workshop(verdict: { _ in .rejected(.tooShort) })
        let scheduler = try workshop.scheduler(.atOnce())
        let count = 4 * 4096
        for number in 0..<count { scheduler.call(number) }
        scheduler.call(0)
        // There is room for one more only where number 1 has been.
        scheduler.call(count)
        scheduler.call(0)
        #expect((workshop.judged(0), workshop.judged(1)) == (1, 1))
        scheduler.call(1)
        #expect((workshop.judged(0), workshop.judged(1), workshop.judged(2)) == (1, 2, 1))
    }

    // MARK: Failure as a value

    /// whatever stage says no, there is no code, and a counter says why.
    @Test func `without a product nothing can be run, and the reason is counted`() throws {
        let workshop = Workshop(
            verdict: { $0 == 1 ? .rejected(.tooExpensive) : .suitable },
            result: { number in
                number == 2
                    ? .failed("no registers")
                    : .compiled(TestProduct(number), byteCount: number == 3 ? 101 : 100)
            })
        let scheduler = try workshop.scheduler(.atOnce { $0.cacheByteCount = 100 })
        scheduler.withhold([4])
        for _ in 0..<3 {
            for number in 1...4 {
                scheduler.call(number)
                #expect(!scheduler.isVisible(number))
                if number < 4 {
                    #expect(scheduler.compileNow(.test(number), TestInput(number)) == nil)
                    #expect(!scheduler.force(.compile, number))
                    #expect(!scheduler.force(.publish, number))
                }
            }
        }
        #expect((1...4).map(workshop.compiled) == [0, 1, 1, 1])
        let statistics = scheduler.statistics
        #expect(statistics.rejected == [.tooExpensive: 1])
        #expect(statistics.failed == ["no registers": 1, "larger than the code cache": 1])
        #expect((statistics.triggers, statistics.compiled, statistics.published) == (3, 1, 0))
        #expect(statistics.compileTimes.count == 3 && statistics.compileTimes.seconds >= 0)
        scheduler.shutDown()
        scheduler.call(5)
        #expect(!scheduler.isVisible(5) && workshop.compiled(5) == 0)
        #expect(scheduler.compileNow(.test(5), TestInput(5)) == nil)
    }

    @Test func `where every compilation is to fail, none is begun, and each is counted`() throws {
        let workshop = Workshop()
        let scheduler = try workshop.scheduler(.atOnce { $0.compilation = .failing })
        for _ in 0..<3 { (1...5).forEach(scheduler.call) }
        #expect(!scheduler.force(.compile, 6))
        #expect(scheduler.compileNow(.test(7), TestInput(7)) == nil)
        #expect(workshop.compiledTotal == 0)
        #expect(scheduler.statistics.failed.values.reduce(0, +) == 7)
        #expect(scheduler.statistics.triggers == 5 && scheduler.statistics.published == 0)
    }

    // MARK: Eviction

    ///
    @Test func `a profile that goes takes no code with it, and nothing is compiled again`() throws {
        let workshop = Workshop()
        let scheduler = try workshop.scheduler(
            .atOnce {
                $0.window = 2
                $0.profileCapacity = 2
            })
        scheduler.call(1)
        for number in 2..<100 { scheduler.call(number) }
        #expect(scheduler.isVisible(1))
        scheduler.call(1)
        #expect(workshop.compiled(1) == 1)
    }

    @Test
    func
        `code that goes leaves a profile from which it is compiled again, when it has twice as much`()
        throws
    {
        let workshop = Workshop()
        let scheduler = try workshop.scheduler(
            .atOnce {
                $0.callThreshold = 3
                $0.gasPerByte = 1
            })
        func callsUntilVisible() -> Int {
            for count in 1...1_000 {
                scheduler.call(1)
                if scheduler.isVisible(1) { return count }
            }
            return 0
        }
        #expect(callsUntilVisible() == 3)
        for expected in [6, 12, 24, 48] {
            #expect(scheduler.force(.evict, 1))
            #expect(callsUntilVisible() == expected)
        }
        #expect(scheduler.force(.evict, 1))
        // And so with the gas of interpreting it, for 100 bytes.
        let ticket = scheduler.callBegins(.test(1), TestInput(1))
        scheduler.add(3_199, interpreted: true, to: ticket, .test(1), TestInput(1))
        #expect(!scheduler.isVisible(1))
        scheduler.add(1, interpreted: true, to: ticket, .test(1), TestInput(1))
        #expect(scheduler.isVisible(1))
        #expect(workshop.compiledTotal == 6 && scheduler.statistics.evicted == 5)
    }

    @Test func `a cache that is too small settles`() throws {
        let workshop = Workshop()
        let scheduler = try workshop.scheduler(.atOnce { $0.cacheByteCount = 10 })
        for round in 0..<10_000 { scheduler.call(round % 2) }
        // Each doubling of the calls allows one more compilation of either.
        #expect(workshop.compiled(0) <= 14 && workshop.compiled(1) <= 14)
        #expect(workshop.compiledTotal >= 4)
        let statistics = scheduler.statistics
        #expect(statistics.evicted == statistics.published - 1)
    }

    @Test func `a product larger than the cache is not kept, not shown and not made again`() throws
    {
        let freed = Counter()
        let workshop = Workshop(result: {
            .compiled(TestProduct($0, freed: freed), byteCount: 11)
        })
        let scheduler = try workshop.scheduler(.atOnce { $0.cacheByteCount = 10 })
        for _ in 0..<100 { scheduler.call(1) }
        #expect(workshop.compiledTotal == 1 && freed.value == 1)
        #expect(!scheduler.isVisible(1))
        #expect(scheduler.verdict(on: .test(1)) == .failed("larger than the code cache"))
    }
}
