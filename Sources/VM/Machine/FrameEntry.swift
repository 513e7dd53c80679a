import Precompiles
import Primitives

// How invocations become frames, and how frames end.
extension Driver {
    /// Begins an invocation that is not a creation.
    ///
    /// - Returns: how it ended, if it executes no code; nil if a frame now stands for it.
    func enter(_ invocation: Invocation) -> Completion? {
        let checkpoint = machine.pointee.world.checkpoint()
        guard moveValue(invocation) else {
            return Completion(invocation, .insufficientBalance, gas: invocation.gas)
        }
        if let precompile = invocation.precompile {
            let completion = run(precompile, invocation)
            if !completion.halt.isSuccess { machine.pointee.world.revert(to: checkpoint) }
            return completion
        }
        guard !invocation.code.isEmpty else {
            return Completion(invocation, .stop, gas: invocation.gas)
        }
        pushFrame(invocation, checkpoint)
        return nil
    }

    /// Begins a creation: makes the account, then runs its initcode.
    ///
    /// - Returns: how it ended, if there is no initcode to execute; else nil.
    func enterCreation(_ invocation: Invocation) -> Completion? {
        guard !Steps.isOccupied(invocation.recipient, in: machine) else {
            return Completion(invocation, .createCollision, gas: 0)
        }
        let checkpoint = machine.pointee.world.checkpoint()
        Steps.createAccount(at: invocation.recipient, in: machine)
        guard moveValue(invocation) else {
            machine.pointee.world.revert(to: checkpoint)
            return Completion(invocation, .insufficientBalance, gas: invocation.gas)
        }
        guard !invocation.code.isEmpty else {
            return Completion(invocation, .stop, gas: invocation.gas)
        }
        pushFrame(invocation, checkpoint)
        return nil
    }

    /// Moves the value, or touches the recipient if there is none to move (EIP-161).
    ///
    /// - Returns: false, with nothing changed, if the caller has less.
    private func moveValue(_ invocation: Invocation) -> Bool {
        guard invocation.transfersValue, !invocation.value.isZero else {
            machine.pointee.world.touch(invocation.recipient)
            return true
        }
        return Steps.transfer(invocation, in: machine)
    }

    /// Runs a precompiled contract; its output goes to the return buffer.
    private func run(_ precompile: Precompile, _ invocation: Invocation) -> Completion {
        let rules = machine.pointee.precompileRules
        let cost = precompile.gasCost(input: invocation.callData, rules: rules)
        let outcome = GasOutcome.charging(cost, to: invocation.gas)
        guard !outcome.isHalt else { return Completion(invocation, .outOfGas, gas: 0) }
        switch precompile.run(input: invocation.callData, rules: rules) {
        case .success(let output):
            output.withUnsafeBytes { machine.pointee.returnBuffer.replace(with: $0) }
            Steps.didRun(precompile, invocation, in: machine)
            return Completion(invocation, .return, gas: outcome.rawValue)
        case .failure:
            return Completion(invocation, .precompileFailure, gas: 0)
        case .unsupported:
            machine.pointee.unsupportedPrecompile = precompile
            return Completion(invocation, .unsupportedPrecompile, gas: 0)
        }
    }
}

extension Driver {
    /// Puts a frame for an invocation on top.
    func pushFrame(_ invocation: Invocation, _ checkpoint: Checkpoint) {
        let count = machine.pointee.frameCount
        let frame = machine.pointee.frames + count
        let caller = count > 0 ? frame - 1 : nil
        frame.initialize(to: makeFrame(invocation, checkpoint, caller: caller))
        machine.pointee.frameCount = count + 1
        machine.pointee.nextFrameOrdinal += 1
        frame.pointee.obey(machine.pointee.heads.frameBegins(frame))
        machine.pointee.frameObserver?.frameBegins(frame)
    }

    private func makeFrame(
        _ invocation: Invocation, _ checkpoint: Checkpoint, caller: FramePointer?
    ) -> Frame {
        let machine = machine
        let stackBase =
            caller?.pointee.stackTop
            ?? machine.pointee.arenas.stacks.base.assumingMemoryBound(to: UInt64.self)
        let memory =
            caller.map { Steps.memory(of: invocation, calledBy: $0) }
            ?? machine.pointee.arenas.memory.base
        let code = invocation.code
        let returnData = UnsafeRawPointer(machine.pointee.returnBuffer.base)
        return Frame(
            gas: invocation.gas, stackTop: stackBase, stackBase: stackBase, memory: memory,
            callData: invocation.callData.baseAddress ?? returnData,
            callDataCount: invocation.callData.count, code: code.firstByte, codeCount: code.count,
            returnData: returnData, machine: machine, jumpDestinations: code.jumpDestinations,
            rows: machine.pointee.instructions.rows,
            schedule: machine.pointee.instructions.schedule, address: invocation.recipient,
            caller: invocation.caller, value: invocation.value, isStatic: invocation.isStatic,
            depth: invocation.depth, kind: invocation.kind,
            ordinal: machine.pointee.nextFrameOrdinal, checkpoint: checkpoint,
            resultWindow: invocation.resultWindow, codeObject: code)
    }

    /// Ends the topmost frame: keeps or undoes its effects, and puts its output in the buffer.
    func finish(_ frame: FramePointer, _ halt: Halt) -> Completion {
        let ending = Steps.halt(halt, of: frame)
        var halt = ending
        if halt.hasOutput {
            machine.pointee.returnBuffer.replace(with: frame.pointee.output)
        } else {
            machine.pointee.returnBuffer.removeAll()
        }
        if !Steps.World.isHosted, frame.pointee.kind.isCreation, halt.isSuccess {
            halt = depositCode(frame, halt)
        }
        if !halt.isSuccess { Steps.undo(frame, endedBy: ending) }
        if !halt.isSuccess, halt != .revert { machine.pointee.returnBuffer.removeAll() }
        let keepsGas = halt.isSuccess || halt == .revert
        let completion = Completion(frame, halt, gas: keepsGas ? frame.pointee.gas : 0)
        machine.pointee.heads.frameEnds(frame, halt)
        machine.pointee.frameObserver?.frameEnds(frame)
        if machine.pointee.keepsFinalFrame, machine.pointee.frameCount == 1 {
            machine.pointee.finalFrame = FinalFrame(frame)
        }
        popFrame()
        return completion
    }

    /// Drops the topmost frame.
    func popFrame() {
        machine.pointee.frameCount -= 1
        (machine.pointee.frames + machine.pointee.frameCount).deinitialize(count: 1)
    }
}

extension Code {
    /// Where the bytes begin; the padding alone, if there are none.
    fileprivate var firstByte: UnsafePointer<UInt8> {
        UnsafePointer(OpaquePointer(bytes.baseAddress ?? UnsafeRawPointer(jumpDestinations)))
    }
}
