package import Primitives

/// One instruction as it ran, with what EIP-3155 tells about it.
package struct TraceStep: Equatable, Sendable {
    /// The frame's ordinal over the whole case.
    package var frame: Int
    /// The hash of the code that runs, which tells codes apart.
    package var codeHash: Word256
    package var pc: Int
    /// The byte of code, defined or not.
    package var byte: UInt8
    /// Gas left before the instruction.
    package var gas: Int64
    /// What it was charged; of a call, the gas handed on included.
    package var gasCost: Int64 = 0
    /// Of a call or creation that began, the gas that it handed on, without a stipend.
    package var handedOn: Int64?
    /// The number of calls below, plus one.
    package var depth: Int
    /// The operand stack before the instruction, the top last; of it, what the tracer wants.
    package var stack: [Word256]
    /// In bytes, before the instruction.
    package var memorySize: Int
    /// The frame's memory before the instruction, if the tracer wants it.
    package var memory: [UInt8]?
    /// What the frame's last call returned.
    package var returnData: [UInt8]
    /// The refund counter before the instruction.
    package var refund: Int64
    /// Why the frame failed at it.
    package var error: Halt?
}

/// Whoever wants to be told of every instruction that the interpreter runs.
package protocol InstructionTracer: AnyObject {
    /// Whether steps are to have memory in them, which makes long ones.
    var wantsMemory: Bool { get }

    /// How many words from the top of the stack steps are to have in them.
    var wantedStackHeight: Int { get }

    /// An instruction ran, or the frame failed at it.
    func didRun(_ step: TraceStep)
}

extension InstructionTracer {
    package var wantsMemory: Bool { false }
    package var wantedStackHeight: Int { .max }
}

extension Machine {
    /// Notes the instruction that is about to run, after telling of the one before it.
    mutating func beginStep(_ step: TraceStep) {
        finishStep(nil, gas: step.gas)
        pendingStep = step
    }

    /// Tells of the instruction that ran.
    ///
    /// - Parameters:
    ///   - end: why its frame ended by it, if so.
    ///   - gas: what its frame has left.
    ///   - handedOn: what it gave a callee, without a stipend.
    mutating func finishStep(_ end: RunEnd?, gas: Int64, handedOn: Int64? = nil) {
        guard var step = pendingStep else { return }
        pendingStep = nil
        step.gasCost = step.gas - gas
        step.handedOn = handedOn
        if case .ended(let halt) = end, !halt.isSuccess, halt != .revert { step.error = halt }
        tracer?.didRun(step)
    }
}

/// What the loop does besides running instructions; constant, so that it can vanish.
protocol InstructionObserver {
    static func willRun(_ execution: Execution)
    static func didEnd(_ execution: Execution)
}

/// Observes nothing.
enum NoObserver: InstructionObserver {
    @inline(always) static func willRun(_ execution: Execution) {}
    @inline(always) static func didEnd(_ execution: Execution) {}
}

/// Tells the machine's tracer.
enum TracingObserver: InstructionObserver {
    @inline(never)  // slow by nature
    static func willRun(_ execution: Execution) {
        let frame = execution.frame
        let machine = frame.pointee.machine
        let height = min(
            execution.stack.height(above: execution.stackBase),
            machine.pointee.tracer?.wantedStackHeight ?? 0)
        let wantsMemory = machine.pointee.tracer?.wantsMemory == true
        let memory = UnsafeRawBufferPointer(
            start: frame.pointee.memory, count: frame.pointee.memorySize)
        let returnData = UnsafeRawBufferPointer(
            start: frame.pointee.returnData, count: frame.pointee.returnDataCount)
        machine.pointee.beginStep(
            TraceStep(
                frame: frame.pointee.ordinal, codeHash: frame.pointee.codeObject.hash,
                pc: execution.pc - execution.code,
                byte: execution.pc.pointee, gas: execution.gas,
                depth: frame.pointee.depth + 1,
                stack: (0..<height).map { execution.stack[height - 1 - $0] },
                memorySize: memory.count, memory: wantsMemory ? Array(memory) : nil,
                returnData: Array(returnData),
                refund: machine.pointee.waitingRefund + machine.pointee.world.refund))
    }

    /// A call is told of when the driver has performed it, and a head that stopped the run when
    /// it has run.
    @inline(never)  // slow by nature
    static func didEnd(_ execution: Execution) {
        let machine = execution.frame.pointee.machine
        switch execution.end {
        case .ended: machine.pointee.finishStep(execution.end, gas: execution.gas)
        case .head, .resourceLimit: machine.pointee.pendingStep = nil
        case .call, .exitToInterpreter: break
        }
    }
}
