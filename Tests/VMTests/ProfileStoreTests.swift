import Primitives
import Synchronization
import TestSupport
import Testing
import VM

/// what is counted is exact, in range, and costs no allocation.
@Suite struct ProfileStoreTests {
    private static func key(_ number: Int, fork: Fork = .osaka) -> CodeKey {
        CodeKey(codeHash: Word256(UInt64(number)), byteCount: 100, fork: fork)
    }

    // MARK: R-13

    /// The window as a list, counted anew whenever somebody asks.
    private struct Model {
        let window: Int
        var calls: [(number: Int, key: CodeKey, gas: Int64)] = []
        var count = 0

        mutating func callBegins(_ key: CodeKey) -> Int {
            if calls.count == window { calls.removeFirst() }
            calls.append((count, key, 0))
            count += 1
            return count - 1
        }

        mutating func add(_ gas: Int64, to number: Int) {
            guard gas > 0, let index = calls.firstIndex(where: { $0.number == number }) else {
                return
            }
            let former = calls[index].gas
            calls[index].gas = former > Int64.max - gas ? Int64.max : former + gas
        }

        func counts(of key: CodeKey) -> (calls: Int, gas: Int64) {
            let own = calls.filter { $0.key == key }
            let gas = own.reduce(Int64(0)) { $0 > Int64.max - $1.gas ? Int64.max : $0 + $1.gas }
            return (own.count, gas)
        }
    }

    /// Gas as it comes, as it never should, and at the ends of the range.
    private static func gas(_ generator: inout SeededGenerator) -> Int64 {
        switch generator.below(20) {
        case 0: -1
        case 1: .min
        case 2: .max
        case 3: .max - Int64(generator.below(3))
        case 4: 0
        default: Int64(generator.below(1_000_000))
        }
    }

    struct Shape: CustomTestStringConvertible, Sendable {
        let window: Int
        let capacity: Int
        let keys: Int
        var testDescription: String { "\(keys) keys, \(window) calls, \(capacity) profiles" }
    }

    /// Together 100,000 operations.
    static let shapes = [
        Shape(window: 1, capacity: 1, keys: 3), Shape(window: 8, capacity: 8, keys: 9),
        Shape(window: 7, capacity: 10, keys: 40), Shape(window: 20, capacity: 64, keys: 6),
        Shape(window: 32, capacity: 33, keys: 100),
    ]

    @Test(arguments: shapes)
    func `counts are those of a recount of the ring behind each operation`(shape: Shape) {
        var generator = SeededGenerator(seed: UInt64(shape.keys))
        var store = ProfileStore(window: shape.window, capacity: shape.capacity)
        var model = Model(window: shape.window)
        var tickets: [(ticket: CallTicket, number: Int)] = []
        for operation in 0..<20_000 {
            switch generator.below(1_000) {
            case 0:
                store.removeAll()
                model.calls = []
            case 1..<400:
                // Some codes are called more often than others.
                let number = generator.below(1 + generator.below(shape.keys))
                let key = Self.key(number, fork: number.isMultiple(of: 5) ? .cancun : .osaka)
                tickets.append((store.callBegins(key), model.callBegins(key)))
                if tickets.count > 2 * shape.window { tickets.removeFirst() }
            default:
                guard !tickets.isEmpty else { continue }
                let (ticket, number) = tickets[generator.below(tickets.count)]
                let gas = Self.gas(&generator)
                store.add(gas, to: ticket)
                model.add(gas, to: number)
            }
            let recount = store.recount()
            let live = Set(model.calls.map(\.key))
            var agrees = Set(recount.keys) == live && store.profileCount <= shape.capacity
            for key in live {
                let (found, expected) = (store.counts(of: key), model.counts(of: key))
                let counted = recount[key] ?? (0, 0)
                agrees = agrees && found == expected && counted == expected && store.isKnown(key)
            }
            for number in 0..<shape.keys {
                let key = Self.key(number, fork: number.isMultiple(of: 5) ? .cancun : .osaka)
                if !live.contains(key) { agrees = agrees && store.counts(of: key) == (0, 0) }
            }
            #expect(agrees, "operation \(operation)")
            if !agrees { return }
        }
    }

    @Test func `the same hash under other rules is other code`() {
        var store = ProfileStore(window: 10, capacity: 10)
        _ = store.callBegins(Self.key(1, fork: .cancun))
        _ = store.callBegins(Self.key(1, fork: .osaka))
        #expect(store.counts(of: Self.key(1, fork: .cancun)).calls == 1)
        #expect(store.counts(of: Self.key(1, fork: .prague)).calls == 0)
        #expect(store.profileCount == 2)
    }

    @Test func `gas that comes when a call has left the window is not counted`() {
        var store = ProfileStore(window: 2, capacity: 2)
        let first = store.callBegins(Self.key(1))
        store.add(10, to: first)
        _ = store.callBegins(Self.key(1))
        #expect(store.counts(of: Self.key(1)) == (2, 10))
        _ = store.callBegins(Self.key(1))
        store.add(10, to: first)
        #expect(store.counts(of: Self.key(1)) == (2, 0))
    }

    @Test func `a ticket from before all was forgotten stands for no call behind it`() {
        var store = ProfileStore(window: 2, capacity: 2)
        let former = store.callBegins(Self.key(1))
        store.removeAll()
        #expect(store.profileCount == 0)
        _ = store.callBegins(Self.key(2))
        store.add(10, to: former)
        #expect(store.counts(of: Self.key(1)) == (0, 0))
        #expect(store.counts(of: Self.key(2)) == (1, 0))
    }

    // MARK: R-19

    @Test(
        arguments: [
            ([-1], 0), ([.min], 0), ([5, -3], 5), ([.max], .max), ([.max, .max], .max),
            ([.max, -1], .max), ([.max - 1, 1], .max), ([.max - 1, 2], .max), ([0], 0),
        ] as [([Int64], Int64)])
    func `gas out of range is brought into it, and nothing traps`(gas: [Int64], expected: Int64) {
        var store = ProfileStore(window: 3, capacity: 3)
        let ticket = store.callBegins(Self.key(1))
        for amount in gas { store.add(amount, to: ticket) }
        #expect(store.counts(of: Self.key(1)) == (1, expected))
        #expect(store.recount()[Self.key(1)]?.gas == expected)
    }

    @Test func `a sum that was out of range is exact again once what made it so has left`() {
        var store = ProfileStore(window: 3, capacity: 3)
        for gas in [.max, .max, 7] as [Int64] {
            let ticket = store.callBegins(Self.key(1))
            store.add(gas, to: ticket)
        }
        #expect(store.counts(of: Self.key(1)) == (3, .max))
        _ = store.callBegins(Self.key(1))
        #expect(store.counts(of: Self.key(1)) == (3, .max))
        _ = store.callBegins(Self.key(1))
        #expect(store.counts(of: Self.key(1)) == (3, 7))
    }

    // MARK: Eviction

    @Test func `only what has no call in the window makes room, the longest idle first`() {
        var store = ProfileStore(window: 2, capacity: 4)
        for number in [1, 2, 3, 4] { _ = store.callBegins(Self.key(number)) }
        // 1 and 2 are idle, and 2 comes back: 3 is idle behind 1.
        _ = store.callBegins(Self.key(2))
        _ = store.callBegins(Self.key(5))
        #expect(
            [1, 2, 3, 4, 5].map { store.isKnown(Self.key($0)) } == [false, true, true, true, true])
        _ = store.callBegins(Self.key(6))
        #expect(
            [2, 3, 4, 5, 6].map { store.isKnown(Self.key($0)) } == [true, false, true, true, true])
    }

    @Test func `where there is a profile for each call in the window and no more, all are held`() {
        var store = ProfileStore(window: 3, capacity: 3)
        for number in 0..<100 {
            _ = store.callBegins(Self.key(number))
            for recent in max(0, number - 2)...number {
                #expect(store.counts(of: Self.key(recent)).calls == 1)
            }
            #expect(store.profileCount == min(number + 1, 3))
        }
    }

    // MARK: R-21

    @Test(.enabled(if: Allocations.areCounted))
    func `an allocation is counted, each on its own thread`() {
        final class Something { var value = 0 }
        let kept = Mutex<[Something]>([])
        kept.withLock { $0.reserveCapacity(1000) }
        let count = Allocations.count {
            for _ in 0..<1000 { kept.withLock { $0.append(Something()) } }
        }
        #expect(count >= 1000)
        #expect(Allocations.count {} == 0)
    }

    @Test(.enabled(if: Allocations.areCounted))
    func `a million calls of known code allocate nothing`() {
        var store = ProfileStore(window: 100, capacity: 200)
        let keys = (0..<150).map { Self.key($0) }
        var total = 0
        func calls(_ count: Int) {
            for call in 0..<count {
                let key = keys[call &* 7919 % keys.count]
                let ticket = store.callBegins(key)
                store.add(Int64(call), to: ticket)
                total &+= store.counts(of: key).calls
            }
        }
        calls(1_000)
        let count = Allocations.count { calls(1_000_000) }
        #expect(count == 0)
        #expect(total > 0)
    }

    @Test(.enabled(if: Allocations.areCounted))
    func `of a million codes no more are kept than there is room for, and memory is flat`() {
        var store = ProfileStore(window: 100, capacity: 1_000)
        func calls(_ numbers: Range<Int>) {
            for number in numbers {
                let ticket = store.callBegins(Self.key(number))
                store.add(1, to: ticket)
            }
        }
        calls(0..<2_000)
        #expect(store.profileCount == 1_000)
        let count = Allocations.count { calls(2_000..<1_000_000) }
        #expect(count == 0)
        #expect(store.profileCount == 1_000)
        #expect(store.recount().count == 100)
    }
}
