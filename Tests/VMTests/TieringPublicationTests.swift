import Codegen
import Primitives
import Synchronization
import Testing
import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// threads that publish, drop, find and run machine code at the same time.
///
/// Freed pages are written again at once, as the region is small: code that is run behind its end,
/// or before it is whole, computes something else, or faults.
@Suite(.enabled(if: InstructionSet.host != nil), .timeLimit(.minutes(5)))
struct TieringPublicationTests {
    private typealias Cache = CodeCache<StubCode>

    #if DEBUG
    private static let publications = 200
    #else
    private static let publications = 20_000
    #endif

    /// What a reader keeps of its lookups: valid for as long as the generation is the same.
    private struct Memo {
        private var generation: UInt64?
        private var found: [CodeKey: StubCode?] = [:]

        /// Reads the generation first, as the cache wants it.
        mutating func code(_ key: CodeKey, in cache: Cache) -> StubCode? {
            let current = cache.generation
            if current != generation {
                found = [:]
                generation = current
            }
            if let known = found[key] { return known }
            let code = cache.product(for: key)
            found[key] = .some(code)
            return code
        }
    }

    @Test func `eight readers run what one thread publishes and another drops`() throws {
        let region = try CodeRegion(byteCount: 1 << 20)
        // Room for about half of the sixteen keys.
        let capacity = try StubCode(0, in: region).byteCount * 8
        var cache: Cache? = Cache(capacity: capacity)
        let (published, runs) = (Counter(), Counter())
        let isOver = Flag()
        if let cache {
            try onThreads(10) { thread in
                var generator = SeededGenerator(seed: UInt64(thread))
                switch thread {
                case 0:
                    for _ in 0..<Self.publications {
                        let number = Int.random(in: 0..<16, using: &generator)
                        guard let code = try? StubCode(number, in: region) else { continue }
                        _ = cache.publish(code, byteCount: code.byteCount, for: .test(number))
                        published.add()
                    }
                    isOver.raise()
                case 1:
                    for count in 1...Self.publications {
                        published.awaitValue(count)
                        _ = cache.evict(.test(Int.random(in: 0..<16, using: &generator)))
                    }
                default: runs.add(Self.read(cache, &generator, until: isOver))
                }
            }
            #expect(cache.byteCount <= capacity)
        }
        #expect(published.value == Self.publications)
        #expect(runs.value > 0)
        cache = nil
        awaitFree(region)
    }

    /// Something that is over once and for all.
    private final class Flag: Sendable {
        private let isUp = Atomic(false)

        var isRaised: Bool { isUp.load(ordering: .relaxed) }

        func raise() { isUp.store(true, ordering: .relaxed) }
    }

    /// Runs what is found until all is over, and returns how much that was.
    private static func read(
        _ cache: Cache, _ generator: inout SeededGenerator, until isOver: Flag
    ) -> Int {
        let record = ExecutionRecord()
        var memo = Memo()
        var runs = 0
        while !isOver.isRaised {
            // Where there are fewer processors than readers, the publisher has its turn, too.
            _ = sched_yield()
            let number = Int.random(in: 0..<16, using: &generator)
            guard let code = memo.code(.test(number), in: cache) else { continue }
            guard code.number == number, code.isRight(generator.next(), 0, record) else {
                Issue.record("run \(runs) of number \(number) was wrong")
                return runs
            }
            runs += 1
        }
        return runs
    }

    @Test func `a memo holds code that was dropped until the generation is another`() throws {
        let region = try CodeRegion(byteCount: 1 << 20)
        let cache = Cache(capacity: 1 << 20)
        var memo = Memo()
        #expect(memo.code(.test(1), in: cache) == nil)
        _ = cache.publish(try StubCode(1, in: region), byteCount: 1, for: .test(1))
        #expect(memo.code(.test(1), in: cache)?.isRight(5, 0, ExecutionRecord()) == true)
        _ = cache.evict(.test(1))
        #expect(region.allocatedByteCount > 0)
        #expect(memo.code(.test(1), in: cache) == nil)
        #expect(region.allocatedByteCount == 0)
    }

    /// Where a run of `StubCode` waits, in the middle: at the latch whose address it was given.
    private static let pause: @convention(c) (UInt64) -> UInt64 = { address in
        guard let pointer = UnsafeRawPointer(bitPattern: UInt(address)) else { return 1 }
        Unmanaged<Latch>.fromOpaque(pointer).takeUnretainedValue().wait()
        return 0
    }

    /// What may befall code in the middle of a run.
    enum Blow: CaseIterable {
        case evicted, crowdedOut, reset, shutDown, schedulerGone
    }

    ///
    @Test(arguments: Blow.allCases)
    func `code that is dropped in the middle of a run is run to its end, and then freed`(
        blow: Blow
    ) throws {
        let region = try CodeRegion(byteCount: 1 << 20)
        var scheduler: JITScheduler<Int, StubCode>? = try JITScheduler(
            .atOnce { $0.cacheByteCount = 100 }, judge: { _ in .suitable },
            compile: { _, number in
                guard let code = try? StubCode(number, in: region, pause: Self.pause) else {
                    return .failed("no room")
                }
                return .compiled(code, byteCount: 100)
            })
        _ = scheduler?.callBegins(.test(1), 1)
        let (latch, rightRuns) = (Latch(), Counter())
        func start() throws {
            let code = try #require(scheduler?.product(for: .test(1)))
            try DetachedThread.start {
                let address = UInt64(UInt(bitPattern: Unmanaged.passUnretained(latch).toOpaque()))
                rightRuns.add(code.isRight(77, address, ExecutionRecord()) ? 1 : 1_000)
            }
        }
        try start()
        latch.awaitArrivals()
        switch blow {
        case .evicted: #expect(scheduler?.force(.evict, .test(1), 1) == true)
        case .crowdedOut: _ = scheduler?.callBegins(.test(2), 2)
        case .reset: scheduler?.reset()
        case .shutDown: scheduler?.shutDown()
        case .schedulerGone: scheduler = nil
        }
        // Pages that were free are written; those of the run are not among them.
        for number in 3..<40 { _ = try StubCode(number, in: region) }
        #expect(region.allocatedByteCount > 0)
        latch.open()
        rightRuns.awaitValue(1)
        #expect(rightRuns.value == 1)
        scheduler = nil
        awaitFree(region)
    }

    /// A thread lets go of what it held just behind what it tells.
    private func awaitFree(_ region: CodeRegion) {
        let deadline = ContinuousClock.now + .seconds(60)
        while region.allocatedByteCount > 0, ContinuousClock.now < deadline { _ = sched_yield() }
        #expect(region.allocatedByteCount == 0)
    }

    @Test(arguments: [TieringConfiguration.Compilation.scheduled, .background])
    func `eight threads profile, compile, run and drop code, and all of it is freed`(
        compilation: TieringConfiguration.Compilation
    ) throws {
        let region = try CodeRegion(byteCount: 1 << 22)
        let size = try StubCode(0, in: region).byteCount
        var scheduler: JITScheduler<Int, StubCode>? = try JITScheduler(
            .atOnce {
                $0.compilation = compilation
                $0.window = 16
                $0.profileCapacity = 16
                $0.threads = 2
                $0.queueCapacity = 4
                $0.cacheByteCount = size * 8
                $0.gasPerByte = 1
            }, judge: { $0 % 16 == 15 ? .rejected(.tooShort) : .suitable },
            compile: { _, number in
                guard number % 16 != 14 else { return .failed("fourteen") }
                guard let code = try? StubCode(number, in: region) else { return .failed("room") }
                return .compiled(code, byteCount: code.byteCount)
            })
        let runs = Counter()
        if let scheduler {
            try onThreads(8) { thread in runs.add(Self.work(scheduler, thread)) }
            scheduler.shutDown()
            let statistics = scheduler.statistics
            #expect(runs.value > 0 && statistics.calls == 8 * Self.publications / 4)
            #expect(statistics.published <= statistics.compiled)
            #expect(
                statistics.triggers == 0 || statistics.largestQueueDepth <= 4)
        }
        scheduler = nil
        awaitFree(region)
    }

    /// What a machine does, with events and a reset now and then, on one of several threads.
    private static func work(_ scheduler: JITScheduler<Int, StubCode>, _ thread: Int) -> Int {
        var generator = SeededGenerator(seed: UInt64(thread))
        let record = ExecutionRecord()
        var runs = 0
        for step in 1...publications / 4 {
            let number = Int.random(in: 0..<16, using: &generator)
            let key = CodeKey.test(number)
            let ticket = scheduler.callBegins(key, number)
            if let code = scheduler.product(for: key) {
                guard code.number == number, code.isRight(generator.next(), 0, record) else {
                    Issue.record("run \(runs) of number \(number) was wrong")
                    return runs
                }
                runs += 1
            }
            scheduler.add(50, interpreted: true, to: ticket, key, number)
            switch Int.random(in: 0..<32, using: &generator) {
            case 0: _ = scheduler.force(.evict, key, number)
            case 1: _ = scheduler.force(.compile, key, number)
            case 2: _ = scheduler.force(.publish, key, number)
            case 3: scheduler.withhold([key.codeHash])
            case 4: _ = scheduler.compileNow(key, number)
            case 5 where step % 16 == 0: scheduler.reset()
            default: break
            }
        }
        return runs
    }
}
