package import Primitives

/// Where a frame lies; frames never move while they run.
package typealias FramePointer = UnsafeMutablePointer<Frame>

/// The state of one execution of code: what a tier needs to run it, and what the driver needs.
///
/// The first part is read and written by compiled code, at offsets that it asks of
/// `MemoryLayout<Frame>.offset(of:)`. A tier may hold gas, pc and stack top in registers while
/// it runs; they are right in the frame whenever the frame is back with the driver.
package struct Frame {
    // MARK: Read by compiled code

    /// Gas left: true gas, except while compiled code runs; then less by `gasBias`.
    package var gas: Int64
    /// By how much the counter lies below true gas while compiled code runs; else zero.
    package var gasBias: Int64 = 0
    /// The next free slot of the operand stack, four limbs each, growing upward.
    package var stackTop: UnsafeMutablePointer<UInt64>
    package let stackBase: UnsafeMutablePointer<UInt64>
    /// Memory: `memorySize` bytes, a multiple of 32, at an address that stays the same.
    package let memory: UnsafeMutableRawPointer
    package var memorySize: Int = 0
    package let callData: UnsafeRawPointer
    package let callDataCount: Int
    /// The code, and after it 33 zero bytes.
    package let code: UnsafePointer<UInt8>
    package let codeCount: Int
    /// What the last call of this frame returned.
    package var returnData: UnsafeRawPointer
    package var returnDataCount: Int = 0
    package let machine: UnsafeMutablePointer<Machine>
    /// The offset of the next instruction in the code.
    package var pc: Int = 0
    /// The run stops at the first head where true gas is not above this; `Int64.min`: nowhere.
    package var headTrap: Int64 = .min
    /// A bit for each byte of code, set where a jump may land; see `Code.jumpDestinations`.
    package let jumpDestinations: UnsafePointer<UInt64>
    package let rows: UnsafePointer<InstructionRow>
    package let schedule: UnsafePointer<GasSchedule>
    /// The bytes of memory that are the output of a frame that ended.
    package var outputOffset: Int = 0
    package var outputSize: Int = 0

    // MARK: Environment

    /// The account in whose context the code runs.
    package let address: Address
    package let caller: Address
    package let value: Word256
    /// Whether state must not be changed (EIP-214).
    package let isStatic: Bool
    /// How many calls lie below; 0 for a transaction's own frame.
    package let depth: Int

    // MARK: The driver's own

    package let kind: MessageKind
    /// The tier in which the frame is to run.
    package var tier: Tier = .interpreter
    /// Whether that tier gave up, and the interpreter runs the frame up to its next head.
    package var isInterpretedToHead = false
    /// The true gas at or below which a head is for the watch to see.
    package var watchTrap: Int64 = .min
    /// Whether the frame stands at a head at which its trap was not yet compared.
    package var isAtHead: Bool = true
    /// The frame's number over the whole case, counting those that execute any byte of code.
    package let ordinal: Int
    /// What a failure of the frame takes the world back to.
    package let checkpoint: Checkpoint
    /// Where in the caller's memory the output goes.
    package let resultWindow: MemoryWindow
    /// Keeps the bytes of the code alive.
    package let codeObject: Code
}

extension Frame {
    /// Goes on in a tier, and stops at a head, as decided.
    mutating func obey(_ decision: HeadDecision) {
        tier = decision.tier
        watchTrap = decision.nextTrap
        headTrap = decision.nextTrap
        isInterpretedToHead = false
    }

    /// Leaves the frame to the interpreter until a head at which its own tier can be entered.
    ///
    /// Gas strictly decreases from head to head: this trap stops at any later head, not here.
    mutating func interpretToHead() {
        isInterpretedToHead = true
        headTrap = gas &- 1
    }

    /// Whether the frame stands at a head that the watch has yet to see.
    var awaitsWatch: Bool { isAtHead && gas <= watchTrap && canBeHead }

    /// The operand stack as the driver sees it.
    package var stack: OperandStack { OperandStack(top: stackTop) }

    /// The number of words on the operand stack.
    package var stackHeight: Int { stack.height(above: stackBase) }

    package var linearMemory: LinearMemory { LinearMemory(base: memory, size: memorySize) }

    /// The bytes that the frame returns, while it is the topmost.
    package var output: UnsafeRawBufferPointer {
        linearMemory.bytes(MemoryWindow(offset: outputOffset, size: outputSize))
    }

    /// True gas, in whatever tier the frame runs.
    package var trueGas: Int64 { gas &+ gasBias }

    /// Whether a switch could be scheduled before the next instruction: it is defined in the
    /// fork, and it is not one that ends the frame for nothing.
    ///
    /// - Precondition: `pc` is at most 32 bytes behind the code's end.
    package var canBeHead: Bool { rows[Int(code[pc])].canBeHead }
}

extension UnsafeMutablePointer where Pointee == Frame {
    /// The cost of growing memory to hold a window.
    @inline(__always)
    package func expansion(to end: Int) -> UInt64 {
        DynamicGas.memoryExpansion(from: pointee.memorySize, to: end)
    }

    /// Charges `cost` and grows memory to hold `end` bytes, or does neither.
    package func charge(_ cost: UInt64, to gas: Int64, holding end: Int) -> GasOutcome {
        let outcome = GasOutcome.charging(cost, to: gas)
        guard end > pointee.memorySize, !outcome.isHalt else { return outcome }
        return grow(to: end) ? outcome : .resourceLimit
    }

    /// Grows memory, all charges made.
    ///
    /// - Returns: false, with nothing changed, if the machine has no room for it.
    private func grow(to end: Int) -> Bool {
        let newSize = LinearMemory.size(holding: end)
        let (machine, memory) = (pointee.machine, pointee.memory)
        guard newSize <= machine.pointee.memoryEnd - UnsafeRawPointer(memory) else { return false }
        // What no frame has used is zero, and takes up no memory until something is written.
        let used = machine.pointee.usedMemoryEnd
        pointee.linearMemory.zeroFill(upTo: min(used - memory, newSize))
        machine.pointee.usedMemoryEnd = max(used, memory + newSize)
        pointee.memorySize = newSize
        return true
    }
}
