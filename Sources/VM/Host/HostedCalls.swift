import Primitives

// How a hosted machine runs frames for its host, and hands calls and creations to it.

// What lies between an execution and the client's `call` is on the native stack once for each call
// that waits. So a call is prepared, handed over, and performed by a function that holds little.

extension Driver {
    /// Hands over a call that is charged.
    func hand(_ invocation: Invocation, _ target: Address, _ delegate: Address?) {
        let call = HostedCall(
            kind: invocation.kind, isStatic: invocation.isStatic, delegate: delegate,
            depth: invocation.depth, gas: invocation.gas, caller: invocation.caller,
            recipient: invocation.recipient, target: target, value: invocation.value,
            input: invocation.callData, salt: .zero)
        machine.pointee.hostLink?.hand(
            HandedCall(
                call: call, payer: invocation.transfersValue ? invocation.caller : nil,
                completion: Completion(invocation, .callDepth, gas: invocation.gas)))
    }

    /// Hands over a creation that is charged.
    func handCreation(
        _ kind: MessageKind, value: Word256, initcode: UnsafeRawBufferPointer, salt: Word256?,
        gas: Int64, by frame: FramePointer
    ) {
        let creator = frame.pointee.address
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        let invocation = Invocation(
            kind: kind, gas: gas, caller: creator, recipient: .zero, value: value,
            transfersValue: true, isStatic: false, depth: frame.pointee.depth + 1,
            callData: nothing, code: .empty, precompile: nil,
            resultWindow: MemoryWindow(offset: 0, size: 0))
        let call = HostedCall(
            kind: kind, isStatic: false, delegate: nil, depth: invocation.depth, gas: gas,
            caller: creator, recipient: .zero, target: .zero, value: value, input: initcode,
            salt: salt ?? .zero)
        machine.pointee.hostLink?.hand(
            HandedCall(
                call: call, payer: creator,
                completion: Completion(invocation, .callDepth, gas: gas)))
    }

    /// Performs what was handed over, if anything, and has the caller go on.
    ///
    /// Frames that the host has this machine run meanwhile lie above the caller's and are gone when
    /// it returns; of the caller's, nothing is kept here but what is in its frame.
    @inline(never)
    func performHandedCall() {
        guard let link = machine.pointee.hostLink, let handed = link.takeHandedCall() else {
            return
        }
        if let obstacle = obstacle(to: handed) {
            handed.completion.halt = obstacle
        } else {
            let result = link.host.perform(handed.call) {
                machine.pointee.returnBuffer.replace(with: $0)
            }
            note(result, of: handed)
        }
        resumeCaller(handed)
    }

    @inline(never)
    private func note(_ result: HostedCallResult, of handed: HandedCall) {
        handed.completion.halt = result.halt
        handed.completion.gas = result.gasLeft
        if handed.call.kind.isCreation { handed.completion.recipient = result.created }
        machine.pointee.world.addRefund(result.refund)
    }

    @inline(never)
    private func resumeCaller(_ handed: HandedCall) { resume(handed.completion) }

    /// Why a call cannot begin: it lies too deep, or its payer has not the value.
    @inline(never)
    private func obstacle(to handed: HandedCall) -> Halt? {
        guard handed.call.depth <= Machine.callDepthLimit else { return .callDepth }
        guard let payer = handed.payer, !handed.call.value.isZero,
            Steps.World.balance(of: payer, in: machine) < handed.call.value
        else { return nil }
        return .insufficientBalance
    }

    /// Gives the topmost frame up; what it did is the host's to undo.
    func abandonTop() -> MessageResult {
        machine.pointee.hostLink?.settle()
        machine.pointee.frameObserver?.frameEnds(
            machine.pointee.frames + (machine.pointee.frameCount - 1))
        popFrame()
        machine.pointee.returnBuffer.removeAll()
        return MessageResult(outcome: .resourceLimit, gasLeft: 0, output: [])
    }
}

extension Driver where Steps == HostedSteps {
    /// Runs one frame for the host, above those that wait for their calls to return.
    func execute(_ message: HostedMessage) -> MessageResult { begin(message) ?? runFrames() }

    /// Puts a frame for a message on top.
    ///
    /// - Returns: how it ended, if there is nothing to run.
    @inline(never)
    private func begin(_ message: HostedMessage) -> MessageResult? {
        if machine.pointee.frameCount == 0 { machine.pointee.frameObserver?.transactionBegins() }
        machine.pointee.returnBuffer.removeAll()
        guard !message.code.isEmpty else {
            return MessageResult(outcome: .ended(.stop), gasLeft: message.gas, output: [])
        }
        guard machine.pointee.frameCount < Machine.frameCapacity else {
            return MessageResult(outcome: .resourceLimit, gasLeft: 0, output: [])
        }
        let invocation = Invocation(
            kind: message.isCreation ? .create : .call, gas: message.gas, caller: message.caller,
            recipient: message.recipient, value: message.value, transfersValue: false,
            isStatic: message.isStatic, depth: message.depth, callData: message.data,
            code: message.code, precompile: nil,
            resultWindow: MemoryWindow(offset: 0, size: 0))
        pushFrame(invocation, Checkpoint(journalCount: 0, logCount: 0, refund: 0))
        return nil
    }
}
