import Primitives

/// Runs frames, one above the other, without recursion of its own.
///
/// The driver works in true gas. Calls and creations are wholly its own: every tier stops before
/// them, so that they are charged and performed in one place. In `Steps` a fault can be planted.
struct Driver<Steps: SharedSteps> {
    let machine: UnsafeMutablePointer<Machine>

    /// The frame that runs.
    ///
    /// - Precondition: there is one.
    private var top: FramePointer {
        machine.pointee.frames + (machine.pointee.frameCount - 1)
    }

    /// Runs a message from outside to its end.
    func run(_ message: Message) -> MessageResult {
        machine.pointee.returnBuffer.removeAll()
        machine.pointee.frameObserver?.transactionBegins()
        return message.data.withUnsafeBytes { data in
            let invocation = Invocation(message, data: data, in: machine)
            let completion = message.kind.isCreation ? enterCreation(invocation) : enter(invocation)
            return completion.map(result) ?? runFrames()
        }
    }

    /// Runs until the lowest frame has ended, or of a hosted machine the one that was begun last.
    func runFrames() -> MessageResult {
        while true {
            let frame = top
            var end: RunEnd? = run(frame)
            if case .call(let kind) = end {
                end = kind.isCreation ? performCreate(frame, kind) : performCall(frame, kind)
                machine.pointee.finishStep(end, gas: frame.pointee.gas)
                if Steps.World.isHosted { performHandedCall() }
            }
            switch end {
            case .ended(let halt):
                let completion = finish(frame, halt)
                guard !Steps.World.isHosted, machine.pointee.frameCount > 0 else {
                    return result(completion)
                }
                resume(completion)
            case .head:
                stopAtHead(frame)
            case .exitToInterpreter:
                if frame.pointee.awaitsWatch { stopAtHead(frame) }
                frame.pointee.interpretToHead()
            case .resourceLimit:
                return abandon()
            case .call, nil:
                break
            }
            if machine.pointee.remainingWork < 0 { return abandon() }
        }
    }

    /// Runs a frame in its tier, and counts the gas it used of its own.
    private func run(_ frame: FramePointer) -> RunEnd {
        let before = frame.pointee.trueGas
        let end = runInTier(frame)
        if machine.pointee.remainingWork != .max {
            machine.pointee.remainingWork -= before - frame.pointee.trueGas
        }
        machine.pointee.frameObserver?.frameRan(frame, gas: before - frame.pointee.trueGas)
        return end
    }

    private func runInTier(_ frame: FramePointer) -> RunEnd {
        switch frame.pointee.tier {
        case .method where !frame.pointee.isInterpretedToHead,
            .tiered where !frame.pointee.isInterpretedToHead:
            guard let tier = machine.pointee.compiledTier else { return .exitToInterpreter }
            return tier.run(frame)
        case .interpreter:
            return Interpreter.run(frame)
        case .method, .tiered:
            return runForCompiledTier(frame)
        }
    }

    /// Interprets a stretch that the frame's own tier could not run.
    private func runForCompiledTier(_ frame: FramePointer) -> RunEnd {
        let start = frame.pointee.pc
        let end = Interpreter.run(frame)
        switch end {
        case .head: machine.pointee.heads.addInterpreted(from: start, through: nil)
        case .call, .ended:
            machine.pointee.heads.addInterpreted(from: start, through: frame.pointee.pc)
        case .exitToInterpreter, .resourceLimit: break
        }
        return end
    }

    /// Lets the watch see a head that is its, and has the frame's own tier take over.
    private func stopAtHead(_ frame: FramePointer) {
        if frame.pointee.gas <= frame.pointee.watchTrap {
            machine.pointee.frameObserver?.frameSwitched(frame)
            var decision = machine.pointee.heads.atHead(frame)
            // Gas strictly decreases from head to head: a trap below this head's gas stops at any
            // later head and not here again.
            decision.nextTrap = min(decision.nextTrap, frame.pointee.gas &- 1)
            frame.pointee.obey(decision)
            frame.pointee.isAtHead = false
        } else {
            frame.pointee.obey(
                HeadDecision(tier: frame.pointee.tier, nextTrap: frame.pointee.watchTrap))
        }
    }

    /// Hands a callee's end to the frame that is topmost now, which goes on after the call.
    func resume(_ completion: Completion) {
        let frame = top
        var stack = frame.pointee.stack
        if completion.kind.isCreation {
            if !Steps.showsOutput(ofCreationEndedBy: completion.halt, to: frame) {
                machine.pointee.returnBuffer.removeAll()
            }
            stack.push(completion.halt.isSuccess ? completion.recipient.asWord : .zero)
        } else {
            stack.push(UInt64(completion.halt.isSuccess ? 1 : 0))
            copyOutput(to: completion.resultWindow, of: frame)
        }
        frame.pointee.stackTop = stack.top
        frame.pointee.returnData = UnsafeRawPointer(machine.pointee.returnBuffer.base)
        frame.pointee.returnDataCount = machine.pointee.returnBuffer.count
        Steps.didResume(frame)
        frame.pointee.gas += completion.gas
        frame.pointee.pc += 1
        frame.pointee.obey(machine.pointee.heads.frameResumes(frame))
        frame.pointee.isAtHead = true
        machine.pointee.frameObserver?.frameResumes(frame)
    }

    private func copyOutput(to window: MemoryWindow, of frame: FramePointer) {
        let output = machine.pointee.returnBuffer.bytes
        let count = min(window.size, output.count)
        let target = MemoryWindow(offset: window.offset, size: count)
        frame.pointee.linearMemory.copy(from: output, offset: 0, to: target)
    }

    /// How a message ended; a host finds the output where it lies.
    func result(_ completion: Completion) -> MessageResult {
        MessageResult(
            outcome: .ended(completion.halt), gasLeft: completion.gas,
            output: Steps.World.isHosted ? [] : Array(machine.pointee.returnBuffer.bytes))
    }

    /// Gives all frames up and undoes what they did.
    private func abandon() -> MessageResult {
        if Steps.World.isHosted { return abandonTop() }
        machine.pointee.world.revert(to: machine.pointee.frames.pointee.checkpoint)
        while machine.pointee.frameCount > 0 { popFrame() }
        return MessageResult(outcome: .resourceLimit, gasLeft: 0, output: [])
    }
}
