import Primitives

// RETURN, REVERT, SELFDESTRUCT, and the calls and creations that the driver performs.
extension Execution {
    /// RETURN and REVERT.
    @inline(always)
    mutating func endWithOutput(_ halt: Halt) {
        let outcome = SystemSemantics.setOutput(frame, stack, gas)
        guard !outcome.isHalt else { return end = outcome.end }
        gas = outcome.rawValue
        stack.drop(2)
        end = .ended(halt)
    }

    @inline(always)
    mutating func selfdestruct<World: WorldAccess>(in world: World.Type) {
        let outcome = DestructionSemantics<World>.perform(frame, stack, gas)
        guard !outcome.isHalt else { return end = outcome.end }
        gas = outcome.rawValue
        stack.drop(1)
        end = .ended(.selfDestruct)
    }

    /// A call or creation: the driver charges all of it, so what was charged is given back.
    @inline(always)
    mutating func callDriver(_ kind: MessageKind) {
        gas += Int64(row.staticGas)
        end = .call(kind)
    }
}

/// The ends of a frame that do something.
enum SystemSemantics {
    /// RETURN and REVERT: makes a window of memory the frame's output.
    static func setOutput(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let window = stack.window(offset: 0, size: 1)
        // Gas
        let outcome = frame.charge(
            frame.expansion(to: window.end), to: gas, holding: window.end)
        guard !outcome.isHalt else { return outcome }
        // Operation
        frame.pointee.outputOffset = window.offset
        frame.pointee.outputSize = window.size
        // Program counter: the frame ends
        return outcome
    }
}

/// The end of an account.
enum DestructionSemantics<World: WorldAccess> {
    /// SELFDESTRUCT (EIP-150, EIP-161, EIP-2929, EIP-3529, EIP-6780).
    static func perform(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let beneficiary = stack.address(at: 0)
        // Gas
        let schedule = frame.pointee.schedule
        let machine = frame.pointee.machine
        let hasAccessLists = schedule.pointee.hasAccessLists
        let outcome = GasOutcome.charging(
            DynamicGas.selfDestruct(
                isCold: hasAccessLists && World.isCold(beneficiary, in: machine),
                createsAccount: createsAccount(frame, beneficiary), schedule.pointee), to: gas)
        guard !outcome.isHalt else { return outcome }
        guard !frame.pointee.isStatic else { return .halted(.writeProtection) }
        // Operation
        if hasAccessLists { World.warm(beneficiary, in: machine) }
        let isFirst = World.selfDestruct(
            frame.pointee.address, beneficiary: beneficiary, in: machine)
        let refund = schedule.pointee.selfDestructRefund
        if isFirst, refund != 0 { machine.pointee.world.addRefund(refund) }
        // Program counter: the frame ends
        return outcome
    }

    /// Whether the beneficiary comes to be: before EIP-161 if it does not exist; since, if it
    /// is missing or empty and there is a balance to receive.
    private static func createsAccount(_ frame: FramePointer, _ beneficiary: Address) -> Bool {
        let machine = frame.pointee.machine
        guard machine.pointee.fork >= .spuriousDragon else {
            return !World.exists(beneficiary, in: machine)
        }
        return World.isEmpty(beneficiary, in: machine)
            && !World.balance(of: frame.pointee.address, in: machine).isZero
    }
}
