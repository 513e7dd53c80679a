/// One instruction: a record of sixteen bytes.
///
/// What `a`, `b` and `c` hold is in the opcode's row. References point backwards, to instructions
/// that stand earlier in the same buffer.
///
/// The fields lie in two words because each pass hands instructions to the next: words go from
/// function to function in registers and compare at once, where six fields would be taken apart
/// and put together again at every call (a seventh of all the time that compiling took).
package struct LIRInstruction: Hashable, BitwiseCopyable, Sendable {
    /// Opcode (bits 0 to 7), attributes (8 to 15), access (16 to 31) and `a` (32 to 63).
    private var head: UInt64
    /// `b` (bits 0 to 31) and `c` (32 to 63).
    private var tail: UInt64

    package init(_ opcode: LIROpcode, a: UInt32 = 0, b: UInt32 = 0, c: UInt32 = 0) {
        head = UInt64(opcode.rawValue) | UInt64(a) << 32
        tail = UInt64(b) | UInt64(c) << 32
    }

    package var opcode: LIROpcode {
        // The byte is an opcode's, for nothing else is ever written there; `init(rawValue:)` would
        // look for it among all opcodes each time.
        get { unsafe unsafeBitCast(UInt8(truncatingIfNeeded: head), to: LIROpcode.self) }
        set { head = head & ~0xff | UInt64(newValue.rawValue) }
    }

    /// Scale (bits 0 and 1) and load qualifier (bits 2 and 3) of a memory access.
    package var attributes: UInt8 {
        get { UInt8(truncatingIfNeeded: head >> 8) }
        set { head = head & ~0xff00 | UInt64(newValue) << 8 }
    }

    /// The memory that a load or store may touch.
    package var access: AccessSet {
        get { AccessSet(rawValue: UInt16(truncatingIfNeeded: head >> 16)) }
        set { head = head & ~0xffff_0000 | UInt64(newValue.rawValue) << 16 }
    }

    package var a: UInt32 {
        get { UInt32(truncatingIfNeeded: head >> 32) }
        set { head = head & 0xffff_ffff | UInt64(newValue) << 32 }
    }

    package var b: UInt32 {
        get { UInt32(truncatingIfNeeded: tail) }
        set { tail = tail & ~0xffff_ffff | UInt64(newValue) }
    }

    package var c: UInt32 {
        get { UInt32(truncatingIfNeeded: tail >> 32) }
        set { tail = tail & 0xffff_ffff | UInt64(newValue) << 32 }
    }

    /// A number of which the upper bits spread well.
    var digest: UInt64 {
        let low = head &* 0x9e37_79b9_7f4a_7c15
        let high = tail &* 0xc2b2_ae3d_27d4_eb4f
        return (low ^ low >> 29) &+ (high ^ high >> 31)
    }

    package init(
        _ opcode: LIROpcode, _ a: LIRReference, _ b: LIRReference? = nil, _ c: LIRReference? = nil
    ) {
        self.init(opcode, a: a.index, b: b?.index ?? 0, c: c?.index ?? 0)
    }

    package init(immediate: UInt64) {
        self.init(.immq, a: UInt32(truncatingIfNeeded: immediate), b: UInt32(immediate >> 32))
    }

    package var referenceA: LIRReference { LIRReference(index: a) }
    package var referenceB: LIRReference { LIRReference(index: b) }
    package var referenceC: LIRReference { LIRReference(index: c) }

    /// The value of an `immq`.
    package var immediate: UInt64 { UInt64(b) << 32 | UInt64(a) }

    /// The offset in bytes of a load or of a store that is not indexed.
    package var displacement: Int32 { Int32(bitPattern: c) }

    /// The label of `j`, `jt`, `jf` and `loop`.
    package var target: LIRLabel { LIRLabel(identifier: c) }

    /// The exit of a guard.
    package var exit: LIRExit { LIRExit(identifier: c) }

    /// The power of two that the index of `ldqx` and `stqx` is multiplied by: 0...3.
    package var scale: UInt8 {
        get { attributes & 3 }
        set { attributes = attributes & ~3 | newValue & 3 }
    }

    package var qualifier: LoadQualifier {
        get { LoadQualifier(rawValue: attributes >> 2 & 3) ?? .volatile }
        set { attributes = attributes & 3 | newValue.rawValue << 2 }
    }
}

/// Index and offset of a `stqx`, which has one operand more than a record holds.
package struct IndexedAddress: Hashable, Sendable {
    package let index: LIRReference
    package let displacement: Int32

    package init(index: LIRReference, displacement: Int32) {
        self.index = index
        self.displacement = displacement
    }
}
