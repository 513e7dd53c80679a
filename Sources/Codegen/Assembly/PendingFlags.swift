/// What code that runs later needs the machine's flags for.
enum PendingFlags {
    case none
    /// A comparison that is not emitted yet, by its condition.
    case comparison(UInt32)
    /// The carry or borrow of an instruction.
    case carry(UInt32)
    /// The sign or zero flag of an instruction's result.
    case result(UInt32)
}

/// A move that puts an operand in place before the instruction at hand.
struct SetupMove {
    enum Source {
        case register(Register)
        case immediate(UInt64)
        case frame(Int32)
        case slot(UInt16)
    }

    let target: Register
    let source: Source
}

/// A condition as the machine tests it, and the flags it then needs.
struct FlagTest {
    var condition: MachineCondition
    let flags: PendingFlags
}
