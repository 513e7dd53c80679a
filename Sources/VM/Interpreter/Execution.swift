import Primitives

/// The interpreter's registers: what a frame's run keeps out of memory.
///
/// A value of scalars that only inlined functions change, so that the compiler holds each in a
/// machine register. The semantics of all instructions extend this type, a file a family.
///
/// Before a semantic function runs, the loop has found the instruction defined and the stack
/// high and low enough, and has charged the static gas. A function that can fail answers
/// whether it did not; it leaves the reason in `end`, with nothing else changed.
struct Execution {
    /// The instruction that runs.
    var pc: UnsafePointer<UInt8>
    var stack: OperandStack
    var gas: Int64
    /// Why the run ends, once it does.
    var end = RunEnd.ended(.stop)

    let frame: FramePointer
    let rows: UnsafePointer<InstructionRow>
    let stackBase: UnsafeMutablePointer<UInt64>
    let code: UnsafePointer<UInt8>
    /// At a head where gas is not above this, the run stops.
    let trap: Int64

    @inline(always)
    init(_ frame: FramePointer) {
        self.frame = frame
        pc = frame.pointee.code + frame.pointee.pc
        stack = frame.pointee.stack
        gas = frame.pointee.gas
        rows = frame.pointee.rows
        stackBase = frame.pointee.stackBase
        code = frame.pointee.code
        trap = max(frame.pointee.headTrap, Self.workFloor(frame))
    }

    /// The row of the instruction at `pc`.
    @inline(always)
    var row: InstructionRow { rows[Int(pc.pointee)] }

    @inline(always)
    var memory: LinearMemory {
        LinearMemory(base: frame.pointee.memory, size: frame.pointee.memorySize)
    }

    /// Puts the registers back into the frame.
    @inline(always)
    func save() {
        frame.pointee.pc = pc - code
        frame.pointee.stackTop = stack.top
        frame.pointee.gas = gas
    }
}

extension Execution {
    /// Takes over what a semantic function outside the loop answered.
    ///
    /// - Returns: whether the frame goes on; then `words` are dropped and the pc is moved on.
    @inline(always)
    mutating func accept(_ outcome: GasOutcome, dropping words: Int) -> Bool {
        guard !outcome.isHalt else { return fail(outcome.end) }
        gas = outcome.rawValue
        stack.drop(words)
        pc += 1
        return true
    }

    /// Ends the run.
    @inline(always)
    mutating func fail(_ end: RunEnd) -> Bool {
        self.end = end
        return false
    }

    @inline(always)
    mutating func fail(_ halt: Halt) -> Bool { fail(.ended(halt)) }

    /// Why the instruction of `row` cannot run at the stack's height: undefined first.
    @inline(never)  // cold
    static func stackFailure(_ row: InstructionRow, height: Int) -> Halt {
        guard row.isDefined else { return .undefinedOpcode }
        return height < Int(row.minimumHeight) ? .stackUnderflow : .stackOverflow
    }
}

// MARK: Heads

extension Execution {
    /// Stops the run if `pc` is a head and gas is not above the trap.
    ///
    /// JUMPDEST stops by itself when it runs, so that one head does not count twice.
    @inline(always)
    mutating func passesHead() -> Bool {
        guard _slowPath(gas <= trap) else { return true }
        let row = row
        guard row.canBeHead, row.opcode != .jumpdest else { return true }
        return fail(Self.endAtHead(frame, gas: gas))
    }

    /// Why the run stops at a head: the frame's trap, or the end of the work allowed.
    @inline(never)  // cold
    static func endAtHead(_ frame: FramePointer, gas: Int64) -> RunEnd {
        gas <= frame.pointee.headTrap ? .head : .resourceLimit
    }

    /// The gas at which the frame has done all the work that the machine is allowed.
    @inline(never)  // once a run
    static func workFloor(_ frame: FramePointer) -> Int64 {
        let work = frame.pointee.machine.pointee.remainingWork
        return work == .max ? .min : frame.pointee.gas &- work &- 1
    }
}
