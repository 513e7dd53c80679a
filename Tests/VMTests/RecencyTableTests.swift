import Primitives
import Testing
import VM

/// The table that code cache and verdicts are kept in, against an array that does the same slowly.
@Suite struct RecencyTableTests {
    /// Keys and values, the one unused for longest first.
    private struct Model {
        var entries: [(key: CodeKey, value: Int)] = []

        mutating func use(_ key: CodeKey) -> Int? {
            guard let entry = remove(key) else { return nil }
            entries.append((key, entry))
            return entry
        }

        mutating func remove(_ key: CodeKey) -> Int? {
            guard let place = entries.firstIndex(where: { $0.key == key }) else { return nil }
            return entries.remove(at: place).value
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `it finds, uses and drops what a list would`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var model = Model()
        var table = RecencyTable<Int>()
        for step in 0..<25_000 {
            let key = CodeKey.test(Int.random(in: 0..<40, using: &generator))
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<4:
                #expect(table.use(key).map { table[$0] } == model.use(key))
            case 4..<7 where !table.contains(key):
                let place = table.insert(step, for: key)
                model.entries.append((key, step))
                #expect(table[place] == step)
            case 7:
                #expect(table.remove(key) == model.remove(key))
            case 8:
                let (oldest, expected) = (table.removeOldest(), model.entries.first)
                #expect(oldest?.key == expected?.key && oldest?.value == expected?.value)
                model.entries = Array(model.entries.dropFirst())
            default:
                #expect(
                    table.value(for: key) == model.entries.first { $0.key == key }?.value)
            }
            #expect(table.count == model.entries.count)
        }
        var left: [Int] = []
        while let oldest = table.removeOldest() { left.append(oldest.value) }
        #expect(left == model.entries.map(\.value))
    }

    @Test func `values are changed in place`() {
        var table = RecencyTable<[Int]>()
        let place = table.insert([], for: .test(1))
        table[place].append(5)
        #expect(table.value(for: .test(1)) == [5])
        #expect(table.value(for: .test(2)) == nil && table.use(.test(2)) == nil)
        #expect(table.remove(.test(2)) == nil && table.count == 1)
    }
}
