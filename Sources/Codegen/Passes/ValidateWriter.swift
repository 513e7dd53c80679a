/// Checks everything that reaches it against the rules of docs/lir.md.
///
/// It can stand anywhere in a chain and says where. The first broken rule is noted in the buffer,
/// nothing is written after it, and `finish` throws it.
///
/// What a value is, and where it was defined, is remembered by the name that came back for it, so
/// that passes further down are free to put another instruction in its place.
package final class ValidateWriter: LIRWriter {
    package let next: any LIRWriter
    package let buffer: LIRBuffer
    private let place: String
    private let requiresAdjacentFlags: Bool

    private var instructionCount = 0
    private var opcode: LIROpcode = .start
    private var entryCount = 0
    private var lastIsTerminator = false
    private var guardedExits: Set<LIRExit> = []
    private var definitions = DefinitionMap()
    private var blocks = BlockTree()
    private var labels = LabelBook()
    private var flags = FlagWatch()

    /// Makes a validator that names itself `place`.
    ///
    /// Flag adjacency (V1 and V2) is asked for only where no carry pass follows.
    package init(_ next: any LIRWriter, where place: String, requiresAdjacentFlags: Bool) {
        self.next = next
        self.buffer = next.buffer
        self.place = place
        self.requiresAdjacentFlags = requiresAdjacentFlags
    }

    package func write(_ instruction: LIRInstruction) -> LIRResult {
        guard buffer.violation == nil else { return LIRResult(LIRReference(index: 0)) }
        opcode = instruction.opcode
        instructionCount += 1
        if let (rule, explanation) = violation(by: instruction) {
            report(rule, explanation)
            return LIRResult(LIRReference(index: 0))
        }
        let result = next.write(instruction)
        note(instruction, result)
        return result
    }

    package func finish() throws(LIRViolation) {
        if buffer.violation == nil {
            if entryCount == 0 { report(.structure, "the fragment has no entry") }
            if !lastIsTerminator { report(.end, "the last instruction falls off the end") }
            if let label = labels.unplacedTarget {
                report(.labelPlacement, "label \(label.identifier) is jumped to but never placed")
            }
        }
        try next.finish()
    }

    private func report(_ rule: LIRRule, _ explanation: String) {
        buffer.record(
            LIRViolation(
                place: place, rule: rule, instruction: instructionCount, opcode: opcode,
                explanation: explanation))
    }
}

/// A rule and how it was broken.
private typealias Finding = (LIRRule, String)

// MARK: Checks before writing

extension ValidateWriter {
    private func violation(by instruction: LIRInstruction) -> Finding? {
        structure(instruction)
            ?? numbers(instruction)
            ?? operands(instruction)
            ?? targets(instruction)
            ?? snapshot(instruction)
            ?? (requiresAdjacentFlags
                ? flags.violation(by: instruction, buffer: buffer) : nil)
    }

    private func structure(_ instruction: LIRInstruction) -> Finding? {
        let opcode = instruction.opcode
        if opcode == .start { return (.structure, "start is the first instruction and only that") }
        if opcode == .allocp {
            return entryCount > 0 ? (.structure, "allocp after the first entry") : nil
        }
        let isQuiet = opcode == .comment || opcode == .entry || opcode == .label
        return entryCount > 0 || isQuiet
            ? nil : (.structure, "code before the first entry is never reached")
    }

    private func numbers(_ instruction: LIRInstruction) -> Finding? {
        let opcode = instruction.opcode
        let number = instruction.a
        if opcode == .entry && Int(number) != entryCount {
            return (.range, "entry \(number) where entry \(entryCount) is next")
        }
        if opcode == .state && number > 2 {
            return (.range, "state register \(number) is not 0...2")
        }
        if opcode == .setstate && !(1...2).contains(number) {
            return (.range, "state register \(number) is not 1...2, and 0 is never written")
        }
        if opcode == .allocp && !(1...65_536).contains(number) {
            return (.range, "\(number) bytes of frame are not 1...65536")
        }
        if opcode == .comment && Int(number) >= buffer.comments.count {
            return (.range, "no such comment")
        }
        if opcode == .stqx && Int(instruction.c) >= buffer.indexedAddresses.count {
            return (.range, "no such indexed address")
        }
        return opcode == .callq || opcode == .callv ? call(instruction) : nil
    }

    private func call(_ instruction: LIRInstruction) -> Finding? {
        guard Int(instruction.a) < buffer.descriptors.count,
            Int(instruction.b) + Int(instruction.c) <= buffer.arguments.count
        else { return (.range, "no such function or arguments") }
        let descriptor = buffer.descriptor(of: instruction)
        guard descriptor.argumentCount == Int(instruction.c) else {
            return (
                .range,
                "\(descriptor.name) takes \(descriptor.argumentCount) arguments, "
                    + "not \(instruction.c)"
            )
        }
        guard descriptor.argumentCount <= CallDescriptor.maximumArgumentCount else {
            return (.range, "more than \(CallDescriptor.maximumArgumentCount) arguments")
        }
        return nil
    }

    private func operands(_ instruction: LIRInstruction) -> Finding? {
        var finding: Finding?
        buffer.forEachOperand(of: instruction) { reference, kind in
            if finding == nil { finding = operand(reference, kind) }
        }
        return finding
    }

    private func operand(_ reference: LIRReference, _ kind: OperandKind) -> Finding? {
        if let finding = definitions.mismatch(reference, kind) { return finding }
        let block = definitions.block(of: reference, kind)
        guard blocks.isAvailable(block) else {
            return (
                .availability,
                "operand \(reference.index) need not have been computed when this is reached"
            )
        }
        return nil
    }

    private func targets(_ instruction: LIRInstruction) -> Finding? {
        switch instruction.opcode.row.c {
        case .label:
            return instruction.opcode == .loop
                ? labels.violation(jumpingBackwards: instruction.target, buffer)
                : labels.violation(jumpingForwards: instruction.target, buffer)
        case .jumpTable:
            guard Int(instruction.c) < buffer.jumpTables.count else {
                return (.range, "no such jump table")
            }
            return labels.violation(table: instruction.c, buffer)
        case .none, .word, .condition, .carry, .borrow, .flag, .half, .number, .displacement,
            .indexedAddress, .exit, .descriptor, .firstArgument, .argumentCount, .text:
            return instruction.opcode == .label
                ? labels.violation(placing: LIRLabel(identifier: instruction.a), buffer)
                : labels.violation(following: instruction.opcode)
        }
    }

    private func snapshot(_ instruction: LIRInstruction) -> Finding? {
        guard instruction.opcode.row.traits.contains(.exits) else { return nil }
        let exit = instruction.exit
        guard Int(exit.identifier) < buffer.exitCount else {
            return (.range, "no such exit \(exit.identifier)")
        }
        if guardedExits.contains(exit) {
            return (.singleGuard, "exit \(exit.identifier) belongs to another guard")
        }
        var finding: Finding?
        for slot in buffer.slots(of: exit) {
            slot.value.forEachReference { reference in
                if finding == nil, let (_, explanation) = operand(reference, .word) {
                    finding = (
                        .snapshot, "exit \(exit.identifier), slot \(slot.index): \(explanation)"
                    )
                }
            }
        }
        return finding
    }
}

// MARK: What writing changes

extension ValidateWriter {
    private func note(_ instruction: LIRInstruction, _ result: LIRResult) {
        let row = instruction.opcode.row
        lastIsTerminator = row.traits.contains(.terminator)
        if row.traits.contains(.exits) { guardedExits.insert(instruction.exit) }
        if instruction.opcode == .entry { entryCount += 1 }
        noteControl(instruction)
        let block = instruction.opcode == .allocp ? BlockTree.everywhere : blocks.current
        definitions.define(
            result, value: row.result, carry: row.carryOut, block: block, in: blocks)
        if requiresAdjacentFlags { flags.note(instruction, result) }
    }

    private func noteControl(_ instruction: LIRInstruction) {
        let row = instruction.opcode.row
        if instruction.opcode == .label {
            blocks.join(jumps: labels.place(LIRLabel(identifier: instruction.a)))
        } else if row.traits.contains(.fence) {
            blocks.fence()
            labels.fence()
        } else if row.c == .label {
            labels.jump(to: instruction.target, from: blocks)
            if row.traits.contains(.terminator) { blocks.end() } else { blocks.split() }
        } else if row.c == .jumpTable {
            labels.needFences(table: instruction.c, buffer)
            blocks.end()
        } else if instruction.opcode != .comment {
            labels.close()
            if row.traits.contains(.terminator) { blocks.end() }
        }
    }
}
