import Codegen
import Primitives

/// The method tier of one machine: compiles code when it first runs and executes it.
package final class MethodTier: CompiledTier {
    /// Contracts that are kept compiled; beyond that all are forgotten and compiled anew.
    private static let capacity = 4096

    private let compiler: MethodCompiler
    private var methods: [Key: Result<CompiledMethod, CompileFailure>] = [:]

    /// Contracts that were compiled, and their bytes of byte code.
    package private(set) var compiledCount = 0
    package private(set) var compiledBytes = 0

    package init(_ execution: MethodExecution) {
        compiler = MethodCompiler(execution)
    }

    /// Why contracts were not compiled, for those that were not.
    package var failures: [CompileFailure] {
        methods.values.compactMap {
            switch $0 {
            case .success: nil
            case .failure(let failure): failure
            }
        }
    }

    package func run(_ frame: FramePointer) -> RunEnd {
        guard let method = method(for: frame), let entry = method.entry(at: frame.pointee.pc)
        else { return .exitToInterpreter }
        let entryGas = frame.pointee.gas
        frame.pointee.isAtHead = false
        enterBias(frame)
        let result = method.executor.run(
            entry: entry,
            state: (
                UInt64(UInt(bitPattern: frame)), UInt64(bitPattern: frame.pointee.gas),
                UInt64(UInt(bitPattern: frame.pointee.stackTop))
            ))
        frame.pointee.gas = Int64(bitPattern: result.state.1)
        if let top = UnsafeMutablePointer<UInt64>(bitPattern: UInt(result.state.2)) {
            frame.pointee.stackTop = top
        }
        let (end, last) = leave(frame, method, result.outcome)
        frame.pointee.gas += frame.pointee.gasBias
        frame.pointee.gasBias = 0
        frame.pointee.machine.pointee.heads.addCompiled(
            frame: frame.pointee.ordinal, entryGas: entryGas, exitGas: frame.pointee.gas,
            through: last)
        return end
    }

    /// Lowers the counter so that the ordinary check of the head to be trapped fails.
    private func enterBias(_ frame: FramePointer) {
        let bias = max(0, min(frame.pointee.headTrap, frame.pointee.gas))
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
        case .returned(let code):
            return (end(frame, code), frame.pointee.pc)
        case .exited(let exit):
            return take(
                method.exits[Int(exit.identifier)], frame, method.executor.restoredSlots)
        case .failed:
            return (.resourceLimit, -1)
        }
    }
}

extension MethodTier {
    /// The frame's code, compiled when it first runs.
    private func method(for frame: FramePointer) -> CompiledMethod? {
        let code = frame.pointee.codeObject
        let fork = frame.pointee.machine.pointee.fork
        let key = Key(codeHash: code.hash, fork: fork)
        let result = methods[key] ?? compile(code, frame, key)
        switch result {
        case .success(let method): return method
        case .failure: return nil
        }
    }

    private func compile(
        _ code: Code, _ frame: FramePointer, _ key: Key
    ) -> Result<CompiledMethod, CompileFailure> {
        if methods.count >= Self.capacity { methods.removeAll(keepingCapacity: true) }
        let instructions = frame.pointee.machine.pointee.instructions
        let result: Result<CompiledMethod, CompileFailure>
        do throws(CompileFailure) {
            result = .success(try compiler.compile(code, instructions))
            compiledCount += 1
            compiledBytes += code.count
        } catch {
            result = .failure(error)
        }
        methods[key] = result
        return result
    }
}

extension MethodTier {
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
        case nil: return .resourceLimit
        }
    }

    /// Brings stack, pc and gas to the exit's place.
    private func take(
        _ exit: MethodExit, _ frame: FramePointer, _ slots: [RestoredSlot]
    ) -> (RunEnd, Int) {
        var status = HelperStatus.exitBefore
        for slot in slots {
            if slot.index == MethodExit.statusSlot {
                status = slot.limbs.limb0
            } else {
                let target = frame.pointee.stackTop + Int(slot.index) * OperandStack.limbsPerWord
                target[0] = slot.limbs.limb0
                target[1] = slot.limbs.limb1
                target[2] = slot.limbs.limb2
                target[3] = slot.limbs.limb3
            }
        }
        let isDone = exit.kind == .helper && status != HelperStatus.exitBefore
        let place = isDone ? exit.after ?? exit.before : exit.before
        frame.pointee.stackTop += Int(place.height) * OperandStack.limbsPerWord
        frame.pointee.gas += Int64(place.gasToReturn)
        frame.pointee.pc = Int(place.pc)
        switch exit.kind {
        case .helper, .instruction: return (.exitToInterpreter, Int(exit.before.pc))
        case .head: return (headEnd(frame, cost: Int64(place.gasToReturn)), -1)
        }
    }

    /// What a failed check of a head means.
    ///
    /// At or below the trap it is the switch that the bias was programmed for. Above it, with gas
    /// enough for the block, the code has charged too much: a divergence. Everything else is a
    /// failure of the EVM's, which the interpreter finds.
    private func headEnd(_ frame: FramePointer, cost: Int64) -> RunEnd {
        if frame.pointee.trueGas <= frame.pointee.headTrap { return .head }
        if frame.pointee.gas < cost, frame.pointee.trueGas >= cost {
            frame.pointee.machine.pointee.heads.noteOvercharge(frame)
        }
        return .exitToInterpreter
    }
}

/// What compiled code is known by: never an address, which another contract may take.
private struct Key: Hashable {
    let codeHash: Word256
    let fork: Fork
}
