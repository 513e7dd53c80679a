/// The 25 lanes of Keccak-f[1600], lane (x, y) as `a(x + 5y)` (FIPS 202, section 3).
///
/// One stored property a lane, so that the optimiser keeps them apart and no access is checked.
/// Lanes are little-endian, as the hosts that we support are.
struct KeccakLanes {
    var a0: UInt64 = 0
    var a1: UInt64 = 0
    var a2: UInt64 = 0
    var a3: UInt64 = 0
    var a4: UInt64 = 0
    var a5: UInt64 = 0
    var a6: UInt64 = 0
    var a7: UInt64 = 0
    var a8: UInt64 = 0
    var a9: UInt64 = 0
    var a10: UInt64 = 0
    var a11: UInt64 = 0
    var a12: UInt64 = 0
    var a13: UInt64 = 0
    var a14: UInt64 = 0
    var a15: UInt64 = 0
    var a16: UInt64 = 0
    var a17: UInt64 = 0
    var a18: UInt64 = 0
    var a19: UInt64 = 0
    var a20: UInt64 = 0
    var a21: UInt64 = 0
    var a22: UInt64 = 0
    var a23: UInt64 = 0
    var a24: UInt64 = 0

    /// Permutes the lanes and squeezes 32 bytes.
    consuming func permutedHash() -> Word256 {
        permute()
        return Word256(
            limb0: a3.byteSwapped, limb1: a2.byteSwapped, limb2: a1.byteSwapped,
            limb3: a0.byteSwapped)
    }

    /// All 24 rounds.
    mutating func permute() {
        var lanes = self
        lanes.complementSixLanes()
        for index in stride(from: 0, to: 24, by: 2) {
            lanes.round(roundConstants[index])
            lanes.round(roundConstants[index &+ 1])
        }
        lanes.complementSixLanes()
        self = lanes
    }

    /// Puts six lanes into, or back out of, the complement in which the rounds keep them.
    ///
    /// With just these six, the terms of χ need five complements a round rather than 25, for
    /// ~x & y is also the complement of x | ~y ("lane complementing", Keccak implementation
    /// overview, section 2.2). An eighth of the time of a permutation.
    private mutating func complementSixLanes() {
        a1 = ~a1
        a2 = ~a2
        a8 = ~a8
        a12 = ~a12
        a17 = ~a17
        a20 = ~a20
    }

    /// One round: θ, then ρ, π and χ plane by plane so that few lanes are live at once, and ι.
    ///
    /// The terms of χ differ from lane to lane by what is kept in complement.
    ///
    /// Inlined by force: the lanes stay in registers and stack slots of `permute` only so.
    @inline(__always)
    private mutating func round(_ constant: UInt64) {
        let c0 = a0 ^ a5 ^ a10 ^ a15 ^ a20
        let c1 = a1 ^ a6 ^ a11 ^ a16 ^ a21
        let c2 = a2 ^ a7 ^ a12 ^ a17 ^ a22
        let c3 = a3 ^ a8 ^ a13 ^ a18 ^ a23
        let c4 = a4 ^ a9 ^ a14 ^ a19 ^ a24
        let d0 = c4 ^ rotate(c1, 1)
        let d1 = c0 ^ rotate(c2, 1)
        let d2 = c1 ^ rotate(c3, 1)
        let d3 = c2 ^ rotate(c4, 1)
        let d4 = c3 ^ rotate(c0, 1)

        let b0 = a0 ^ d0
        let b1 = rotate(a6 ^ d1, 44)
        let b2 = rotate(a12 ^ d2, 43)
        let b3 = rotate(a18 ^ d3, 21)
        let b4 = rotate(a24 ^ d4, 14)
        let e0 = b0 ^ (b1 | b2) ^ constant
        let e1 = b1 ^ (~b2 | b3)
        let e2 = b2 ^ (b3 & b4)
        let e3 = b3 ^ (b4 | b0)
        let e4 = b4 ^ (b0 & b1)

        let b5 = rotate(a3 ^ d3, 28)
        let b6 = rotate(a9 ^ d4, 20)
        let b7 = rotate(a10 ^ d0, 3)
        let b8 = rotate(a16 ^ d1, 45)
        let b9 = rotate(a22 ^ d2, 61)
        let e5 = b5 ^ (b6 | b7)
        let e6 = b6 ^ (b7 & b8)
        let e7 = b7 ^ (b8 | ~b9)
        let e8 = b8 ^ (b9 | b5)
        let e9 = b9 ^ (b5 & b6)

        let b10 = rotate(a1 ^ d1, 1)
        let b11 = rotate(a7 ^ d2, 6)
        let b12 = rotate(a13 ^ d3, 25)
        let b13 = rotate(a19 ^ d4, 8)
        let b14 = rotate(a20 ^ d0, 18)
        let e10 = b10 ^ (b11 | b12)
        let e11 = b11 ^ (b12 & b13)
        let e12 = b12 ^ (~b13 & b14)
        let e13 = ~b13 ^ (b14 | b10)
        let e14 = b14 ^ (b10 & b11)

        let b15 = rotate(a4 ^ d4, 27)
        let b16 = rotate(a5 ^ d0, 36)
        let b17 = rotate(a11 ^ d1, 10)
        let b18 = rotate(a17 ^ d2, 15)
        let b19 = rotate(a23 ^ d3, 56)
        let e15 = b15 ^ (b16 & b17)
        let e16 = b16 ^ (b17 | b18)
        let e17 = b17 ^ (~b18 | b19)
        let e18 = ~b18 ^ (b19 & b15)
        let e19 = b19 ^ (b15 | b16)

        let b20 = rotate(a2 ^ d2, 62)
        let b21 = rotate(a8 ^ d3, 55)
        let b22 = rotate(a14 ^ d4, 39)
        let b23 = rotate(a15 ^ d0, 41)
        let b24 = rotate(a21 ^ d1, 2)
        let e20 = b20 ^ (~b21 & b22)
        let e21 = ~b21 ^ (b22 | b23)
        let e22 = b22 ^ (b23 & b24)
        let e23 = b23 ^ (b24 | b20)
        let e24 = b24 ^ (b20 & b21)

        (a0, a1, a2, a3, a4) = (e0, e1, e2, e3, e4)
        (a5, a6, a7, a8, a9) = (e5, e6, e7, e8, e9)
        (a10, a11, a12, a13, a14) = (e10, e11, e12, e13, e14)
        (a15, a16, a17, a18, a19) = (e15, e16, e17, e18, e19)
        (a20, a21, a22, a23, a24) = (e20, e21, e22, e23, e24)
    }
}

private func rotate(_ lane: UInt64, _ count: UInt64) -> UInt64 {
    (lane &<< count) | (lane &>> (64 &- count))
}

/// The constants of ι: the output of the shift register of FIPS 202, section 3.2.5.
private let roundConstants: [UInt64] = [
    0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808a,
    0x8000_0000_8000_8000, 0x0000_0000_0000_808b, 0x0000_0000_8000_0001,
    0x8000_0000_8000_8081, 0x8000_0000_0000_8009, 0x0000_0000_0000_008a,
    0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000a,
    0x0000_0000_8000_808b, 0x8000_0000_0000_008b, 0x8000_0000_0000_8089,
    0x8000_0000_0000_8003, 0x8000_0000_0000_8002, 0x8000_0000_0000_0080,
    0x0000_0000_0000_800a, 0x8000_0000_8000_000a, 0x8000_0000_8000_8081,
    0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
]
