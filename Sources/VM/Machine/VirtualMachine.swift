package import Primitives

/// The owner of a machine: gives it an address and runs messages on it.
package final class VirtualMachine {
    /// The machine, at an address that is valid as long as this object lives.
    package let machine: UnsafeMutablePointer<Machine>

    /// Makes a machine whose frames alive at once can have `memoryByteCount` bytes of memory.
    ///
    /// - Throws: what the system says if it has no room.
    package init(
        world: consuming WorldState, block: BlockEnvironment, fork: Fork,
        memoryByteCount: Int = 1 << 30
    ) throws(SystemFailure) {
        let stacks = try Mapping(
            reserving: OperandStack.byteCount * (Machine.frameCapacity + 1), access: .readWrite)
        let memory = try Mapping(reserving: memoryByteCount, access: .readWrite)
        machine = .allocate(capacity: 1)
        machine.initialize(
            to: Machine(
                world: world, block: block, fork: fork, stackArena: stacks, memoryArena: memory))
    }

    deinit {
        machine.deinitialize(count: 1)
        machine.deallocate()
    }

    /// Runs a message to its end.
    ///
    /// The world keeps the effects of a success; of a failure, those alone that the EVM keeps.
    ///
    /// - Precondition: a transaction has begun in the world, and no message runs.
    package func run(_ message: Message) -> MessageResult {
        Driver(machine: machine).run(message)
    }
}
