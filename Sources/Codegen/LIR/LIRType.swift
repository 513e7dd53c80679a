/// What an instruction yields.
///
/// There are no narrow integers, floating-point numbers or vectors: a value is a 64-bit word, the
/// outcome of a comparison, or the carry of a chain.
package enum LIRType: UInt8, Sendable {
    /// Nothing.
    case void
    /// `q`: a 64-bit integer or address.
    case word
    /// `c`: the outcome of a comparison; never stored.
    case condition
    /// `k+`: the carry out of an addition.
    case carry
    /// `k-`: the borrow out of a subtraction.
    case borrow

    /// The name used in documents and messages.
    package var name: String {
        switch self {
        case .void: "v"
        case .word: "q"
        case .condition: "c"
        case .carry: "k+"
        case .borrow: "k-"
        }
    }
}

/// What one of an instruction's three fields holds.
package enum OperandKind: UInt8, Sendable {
    case none
    /// A reference to a word.
    case word
    /// A reference to a condition.
    case condition
    /// A reference to a carry.
    case carry
    /// A reference to a borrow.
    case borrow
    /// A reference to a carry or a borrow.
    case flag
    /// The low or high half of an immediate.
    case half
    /// A small number: an entry, a state register, a byte count.
    case number
    /// A signed 32-bit offset in bytes.
    case displacement
    /// An index into `LIRBuffer.indexedAddresses`.
    case indexedAddress
    /// A label's identifier.
    case label
    /// An index into `LIRBuffer.jumpTables`.
    case jumpTable
    /// An index into `LIRBuffer.exits`.
    case exit
    /// An index into `LIRBuffer.descriptors`.
    case descriptor
    /// The first of a call's arguments in `LIRBuffer.arguments`.
    case firstArgument
    /// How many arguments a call has.
    case argumentCount
    /// An index into `LIRBuffer.comments`.
    case text

    /// Whether the field names another instruction.
    package var isReference: Bool {
        switch self {
        case .word, .condition, .carry, .borrow, .flag: true
        case .none, .half, .number, .displacement, .indexedAddress, .label, .jumpTable, .exit,
            .descriptor, .firstArgument, .argumentCount, .text:
            false
        }
    }
}
