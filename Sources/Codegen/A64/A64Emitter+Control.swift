/// Branches, calls and addresses of code.
///
/// A distance is counted from the start of its instruction, in bytes; all but that of `adr` are
/// multiples of four.
extension A64Emitter {
    /// The distances that B can say: ±128 MiB.
    package static let branchDistances = -1 << 27..<1 << 27
    /// The distances that B.cond and ADR can say: ±1 MiB.
    package static let shortDistances = -1 << 20..<1 << 20

    /// B.
    ///
    /// - Precondition: the distance is one of `branchDistances`.
    package mutating func b(distance: Int) {
        word(A64Emitter.branch(distance: distance))
    }

    /// The instruction B with a distance.
    package static func branch(distance: Int) -> UInt32 {
        0x1400_0000 | UInt32(truncatingIfNeeded: distance / 4) & 0x3ff_ffff
    }

    /// B.cond.
    ///
    /// - Precondition: the distance is one of `shortDistances`.
    package mutating func b(_ condition: A64Condition, distance: Int) {
        word(
            0x5400_0000 | (UInt32(truncatingIfNeeded: distance / 4) & 0x7_ffff) << 5
                | condition.rawValue)
    }

    /// BR.
    package mutating func br(_ target: Register) {
        word(0xd61f_0000, Register(0), target)
    }

    /// BLR, which leaves the address behind it in x30.
    package mutating func blr(_ target: Register) {
        word(0xd63f_0000, Register(0), target)
    }

    /// RET to the address in x30.
    package mutating func ret() {
        word(0xd65f_0000, Register(0), .x30)
    }

    /// ADR.
    ///
    /// - Precondition: the distance is one of `shortDistances`.
    package mutating func adr(_ destination: Register, distance: Int) {
        let bits = UInt32(truncatingIfNeeded: distance)
        word(
            0x1000_0000 | (bits & 3) << 29 | (bits >> 2 & 0x7_ffff) << 5
                | UInt32(destination.number))
    }

    /// NOP.
    package mutating func nop() {
        word(A64Emitter.nop)
    }

    /// The instruction NOP.
    package static let nop: UInt32 = 0xd503_201f
}
