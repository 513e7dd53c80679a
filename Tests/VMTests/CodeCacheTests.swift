import Primitives
import Testing
import VM

/// Compiled code that threads look up: how much is kept, which goes, and when readers look again.
@Suite struct CodeCacheTests {
    private typealias Cache = CodeCache<TestProduct>

    private func publish(_ number: Int, _ byteCount: Int, in cache: Cache) -> [Int]? {
        cache.publish(TestProduct(number), byteCount: byteCount, for: .test(number))?
            .map(\.product.number)
    }

    @Test func `what has not been looked up for longest goes`() {
        let cache = Cache(capacity: 100)
        for number in 1...4 { #expect(publish(number, 25, in: cache) == []) }
        #expect(cache.product(for: .test(1))?.number == 1)
        #expect(publish(5, 25, in: cache) == [2])
        // Whether it is there was asked, which is no use of it.
        #expect(cache.contains(.test(3)))
        #expect(publish(6, 26, in: cache) == [3, 4])
        #expect(cache.count == 3 && cache.byteCount == 76)
        #expect([1, 2, 3, 4, 5, 6].filter { cache.contains(.test($0)) } == [1, 5, 6])
    }

    @Test func `it never holds more than its capacity, and no code that is larger`() {
        let cache = Cache(capacity: 100)
        #expect(publish(1, 100, in: cache) == [])
        let generation = cache.generation
        #expect(publish(2, 101, in: cache) == nil)
        #expect(cache.generation == generation && cache.contains(.test(1)))
        #expect(publish(3, 0, in: cache) == [] && cache.byteCount == 100)
        // What takes up nothing is in nobody's way.
        #expect(publish(4, 100, in: cache) == [1])
        #expect(cache.byteCount == 100 && cache.count == 2)
    }

    @Test func `code takes the place of what was there for its key`() {
        let cache = Cache(capacity: 100)
        #expect(publish(1, 60, in: cache) == [])
        let new = TestProduct(9)
        let dropped = cache.publish(new, byteCount: 90, for: .test(1))
        #expect(dropped?.map(\.byteCount) == [60])
        #expect(cache.product(for: .test(1)) === new && cache.byteCount == 90)
    }

    @Test func `equal hashes with another length, fork or generation are other code`() {
        let cache = Cache(capacity: 100)
        #expect(publish(1, 1, in: cache) == [])
        #expect(cache.product(for: .test(1, byteCount: 101)) == nil)
        #expect(cache.product(for: .test(1, fork: .prague)) == nil)
        let other = CodeKey(codeHash: 1, byteCount: 100, fork: .osaka, generation: 1)
        #expect(cache.product(for: other) == nil)
        #expect(cache.product(for: .test(1)) != nil)
    }

    @Test func `each change of what is visible has a generation of its own`() {
        let cache = Cache(capacity: 100)
        var seen: Set = [cache.generation]
        #expect(publish(1, 60, in: cache) == [])
        #expect(seen.insert(cache.generation).inserted)
        _ = cache.product(for: .test(1))
        #expect(!seen.insert(cache.generation).inserted)
        #expect(publish(2, 60, in: cache) == [1])
        #expect(seen.insert(cache.generation).inserted)
        #expect(cache.evict(.test(2))?.product.number == 2)
        #expect(seen.insert(cache.generation).inserted)
        #expect(publish(3, 60, in: cache) == [])
        #expect(seen.insert(cache.generation).inserted)
        #expect(cache.removeAll().map(\.key) == [.test(3)])
        #expect(seen.insert(cache.generation).inserted)
    }

    @Test func `code that is dropped lives for as long as it is held`() {
        let freed = Counter()
        let cache = Cache(capacity: 10)
        func publish() {
            _ = cache.publish(TestProduct(1, freed: freed), byteCount: 10, for: .test(1))
        }
        publish()
        var running = cache.product(for: .test(1))
        #expect(running != nil)
        _ = cache.evict(.test(1))
        #expect(freed.value == 0 && cache.product(for: .test(1)) == nil)
        running = nil
        #expect(freed.value == 1)
        publish()
        _ = cache.removeAll()
        #expect(freed.value == 2 && cache.byteCount == 0)
    }
}
