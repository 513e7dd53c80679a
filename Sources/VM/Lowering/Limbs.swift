import Codegen
import Primitives

/// A 256-bit value of compiled code: four 64-bit values, least significant first.
struct Limbs {
    var limb0: LIRReference
    var limb1: LIRReference
    var limb2: LIRReference
    var limb3: LIRReference

    init(
        _ limb0: LIRReference, _ limb1: LIRReference, _ limb2: LIRReference, _ limb3: LIRReference
    ) {
        self.limb0 = limb0
        self.limb1 = limb1
        self.limb2 = limb2
        self.limb3 = limb3
    }

    /// A 64-bit value with zeros above it.
    init(_ limb0: LIRReference, zero: LIRReference) {
        self.init(limb0, zero, zero, zero)
    }

    /// Applies an operation to each pair of limbs.
    func paired(
        with other: Limbs, _ operation: (LIRReference, LIRReference) -> LIRReference
    ) -> Limbs {
        Limbs(
            operation(limb0, other.limb0), operation(limb1, other.limb1),
            operation(limb2, other.limb2), operation(limb3, other.limb3))
    }

    /// Applies an operation to each limb.
    func mapped(_ operation: (LIRReference) -> LIRReference) -> Limbs {
        Limbs(operation(limb0), operation(limb1), operation(limb2), operation(limb3))
    }

    /// The limbs, least significant first.
    var all: [LIRReference] { [limb0, limb1, limb2, limb3] }
}

extension LIRWriter {
    /// A constant's limbs.
    func constant(_ word: Word256) -> Limbs {
        Limbs(
            immediate(word.limb0), immediate(word.limb1), immediate(word.limb2),
            immediate(word.limb3))
    }

    /// Loads four limbs, the least significant at the lowest address.
    func loadLimbs(_ base: LIRReference, _ displacement: Int32, access: AccessSet) -> Limbs {
        let limb0 = load(base, displacement, access: access)
        let limb1 = load(base, displacement + 8, access: access)
        let limb2 = load(base, displacement + 16, access: access)
        let limb3 = load(base, displacement + 24, access: access)
        return Limbs(limb0, limb1, limb2, limb3)
    }

    /// Loads 32 bytes, the most significant first.
    func loadBigEndian(_ base: LIRReference, access: AccessSet) -> Limbs {
        let limb3 = bswap(load(base, 0, access: access))
        let limb2 = bswap(load(base, 8, access: access))
        let limb1 = bswap(load(base, 16, access: access))
        let limb0 = bswap(load(base, 24, access: access))
        return Limbs(limb0, limb1, limb2, limb3)
    }

    func storeLimbs(
        _ limbs: Limbs, _ base: LIRReference, _ displacement: Int32, access: AccessSet
    ) {
        store(limbs.limb0, base, displacement, access: access)
        store(limbs.limb1, base, displacement + 8, access: access)
        store(limbs.limb2, base, displacement + 16, access: access)
        store(limbs.limb3, base, displacement + 24, access: access)
    }

    /// Stores 32 bytes, the most significant first.
    func storeBigEndian(_ limbs: Limbs, _ base: LIRReference, access: AccessSet) {
        store(bswap(limbs.limb3), base, 0, access: access)
        store(bswap(limbs.limb2), base, 8, access: access)
        store(bswap(limbs.limb1), base, 16, access: access)
        store(bswap(limbs.limb0), base, 24, access: access)
    }

    func add(_ a: Limbs, _ b: Limbs) -> Limbs {
        let (sum0, carry0) = addCarrying(a.limb0, b.limb0)
        let (sum1, carry1) = addCarrying(a.limb1, b.limb1, carry0)
        let (sum2, carry2) = addCarrying(a.limb2, b.limb2, carry1)
        let (sum3, _) = addCarrying(a.limb3, b.limb3, carry2)
        return Limbs(sum0, sum1, sum2, sum3)
    }

    /// The difference, and the borrow that comes out of it: whether `a` is less than `b`.
    func subtract(_ a: Limbs, _ b: Limbs) -> (difference: Limbs, borrow: LIRBorrow) {
        let (limb0, borrow0) = subtractBorrowing(a.limb0, b.limb0)
        let (limb1, borrow1) = subtractBorrowing(a.limb1, b.limb1, borrow0)
        let (limb2, borrow2) = subtractBorrowing(a.limb2, b.limb2, borrow1)
        let (limb3, borrow3) = subtractBorrowing(a.limb3, b.limb3, borrow2)
        return (Limbs(limb0, limb1, limb2, limb3), borrow3)
    }

    /// Zero where all bits of a word are.
    func reduceOr(_ a: Limbs) -> LIRReference {
        or(or(a.limb0, a.limb1), or(a.limb2, a.limb3))
    }

    /// Whether a word is zero.
    func isZero(_ a: Limbs) -> LIRCondition { eq(reduceOr(a), immediate(0)) }
}
