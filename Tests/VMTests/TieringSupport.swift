import Primitives
import Testing
import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A gate that threads wait at until it is opened, and that says how many have come.
final class Latch: Sendable {
    private struct State {
        var isOpen = false
        var arrivals = 0
    }

    private let state = Monitor(State())

    func open() {
        state.withLock { $0.isOpen = true }
        state.wakeAll()
    }

    /// Waits, so long that a test whose gate stays shut fails and does not hang.
    func wait() {
        state.withLock { $0.arrivals += 1 }
        state.wakeAll()
        let isOpen = state.wait(within: 60) { $0.isOpen }
        #expect(isOpen, "the gate was never opened")
    }

    func awaitArrivals(_ count: Int = 1) {
        let haveCome = state.wait(within: 60) { $0.arrivals >= count }
        #expect(haveCome, "nobody came")
    }
}

/// A number that threads count up, and wait for.
final class Counter: Sendable {
    private let number = Monitor(0)

    var value: Int { number.withLock { $0 } }

    func add(_ amount: Int = 1) {
        number.withLock { $0 += amount }
        number.wakeAll()
    }

    func awaitValue(_ value: Int, within seconds: Double = 60) {
        let isReached = number.wait(within: seconds) { $0 >= value }
        #expect(isReached, "counted to \(self.value) and not to \(value)")
    }
}

/// Runs a body on threads of their own at the same time, and waits for all.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) throws {
    let start = Latch()
    let ended = Counter()
    for number in 0..<count {
        try DetachedThread.start {
            start.wait()
            body(number)
            ended.add()
        }
    }
    start.awaitArrivals(count)
    start.open()
    // As long as that may take with a sanitizer, on a machine that is busy.
    ended.awaitValue(count, within: 240)
}

/// What the scheduler's parts pass along: an object that tells when it is freed.
final class TestObject: Sendable {
    let number: Int
    private let freed: Counter?

    init(_ number: Int, freed: Counter? = nil) {
        self.number = number
        self.freed = freed
    }

    deinit { freed?.add() }
}

/// Byte code as they see it.
typealias TestInput = TestObject
/// Compiled code as they see it.
typealias TestProduct = TestObject
typealias TestScheduler = JITScheduler<TestInput, TestProduct>
typealias TestResult = CompileResult<TestProduct>

extension CodeKey {
    /// The key of test code, whose hash is its number.
    static func test(_ number: Int, byteCount: Int = 100, fork: Fork = .osaka) -> CodeKey {
        CodeKey(codeHash: Word256(number), byteCount: byteCount, fork: fork)
    }
}

extension TieringConfiguration {
    /// All is compiled with its first call, but for what a test changes.
    static func atOnce(_ change: (inout TieringConfiguration) -> Void = { _ in }) -> Self {
        var configuration = TieringConfiguration()
        configuration.callThreshold = 0
        configuration.gasThreshold = 0
        configuration.gasPerByte = 0
        change(&configuration)
        return configuration
    }
}

extension JITScheduler where Input == TestInput, Product == TestProduct {
    /// A call that uses no gas.
    func call(_ number: Int) { _ = callBegins(.test(number), TestInput(number)) }

    func force(_ action: TieringEvent.Action, _ number: Int) -> Bool {
        force(action, .test(number), TestInput(number))
    }

    func isVisible(_ number: Int) -> Bool { product(for: .test(number)) != nil }
}

/// Judges and compiles test code as a test has it, and counts both by the code's number.
final class Workshop: Sendable {
    private let judgements = Monitor<[Int: Int]>([:])
    private let compilations = Monitor<[Int: Int]>([:])
    private let verdict: @Sendable (Int) -> CompileVerdict
    private let result: @Sendable (Int) -> TestResult

    init(
        verdict: @escaping @Sendable (Int) -> CompileVerdict = { _ in .suitable },
        result: @escaping @Sendable (Int) -> TestResult = {
            .compiled(TestProduct($0), byteCount: 10)
        }
    ) {
        self.verdict = verdict
        self.result = result
    }

    func scheduler(_ configuration: TieringConfiguration) throws -> TestScheduler {
        try TestScheduler(
            configuration,
            judge: { [self] input in
                judgements.withLock { $0[input.number, default: 0] += 1 }
                return verdict(input.number)
            },
            compile: { [self] key, input in
                #expect(key.codeHash == Word256(input.number))
                compilations.withLock { $0[input.number, default: 0] += 1 }
                compilations.wakeAll()
                return result(input.number)
            })
    }

    /// How often code was judged, and a compilation of it begun.
    func judged(_ number: Int) -> Int { judgements.withLock { $0[number] ?? 0 } }
    func compiled(_ number: Int) -> Int { compilations.withLock { $0[number] ?? 0 } }
    var compiledTotal: Int { compilations.withLock { $0.values.reduce(0, +) } }
}

extension JITScheduler where Input == TestInput, Product == TestProduct {
    /// Waits until something has come of compilations in the background.
    func awaitStatistics(_ condition: (TieringStatistics) -> Bool) {
        let deadline = ContinuousClock.now + .seconds(60)
        while !condition(statistics) {
            guard ContinuousClock.now < deadline else {
                Issue.record("still \(statistics)")
                return
            }
            _ = sched_yield()
        }
    }
}
