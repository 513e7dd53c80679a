import Codegen

/// Runs compiled methods on the frames of one thread's machines, and notes how that went.
package final class MethodRunner {
    /// Through it machine code and this thread exchange registers.
    private let record = ExecutionRecord()
    /// Why compiled code did not execute what it was asked to, since this was last taken.
    private var refusals: Set<MethodRefusal> = []
    /// The failure that was noted last, so that the same code is not noted each time it runs.
    private var notedFailure: CompileFailure?
    /// What broke since this was last taken: the first of it.
    private var breakdown: Breakdown?
    /// The side exits that were taken since this was last taken.
    private var exits = MethodExitCounts()

    package init() {}

    /// Forgets what it noted of earlier runs: a run has refusals, exits and a breakdown of its own.
    package func beginRun() {
        refusals.removeAll(keepingCapacity: true)
        notedFailure = nil
        exits = MethodExitCounts()
        breakdown = nil
    }

    /// Hands out the refusals so far and forgets them.
    package func takeRefusals() -> Set<MethodRefusal> {
        defer {
            refusals.removeAll(keepingCapacity: true)
            notedFailure = nil
        }
        return refusals
    }

    /// Hands out what broke and forgets it.
    package func takeBreakdown() -> Breakdown? {
        defer {
            breakdown = nil
            notedFailure = nil
        }
        return breakdown
    }

    /// Hands out the side exits so far and forgets them.
    package func takeExits() -> MethodExitCounts {
        defer { exits = MethodExitCounts() }
        return exits
    }

    func note(_ found: Breakdown) {
        breakdown = breakdown ?? found
    }

    /// Notes that a contract has no compiled code.
    func note(_ failure: CompileFailure) {
        guard failure != notedFailure else { return }
        notedFailure = failure
        refusals.insert(.notCompiled(failure))
        if failure.isBreakdown { note(.compiling(failure)) }
    }

    /// Runs a frame in its contract's method, from its pc; see `CompiledTier.run`.
    func run(_ frame: FramePointer, _ method: CompiledMethod) -> RunEnd {
        guard let entry = method.entry(at: frame.pointee.pc) else {
            refusals.insert(.noEntry)
            return .exitToInterpreter
        }
        let entryGas = frame.pointee.gas
        frame.pointee.isAtHead = false
        enterBias(frame)
        var state = (
            UInt64(UInt(bitPattern: frame)), UInt64(bitPattern: frame.pointee.gas),
            UInt64(UInt(bitPattern: frame.pointee.stackTop))
        )
        let outcome = method.executor.run(entry: entry, state: &state, record: record)
        frame.pointee.gas = Int64(bitPattern: state.1)
        if let top = UnsafeMutablePointer<UInt64>(bitPattern: UInt(state.2)) {
            frame.pointee.stackTop = top
        }
        let (end, last) = leave(frame, method, outcome)
        frame.pointee.gas += frame.pointee.gasBias
        frame.pointee.gasBias = 0
        frame.pointee.machine.pointee.heads.addCompiled(
            frame: frame.pointee.ordinal, entryGas: entryGas, exitGas: frame.pointee.gas,
            through: last)
        return end
    }

    /// Lowers the counter so that the ordinary check of the head to be trapped fails, or of that
    /// at which the work allowed is done.
    private func enterBias(_ frame: FramePointer) {
        let trap = max(frame.pointee.headTrap, Execution.workFloor(frame))
        let bias = max(0, min(trap, frame.pointee.gas))
        frame.pointee.gasBias = bias
        frame.pointee.gas -= bias
    }

    /// Makes the frame right for where the code was left.
    ///
    /// - Returns: how the run ended, and the last pc that counts as executed by compiled code: -1
    ///   where it was left at a head.
    private func leave(
        _ frame: FramePointer, _ method: CompiledMethod, _ outcome: ExecutionOutcome
    ) -> (RunEnd, Int) {
        switch outcome {
        case .returned(let code): (end(frame, code), frame.pointee.pc)
        case .exited(let exit): take(exit, of: method, frame)
        case .failed(let failure): (end(by: .running(failure)), -1)
        }
    }

    /// Ends the run, which is worthless.
    private func end(by found: Breakdown) -> RunEnd {
        note(found)
        return .resourceLimit
    }
}

// MARK: Leaving code

extension MethodRunner {
    /// The end that code returned; the place is in the frame.
    private func end(_ frame: FramePointer, _ code: UInt64) -> RunEnd {
        switch MethodReturn(rawValue: code) {
        case .stop:
            frame.pointee.outputSize = 0
            return .ended(.stop)
        case .return: return .ended(.return)
        case .revert: return .ended(.revert)
        case .call:
            let row = frame.pointee.rows[Int(frame.pointee.code[frame.pointee.pc])]
            return MessageKind(row.opcode).map(RunEnd.call) ?? .exitToInterpreter
        case nil: return end(by: .returning(code))
        }
    }

    /// Brings stack, pc and gas to the place of an exit that was taken.
    private func take(
        _ taken: LIRExit, of method: CompiledMethod, _ frame: FramePointer
    ) -> (RunEnd, Int) {
        let exit = method.exits[Int(taken.identifier)]
        exits[exit.kind] += 1
        var status = HelperStatus.exitBefore
        method.executor.forEachRestoredSlot(of: taken, in: record) { index, limbs in
            if index == MethodExit.statusSlot {
                status = limbs.limb0
            } else {
                let target = frame.pointee.stackTop + Int(index) * OperandStack.limbsPerWord
                target[0] = limbs.limb0
                target[1] = limbs.limb1
                target[2] = limbs.limb2
                target[3] = limbs.limb3
            }
        }
        let isDone = exit.kind == .helper && status != HelperStatus.exitBefore
        let place = isDone ? exit.after ?? exit.before : exit.before
        frame.pointee.stackTop += Int(place.height) * OperandStack.limbsPerWord
        frame.pointee.gas += Int64(place.gasToReturn)
        frame.pointee.pc = Int(place.pc)
        // Behind a helper's effect the next instruction may be a head, which nothing has seen yet.
        frame.pointee.isAtHead = isDone && method.table.number(at: Int(place.pc)) != nil
        switch exit.kind {
        case .helper, .instruction: return (.exitToInterpreter, Int(exit.before.pc))
        case .head: return (headEnd(frame, cost: Int64(place.gasToReturn)), -1)
        }
    }

    /// What a failed check of a head means.
    ///
    /// At or below the trap it is the switch that the bias was programmed for. Above it, with gas
    /// enough for the block, the code has charged too much: a divergence. A bias above the trap is
    /// that of the work allowed: below it the run ends, and the interpreter runs the block in which
    /// that comes to be. Everything else is a failure of the EVM's, which the interpreter finds.
    private func headEnd(_ frame: FramePointer, cost: Int64) -> RunEnd {
        if frame.pointee.trueGas <= frame.pointee.headTrap { return .head }
        let isLimited = frame.pointee.gasBias > max(0, frame.pointee.headTrap)
        if isLimited, frame.pointee.trueGas <= frame.pointee.gasBias { return .resourceLimit }
        if !isLimited, frame.pointee.gas < cost, frame.pointee.trueGas >= cost {
            frame.pointee.machine.pointee.heads.noteOvercharge(frame)
        }
        refusals.insert(.blockFails)
        return .exitToInterpreter
    }
}
