import Precompiles
import Primitives

/// What all tiers share and a planted fault can make wrong: the table of functions by which the
/// driver performs calls, creations and ends of frames.
///
/// The table is a type for which the driver is specialised, and is chosen by the machine's owner
/// (`VirtualMachine`). So the right steps cost nothing, the wrong ones belong to one machine, and a
/// reference beside it stays right. What is said here is right; `WrongSteps` says otherwise.
protocol SharedSteps {
    /// Where accounts and storage are.
    associatedtype World: WorldAccess = OwnWorld

    /// What a call costs, once it was computed; `requested` is its gas operand.
    static func charge(
        _ charge: CallCharge, requested: Word256, of frame: FramePointer
    ) -> CallCharge

    /// Whether the size of initcode is held against the limit of EIP-3860 before anything else.
    static func limitsInitcode(worth value: Word256, of frame: FramePointer) -> Bool

    /// How a call ends that must not begin for what it does to the machine itself.
    static func obstacle(
        to invocation: Invocation, in machine: UnsafeMutablePointer<Machine>
    ) -> Completion?

    /// Moves the value of a call or creation; false, with nothing changed, if there is less.
    static func transfer(
        _ invocation: Invocation, in machine: UnsafeMutablePointer<Machine>
    ) -> Bool

    /// Whether an account is in the way of a creation.
    static func isOccupied(
        _ address: Address, in machine: UnsafeMutablePointer<Machine>
    ) -> Bool

    /// Makes the account of a creation.
    static func createAccount(
        at address: Address, in machine: UnsafeMutablePointer<Machine>)

    /// Where a callee's memory begins.
    static func memory(
        of invocation: Invocation, calledBy caller: FramePointer
    ) -> UnsafeMutableRawPointer

    /// A precompiled contract ran, and its output is in the return buffer.
    static func didRun(
        _ precompile: Precompile, _ invocation: Invocation,
        in machine: UnsafeMutablePointer<Machine>)

    /// Why a frame ends.
    static func halt(_ halt: Halt, of frame: FramePointer) -> Halt

    /// Takes back what a frame did that failed; `halt` is why its code ended, which of a creation
    /// may be well.
    static func undo(_ frame: FramePointer, endedBy halt: Halt)

    /// Whether a creator can read what the creation returned.
    static func showsOutput(ofCreationEndedBy halt: Halt, to frame: FramePointer) -> Bool

    /// A frame has what it can know of its callee's end.
    static func didResume(_ frame: FramePointer)
}

/// The steps of every machine in which no fault is planted.
enum RightSteps: SharedSteps {}

/// The steps of a machine that runs frames for a host, which undoes what a frame did that failed.
enum HostedSteps: SharedSteps {
    typealias World = HostWorld

    static func undo(_ frame: FramePointer, endedBy halt: Halt) {
        frame.pointee.machine.pointee.hostLink?.settle()
    }
}

extension SharedSteps {
    @inline(__always)
    static func charge(
        _ charge: CallCharge, requested: Word256, of frame: FramePointer
    ) -> CallCharge { charge }

    @inline(__always)
    static func limitsInitcode(worth value: Word256, of frame: FramePointer) -> Bool { true }

    @inline(__always)
    static func obstacle(
        to invocation: Invocation, in machine: UnsafeMutablePointer<Machine>
    ) -> Completion? { nil }

    @inline(__always)
    static func transfer(
        _ invocation: Invocation, in machine: UnsafeMutablePointer<Machine>
    ) -> Bool {
        machine.pointee.world.transfer(
            invocation.value, from: invocation.caller, to: invocation.recipient)
    }

    @inline(__always)
    static func isOccupied(
        _ address: Address, in machine: UnsafeMutablePointer<Machine>
    ) -> Bool { machine.pointee.world.isOccupied(address) }

    @inline(__always)
    static func createAccount(
        at address: Address, in machine: UnsafeMutablePointer<Machine>
    ) { machine.pointee.world.createAccount(at: address) }

    @inline(__always)
    static func memory(
        of invocation: Invocation, calledBy caller: FramePointer
    ) -> UnsafeMutableRawPointer { caller.pointee.memory + caller.pointee.memorySize }

    @inline(__always)
    static func didRun(
        _ precompile: Precompile, _ invocation: Invocation,
        in machine: UnsafeMutablePointer<Machine>
    ) {}

    @inline(__always)
    static func halt(_ halt: Halt, of frame: FramePointer) -> Halt { halt }

    @inline(__always)
    static func undo(_ frame: FramePointer, endedBy halt: Halt) {
        frame.pointee.machine.pointee.world.revert(to: frame.pointee.checkpoint)
    }

    /// The new account's code is not the creator's to read, but a revert's reason is.
    @inline(__always)
    static func showsOutput(ofCreationEndedBy halt: Halt, to frame: FramePointer) -> Bool {
        halt == .revert
    }

    @inline(__always)
    static func didResume(_ frame: FramePointer) {}
}
