import Fuzz
import Testing

/// What a worker takes for new.
@Suite struct FeatureMemoryTests {
    @Test func `what an earlier batch reached is no news, what a later one did is`() {
        let memory = FeatureMemory()
        memory.note([1, 2], in: 4)
        #expect(memory.isNews([2], in: 4), "a batch tells its own news itself")
        #expect(!memory.isNews([1, 2], in: 6))
        #expect(memory.isNews([2, 3], in: 6))
        memory.note([2, 3], in: 6)
        #expect(memory.isNews([3], in: 5), "batch 5 comes before batch 6, whenever it is run")
        memory.note([3], in: 5)
        #expect(!memory.isNews([3], in: 6))
        #expect(!memory.isNews([], in: 0))
    }

    @Test func `what the campaign is not told of stays news`() {
        let memory = FeatureMemory()
        #expect(memory.isNews([1], in: 0))
        #expect(memory.isNews([1], in: 1))
    }
}
