import Precompiles
import Primitives
import VM

/// A machine with one contract, for tests that run small programs.
///
/// The contract stands at `contract`, the caller at `caller` with a large balance. Warm are those
/// two and the precompiled contracts, unless a test warms others.
final class TestMachine {
    static let contract = Address(number: 0xc0de)
    static let caller = Address(number: 0xca11e4)

    static let callerBalance = Word256(limb0: 0, limb1: 0, limb2: 1, limb3: 0)

    let virtualMachine: VirtualMachine
    var machine: UnsafeMutablePointer<Machine> { virtualMachine.machine }

    init(
        _ fork: Fork, code: [UInt8] = [], storage: [Word256: Word256] = [:],
        others: [Address: AccountContent] = [:], block: BlockEnvironment = BlockEnvironment(),
        memoryByteCount: Int = 1 << 26
    ) throws {
        var world = WorldState()
        world.install(
            AccountContent(nonce: 1, balance: Self.callerBalance), at: Self.caller)
        world.install(
            AccountContent(
                nonce: 1, balance: 1000, code: Code(code),
                storage: storage.map { StorageEntry(key: $0.key, value: $0.value) }),
            at: Self.contract)
        for (address, content) in others { world.install(content, at: address) }
        world.beginTransaction(fork: fork)
        world.warm(Self.caller)
        world.warm(Self.contract)
        for precompile in PrecompileRules(fork).precompiles { world.warm(precompile.address) }
        virtualMachine = VirtualMachine(
            world: world, block: block, fork: fork,
            arenas: try MachineArenas(memoryByteCount: memoryByteCount))
    }

    func call(
        gas: Int64 = 1_000_000, data: [UInt8] = [], value: Word256 = .zero,
        isStatic: Bool = false
    ) -> MessageResult {
        var message = Message(caller: Self.caller, recipient: Self.contract, gas: gas)
        message.data = data
        message.value = value
        message.isStatic = isStatic
        return virtualMachine.run(message)
    }

    // The macros of tests cannot hold a world, which is not copyable.

    func exists(_ address: Address) -> Bool { machine.pointee.world.exists(address) }

    func isWarm(_ address: Address) -> Bool { machine.pointee.world.isWarm(address) }
}
