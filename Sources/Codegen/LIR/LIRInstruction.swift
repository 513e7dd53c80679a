/// One instruction: a record of sixteen bytes.
///
/// What `a`, `b` and `c` hold is in the opcode's row. References point backwards, to instructions
/// that stand earlier in the same buffer.
package struct LIRInstruction: Hashable, BitwiseCopyable, Sendable {
    package var opcode: LIROpcode
    /// Scale (bits 0 and 1) and load qualifier (bits 2 and 3) of a memory access.
    package var attributes: UInt8 = 0
    /// The memory that a load or store may touch.
    package var access: AccessSet = []
    package var a: UInt32 = 0
    package var b: UInt32 = 0
    package var c: UInt32 = 0

    package init(_ opcode: LIROpcode, a: UInt32 = 0, b: UInt32 = 0, c: UInt32 = 0) {
        self.opcode = opcode
        self.a = a
        self.b = b
        self.c = c
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
