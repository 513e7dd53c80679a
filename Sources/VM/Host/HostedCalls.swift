import Primitives

// How a hosted machine runs frames for its host, and hands calls and creations to it.

extension Driver {
    /// Has the host perform a call that is charged.
    ///
    /// - Returns: how it ended; one that cannot begin gives its gas back.
    func callHost(
        _ invocation: Invocation, _ target: Address, _ delegate: Address?
    ) -> Completion {
        let call = HostedCall(
            kind: invocation.kind, isStatic: invocation.isStatic, delegate: delegate,
            depth: invocation.depth, gas: invocation.gas, caller: invocation.caller,
            recipient: invocation.recipient, target: target, value: invocation.value,
            input: invocation.callData, salt: .zero)
        var completion = Completion(invocation, .callDepth, gas: invocation.gas)
        perform(call, paidBy: invocation.transfersValue ? invocation.caller : nil, &completion)
        return completion
    }

    /// Has the host perform a creation that is charged.
    ///
    /// - Returns: how it ended; one that cannot begin gives its gas back.
    func createAtHost(
        _ kind: MessageKind, value: Word256, initcode: UnsafeRawBufferPointer, salt: Word256?,
        gas: Int64, by frame: FramePointer
    ) -> Completion {
        let creator = frame.pointee.address
        let call = HostedCall(
            kind: kind, isStatic: false, delegate: nil, depth: frame.pointee.depth + 1, gas: gas,
            caller: creator, recipient: .zero, target: .zero, value: value, input: initcode,
            salt: salt ?? .zero)
        var completion = Completion(
            Invocation(
                kind: kind, gas: gas, caller: creator, recipient: .zero, value: value,
                transfersValue: true, isStatic: false, depth: call.depth,
                callData: UnsafeRawBufferPointer(start: nil, count: 0), code: .empty,
                precompile: nil, resultWindow: MemoryWindow(offset: 0, size: 0)),
            .callDepth, gas: gas)
        perform(call, paidBy: creator, &completion)
        return completion
    }

    /// Performs a call, unless it lies too deep or its payer has not the value.
    ///
    /// Frames that the host has this machine run meanwhile lie above the caller's and are gone when
    /// it returns; of the caller's, nothing is kept here but what is in its frame.
    private func perform(
        _ call: HostedCall, paidBy payer: Address?, _ completion: inout Completion
    ) {
        guard call.depth <= Machine.callDepthLimit else { return completion.halt = .callDepth }
        if let payer, !call.value.isZero,
            Steps.World.balance(of: payer, in: machine) < call.value
        {
            return completion.halt = .insufficientBalance
        }
        guard let link = machine.pointee.hostLink else { return }
        let result = link.host.perform(call) { machine.pointee.returnBuffer.replace(with: $0) }
        completion.halt = result.halt
        completion.gas = result.gasLeft
        if call.kind.isCreation { completion.recipient = result.created }
        machine.pointee.world.addRefund(result.refund)
    }

    /// Gives the topmost frame up; what it did is the host's to undo.
    func abandonTop() -> MessageResult {
        machine.pointee.hostLink?.settle()
        machine.pointee.frameObserver?.frameEnds(
            machine.pointee.frames + (machine.pointee.frameCount - 1))
        popFrame()
        return MessageResult(outcome: .resourceLimit, gasLeft: 0, output: [])
    }
}

extension Driver where Steps == HostedSteps {
    /// Runs one frame for the host, above those that wait for their calls to return.
    func execute(_ message: HostedMessage) -> MessageResult {
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
        return runFrames()
    }
}
