import Codegen

/// What code starts with: the seed of its memory, and state registers 1 and 2.
struct RunInput {
    var seed: UInt64
    var state: StateArgument
}

/// The memory that code runs on.
final class ScratchMemory {
    private let words: UnsafeMutableBufferPointer<UInt64>

    init() {
        words = .allocate(capacity: RandomMemory.byteCount / 8)
        words.initialize(repeating: 0)
    }

    deinit { words.deallocate() }

    /// Fills the memory from a seed, runs an entry, and notes all that can be seen of it.
    func observe(
        _ executor: inout any FragmentExecutor, entry: Int, input: RunInput
    ) -> RunObservation {
        let before = RandomMemory.contents(seed: input.seed)
        for (index, word) in before.enumerated() { words[index] = word }
        let base = UInt64(UInt(bitPattern: words.baseAddress))
        let result = executor.run(
            entry: entry, state: (base, input.state.first, input.state.second))
        let changed = before.indices.filter { before[$0] != words[$0] }
        return RunObservation(
            outcome: result.outcome, slots: executor.restoredSlots,
            registers: [result.state.1, result.state.2],
            changedWords: changed.map { ($0, words[$0]) })
    }
}
