/// Names an instruction, and so the value it yields, by its place in the buffer.
package struct LIRReference: Hashable, BitwiseCopyable, Sendable {
    package let index: UInt32

    package init(index: UInt32) {
        self.index = index
    }

    package var position: Int { Int(index) }
}

/// Names the outcome of a comparison.
package struct LIRCondition: Hashable, Sendable {
    package let reference: LIRReference

    package init(_ reference: LIRReference) {
        self.reference = reference
    }
}

/// Names the carry out of an addition, by the instruction that made it.
package struct LIRCarry: Hashable, Sendable {
    package let reference: LIRReference

    package init(_ reference: LIRReference) {
        self.reference = reference
    }
}

/// Names the borrow out of a subtraction, by the instruction that made it.
package struct LIRBorrow: Hashable, Sendable {
    package let reference: LIRReference

    package init(_ reference: LIRReference) {
        self.reference = reference
    }
}

/// A place to jump to.
///
/// Its identifier exists before the place does, so that a forward jump can name it.
package struct LIRLabel: Hashable, Sendable {
    package let identifier: UInt32

    package init(identifier: UInt32) {
        self.identifier = identifier
    }
}

/// Names a side exit by its place in the buffer's list.
package struct LIRExit: Hashable, Sendable {
    package let identifier: UInt32

    package init(identifier: UInt32) {
        self.identifier = identifier
    }
}

/// What writing an instruction gives: the name of its value and the name of its carry.
///
/// They are the same instruction unless a pass found one of the two more cheaply.
package struct LIRResult: Hashable, Sendable {
    package let value: LIRReference
    package let carry: LIRReference

    package init(value: LIRReference, carry: LIRReference) {
        self.value = value
        self.carry = carry
    }

    package init(_ reference: LIRReference) {
        value = reference
        carry = reference
    }
}
