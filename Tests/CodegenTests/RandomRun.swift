import Codegen
import Testing

/// Memory for a random fragment, filled from a seed and freed with its owner.
final class RandomScratch {
    let words: UnsafeMutablePointer<UInt64>
    static let count = RandomMemory.byteCount / 8

    init() {
        words = .allocate(capacity: Self.count)
        words.initialize(repeating: 0, count: Self.count)
    }

    deinit { words.deallocate() }

    func fill(seed: UInt64) {
        for (index, word) in RandomMemory.contents(seed: seed).enumerated() { words[index] = word }
    }

    var contents: [UInt64] { Array(UnsafeBufferPointer(start: words, count: Self.count)) }
}

/// Everything that can be observed of a run.
struct RandomObservation: Hashable, CustomStringConvertible {
    let outcome: ExecutionOutcome
    let slots: [RestoredSlot]
    let register1: UInt64
    let register2: UInt64
    let memory: [UInt64]

    var description: String {
        "\(outcome) \(slots) \(register1) \(register2) \(memory)"
    }

    /// Runs a fragment on memory and registers that come from a seed.
    init(
        _ executor: inout some FragmentExecutor, entry: Int, scratch: RandomScratch, seed: UInt64
    ) {
        scratch.fill(seed: seed)
        let result = executor.run(
            entry: entry,
            state: (UInt64(UInt(bitPattern: scratch.words)), seed &* 0x1234_5678_9abc_def1, ~seed))
        outcome = result.outcome
        slots = executor.restoredSlots
        register1 = result.state.1
        register2 = result.state.2
        memory = scratch.contents
    }
}

/// Machine code, wherever it runs, does what the LIR interpreter does.
enum FragmentAgreement {
    /// Runs both on several inputs, as they are and with each guard forced.
    static func check(
        _ fragment: Fragment, _ compiled: CompiledFragment, _ scratch: RandomScratch, _ what: String
    ) throws {
        try #require(try difference(fragment, compiled, scratch) == nil, "\(what)")
    }

    /// The first run in which they differ, or nil.
    static func difference(
        _ fragment: Fragment, _ compiled: CompiledFragment, _ scratch: RandomScratch
    ) throws -> String? {
        var interpreter = LIRInterpreter(fragment)
        var machine = NativeExecutor(compiled)
        interpreter.stepLimit = 200_000
        let exits = fragment.buffer.forcibleExits.sorted { $0.identifier < $1.identifier }
        for forced in [nil] + exits.map(Optional.some) {
            let set = Set([forced].compactMap(\.self))
            try interpreter.forceExits(set)
            try machine.forceExits(set)
            for entry in fragment.buffer.entries.indices {
                for input in 0..<(forced == nil ? 4 : 1) as Range<UInt64> {
                    let expected = RandomObservation(
                        &interpreter, entry: entry, scratch: scratch, seed: input)
                    let found = RandomObservation(
                        &machine, entry: entry, scratch: scratch, seed: input)
                    if expected == found { continue }
                    return "entry \(entry), input \(input), forced "
                        + "\(String(describing: forced)): \(found), expected \(expected)"
                }
            }
        }
        return nil
    }
}

extension LIRBuffer {
    /// The exits whose guards can be forced.
    var forcibleExits: [LIRExit] {
        instructions.filter { $0.opcode.row.c == .exit && $0.opcode != .xbarrier }.map(\.exit)
    }
}
