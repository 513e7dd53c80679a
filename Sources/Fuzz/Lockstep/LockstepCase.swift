package import Primitives
package import VM

/// One message to a small world: what a lockstep comparison runs.
///
/// The code stands at `contract` and is called by `caller`, who has a large balance. Those two are
/// warm from the start. There is no intrinsic gas.
package struct LockstepCase: Sendable {
    package static let contract = Address(number: 0xc0de)
    package static let caller = Address(number: 0xcafe)

    package var fork: Fork
    package var code: [UInt8]
    package var gas: Int64 = 1_000_000
    package var data: [UInt8] = []
    package var value: Word256 = .zero
    package var isStatic = false
    /// What the contract's storage holds.
    package var storage: [StorageEntry] = []
    /// Accounts besides the contract and its caller.
    package var accounts: [Address: AccountContent] = [:]
    package var block = BlockEnvironment()
    /// The memory that all frames alive at once share, in bytes.
    package var memoryByteCount = 1 << 26

    package init(_ fork: Fork, code: [UInt8]) {
        self.fork = fork
        self.code = code
    }

    /// Makes a machine with the case's world, in the middle of a transaction.
    package func makeMachine() throws(SystemFailure) -> VirtualMachine {
        var world = WorldState()
        world.install(
            AccountContent(
                nonce: 1, balance: Word256(limb0: 0, limb1: 0, limb2: 1, limb3: 0)),
            at: Self.caller)
        world.install(
            AccountContent(nonce: 1, balance: 1000, code: Code(code), storage: storage),
            at: Self.contract)
        for (address, content) in accounts { world.install(content, at: address) }
        world.beginTransaction(fork: fork)
        world.warm(Self.caller)
        world.warm(Self.contract)
        let machine = VirtualMachine(
            world: world, block: block, fork: fork,
            arenas: try MachineArenas(memoryByteCount: memoryByteCount))
        machine.machine.pointee.transaction.origin = Self.caller
        return machine
    }

    /// The message itself.
    package var message: Message {
        var message = Message(caller: Self.caller, recipient: Self.contract, gas: gas)
        message.data = data
        message.value = value
        message.isStatic = isStatic
        return message
    }
}
