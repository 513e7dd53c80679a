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

    var hasFailed: Bool {
        if case .failed = outcome { true } else { false }
    }

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

/// Two ways to run a fragment do the same.
enum FragmentAgreement {
    /// Machine code, wherever it runs, does what the LIR interpreter does.
    static func check(
        _ fragment: Fragment, _ compiled: CompiledFragment, _ scratch: RandomScratch, _ what: String
    ) throws {
        try #require(try difference(fragment, compiled, scratch) == nil, "\(what)")
    }

    /// The first run in which machine code differs from the LIR interpreter, or nil.
    static func difference(
        _ fragment: Fragment, _ compiled: CompiledFragment, _ scratch: RandomScratch
    ) throws -> String? {
        var interpreter = LIRInterpreter(fragment)
        var machine = NativeExecutor(compiled)
        interpreter.stepLimit = 200_000
        return try difference(
            &interpreter, &machine, of: fragment, forcing: fragment.buffer.forcibleExits, scratch)
    }

    /// What passes made of a fragment does what it did, and neither fails.
    static func check(_ plain: Fragment, _ passed: Fragment, _ what: String) throws {
        var first = LIRInterpreter(plain)
        var second = LIRInterpreter(passed)
        first.stepLimit = 200_000
        second.stepLimit = 400_000
        let common = Set(plain.buffer.forcibleExits).intersection(passed.buffer.forcibleExits)
        let found = try difference(
            &first, &second, of: plain, forcing: Array(common), RandomScratch(), mayFail: false)
        if let found { Issue.record("\(what), \(found)") }
    }

    /// The first run in which two executors differ, or nil: runs both on several inputs, with no
    /// guard forced and with each of those that are named.
    private static func difference(
        _ first: inout some FragmentExecutor, _ second: inout some FragmentExecutor,
        of fragment: Fragment, forcing exits: [LIRExit], _ scratch: RandomScratch,
        mayFail: Bool = true
    ) throws -> String? {
        let exits = exits.sorted { $0.identifier < $1.identifier }
        for forced in [nil] + exits.map(Optional.some) {
            let set = Set([forced].compactMap(\.self))
            try first.forceExits(set)
            try second.forceExits(set)
            for entry in fragment.buffer.entries.indices {
                for input in 0..<(forced == nil ? 4 : 1) as Range<UInt64> {
                    let expected = RandomObservation(
                        &first, entry: entry, scratch: scratch, seed: input)
                    let found = RandomObservation(
                        &second, entry: entry, scratch: scratch, seed: input)
                    let isWorthless = !mayFail && expected.hasFailed
                    if expected == found && !isWorthless { continue }
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
