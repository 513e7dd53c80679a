import Primitives
import Testing
import VM

@Suite struct RingBufferTests {
    @Test(arguments: [1, 2, 3, 7, 64])
    func `it holds what a queue holds, by number, whatever is done`(capacity: Int) {
        var generator = SeededGenerator(seed: UInt64(capacity))
        var ring = RingBuffer<UInt64>(capacity: capacity)
        var model: [(number: Int, element: UInt64)] = []
        var count = 0
        for _ in 0..<5_000 {
            switch generator.below(100) {
            case 0:
                ring.removeAll()
                model = []
            case 1..<40 where !model.isEmpty:
                #expect(ring.removeFirst() == model.removeFirst().element)
            case 40..<50 where !model.isEmpty:
                let index = generator.below(model.count)
                model[index].element = generator.next()
                ring[model[index].number] = model[index].element
            default:
                if ring.isFull { #expect(ring.removeFirst() == model.removeFirst().element) }
                let element = generator.next()
                model.append((count, element))
                #expect(ring.append(element) == count)
                count += 1
            }
            #expect(ring.numbers == (model.first?.number ?? count)..<count)
            #expect(ring.isFull == (model.count == capacity))
            #expect(ring.numbers.map { ring[$0] } == model.map(\.element))
        }
    }
}
