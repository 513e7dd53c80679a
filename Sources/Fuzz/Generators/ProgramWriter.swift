package import Primitives
package import VM

/// A program in the making: its code so far, what it may be made of, and the choices to come.
package struct ProgramWriter {
    package let settings: ProgramGenerator
    package var code = CodeWriter()
    package var generator: SeededGenerator
    /// How many loops and branches the next part lies in.
    package private(set) var depth = 0
    /// Words at the stack's bottom that the code around the next part counts on.
    private var reserved = 0
    /// Words of the call data that operands are read from.
    private var dataWords: [Word256] = []

    private static let largestDataCount = 8
    private static let deepestNesting = 2

    init(_ settings: ProgramGenerator, _ generator: SeededGenerator) {
        self.settings = settings
        self.generator = generator
    }

    consuming func finish() -> ProgramGenerator.Program {
        let data = dataWords.flatMap(\.bytes)
        return ProgramGenerator.Program(code: code.finish(), data: data)
    }

    package var fork: Fork { settings.fork }

    package func has(_ feature: ProgramFeature) -> Bool { settings.features.has(feature) }

    // MARK: Parts

    /// Writes an instruction and what belongs to it.
    package mutating func writePart() {
        if generator.oneIn(48), has(.rarities) { return writeRarity() }
        let families = settings.features.families
        let family = families[generator.weightedIndex(families.map(\.weight))]
        guard let row = generator.element(of: OpcodeMenu.rows(family, in: fork)) else {
            return pushOperand()
        }
        family.generator.write(row, to: &self)
    }

    /// Writes parts after which the stack has the height that it had before.
    package mutating func writeNeutral() {
        guard depth < Self.deepestNesting else { return }
        let (height, outer) = (code.height, reserved)
        depth += 1
        if !generator.oneIn(16) { reserved = height }
        for _ in 0..<generator.below(6) {
            writePart()
            while code.height > height { code.emit(.pop) }
            while code.height < height { pushOperand() }
        }
        depth -= 1
        reserved = outer
    }

    /// Writes things that go wrong.
    private mutating func writeRarity() {
        switch generator.below(6) {
        case 0: code.emit(raw: UInt8(generator.below(256)))
        case 1:
            push(generator.below(300))
            code.emit(.jump)
        case 2: code.duplicate(min(16, code.height + 1))
        case 3: code.emit(.pop)
        case 4: for _ in 0..<generator.between(1...40) { pushOperand() }
        default: code.emit(.jumpdest)
        }
        code.assume(height: max(0, code.height))
    }

    /// Lets the stack's top be seen in storage, in memory or as output, and ends the program.
    mutating func writeEnd() {
        if generator.oneIn(8), has(.truncation) { return writeTruncatedPush() }
        if generator.oneIn(8) { return code.emit(.stop) }
        for slot in 0..<min(code.height, 3) {
            push(slot)
            code.emit(generator.oneIn(2) ? .sstore : .mstore)
        }
        push(64)
        push(0)
        switch generator.below(8) {
        case 0 where fork >= .byzantium: code.emit(.revert)
        case 1: code.emit(.selfdestruct)
        default: code.emit(.return)
        }
    }

    private mutating func writeTruncatedPush() {
        let size = generator.between(2...32)
        code.emit(raw: Opcode.push1.rawValue + UInt8(size - 1))
        for _ in 0..<generator.between(0...min(size - 1, 4)) {
            code.emit(raw: UInt8(generator.below(256)))
        }
    }

    // MARK: Operands

    /// A word: any, mostly one that reaches some limb in particular.
    package mutating func word() -> Word256 {
        if settings.usesLimbs { return LimbConstants.draw(using: &generator) }
        if generator.oneIn(2) { return Word256(generator.below(256)) }
        return Word256(
            limb0: generator.next(), limb1: generator.next(), limb2: generator.next(),
            limb3: generator.next())
    }

    /// How many words instructions may take.
    package var available: Int { code.height - reserved }

    /// Makes sure that there are so many words to take.
    package mutating func provide(_ count: Int) {
        while available < count { pushOperand() }
    }

    /// Pushes a word, as a constant.
    package mutating func push(_ word: Word256) { code.push(word) }

    /// Pushes a small number, as a constant.
    package mutating func push(_ number: Int) { code.push(number) }

    /// Pushes a word that nothing knows before the code runs, if the program reads call data.
    package mutating func pushUnknown(_ word: Word256) {
        guard has(.callData), dataWords.count < Self.largestDataCount else { return push(word) }
        push(32 * dataWords.count)
        code.emit(.calldataload)
        dataWords.append(word)
    }

    /// Pushes a word, as a constant or not.
    package mutating func pushEither(_ word: Word256) {
        if generator.oneIn(3) { pushUnknown(word) } else { push(word) }
    }

    /// Pushes anything: a word, a copy, something from call data.
    package mutating func pushOperand() {
        switch generator.below(8) {
        case 0 where code.height > 0, 1 where code.height > 0:
            code.duplicate(generator.between(1...min(16, code.height)))
        case 2 where has(.callData):
            push(generator.below(128))
            code.emit(.calldataload)
        case 3: pushUnknown(word())
        default: push(word())
        }
    }

    /// Pushes a word that compilers know to fit one limb, though not which it is.
    package mutating func pushNarrow() {
        let sizes: [Opcode] = [.calldatasize, .codesize, .msize, .gas]
        code.emit(generator.element(of: sizes) ?? .msize)
    }

    /// Pushes one of a few words at which an instruction changes course, or anything.
    ///
    /// - Parameter edges: such words; of no use where operands are not to reach every limb.
    package mutating func pushOperand(edges: [Word256]) {
        guard settings.usesLimbs, !generator.oneIn(3), let edge = generator.element(of: edges)
        else { return pushOperand() }
        pushEither(edge)
    }

    /// Provides an instruction's operands.
    ///
    /// - Parameter edges: words at which each of them matters, the lowest operand first. Operands
    ///   of which nothing is said are mostly what the code has computed so far.
    package mutating func pushOperands(edges: [[Word256]]) {
        let plain = edges.prefix(while: \.isEmpty).count
        provide(plain)
        if plain > 0, generator.oneIn(4) { pushOperand() }
        for words in edges.dropFirst(plain) { pushOperand(edges: words) }
    }

    /// Pushes an offset into memory, nearly always one that gas can pay for.
    package mutating func pushOffset() {
        switch generator.below(32) {
        case 0 where has(.hugeOperands): pushEither(word())
        case 1..<4: push(generator.below(2_048))
        case 4..<10: push(max(0, 32 * generator.below(6) + generator.between(-1...1)))
        default: push(generator.below(130))
        }
    }

    /// Pushes an offset into call data, code or return data, which may be anything.
    package mutating func pushSource() {
        if generator.oneIn(2), has(.hugeOperands) {
            pushOperand(edges: Self.sourceEdges)
        } else {
            push(generator.below(80))
        }
    }

    /// Offsets whose low 64, or 32, bits are those of a small one.
    private static let sourceEdges: [Word256] = [
        .twoToThe(64), .twoToThe(64) &+ 1, .twoToThe(128) &+ 4, .twoToThe(192) &+ 33,
        .twoToThe(255), .max, Word256(UInt64.max), .twoToThe(63), .twoToThe(32),
        .twoToThe(32) &- 1, .twoToThe(31),
    ]
}

extension Word256 {
    /// A power of two; `exponent` below 256.
    static func twoToThe(_ exponent: Int) -> Word256 {
        Word256.one.shiftedLeft(by: exponent)
    }
}
