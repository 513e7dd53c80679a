/// Which registers an instruction of the target insists on.
package struct OperandConstraints: Sendable {
    /// Where the result can be.
    package var result: RegisterSet
    /// Where the first operand must be.
    package var first: RegisterSet
    /// Where the second operand must be, if it is in a register.
    package var second: RegisterSet
    /// Where the third operand must be, if it is in a register.
    package var third: RegisterSet
    /// What the instruction overwrites besides its result.
    package var destroyed: RegisterSet
    /// Whether the first operand is copied to the result's register before the others are read.
    ///
    /// Then the others must be elsewhere, and the first best has its home there.
    package var resultStartsAsFirst: Bool

    package init(
        result: RegisterSet, first: RegisterSet, second: RegisterSet = [], third: RegisterSet = [],
        destroyed: RegisterSet = [], resultStartsAsFirst: Bool = false
    ) {
        self.result = result
        self.first = first
        self.second = second
        self.third = third
        self.destroyed = destroyed
        self.resultStartsAsFirst = resultStartsAsFirst
    }
}

/// What a machine's registers are for.
package struct RegisterConventions: Sendable {
    /// The registers for values, in the order in which a starved allocator is given them.
    package var managed: [Register]
    /// The registers that a called function preserves.
    package var calleeSaved: RegisterSet
    /// The registers that some instruction insists on; always managed, and taken last.
    package var special: RegisterSet
    /// The registers of a call's arguments.
    package var arguments: [Register]
    /// The register of a call's result.
    package var result: Register
    /// The registers that hold the embedder's state, all preserved by calls.
    package var state: [Register]
    package var stackPointer: Register

    package init(
        managed: [Register], calleeSaved: RegisterSet, special: RegisterSet, arguments: [Register],
        result: Register, state: [Register], stackPointer: Register
    ) {
        self.managed = managed
        self.calleeSaved = calleeSaved
        self.special = special
        self.arguments = arguments
        self.result = result
        self.state = state
        self.stackPointer = stackPointer
    }

    /// The fewest managed registers with which every instruction can be assembled.
    package static let minimumManagedCount = 5
}
