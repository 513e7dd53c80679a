import Precompiles
import Primitives

/// The operands of a CALL, CALLCODE, DELEGATECALL or STATICCALL.
private struct CallOperands {
    let gas: Word256
    /// The account whose code runs.
    let target: Address
    /// The value operand; zero for those that have none.
    let value: Word256
    let input: MemoryWindow
    let output: MemoryWindow
    let count: Int

    init(_ stack: OperandStack, _ kind: MessageKind) {
        let hasValue = kind == .call || kind == .callcode
        let next = hasValue ? 3 : 2
        gas = stack[0]
        target = stack.address(at: 1)
        value = hasValue ? stack[2] : .zero
        input = stack.window(offset: next, size: next + 1)
        output = stack.window(offset: next + 2, size: next + 3)
        count = next + 4
    }
}

extension Driver {
    /// Performs the CALL, CALLCODE, DELEGATECALL or STATICCALL at which a frame stands.
    ///
    /// - Returns: why the frame ends by it, or nil if there is a topmost frame to go on with.
    /// - Precondition: the frame's stack holds the operands, and its gas is true.
    func performCall(_ frame: FramePointer, _ kind: MessageKind) -> RunEnd? {
        // Stack
        let operands = CallOperands(frame.pointee.stack, kind)
        // Gas
        let callee = Steps.World.target(operands.target, in: machine)
        let memoryEnd = max(operands.input.end, operands.output.end)
        let charge = Steps.charge(
            DynamicGas.call(
                requested: operands.gas, gas: UInt64(frame.pointee.gas),
                fixed: DynamicGas.sum(
                    fixedCost(operands, callee, kind), frame.expansion(to: memoryEnd)),
                hasValue: !operands.value.isZero,
                keepsOneIn64: machine.pointee.fork >= .tangerineWhistle),
            requested: operands.gas, of: frame)
        let outcome = frame.charge(charge.cost, to: frame.pointee.gas, holding: memoryEnd)
        guard !outcome.isHalt else { return outcome.end }
        if kind == .call, frame.pointee.isStatic, !operands.value.isZero {
            return .ended(.writeProtection)
        }
        frame.pointee.gas = outcome.rawValue
        // Operation
        warm(operands.target, callee.delegate)
        frame.pointee.stackTop -= OperandStack.limbsPerWord * operands.count
        machine.pointee.returnBuffer.removeAll()
        let gas = Int64(charge.calleeGas)
        machine.pointee.finishStep(
            nil, gas: frame.pointee.gas,
            handedOn: gas - (operands.value.isZero ? 0 : Int64(GasSchedule.callStipend)))
        let invocation = invocation(operands, callee, kind, gas: gas, by: frame)
        if Steps.World.isHosted {
            hand(invocation, operands.target, callee.delegate)
        } else {
            begin(invocation)
        }
        return nil
    }

    /// What a call costs, whatever gas it hands on: access, value and new account.
    private func fixedCost(
        _ operands: CallOperands, _ callee: CallTarget, _ kind: MessageKind
    ) -> UInt64 {
        let schedule = machine.pointee.instructions.schedule
        var cost = schedule.pointee.call
        if isCold(operands.target) { cost += schedule.pointee.coldAccount }
        if let delegate = callee.delegate {
            cost += GasSchedule.warmAccess
            if delegate != operands.target, isCold(delegate) {
                cost += schedule.pointee.coldAccount
            }
        }
        if !operands.value.isZero { cost += GasSchedule.callValue }
        if kind == .call, createsAccount(operands) { cost += GasSchedule.newAccount }
        return cost
    }

    /// Whether a CALL pays for an account that comes to be.
    ///
    /// Before EIP-161 for any call to an account that does not exist; since, only for a value
    /// sent to one that is missing or empty.
    private func createsAccount(_ operands: CallOperands) -> Bool {
        guard machine.pointee.fork >= .spuriousDragon else {
            return !Steps.World.exists(operands.target, in: machine)
        }
        return !operands.value.isZero && Steps.World.isEmpty(operands.target, in: machine)
    }

    private func isCold(_ address: Address) -> Bool {
        machine.pointee.instructions.schedule.pointee.hasAccessLists
            && Steps.World.isCold(address, in: machine)
    }

    private func warm(_ target: Address, _ delegate: Address?) {
        guard machine.pointee.instructions.schedule.pointee.hasAccessLists else { return }
        Steps.World.warm(target, in: machine)
        if let delegate { Steps.World.warm(delegate, in: machine) }
    }

    private func invocation(
        _ operands: CallOperands, _ callee: CallTarget, _ kind: MessageKind, gas: Int64,
        by frame: FramePointer
    ) -> Invocation {
        let isDelegate = kind == .delegatecall
        let keepsContext = isDelegate || kind == .callcode
        return Invocation(
            kind: kind, gas: gas,
            caller: isDelegate ? frame.pointee.caller : frame.pointee.address,
            recipient: keepsContext ? frame.pointee.address : operands.target,
            value: isDelegate ? frame.pointee.value : operands.value, transfersValue: !isDelegate,
            isStatic: kind == .staticcall || frame.pointee.isStatic,
            depth: frame.pointee.depth + 1,
            callData: frame.pointee.linearMemory.bytes(operands.input), code: callee.code,
            precompile: callee.precompile, resultWindow: operands.output)
    }

    /// Begins a call that is charged; one that cannot begin gives its gas back.
    private func begin(_ invocation: Invocation) {
        guard invocation.depth <= Machine.callDepthLimit else {
            return resume(Completion(invocation, .callDepth, gas: invocation.gas))
        }
        if let completion = Steps.obstacle(to: invocation, in: machine) ?? enter(invocation) {
            resume(completion)
        }
    }
}
