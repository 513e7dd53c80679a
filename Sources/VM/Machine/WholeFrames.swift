import Precompiles
package import Primitives

// How a tier that runs frames from start to end has the driver perform their calls meanwhile.

extension UnsafeMutablePointer where Pointee == Frame {
    /// Performs a call or creation that this frame, the topmost, has charged.
    ///
    /// What it leads to is run by the machine's tier, from inside that tier, to its end. What was
    /// returned is given to `output`, for as long as that runs.
    ///
    /// - Returns: what came of it; nil if the tier gave up, which it must then do of this frame too.
    /// - Precondition: `call.depth` is one more than this frame's, so that there is room.
    package func perform(
        _ call: HostedCall, output: (UnsafeRawBufferPointer) -> Void
    ) -> HostedCallResult? {
        Driver<RightSteps>(machine: pointee.machine).perform(call, output: output)
    }

    /// Puts what the frame returns, and ends with, where the driver looks for it.
    ///
    /// - Parameters:
    ///   - output: at most as much as the frame could have paid memory for.
    ///   - gas: what is left.
    /// - Returns: false if the machine has no room for the output.
    package func conclude(output: UnsafeRawBufferPointer, gas: Int64) -> Bool {
        pointee.gas = gas
        guard !charge(0, to: gas, holding: output.count).isHalt else { return false }
        let window = MemoryWindow(offset: 0, size: output.count)
        pointee.linearMemory.copy(from: output, offset: 0, to: window)
        pointee.outputOffset = 0
        pointee.outputSize = output.count
        return true
    }
}

extension HostedCall {
    /// A call or creation that a machine of others has charged.
    package init(
        of kind: MessageKind, isStatic: Bool, delegate: Address?, depth: Int, gas: Int64,
        caller: Address, recipient: Address, target: Address, value: Word256,
        input: UnsafeRawBufferPointer, salt: Word256
    ) {
        self.init(
            kind: kind, isStatic: isStatic, delegate: delegate, depth: depth, gas: gas,
            caller: caller, recipient: recipient, target: target, value: value, input: input,
            salt: salt)
    }
}

extension Driver {
    fileprivate func perform(
        _ call: HostedCall, output: (UnsafeRawBufferPointer) -> Void
    ) -> HostedCallResult? {
        let refundBefore = machine.pointee.world.refund
        machine.pointee.returnBuffer.removeAll()
        let caller = machine.pointee.frames + (machine.pointee.frameCount - 1)
        guard let completion = begin(call) ?? runWhole() else { return nil }
        if call.kind.isCreation,
            !Steps.showsOutput(ofCreationEndedBy: completion.halt, to: caller)
        {
            machine.pointee.returnBuffer.removeAll()
        }
        output(machine.pointee.returnBuffer.bytes)
        return HostedCallResult(
            halt: completion.halt, gasLeft: completion.gas,
            refund: machine.pointee.world.refund - refundBefore, created: completion.recipient)
    }

    private func begin(_ call: HostedCall) -> Completion? {
        if call.kind.isCreation {
            return beginCreation(
                call.kind, value: call.value, initcode: call.input,
                salt: call.kind == .create2 ? call.salt : nil, gas: call.gas,
                creator: call.caller, depth: call.depth)
        }
        // A delegation to a precompiled contract runs nothing, as in `CallTarget`.
        let precompile =
            call.delegate == nil
            ? Precompile(address: call.target, rules: machine.pointee.precompileRules) : nil
        let invocation = Invocation(
            kind: call.kind, gas: call.gas, caller: call.caller, recipient: call.recipient,
            value: call.value, transfersValue: call.kind != .delegatecall,
            isStatic: call.isStatic, depth: call.depth, callData: call.input,
            code: machine.pointee.world.code(of: call.delegate ?? call.target),
            precompile: precompile, resultWindow: MemoryWindow(offset: 0, size: 0))
        guard invocation.depth <= Machine.callDepthLimit else {
            return Completion(invocation, .callDepth, gas: invocation.gas)
        }
        return enter(invocation)
    }

    /// Runs the frame that was begun last.
    ///
    /// - Returns: nil, and the frame is gone, if the tier gave up.
    private func runWhole() -> Completion? {
        let frame = machine.pointee.frames + (machine.pointee.frameCount - 1)
        guard case .ended(let halt) = machine.pointee.compiledTier?.run(frame) else {
            popFrame()
            return nil
        }
        return finish(frame, halt)
    }
}
