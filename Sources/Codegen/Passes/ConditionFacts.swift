/// The outcomes of the last compares that guards and jumps left known.
///
/// There are few of them, so what they imply is found in constant time.
struct ConditionFacts {
    /// That two words stand to each other in one of some orders.
    private struct Fact: BitwiseCopyable {
        let left: LIRReference
        let right: LIRReference
        let leftConstant: UInt64?
        let rightConstant: UInt64?
        let orders: PossibleOrders
    }

    private static var capacity: Int { 8 }

    private var facts: [Fact] = []
    /// The fact that the next one takes the place of, once there is no room.
    private var oldest = 0

    init() {
        facts.reserveCapacity(Self.capacity)
    }

    mutating func forgetAll() {
        guard !facts.isEmpty else { return }
        facts.removeAll(keepingCapacity: true)
        oldest = 0
    }

    /// Notes a compare's outcome.
    mutating func learn(_ compare: LIRInstruction, holds: Bool, in buffer: LIRBuffer) {
        guard let orders = PossibleOrders(compare.opcode, holds: holds) else { return }
        let fact = Fact(
            left: compare.referenceA, right: compare.referenceB,
            leftConstant: buffer.immediate(compare.referenceA),
            rightConstant: buffer.immediate(compare.referenceB), orders: orders)
        if facts.count < Self.capacity {
            facts.append(fact)
        } else {
            facts[oldest] = fact
            oldest = (oldest + 1) % Self.capacity
        }
    }

    /// The outcome of a compare if what is known implies one.
    func outcome(of compare: LIRInstruction, in buffer: LIRBuffer) -> Bool? {
        let (left, right) = (compare.referenceA, compare.referenceB)
        guard tells(of: left, right, in: buffer) else { return nil }
        var orders = PossibleOrders(range(of: left, in: buffer), range(of: right, in: buffer))
        for fact in facts {
            if fact.left == left && fact.right == right { orders.formIntersection(fact.orders) }
            if fact.left == right && fact.right == left {
                orders.formIntersection(fact.orders.flipped)
            }
        }
        return orders.outcome(of: compare.opcode)
    }

    /// Whether anything is known that two constants, or a constant alone, do not say.
    ///
    /// A short cut, for mostly there is not.
    private func tells(
        of left: LIRReference, _ right: LIRReference, in buffer: LIRBuffer
    ) -> Bool {
        let (isLeftBounded, isRightBounded) = (isBounded(left, buffer), isBounded(right, buffer))
        if isLeftBounded && isRightBounded { return true }
        let word = isLeftBounded ? right : left
        for fact in facts where fact.left == word || fact.right == word { return true }
        return false
    }

    private func isBounded(_ word: LIRReference, _ buffer: LIRBuffer) -> Bool {
        buffer[word].opcode == .immq || Self.definedRange(of: word, in: buffer) != .all
    }

    /// The bounds of a word: from its definition, and from compares with constants.
    private func range(of word: LIRReference, in buffer: LIRBuffer) -> WordRange {
        var range = Self.definedRange(of: word, in: buffer)
        for fact in facts {
            if fact.left == word, let constant = fact.rightConstant {
                range = fact.orders.narrow(range, comparedWith: constant)
            }
            if fact.right == word, let constant = fact.leftConstant {
                range = fact.orders.flipped.narrow(range, comparedWith: constant)
            }
        }
        return range
    }

    private static func definedRange(of word: LIRReference, in buffer: LIRBuffer) -> WordRange {
        let definition = buffer[word]
        switch definition.opcode {
        case .immq:
            return WordRange(constant: definition.immediate)
        case .setc, .kval:
            return WordRange(upTo: 1)
        case .ld8u:
            return WordRange(upTo: UInt64(UInt8.max))
        case .ld32u:
            return WordRange(upTo: UInt64(UInt32.max))
        case .clz:
            return WordRange(upTo: 64)
        case .and:
            return buffer.immediate(definition.referenceB).map(WordRange.init(upTo:)) ?? .all
        case .shr:
            guard let count = buffer.immediate(definition.referenceB) else { return .all }
            return WordRange(upTo: ConstantArithmetic.shiftRight(.max, count))
        case .start, .label, .entry, .regfence, .comment, .unreachable, .allocp, .live, .state,
            .setstate, .ldq, .ldqx, .st8, .st32, .stq, .stqx, .add, .sub, .or, .xor, .not, .neg,
            .shl, .sar, .mul, .mulhu, .shld, .shrd, .bswap, .udiv, .urem, .addk, .adc, .subk,
            .sbb, .kset, .bset, .kc, .eq, .ltu, .leu, .lts, .les, .cmov, .xt, .xf, .x, .xk, .xnk,
            .xbarrier, .j, .jt, .jf, .jtbl, .loop, .ret, .callq, .callv:
            return .all
        }
    }
}
