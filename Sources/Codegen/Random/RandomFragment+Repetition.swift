import Primitives

// Guards and stores that repeat others, or nearly do.
extension RandomFragment {
    mutating func repetition() {
        if options.hasExits && random.oneIn(2) { relatedGuards() } else { relatedStores() }
    }

    /// Guards on the order of two words, or on the size of a small one.
    private mutating func relatedGuards() {
        let isSmall = random.oneIn(2)
        let left = isSmall ? writer.and(word(), writer.immediate(31)) : word()
        let other = word()
        for _ in 0..<2 + random.below(4) {
            let bound = UInt64(random.below(48))
            let right = isSmall ? writer.immediate(bound) : other
            // Some order is taken for the true one: where it is, all the guards are passed.
            related(left, right, presumed: isSmall ? (12, bound) : (1, 2))
        }
    }

    private mutating func related(
        _ left: LIRReference, _ right: LIRReference, presumed: (UInt64, UInt64)
    ) {
        let isSwapped = random.oneIn(3)
        let (a, b) = isSwapped ? (right, left) : (left, right)
        let (x, y) = isSwapped ? (presumed.1, presumed.0) : presumed
        let (condition, holds) = compare(a, b, presumed: (x, y))
        if random.oneIn(3) {
            pool.append(random.oneIn(2) ? writer.setc(condition) : writer.cmov(condition, a, b))
        }
        if random.oneIn(4) { return skipping(condition) }
        writer.guard(holds ? .ifFalse : .ifTrue, condition, exit())
        if random.oneIn(4) { pool.append(writer.cmov(condition, word(), a)) }
    }

    private mutating func compare(
        _ a: LIRReference, _ b: LIRReference, presumed: (UInt64, UInt64)
    ) -> (LIRCondition, holds: Bool) {
        let (x, y) = presumed
        switch random.below(5) {
        case 0: return (writer.eq(a, b), x == y)
        case 1: return (writer.ltu(a, b), x < y)
        case 2: return (writer.leu(a, b), x <= y)
        case 3: return (writer.lts(a, b), x < y)
        default: return (writer.les(a, b), x <= y)
        }
    }

    /// A jump over a store: behind it, and not behind its label, the outcome is known.
    private mutating func skipping(_ condition: LIRCondition) {
        let end = writer.newLabel()
        writer.jump(random.oneIn(2) ? .ifTrue : .ifFalse, condition, to: end)
        let (before, value) = (pool, value())
        writer.store(value, base, access: Self.access(wordIndex: 0))
        pool.append(writer.setc(condition))
        writer.store(word(), base, 8, access: Self.access(wordIndex: 0))
        pool = before
        writer.place(end)
    }

    /// Stores to few places, with what may read them among them.
    private mutating func relatedStores() {
        let first = random.below(RandomMemory.wordCount - 1)
        for _ in 0..<3 + random.below(5) {
            let place = first + random.below(2)
            let access = Self.access(wordIndex: place)
            let start = Int32(place * 8)
            switch random.below(12) {
            case 0: pool.append(writer.load(base, start, access: access))
            case 1: pool.append(loadWord())
            case 2:
                let part = start + Int32(random.below(8))
                pool.append(writer.load(base, part, width: .byte, access: access))
            case 3 where options.hasCalls: call()
            case 4 where options.hasExits:
                writer.guard(.ifTrue, writer.eq(word(), writer.immediate(random.next())), exit())
            case 5, 6:
                let width: MemoryWidth = random.oneIn(2) ? .byte : .half
                let part = start + Int32(random.below(5))
                writer.store(value(), base, part, width: width, access: access)
            case 7: writer.place(writer.newLabel())
            case 8:
                let index = writer.immediate(UInt64(place))
                writer.store(value(), base, index: index, scale: 3, access: access)
            default: writer.store(value(), base, start, access: access)
            }
        }
    }
}
