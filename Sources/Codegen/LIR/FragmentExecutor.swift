/// The three registers that code and embedder share, by number.
///
/// Register 0 is the embedder's context and is never written by code.
package typealias StateRegisters = (UInt64, UInt64, UInt64)

/// Why an execution ended without returning or exiting.
package enum ExecutionFailure: Error, Hashable, Sendable {
    /// The fragment has no such entry.
    case noSuchEntry(Int)
    /// The executor's own limit on steps was reached.
    case stepLimit
    /// An `unreachable`, or the end of the buffer, was reached.
    case unreachable(instruction: Int)
    /// A divisor that the embedder guarantees was zero.
    case divisionByZero(instruction: Int)
    /// A jump table's index that the embedder guarantees was out of range.
    case jumpTableIndex(instruction: Int, index: UInt64)
    /// A called function's address is not known here.
    case missingFunction(name: String)
    /// Guards could not be patched.
    case patch(String)
    /// The code is of another instruction set than what is to run it.
    case noProcessor(InstructionSet)
    /// An emulated processor came upon what no code of ours may do.
    indirect case fault(ProcessorFault)
}

/// How an execution ended.
package enum ExecutionOutcome: Hashable, Sendable {
    case returned(UInt64)
    case exited(LIRExit)
    case failed(ExecutionFailure)
}

/// How an execution ended, and the state registers as it left them.
package struct ExecutionResult: Sendable {
    package var outcome: ExecutionOutcome
    package var state: StateRegisters

    package init(outcome: ExecutionOutcome, state: StateRegisters) {
        self.outcome = outcome
        self.state = state
    }
}

/// One slot of the snapshot of an exit that was taken.
package struct RestoredSlot: Hashable, Sendable {
    package let index: Int32
    package let limbs: SlotLimbs

    package init(index: Int32, limbs: SlotLimbs) {
        self.index = index
        self.limbs = limbs
    }
}

/// Runs a fragment: the LIR interpreter and native code alike.
package protocol FragmentExecutor {
    /// The snapshot of the exit that the last run took, in the exit's order.
    ///
    /// Empty after a return; valid until the next run.
    var restoredSlots: [RestoredSlot] { get }

    /// Runs from an entry until the code returns or leaves by an exit.
    ///
    /// Precondition: memory that the code may touch through `state` is valid.
    mutating func run(entry: Int, state: StateRegisters) -> ExecutionResult

    /// Makes the guards of these exits, and no others, leave whatever their condition.
    ///
    /// Right by invariant G1 (see `SideExit`); used to test exits. An `xbarrier` is not a guard.
    mutating func forceExits(_ exits: Set<LIRExit>) throws(ExecutionFailure)
}
