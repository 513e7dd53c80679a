import Codegen

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
        _ executor: inout any FragmentExecutor, entry: Int, seed: UInt64, state: StateArgument
    ) -> RunObservation {
        let before = RandomMemory.contents(seed: seed)
        for (index, word) in before.enumerated() { words[index] = word }
        let base = UInt64(UInt(bitPattern: words.baseAddress))
        let result = executor.run(entry: entry, state: (base, state.first, state.second))
        let changed = before.indices.filter { before[$0] != words[$0] }
        return RunObservation(
            outcome: result.outcome, slots: executor.restoredSlots,
            registers: [result.state.1, result.state.2],
            changedWords: changed.map { ($0, words[$0]) })
    }
}

/// What can be seen of a run.
struct RunObservation {
    let outcome: ExecutionOutcome
    let slots: [RestoredSlot]
    let registers: [UInt64]
    let changedWords: [(index: Int, value: UInt64)]

    func isSame(as other: RunObservation) -> Bool {
        outcome == other.outcome && slots == other.slots && registers == other.registers
            && changedWords.elementsEqual(other.changedWords, by: ==)
    }

    func text(of buffer: LIRBuffer) -> String {
        var parts: [String] = []
        switch outcome {
        case .returned(let value): parts.append("returned \(Self.text(value))")
        case .exited(let exit):
            let contents = buffer[exit]
            parts.append(
                "exit\(exit.identifier) kind \(contents.kind) payload \(contents.payload)")
        case .failed(let failure): parts.append("failed: \(failure)")
        }
        for slot in slots {
            let limbs = [slot.limbs.limb0, slot.limbs.limb1, slot.limbs.limb2, slot.limbs.limb3]
            parts.append("slot \(slot.index) = " + limbs.map(Self.text).joined(separator: ":"))
        }
        parts.append("state " + registers.map(Self.text).joined(separator: ","))
        for (index, value) in changedWords {
            parts.append("[\(index * 8)] = \(Self.text(value))")
        }
        return parts.joined(separator: "; ")
    }

    private static func text(_ word: UInt64) -> String {
        "0x" + String(word, radix: 16)
    }
}
