import Codegen

/// What can be seen of a run.
struct RunObservation {
    let outcome: ExecutionOutcome
    let slots: [RestoredSlot]
    let registers: [UInt64]
    let changedWords: [(index: Int, value: UInt64)]

    /// Everything, in a line.
    func text(of buffer: LIRBuffer) -> String {
        facts(of: buffer).map { $0.name + $0.value }.joined(separator: "; ")
    }

    /// What another run did otherwise, in a line; nil if nothing.
    func difference(_ other: RunObservation, _ buffer: LIRBuffer) -> String? {
        if isSame(as: other) { return nil }
        let (mine, theirs) = (facts(of: buffer), other.facts(of: buffer))
        let names = (mine + theirs).map(\.name)
        var seen: Set<String> = []
        let parts = names.filter { seen.insert($0).inserted }.compactMap { name -> String? in
            let expected = mine.first { $0.name == name }?.value ?? "none or unchanged"
            let found = theirs.first { $0.name == name }?.value ?? "none or unchanged"
            return expected == found ? nil : "\(name)\(expected) became \(found)"
        }
        return parts.joined(separator: "; ")
    }

    private func isSame(as other: RunObservation) -> Bool {
        outcome == other.outcome && slots == other.slots && registers == other.registers
            && changedWords.elementsEqual(other.changedWords, by: ==)
    }

    /// What happened, slot by slot and word by word, each with the name that it goes by.
    private func facts(of buffer: LIRBuffer) -> [(name: String, value: String)] {
        var facts: [(name: String, value: String)] = []
        switch outcome {
        case .returned(let value): facts.append(("", "returned \(Self.text(value))"))
        case .exited(let exit):
            let contents = buffer[exit]
            facts.append(
                ("", "exit\(exit.identifier) kind \(contents.kind) payload \(contents.payload)"))
        case .failed(let failure): facts.append(("", "failed: \(failure)"))
        }
        for slot in slots {
            let limbs = [slot.limbs.limb0, slot.limbs.limb1, slot.limbs.limb2, slot.limbs.limb3]
            facts.append(
                ("slot \(slot.index) = ", limbs.map(Self.text).joined(separator: ":")))
        }
        facts.append(("state ", registers.map(Self.text).joined(separator: ",")))
        for (index, value) in changedWords {
            facts.append(("[\(index * 8)] = ", Self.text(value)))
        }
        return facts
    }

    private static func text(_ word: UInt64) -> String {
        "0x" + String(word, radix: 16)
    }
}
