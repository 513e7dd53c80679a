import Primitives

/// The owner of a machine: gives it an address and runs messages on it.
package final class VirtualMachine {
    /// The machine, at an address that is valid as long as this object lives.
    package let machine: UnsafeMutablePointer<Machine>

    /// Makes a machine that works in `arenas`, which no other machine uses as long as it lives.
    ///
    /// - Parameters:
    ///   - world: the accounts that it works on.
    ///   - block: the block that it runs in.
    ///   - fork: the rules.
    ///   - arenas: where it keeps frames, operand stacks and memory.
    ///   - poison: what it finds where nothing may be read; nil for the usual.
    ///   - faults: of which it has those of what all tiers share; none but to prove a comparison.
    package init(
        world: consuming WorldState, block: BlockEnvironment, fork: Fork, arenas: MachineArenas,
        poison: UInt8? = nil, faults: Faults = []
    ) {
        machine = .allocate(capacity: 1)
        machine.initialize(
            to: Machine(
                world: world, block: block, fork: fork, arenas: arenas, poison: poison,
                planted: faults.isEmpty ? nil : PlantedFaults(faults)))
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
        machine.pointee.planted == nil
            ? Driver<RightSteps>(machine: machine).run(message)
            : Driver<WrongSteps>(machine: machine).run(message)
    }

    /// Begins a message without data and runs nothing of it, for whoever runs its frame by hand.
    ///
    /// - Returns: the frame; nil if no code is to be executed.
    /// - Precondition: as for `run`.
    package func begin(_ message: Message) -> FramePointer? {
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        let completion = Driver<RightSteps>(machine: machine).enter(
            Invocation(message, data: nothing, in: machine))
        return completion == nil ? machine.pointee.frames : nil
    }
}
