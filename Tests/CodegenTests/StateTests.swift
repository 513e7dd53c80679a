import Codegen
import Primitives
import Testing

/// State registers under random use: values that are names for them, results computed in them, and
/// tests that use the flags of those results.
@Suite struct StateTests {
    private struct Maker {
        var random: SeededGenerator
        let writer: any LIRWriter
        var pool: [LIRReference] = []

        mutating func word() -> LIRReference {
            if random.oneIn(4) { return writer.immediate(UInt64(random.below(3)) &- 1) }
            return random.element(of: pool) ?? writer.state(1)
        }

        mutating func exit() -> LIRExit {
            let slots = pool.suffix(3).enumerated().map {
                ExitSlot(index: Int32($0.offset), value: .zeroExtended($0.element))
            }
            return writer.exit(kind: 0, payload: 0, slots: slots)
        }

        mutating func step() {
            switch random.below(10) {
            case 0, 1: pool.append(writer.state(1 + random.below(2)))
            case 2: writer.setState(1 + random.below(2), word())
            case 3, 4, 5: change()
            case 6: pool.append(writer.load(writer.state(0), 8, access: .all))
            case 7: writer.store(word(), writer.state(0), 8, access: .all)
            case 8: readThrough()
            default: pool.append(writer.mul(word(), word()))
            }
        }

        /// A word that is read through a state register, and of which the register's next value
        /// is made.
        mutating func readThrough() {
            writer.setState(2, writer.state(0))
            let (other, base) = (word(), writer.state(2))
            let loaded = writer.load(base, 8, access: .all)
            let result: LIRReference
            switch random.below(4) {
            case 0: result = writer.add(other, loaded)
            case 1: result = writer.and(loaded, other)
            case 2: result = writer.sub(other, loaded)
            default: result = loaded
            }
            writer.setState(2, result)
            pool.append(result)
        }

        /// A result that goes to a state register at once, later or not at all, and is tested.
        mutating func change() {
            let (a, b) = (word(), word())
            let result: LIRReference
            switch random.below(5) {
            case 0: result = writer.add(a, b)
            case 1: result = writer.and(a, b)
            case 2: result = writer.xor(a, b)
            default: result = writer.sub(a, b)
            }
            if random.oneIn(2) { writer.setState(1 + random.below(2), result) }
            if random.oneIn(3) { pool.append(writer.state(1)) }
            let zero = writer.immediate(0)
            let isSign = random.oneIn(2)
            let condition = isSign ? writer.lts(result, zero) : writer.eq(zero, result)
            switch random.below(4) {
            case 0: writer.guard(random.oneIn(2) ? .ifTrue : .ifFalse, condition, exit())
            case 1: pool.append(writer.setc(condition))
            case 2: pool.append(writer.cmov(condition, word(), word()))
            default: break
            }
            pool.append(result)
            if pool.count > 8 { pool.removeFirst(4) }
        }

        mutating func whole() {
            writer.entry()
            let label = writer.newLabel()
            for _ in 0..<4 + random.below(12) { step() }
            if random.oneIn(2) {
                writer.jump(.ifTrue, writer.ltu(word(), word()), to: label)
                let outside = pool
                for _ in 0..<4 { step() }
                pool = outside
                writer.place(label)
                for _ in 0..<4 { step() }
            } else {
                writer.place(label)
            }
            var result = word()
            for value in pool { result = writer.xor(result, value) }
            writer.ret(result)
        }
    }

    @Test(arguments: CodegenTarget.instructionSets, [nil, 5] as [Int?])
    func `state registers hold what the interpreter says`(
        target: CodegenTarget, registerCount: Int?
    ) throws {
        let region = try target.region()
        let scratch = RandomScratch()
        for seed in 0..<2_000 as Range<UInt64> {
            let fragment = try CompiledSubject.fragment { writer in
                var maker = Maker(random: SeededGenerator(seed: seed), writer: writer)
                maker.whole()
            }
            let options = AssemblerOptions(
                registerCount: registerCount, noiseSeed: seed % 3 == 0 ? seed : nil)
            let compiled = try target.assemble(fragment, into: region, options: options)
            try FragmentAgreement.check(fragment, compiled, scratch, "seed \(seed)")
        }
    }
}
