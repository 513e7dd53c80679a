package import Precompiles
package import Primitives

/// Everything that a run works on: the world, the block, the frames and their memory.
///
/// One thread owns a machine. It stands at an address that never changes (`VirtualMachine`), as
/// frames and compiled code carry pointers to it.
package struct Machine: ~Copyable {
    package var world: WorldState
    package var block: BlockEnvironment
    package var transaction = TransactionContext()
    package let fork: Fork
    package let instructions: InstructionTable
    package let precompileRules: PrecompileRules
    /// What BLOBBASEFEE answers, computed once.
    package internal(set) var blobBaseFee: Word256

    /// The frames, of which the first `frameCount` are alive.
    package let frames: FramePointer
    let arenas: MachineArenas
    package internal(set) var frameCount = 0
    /// The ordinal of the next frame that executes code.
    package var nextFrameOrdinal = 0

    /// Decides at heads in which tier a frame goes on.
    package var heads = HeadWatch()
    /// Runs frames whose tier is not the interpreter.
    package var compiledTier: (any CompiledTier)?
    /// Is told what becomes of frames.
    package var frameObserver: (any FrameObserver)?
    /// Is told of every instruction that the interpreter runs.
    package var tracer: (any InstructionTracer)? { didSet { chooseLoop() } }
    /// Keeps the world in the machine's stead; see `HostWorld`.
    package var hostLink: HostLink? { didSet { chooseLoop() } }
    /// Whether the interpreter's loop is the usual one: no tracer, and a world of its own.
    private(set) var runsPlain = true
    /// The instruction that runs, until it is known what it cost.
    var pendingStep: TraceStep?
    /// What a hosted machine's executions that wait for a call have earned, which the world's counter
    /// does not hold meanwhile.
    var waitingRefund: Int64 = 0

    /// How much more gas frames may use of their own before the run ends without a verdict.
    package var remainingWork: Int64 = .max
    /// A precompiled contract that was called and that this implementation lacks.
    package internal(set) var unsupportedPrecompile: Precompile?
    /// Whether the lowest frame's end is kept for comparison.
    package var keepsFinalFrame = false
    /// The end of the lowest frame that ended last, if it was to be kept.
    package internal(set) var finalFrame: FinalFrame?

    /// The faults planted in what all tiers share; nil in every machine that is to be right.
    let planted: PlantedFaults?

    /// Where memory that frames can use ends.
    let memoryEnd: UnsafeRawPointer
    /// Where memory begins that no frame has used, and that is zero.
    var usedMemoryEnd: UnsafeMutableRawPointer
    var returnBuffer: ReturnBuffer

    /// How many frames can be alive at once: a transaction's own, and 1024 calls.
    static let frameCapacity = callDepthLimit + 1
    /// The deepest that calls may go (yellow paper, section 8).
    package static let callDepthLimit = 1024

    init(
        world: consuming WorldState, block: BlockEnvironment, fork: Fork, arenas: MachineArenas,
        poison: UInt8?, planted: PlantedFaults?
    ) {
        self.planted = planted
        memoryEnd = UnsafeRawPointer(arenas.memory.base + arenas.memory.byteCount)
        self.arenas = arenas
        frames = arenas.frames
        arenas.poison(with: poison)
        usedMemoryEnd = arenas.unusedMemory
        returnBuffer = ReturnBuffer()
        instructions = InstructionTable.table(for: fork)
        precompileRules = PrecompileRules(fork)
        blobBaseFee = block.blobBaseFee
        self.world = world
        self.block = block
        self.fork = fork
    }

    private mutating func chooseLoop() { runsPlain = tracer == nil && hostLink == nil }

    deinit {
        frames.deinitialize(count: frameCount)
        arenas.giveBackMemory(upTo: usedMemoryEnd)
    }
}

/// The bytes that the last call returned, for RETURNDATACOPY and for a run's own output.
///
/// One for the whole machine: a frame's return data is of no use while its callee runs, and is
/// replaced when that returns.
struct ReturnBuffer: ~Copyable {
    private(set) var base = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 32)
    private(set) var count = 0
    private var capacity = 4096

    deinit { base.deallocate() }

    mutating func removeAll() { count = 0 }

    mutating func replace(with bytes: UnsafeRawBufferPointer) {
        if bytes.count > capacity {
            base.deallocate()
            capacity = bytes.count
            base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 32)
        }
        count = bytes.count
        if let source = bytes.baseAddress { base.copyMemory(from: source, byteCount: count) }
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }
}

/// A way to run frames other than the interpreter's.
package protocol CompiledTier: AnyObject {
    /// Runs a frame from its pc until it ends, or until the driver must do something.
    ///
    /// Never raises a failure of its own: it answers `exitToInterpreter` with the frame as it
    /// was before the instruction in question. With `call`, nothing of the instruction is charged.
    func run(_ frame: FramePointer) -> RunEnd
}
