/// An address that a load or store can form.
package struct MachineAddress: Sendable {
    package var base: Register
    package var index: Register?
    /// The binary logarithm of the index's factor, 0…3.
    package var scale: UInt8
    package var displacement: Int32

    package init(
        base: Register, index: Register? = nil, scale: UInt8 = 0, displacement: Int32 = 0
    ) {
        self.base = base
        self.index = index
        self.scale = scale
        self.displacement = displacement
    }
}

/// An operand that an instruction of the target reads.
package enum MachineOperand: Sendable {
    case register(Register)
    /// An immediate that the back end said it can encode.
    case immediate(UInt64)
    /// A word in memory, for a back end that folds loads.
    case memory(MachineAddress)
}

/// What a branch, a selection or a guard tests.
package enum MachineCondition: UInt8, CaseIterable, Sendable {
    case equal, notEqual
    case below, aboveOrEqual, belowOrEqual, above
    case less, greaterOrEqual, lessOrEqual, greater
    /// The sign of the last result.
    case negative, notNegative
    /// The carry out of an addition.
    case carry, noCarry
    /// The borrow out of a subtraction.
    case borrow, noBorrow

    package var inverted: MachineCondition {
        switch self {
        case .equal: .notEqual
        case .notEqual: .equal
        case .below: .aboveOrEqual
        case .aboveOrEqual: .below
        case .belowOrEqual: .above
        case .above: .belowOrEqual
        case .less: .greaterOrEqual
        case .greaterOrEqual: .less
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .negative: .notNegative
        case .notNegative: .negative
        case .carry: .noCarry
        case .noCarry: .carry
        case .borrow: .noBorrow
        case .noBorrow: .borrow
        }
    }

    /// The condition on `cmp b, a` that holds when this one does on `cmp a, b`.
    ///
    /// - Precondition: this is an outcome of a comparison.
    package var swapped: MachineCondition {
        switch self {
        case .equal, .notEqual: self
        case .below: .above
        case .aboveOrEqual: .belowOrEqual
        case .belowOrEqual: .aboveOrEqual
        case .above: .below
        case .less: .greater
        case .greaterOrEqual: .lessOrEqual
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .negative, .notNegative, .carry, .noCarry, .borrow, .noBorrow:
            preconditionFailure("not a comparison")
        }
    }
}

/// A field of emitted code that holds the distance to a place that is not emitted yet.
package struct BranchField: Sendable {
    /// The place of the field.
    package let place: Int
    /// The place that the distance is counted from.
    package let origin: Int
    /// Whether the field is an entry of a jump table, and not a part of a branch.
    package let isTableEntry: Bool

    package init(place: Int, origin: Int, isTableEntry: Bool = false) {
        self.place = place
        self.origin = origin
        self.isTableEntry = isTableEntry
    }
}
