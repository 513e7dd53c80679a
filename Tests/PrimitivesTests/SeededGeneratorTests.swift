import Primitives
import Testing

@Suite struct SeededGeneratorTests {
    /// The published sequence of SplitMix64 for the seed 1234567.
    @Test func `the sequence is the published one`() {
        var generator = SeededGenerator(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect(expected.map { _ in generator.next() } == expected)
    }

    @Test func `choices stay in range and reach its ends`() {
        var generator = SeededGenerator(seed: 1)
        var seen: Set<Int> = []
        for _ in 0..<1_000 { seen.insert(generator.between(-2...3)) }
        #expect(seen == [-2, -1, 0, 1, 2, 3])
        #expect((0..<100).allSatisfy { _ in (0..<7).contains(generator.below(7)) })
        #expect((0..<100).allSatisfy { _ in generator.weightedIndex([0, 3, 0]) == 1 })
        #expect(generator.element(of: [Int]()) == nil)
        _ = generator.between(Int.min...Int.max)
    }

    @Test func `a split generator does not depend on what its parent does next`() {
        var first = SeededGenerator(seed: 9)
        var second = SeededGenerator(seed: 9)
        var left = first.split()
        var right = second.split()
        _ = first.next()
        #expect(left.next() == right.next())
        _ = second
    }
}
