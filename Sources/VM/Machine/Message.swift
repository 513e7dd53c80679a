package import Primitives

/// How a message came about.
package enum MessageKind: UInt8, Sendable {
    case call
    case callcode
    case delegatecall
    case staticcall
    case create
    case create2

    /// The kind of message that an instruction sends, if it sends one.
    package init?(_ opcode: Opcode) {
        switch opcode {
        case .call: self = .call
        case .callcode: self = .callcode
        case .delegatecall: self = .delegatecall
        case .staticcall: self = .staticcall
        case .create: self = .create
        case .create2: self = .create2
        default: return nil
        }
    }

    /// Whether the message makes an account.
    package var isCreation: Bool { self == .create || self == .create2 }
}

/// A message from outside: what a transaction, or a case on its own, asks the machine to run.
package struct Message: Sendable {
    /// `call` or `create`.
    package var kind: MessageKind = .call
    package var caller: Address
    /// The account that runs; of a creation, the account to be made.
    package var recipient: Address
    package var value: Word256 = .zero
    /// Call data, or initcode.
    package var data: [UInt8] = []
    package var gas: Int64
    package var isStatic: Bool = false
    /// How many calls the message is said to lie below.
    package var depth: Int = 0
    /// Code to run instead of the recipient's own; no delegation is followed then.
    package var code: Code?
    /// Whether the value moves; a case may show a value that it does not send.
    package var transfersValue: Bool = true

    package init(caller: Address, recipient: Address, gas: Int64) {
        self.caller = caller
        self.recipient = recipient
        self.gas = gas
    }
}

/// How a run as a whole ended.
package enum MessageOutcome: Equatable, Sendable {
    /// By the rules of the EVM.
    case ended(Halt)
    /// By a limit of this implementation; nothing is known about what the EVM would do.
    case resourceLimit

    /// Whether the message's effects stand.
    package var isSuccess: Bool {
        switch self {
        case .ended(let halt): halt.isSuccess
        case .resourceLimit: false
        }
    }
}

/// What became of a message; its effects are in the machine's world.
package struct MessageResult: Sendable {
    package let outcome: MessageOutcome
    package let gasLeft: Int64
    /// What was returned, the reason of a revert, or a created account's code.
    package let output: [UInt8]

    /// Whether the message's effects stand.
    package var isSuccess: Bool { outcome.isSuccess }
}
