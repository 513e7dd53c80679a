/// Four 64-bit limbs of a slot, least significant first.
package struct SlotLimbs: Hashable, BitwiseCopyable, Sendable {
    package var limb0: UInt64
    package var limb1: UInt64
    package var limb2: UInt64
    package var limb3: UInt64

    package init(_ limb0: UInt64, _ limb1: UInt64, _ limb2: UInt64, _ limb3: UInt64) {
        self.limb0 = limb0
        self.limb1 = limb1
        self.limb2 = limb2
        self.limb3 = limb3
    }

    /// The low limb, with zeros above it.
    package init(zeroExtending limb: UInt64) {
        self.init(limb, 0, 0, 0)
    }

    /// The low limb, with its sign above it.
    package init(signExtending limb: UInt64) {
        let sign = UInt64(bitPattern: Int64(bitPattern: limb) >> 63)
        self.init(limb, sign, sign, sign)
    }
}

/// How a slot's four limbs are found when an exit is taken.
package enum SlotReference: Hashable, BitwiseCopyable, Sendable {
    case constant(SlotLimbs)
    case limbs(LIRReference, LIRReference, LIRReference, LIRReference)
    case zeroExtended(LIRReference)
    case signExtended(LIRReference)

    /// Calls `body` with each word the slot is made of.
    package func forEachReference(_ body: (LIRReference) -> Void) {
        switch self {
        case .constant:
            break
        case .limbs(let limb0, let limb1, let limb2, let limb3):
            body(limb0)
            body(limb1)
            body(limb2)
            body(limb3)
        case .zeroExtended(let limb), .signExtended(let limb):
            body(limb)
        }
    }

    /// The same slot with every word renamed.
    package func mapReferences(_ rename: (LIRReference) -> LIRReference) -> SlotReference {
        switch self {
        case .constant: self
        case .limbs(let limb0, let limb1, let limb2, let limb3):
            .limbs(rename(limb0), rename(limb1), rename(limb2), rename(limb3))
        case .zeroExtended(let limb): .zeroExtended(rename(limb))
        case .signExtended(let limb): .signExtended(rename(limb))
        }
    }
}

/// One slot of a snapshot: an index of the embedder's choosing and where its limbs are.
package struct ExitSlot: Hashable, BitwiseCopyable, Sendable {
    package let index: Int32
    package let value: SlotReference

    package init(index: Int32, value: SlotReference) {
        self.index = index
        self.value = value
    }
}

/// Where a guard leads: what the embedder needs to go on without the code.
///
/// Kind and payload mean nothing to the code generator. A slot that is not listed is unchanged in
/// memory. One exit belongs to one guard.
///
/// Invariant G1: taking a guard's exit is always semantically correct, whatever its condition.
package struct SideExit: BitwiseCopyable, Sendable {
    package let kind: UInt8
    package let payload: UInt32
    /// Where the exit's slots begin and end among those of its buffer.
    private let slotBounds: (first: UInt32, end: UInt32)

    /// Where the exit's slots are among those of its buffer.
    package var slots: Range<Int> { Int(slotBounds.first)..<Int(slotBounds.end) }

    package init(kind: UInt8, payload: UInt32, slots: Range<Int>) {
        self.kind = kind
        self.payload = payload
        slotBounds = (UInt32(slots.lowerBound), UInt32(slots.upperBound))
    }
}
