import Precompiles
import Primitives

/// A message that is about to run: what a call or a creation comes down to once it is charged.
struct Invocation {
    var kind: MessageKind
    /// What the callee begins with.
    var gas: Int64
    var caller: Address
    /// The account in whose context the code runs; of a creation, the new one.
    var recipient: Address
    var value: Word256
    /// Whether the value moves from caller to recipient; DELEGATECALL only shows it.
    var transfersValue: Bool
    var isStatic: Bool
    var depth: Int
    var callData: UnsafeRawBufferPointer
    var code: Code
    /// The precompiled contract that runs in place of code.
    var precompile: Precompile?
    /// Where in the caller's memory the output goes.
    var resultWindow: MemoryWindow
}

extension Invocation {
    /// The invocation that a message from outside asks for.
    ///
    /// The account to which the recipient delegates is warm from the start (EIP-7702).
    init(
        _ message: Message, data: UnsafeRawBufferPointer, in machine: UnsafeMutablePointer<Machine>
    ) {
        let isCreation = message.kind.isCreation
        self.init(
            kind: message.kind, gas: message.gas, caller: message.caller,
            recipient: message.recipient, value: message.value,
            transfersValue: message.transfersValue, isStatic: message.isStatic,
            depth: message.depth,
            callData: isCreation ? UnsafeRawBufferPointer(start: nil, count: 0) : data,
            code: isCreation ? Code(copying: data) : .empty, precompile: nil,
            resultWindow: MemoryWindow(offset: 0, size: 0))
        guard !isCreation else { return }
        if let code = message.code {
            self.code = code
        } else {
            let target = CallTarget(message.recipient, in: machine)
            if let delegate = target.delegate { machine.pointee.world.warm(delegate) }
            code = target.code
            precompile = target.precompile
        }
    }
}

/// How an invocation ended; its output is in the machine's return buffer.
struct Completion {
    var halt: Halt
    /// What goes back to the caller.
    var gas: Int64
    var kind: MessageKind
    var recipient: Address
    var resultWindow: MemoryWindow

    init(_ invocation: Invocation, _ halt: Halt, gas: Int64) {
        self.halt = halt
        self.gas = gas
        kind = invocation.kind
        recipient = invocation.recipient
        resultWindow = invocation.resultWindow
    }

    init(_ frame: FramePointer, _ halt: Halt, gas: Int64) {
        self.halt = halt
        self.gas = gas
        kind = frame.pointee.kind
        recipient = frame.pointee.address
        resultWindow = frame.pointee.resultWindow
    }
}

/// What runs when an address is called.
struct CallTarget {
    /// The account that is run in the address's place (EIP-7702).
    let delegate: Address?
    let code: Code
    let precompile: Precompile?

    /// What a host runs, of which the machine knows the delegation alone.
    init(delegate: Address?) {
        self.delegate = delegate
        code = .empty
        precompile = nil
    }

    init(_ address: Address, in machine: UnsafeMutablePointer<Machine>) {
        let own = machine.pointee.world.code(of: address)
        if machine.pointee.fork >= .prague, let delegate = own.delegation {
            self.delegate = delegate
            code = machine.pointee.world.code(of: delegate)
            precompile = nil  // a delegation to a precompiled contract runs nothing
        } else {
            delegate = nil
            code = own
            precompile = Precompile(address: address, rules: machine.pointee.precompileRules)
        }
    }
}
