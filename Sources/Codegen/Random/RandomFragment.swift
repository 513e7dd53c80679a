import Primitives

/// The memory that random fragments work on.
///
/// State register 0 holds its address. Words below `wordCount` are data that fragments read and
/// write, of two alias classes; behind them stand the counters of loops.
package enum RandomMemory {
    package static let wordCount = 64
    package static let counterCount = 16
    package static let byteCount = (wordCount + counterCount) * 8

    static let counterClass = AccessSet(aliasClass: 0)
    static let lowerClass = AccessSet(aliasClass: 1)
    static let upperClass = AccessSet(aliasClass: RandomFunctions.scratchClass)

    /// The contents that a seed stands for: words of all sizes.
    package static func contents(seed: UInt64) -> [UInt64] {
        var generator = SeededGenerator(seed: seed)
        return (0..<wordCount + counterCount).map { _ in generator.interestingWord() }
    }
}

extension SeededGenerator {
    /// A word near the edges as often as one from anywhere.
    mutating func interestingWord() -> UInt64 {
        switch below(6) {
        case 0: return UInt64(below(5))
        case 1: return UInt64.max &- UInt64(below(4))
        case 2: return (1 &<< UInt64(below(64))) &+ UInt64(below(3)) &- 1
        case 3: return UInt64(below(1 << 16))
        default: return next()
        }
    }
}

/// Makes fragments that keep all rules, end on any input and touch only `RandomMemory`.
package struct RandomFragment {
    var random: SeededGenerator
    let options: RandomFragmentOptions
    let writer: any LIRWriter
    /// The words that may be used here.
    var pool: [LIRReference] = []
    /// The address of the memory, in the current stretch of code between fences.
    var base: LIRReference
    /// The frame memory, if there is any.
    private var frame: LIRReference?
    private var countersUsed = 0
    private var looseCarries: [LIRCarry] = []
    private var looseBorrows: [LIRBorrow] = []

    /// The fragment that a seed stands for, written through the chain.
    ///
    /// Throws when a validator in the chain finds a broken rule.
    package static func make(
        seed: UInt64, options: RandomFragmentOptions = RandomFragmentOptions(),
        pipeline: PassPipeline = PassPipeline(passes: [])
    ) throws(LIRViolation) -> Fragment {
        let buffer = LIRBuffer()
        let writer = pipeline.chain(to: buffer)
        var maker = RandomFragment(seed: seed, options: options, writer: writer)
        maker.whole()
        try writer.finish()
        return Fragment(identifier: 0, kind: .method, key: seed, buffer: buffer)
    }

    private init(seed: UInt64, options: RandomFragmentOptions, writer: any LIRWriter) {
        random = SeededGenerator(seed: seed)
        self.options = options
        self.writer = writer
        base = LIRReference(index: 0)
    }

    private mutating func whole() {
        if random.oneIn(2) { frame = writer.allocate(byteCount: 8 + random.below(80)) }
        writer.entry()
        enterStretch()
        body(groups: options.groups, depth: options.depth)
        if random.oneIn(3) {
            leave()
            writer.entry()
            enterStretch()
            body(groups: options.groups / 2 + 1, depth: 1)
        }
        leave()
    }

    /// Behind an entry or a fence: nothing is known but the state registers.
    private mutating func enterStretch() {
        looseCarries = []
        looseBorrows = []
        base = writer.state(0)
        pool = [writer.state(1), writer.state(2)]
        for _ in 0..<2 + random.below(options.pressure) { pool.append(loadWord()) }
    }

    /// Ends the code here with everything in use going into the result.
    private mutating func leave() {
        var result = word()
        for value in pool.suffix(options.pressure) { result = writer.xor(result, value) }
        if options.hasExits && random.oneIn(4) {
            pool.append(result)
            writer.leave(exit())
        } else {
            writer.ret(result)
        }
    }

    private mutating func body(groups: Int, depth: Int) {
        for _ in 0..<groups { group(depth: depth) }
    }

    private mutating func group(depth: Int) {
        if options.hasRepetition && random.oneIn(3) { return repetition() }
        switch random.weightedIndex([8, 8, 6, 5, 5, 4, 3, 3, 2, 2, 2]) {
        case 0: for _ in 0..<1 + random.below(8) { pool.append(operation()) }
        case 1: additions()
        case 2: subtractions()
        case 3: for _ in 0..<1 + random.below(5) { memory() }
        case 4: comparison()
        case 5 where options.hasExits: guardSomething()
        case 6 where options.hasCalls: call()
        case 7 where depth > 0: branch(depth: depth - 1)
        case 8 where depth > 0: loop(depth: depth - 1)
        case 9 where depth > 0: table(depth: depth - 1)
        case 10: writer.setState(1 + random.below(2), word())
        default: pool.append(operation())
        }
        if pool.count > options.pressure * 2 { pool.removeFirst(options.pressure) }
    }
}

// MARK: Words

extension RandomFragment {
    mutating func word() -> LIRReference {
        if random.oneIn(6) { return writer.immediate(random.interestingWord()) }
        // Recent values and old ones alike, so that live ranges of all lengths occur.
        return random.element(of: pool) ?? writer.immediate(0)
    }

    private mutating func operation() -> LIRReference {
        let (a, b) = (word(), word())
        switch random.below(21) {
        case 0: return writer.add(a, b)
        case 1: return writer.sub(a, b)
        case 2: return writer.and(a, b)
        case 3: return writer.or(a, b)
        case 4: return writer.xor(a, b)
        case 5: return writer.not(a)
        case 6: return writer.neg(a)
        case 7: return writer.shl(a, b)
        case 8: return writer.shr(a, b)
        case 9: return writer.sar(a, b)
        case 10: return writer.mul(a, b)
        case 11: return writer.mulhu(a, b)
        case 12: return writer.shld(a, b, word())
        case 13: return writer.shrd(a, b, word())
        case 14: return writer.clz(a)
        case 15: return writer.bswap(a)
        case 16: return writer.udiv(a, writer.or(b, writer.immediate(1)))
        case 17: return writer.urem(a, writer.or(b, writer.immediate(1)))
        case 18:
            let high = writer.mulhu(a, b)
            return writer.xor(writer.mul(a, b), high)
        case 19: return writer.cmov(condition(), a, b)
        default: return writer.setc(condition())
        }
    }

    private mutating func condition() -> LIRCondition {
        let (a, b) = (word(), word())
        switch random.below(7) {
        case 0: return writer.eq(a, b)
        case 1: return writer.ltu(a, b)
        case 2: return writer.leu(a, b)
        case 3: return writer.lts(a, b)
        case 4: return writer.les(a, b)
        case 5: return writer.eq(writer.setc(writer.ltu(a, b)), writer.immediate(0))
        default: return writer.ltu(writer.immediate(0), writer.setc(writer.eq(a, b)))
        }
    }

    private mutating func comparison() {
        let condition = condition()
        for _ in 0..<1 + random.below(3) {
            pool.append(
                random.oneIn(2)
                    ? writer.setc(condition) : writer.cmov(condition, word(), word()))
        }
        if random.oneIn(3) { writer.live(word()) }
    }

    mutating func call() {
        guard let function = random.element(of: RandomFunctions.all) else { return }
        var arguments = (0..<function.argumentCount).map { _ in word() }
        if !function.isPure {
            let displacement = UInt64((RandomMemory.wordCount / 2 + random.below(16)) * 8)
            arguments[0] = writer.add(base, writer.immediate(displacement))
            if random.oneIn(3) { return writer.callVoid(function, arguments) }
        }
        pool.append(writer.call(function, arguments))
    }
}

// MARK: Carry chains

extension RandomFragment {
    private mutating func additions() {
        let operands = (0..<1 + random.below(5)).map { _ in (word(), word()) }
        var carry: LIRCarry?
        if random.oneIn(5) { carry = writer.makeCarry(word()) }
        if options.hasLooseCarries, random.oneIn(3), let loose = random.element(of: looseCarries) {
            carry = loose
        }
        for (a, b) in operands {
            let added = carry.map { writer.addCarrying(a, b, $0) } ?? writer.addCarrying(a, b)
            pool.append(added.sum)
            carry = added.carry
            if options.hasLooseCarries { looseCarries.append(added.carry) }
            if random.oneIn(5) { pool.append(writer.value(added.carry)) }
            if random.oneIn(5) { memory(isTransparent: true) }
        }
        guard let carry else { return }
        switch random.below(5) {
        case 0 where options.hasExits: writer.guard(polarity(), carry, exit())
        case 1: pool.append(writer.setc(writer.condition(carry)))
        case 2:
            let (a, b) = (word(), word())
            pool.append(writer.cmov(writer.condition(carry), a, b))
        default: break
        }
    }

    private mutating func subtractions() {
        let operands = (0..<1 + random.below(5)).map { _ in (word(), word()) }
        var borrow: LIRBorrow?
        if random.oneIn(5) { borrow = writer.makeBorrow(word()) }
        if options.hasLooseCarries, random.oneIn(3),
            let loose = random.element(of: looseBorrows)
        {
            borrow = loose
        }
        for (a, b) in operands {
            let taken =
                borrow.map { writer.subtractBorrowing(a, b, $0) } ?? writer.subtractBorrowing(a, b)
            pool.append(taken.difference)
            borrow = taken.borrow
            if options.hasLooseCarries { looseBorrows.append(taken.borrow) }
            if random.oneIn(5) { pool.append(writer.value(taken.borrow)) }
            if random.oneIn(5) { memory(isTransparent: true) }
        }
        guard let borrow else { return }
        switch random.below(5) {
        case 0 where options.hasExits: writer.guard(polarity(), borrow, exit())
        case 1: pool.append(writer.setc(writer.condition(borrow)))
        case 2:
            let (a, b) = (word(), word())
            pool.append(writer.cmov(writer.condition(borrow), a, b))
        default: break
        }
    }

    private mutating func polarity() -> LIRPolarity {
        random.oneIn(2) ? .ifTrue : .ifFalse
    }
}

// MARK: Memory

extension RandomFragment {
    static func access(wordIndex: Int) -> AccessSet {
        wordIndex < RandomMemory.wordCount / 2 ? RandomMemory.lowerClass : RandomMemory.upperClass
    }

    mutating func loadWord() -> LIRReference {
        let index = random.below(RandomMemory.wordCount)
        return writer.load(base, Int32(index * 8), access: Self.access(wordIndex: index))
    }

    /// One access; a transparent one is a single instruction that leaves the flags alone.
    private mutating func memory(isTransparent: Bool = false) {
        let index = random.below(RandomMemory.wordCount)
        let access = Self.access(wordIndex: index)
        let displacement = Int32(index * 8)
        switch random.below(isTransparent ? 5 : 9) {
        case 0:
            pool.append(
                writer.load(
                    base, displacement, access: access,
                    qualifier: random.oneIn(4) ? .volatile : .normal))
        case 1:
            pool.append(
                writer.load(
                    base, displacement + Int32(random.below(8)), width: .byte, access: access))
        case 2:
            pool.append(
                writer.load(
                    base, displacement + Int32(random.below(5)), width: .half, access: access))
        case 3: writer.store(value(), base, displacement, access: access)
        case 4:
            writer.store(
                value(), base, displacement + Int32(random.below(5)),
                width: random.oneIn(2) ? .byte : .half, access: access)
        case 5: frameWord()
        case 6: pool.append(indexedLoad())
        default: indexedStore()
        }
    }

    /// A word that is there already, so that nothing is computed between.
    mutating func value() -> LIRReference {
        random.element(of: pool) ?? base
    }

    /// An index into the lower half, its scale, and the displacement in words.
    private mutating func index() -> (LIRReference, scale: UInt8, displacement: Int32) {
        let scale = UInt8(random.below(4))
        let index = writer.and(word(), writer.immediate(15))
        return (index, scale, Int32(random.below(16) * 8))
    }

    private mutating func indexedLoad() -> LIRReference {
        let (index, scale, displacement) = index()
        return writer.load(
            base, index: index, scale: scale, displacement, access: RandomMemory.lowerClass)
    }

    private mutating func indexedStore() {
        let (index, scale, displacement) = index()
        writer.store(
            value(), base, index: index, scale: scale, displacement,
            access: RandomMemory.lowerClass)
    }

    /// Writes frame memory and reads it back: before that, its contents are undefined.
    private mutating func frameWord() {
        guard let frame else { return }
        let access = AccessSet(aliasClass: 3)
        writer.store(value(), frame, access: access)
        pool.append(writer.load(frame, access: access))
    }
}

// MARK: Exits

extension RandomFragment {
    mutating func exit() -> LIRExit {
        var slots: [ExitSlot] = []
        for index in 0..<random.below(6) {
            slots.append(ExitSlot(index: Int32(index * 3 - 4), value: slot()))
        }
        return writer.exit(
            kind: UInt8(random.below(256)), payload: UInt32(random.below(1 << 20)), slots: slots)
    }

    private mutating func slot() -> SlotReference {
        switch random.below(5) {
        case 0:
            .constant(
                SlotLimbs(
                    random.interestingWord(), random.interestingWord(), random.interestingWord(),
                    random.interestingWord()))
        case 1: .zeroExtended(value())
        case 2: .signExtended(value())
        default: .limbs(value(), value(), value(), value())
        }
    }

    private mutating func guardSomething() {
        // Mostly a condition that seldom makes the guard leave, so that code behind it runs too.
        if random.oneIn(4) {
            writer.guard(polarity(), condition(), exit())
        } else if random.oneIn(8) {
            writer.barrier(exit())
        } else {
            let rare = writer.eq(word(), writer.immediate(random.next()))
            writer.guard(.ifTrue, rare, exit())
        }
    }
}

// MARK: Control

extension RandomFragment {
    /// Code that a forward jump may skip, with another way or without.
    private mutating func branch(depth: Int) {
        let condition = condition()
        let otherwise = writer.newLabel()
        writer.jump(polarity(), condition, to: otherwise)
        let (before, carries, borrows) = (pool, looseCarries, looseBorrows)
        let baseBefore = base
        let groups = 1 + random.below(3)
        body(groups: groups, depth: depth)
        let join = random.oneIn(2) ? writer.newLabel() : nil
        // A fence inside ends what the code before it knew.
        let isFenced = base != baseBefore
        let restore: (inout RandomFragment) -> Void = { maker in
            (maker.pool, maker.looseCarries, maker.looseBorrows) = (before, carries, borrows)
            maker.base = baseBefore
        }
        if let join { writer.jump(to: join) }
        writer.place(otherwise)
        var isFencedOtherwise = false
        if let join {
            restore(&self)
            body(groups: groups, depth: depth)
            isFencedOtherwise = base != baseBefore
            writer.place(join)
        }
        if isFenced || isFencedOtherwise {
            writer.fence()
            enterStretch()
        } else {
            restore(&self)
        }
    }

    /// A loop with a bounded number of rounds, counted in memory.
    private mutating func loop(depth: Int) {
        guard countersUsed < RandomMemory.counterCount else { return }
        let offset = Int32((RandomMemory.wordCount + countersUsed) * 8)
        countersUsed += 1
        let rounds = writer.immediate(UInt64(1 + random.below(5)))
        writer.store(rounds, base, offset, access: RandomMemory.counterClass)
        let head = writer.newLabel()
        let done = writer.newLabel()
        writer.placeFenced(head)
        enterStretch()
        body(groups: 1 + random.below(3), depth: depth)
        let counter = writer.load(base, offset, access: RandomMemory.counterClass)
        let rest = writer.sub(counter, writer.immediate(1))
        writer.store(rest, base, offset, access: RandomMemory.counterClass)
        writer.jump(.ifTrue, writer.eq(rest, writer.immediate(0)), to: done)
        writer.loop(to: head)
        writer.place(done)
        if random.oneIn(2) {
            writer.fence()
            enterStretch()
        }
    }

    /// A jump through a table whose ways meet again, or two jumps that share one.
    private mutating func table(depth: Int) {
        let count = 1 << (1 + random.below(3))
        let ways = (0..<count / 2 + 1).map { _ in writer.newLabel() }
        let labels = (0..<count).map { _ in ways[random.below(ways.count)] }
        let table = writer.buffer.addJumpTable(labels)
        if random.oneIn(3) {
            let other = writer.newLabel()
            writer.jump(.ifTrue, writer.ltu(word(), word()), to: other)
            jump(through: table, count: count)
            writer.place(other)
        }
        jump(through: table, count: count)
        let join = writer.newLabel()
        for way in ways {
            writer.placeFenced(way)
            enterStretch()
            body(groups: 1 + random.below(2), depth: depth)
            writer.jump(to: join)
        }
        writer.place(join)
        writer.fence()
        enterStretch()
    }

    /// Jumps through a table whose size is a power of two.
    private mutating func jump(through table: UInt32, count: Int) {
        let index = writer.and(word(), writer.immediate(UInt64(count - 1)))
        writer.jump(index, sharedTable: table)
    }
}
