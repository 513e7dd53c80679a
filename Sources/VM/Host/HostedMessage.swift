package import Primitives

/// One execution of code that a host asks for.
package struct HostedMessage {
    package var isCreation: Bool
    package var isStatic: Bool
    package var depth: Int
    /// Not negative.
    package var gas: Int64
    package var caller: Address
    package var recipient: Address
    package var value: Word256
    /// Call data, as long as the execution lasts.
    package var data: UnsafeRawBufferPointer
    package var code: Code

    package init(
        isCreation: Bool, isStatic: Bool, depth: Int, gas: Int64, caller: Address,
        recipient: Address, value: Word256, data: UnsafeRawBufferPointer, code: Code
    ) {
        self.isCreation = isCreation
        self.isStatic = isStatic
        self.depth = depth
        self.gas = gas
        self.caller = caller
        self.recipient = recipient
        self.value = value
        self.data = data
        self.code = code
    }
}

/// What became of an execution that a host asked for.
package struct HostedResult {
    package let outcome: MessageOutcome
    package let gasLeft: Int64
    /// What the execution, and the calls below it, have earned.
    package let refund: Int64
    /// What was returned, or the reason of a revert; the machine's own, until it executes again.
    package let output: UnsafeRawBufferPointer
}
