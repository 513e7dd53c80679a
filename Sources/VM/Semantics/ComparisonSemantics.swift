import Primitives

// LT to ISZERO: words in, 0 or 1 out.
extension Execution {
    /// A comparison of two words.
    @inline(always)
    private mutating func compare(_ holds: (Word256, Word256) -> Bool) {
        binary { Word256(limb0: holds($0, $1) ? 1 : 0, limb1: 0, limb2: 0, limb3: 0) }
    }

    @inline(always) mutating func lt() { compare { $0 < $1 } }
    @inline(always) mutating func gt() { compare { $1 < $0 } }
    @inline(always) mutating func slt() { compare { $0.signedLess(than: $1) } }
    @inline(always) mutating func sgt() { compare { $1.signedLess(than: $0) } }
    @inline(always) mutating func eq() { compare { $0 == $1 } }

    @inline(always) mutating func iszero() {
        unary { Word256(limb0: $0.isZero ? 1 : 0, limb1: 0, limb2: 0, limb3: 0) }
    }
}
