package import Codegen
import Primitives

/// The method tier of one thread's machines: compiles code when it first runs and executes it.
package final class MethodTier: CompiledTier {
    /// Contracts that are kept compiled; beyond that all are forgotten and compiled anew.
    private let capacity: Int
    private let compiler: MethodCompiler
    /// How a run of a contract ends that has no compiled code.
    private let rejection: RunEnd
    private var methods: [Key: Result<CompiledMethod, CompileFailure>] = [:]
    private var recent = RecentMethods()
    /// Why compiled code did not execute what it was asked to, since this was last taken.
    private var refusals: Set<MethodRefusal> = []
    /// What broke since this was last taken: the first of it.
    private var breakdown: Breakdown?
    /// The side exits that were taken since this was last taken.
    private var exits = MethodExitCounts()

    /// Contracts that were compiled, and their bytes of byte code.
    package private(set) var compiledCount = 0
    package private(set) var compiledBytes = 0
    /// Machine code that was made, in bytes.
    package private(set) var machineCodeBytes = 0
    /// Seconds that compiling took, also where it failed.
    package private(set) var compileSeconds = 0.0

    /// - Parameters:
    ///   - execution: where methods are to run, if the host can.
    ///   - options: how machine code is made.
    ///   - faults: mistakes to make in all that is compiled; none but to prove a comparison.
    ///   - choice: what is compiled, and by which passes.
    ///   - capacity: how many contracts are kept compiled.
    package init(
        _ execution: MethodExecution, options: AssemblerOptions = AssemblerOptions(),
        faults: Faults = [], choice: CompileChoice = .all, capacity: Int = 4096
    ) {
        self.capacity = capacity
        compiler = MethodCompiler(execution, options: options, faults: faults, choice: choice)
        rejection = faults.contains(.rejectionIsFinal) ? .resourceLimit : .exitToInterpreter
    }

    /// Where methods run: the LIR interpreter on hosts without a back end, whatever was asked for.
    package var executionUsed: MethodExecution { compiler.execution }

    /// Forgets what it noted of earlier runs: a run has refusals, exits and a breakdown of its own.
    package func beginRun() {
        refusals.removeAll(keepingCapacity: true)
        exits = MethodExitCounts()
        breakdown = nil
    }

    /// Hands out the refusals so far and forgets them.
    package func takeRefusals() -> Set<MethodRefusal> {
        defer { refusals.removeAll(keepingCapacity: true) }
        return refusals
    }

    /// Hands out what broke and forgets it.
    package func takeBreakdown() -> Breakdown? {
        defer { breakdown = nil }
        return breakdown
    }

    private func note(_ found: Breakdown) {
        breakdown = breakdown ?? found
    }

    /// Hands out the side exits so far and forgets them.
    package func takeExits() -> MethodExitCounts {
        defer { exits = MethodExitCounts() }
        return exits
    }

    package func run(_ frame: FramePointer) -> RunEnd {
        guard let method = method(for: frame) else { return rejection }
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
        let outcome = method.executor.run(entry: entry, state: &state)
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

// MARK: Compiling

extension MethodTier {
    /// A code's method under one fork's rules, compiled when it is first asked for.
    ///
    /// - Throws: why there is none.
    package func method(
        for code: Code, in fork: Fork
    ) throws(CompileFailure) -> CompiledMethod {
        let key = Key(codeHash: code.hash, fork: fork)
        return try (methods[key] ?? compile(code, key)).get()
    }

    private func method(for frame: FramePointer) -> CompiledMethod? {
        let code = frame.pointee.codeObject
        let fork = frame.pointee.machine.pointee.fork
        if let known = recent.method(of: code, in: fork) { return known }
        do throws(CompileFailure) {
            let method = try method(for: code, in: fork)
            recent.keep(method, of: code, in: fork)
            return method
        } catch {
            refusals.insert(.notCompiled(error))
            if error.isBreakdown { note(.compiling(error)) }
            return nil
        }
    }

    private func compile(_ code: Code, _ key: Key) -> Result<CompiledMethod, CompileFailure> {
        if methods.count >= capacity { forgetAll() }
        var result = attempt(code, key.fork)
        if case .failure(.backEnd(.codeRegionFull)) = result, !methods.isEmpty {
            forgetAll()
            result = attempt(code, key.fork)
        }
        methods[key] = result
        return result
    }

    private func attempt(_ code: Code, _ fork: Fork) -> Result<CompiledMethod, CompileFailure> {
        let start = ContinuousClock.now
        defer { compileSeconds += (ContinuousClock.now - start) / .seconds(1) }
        do throws(CompileFailure) {
            let method = try compiler.compile(code, InstructionTable.table(for: fork))
            compiledCount += 1
            compiledBytes += code.count
            machineCodeBytes += method.code?.codeByteCount ?? 0
            return .success(method)
        } catch {
            return .failure(error)
        }
    }

    /// Drops all methods; the one that runs is held by its run.
    private func forgetAll() {
        methods.removeAll(keepingCapacity: true)
        recent = RecentMethods()
    }
}

/// What compiled code is known by: never an address, which another contract may take.
private struct Key: Hashable {
    let codeHash: Word256
    let fork: Fork
}

/// The methods of code objects that ran lately, found without hashing code.
///
/// A code object that is kept here stays alive, so that its identity is no other's.
private struct RecentMethods {
    private struct Entry {
        let code: Code
        let fork: Fork
        let method: CompiledMethod
    }

    private static let count = 64
    private var entries = [Entry?](repeating: nil, count: Self.count)

    private static func place(_ code: Code) -> Int {
        // Objects lie at multiples of 16 bytes.
        Int(UInt(bitPattern: ObjectIdentifier(code)) >> 4) & (count - 1)
    }

    func method(of code: Code, in fork: Fork) -> CompiledMethod? {
        guard let entry = entries[Self.place(code)], entry.code === code, entry.fork == fork
        else { return nil }
        return entry.method
    }

    mutating func keep(_ method: CompiledMethod, of code: Code, in fork: Fork) {
        entries[Self.place(code)] = Entry(code: code, fork: fork, method: method)
    }
}

// MARK: Leaving code

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
        method.executor.forEachRestoredSlot(of: taken) { index, limbs in
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
