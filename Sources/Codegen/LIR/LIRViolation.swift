/// The rules that every buffer keeps; docs/lir.md states each in full.
package enum LIRRule: String, CaseIterable, Sendable {
    /// An operand is an earlier instruction that yields the type the opcode's row asks for.
    case operandType = "operand-type"
    /// A value is used only where its definition is certain to have run, and not across a fence.
    case availability = "availability"
    /// V1: a carry has one flag consumer.
    case singleFlagConsumer = "V1-single-consumer"
    /// V1: only transparent instructions stand between a carry's producer and its flag consumer.
    case flagAdjacency = "V1-adjacent"
    /// V2: `kval` reads a carry right behind its producer.
    case carryValue = "V2-value"
    /// V3: a carry feeds additions only, a borrow subtractions only.
    case polarity = "V3-polarity"
    /// A number in an operand (register, scale, size, entry, argument count) is in range.
    case range = "range"
    /// A label is placed once; every label that is jumped to is placed.
    case labelPlacement = "label-placement"
    /// `j`, `jt` and `jf` lead forwards, `loop` backwards.
    case direction = "direction"
    /// The label of a `loop` or `jtbl` is followed by a `regfence` or `entry`.
    case fencedTarget = "fenced-target"
    /// One exit belongs to one guard.
    case singleGuard = "single-guard"
    /// A snapshot names words that are available at its guard.
    case snapshot = "snapshot"
    /// `start` is first and only there; `allocp` stands before the first entry.
    case structure = "structure"
    /// The last instruction does not fall off the end.
    case end = "end"
}

/// A broken rule: found by a validating writer, never a crash.
package struct LIRViolation: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where in the chain the validator sits.
    package let place: String
    package let rule: LIRRule
    /// Which instruction, counted as it reached that place.
    package let instruction: Int
    package let opcode: LIROpcode
    package let explanation: String

    package init(
        place: String, rule: LIRRule, instruction: Int, opcode: LIROpcode, explanation: String
    ) {
        self.place = place
        self.rule = rule
        self.instruction = instruction
        self.opcode = opcode
        self.explanation = explanation
    }

    package var description: String {
        "\(place): instruction \(instruction) (\(opcode.mnemonic)) breaks rule "
            + "\(rule.rawValue): \(explanation)"
    }
}
