// What the validator remembers: types of values, the tree of blocks, labels, and flags.

/// The types and blocks of values, by the name that came back for them.
struct DefinitionMap {
    private struct Definition {
        var type: LIRType = .void
        var block: Int32 = 0
    }

    private var values: [Definition] = []
    private var carries: [Definition] = []
    /// Whether a pass dropped a value: the name of `start` then stands for any of these.
    private var hasDropped = false

    /// How a reference fails to be of the kind asked for, or nil.
    func mismatch(_ reference: LIRReference, _ kind: OperandKind) -> (LIRRule, String)? {
        if reference.index == 0 && hasDropped { return nil }
        let value = Self.type(reference, in: values)
        let carry = Self.type(reference, in: carries)
        let fits: Bool =
            switch kind {
            case .word: value == .word
            case .condition: value == .condition
            case .carry: carry == .carry
            case .borrow: carry == .borrow
            case .flag: carry != .void
            case .none, .half, .number, .displacement, .indexedAddress, .label, .jumpTable, .exit,
                .descriptor, .firstArgument, .argumentCount, .text:
                true
            }
        if fits { return nil }
        if kind == .carry && carry == .borrow || kind == .borrow && carry == .carry {
            return (.polarity, "operand \(reference.index) is a \(carry.name), not a \(kind)")
        }
        let found = value == .void ? carry : value
        return (.operandType, "operand \(reference.index) is \(found.name), not a \(kind)")
    }

    private static func type(_ reference: LIRReference, in map: [Definition]) -> LIRType {
        reference.position < map.count ? map[reference.position].type : .void
    }

    /// The block that defines an operand whose kind was found to fit.
    func block(of reference: LIRReference, _ kind: OperandKind) -> Int32 {
        if reference.index == 0 { return BlockTree.everywhere }
        switch kind {
        case .carry, .borrow, .flag: return carries[reference.position].block
        case .none, .word, .condition, .half, .number, .displacement, .indexedAddress, .label,
            .jumpTable, .exit, .descriptor, .firstArgument, .argumentCount, .text:
            return values[reference.position].block
        }
    }

    mutating func define(
        _ result: LIRResult, value: LIRType, carry: LIRType, block: Int32, in blocks: BlockTree
    ) {
        if result.value.index == 0 {
            hasDropped = hasDropped || value != .void || carry != .void
            return
        }
        if value != .void {
            Self.define(result.value, value, block, in: blocks, &values)
        }
        if carry != .void {
            Self.define(result.carry, carry, block, in: blocks, &carries)
        }
    }

    /// Keeps an earlier definition of the same name where it is still available.
    private static func define(
        _ reference: LIRReference, _ type: LIRType, _ block: Int32, in blocks: BlockTree,
        _ map: inout [Definition]
    ) {
        while map.count <= reference.position { map.append(Definition()) }
        let known = map[reference.position]
        if known.type == type && blocks.isAvailable(known.block) { return }
        map[reference.position] = Definition(type: type, block: block)
    }
}

/// The tree of blocks by immediate dominator, grown as code is written.
///
/// A block ends at a label, behind a jump and at a fence. A value is available in the blocks below
/// its own; fences start new trees.
struct BlockTree {
    /// The block of values that are available everywhere.
    static let everywhere: Int32 = -1
    private static let none: Int32 = -2

    private var parents: [Int32] = [BlockTree.none]
    private var depths: [Int32] = [0]
    private(set) var current: Int32 = 0
    private var isReachable = true

    private mutating func begin(parent: Int32) {
        parents.append(parent)
        depths.append(parent == Self.none ? 0 : depths[Int(parent)] + 1)
        current = Int32(parents.count - 1)
    }

    func isAvailable(_ block: Int32) -> Bool {
        if block == Self.everywhere { return true }
        var candidate = current
        while candidate >= 0 && depths[Int(candidate)] > depths[Int(block)] {
            candidate = parents[Int(candidate)]
        }
        return candidate == block
    }

    /// The nearest block that both run through, or nil.
    func common(_ first: Int32, _ second: Int32) -> Int32? {
        var (first, second) = (first, second)
        while first != second {
            if depths[Int(first)] < depths[Int(second)] { swap(&first, &second) }
            first = parents[Int(first)]
            if first == Self.none { return nil }
        }
        return first
    }

    /// Behind a conditional jump.
    mutating func split() {
        begin(parent: current)
    }

    /// Behind an instruction that does not fall through.
    mutating func end() {
        isReachable = false
        begin(parent: current)
    }

    /// At a fence, which may be reached from anywhere.
    mutating func fence() {
        begin(parent: Self.none)
        isReachable = true
    }

    /// At a label, with what the jumps to it have in common, or nil when there are none.
    mutating func join(jumps: LabelBook.Sources?) {
        var parent: Int32?
        switch jumps {
        case nil: parent = current
        case .nothingCommon: parent = nil
        case .block(let block): parent = isReachable ? common(block, current) : block
        }
        begin(parent: parent ?? Self.none)
        // A label that nothing leads to is dead code behind dead code: lenient, and no source of
        // what follows it.
        if jumps != nil { isReachable = true }
    }
}

/// Which labels were placed, jumped to, and must or do stand at a fence.
struct LabelBook {
    /// What the jumps to a label have in common.
    enum Sources {
        case block(Int32)
        case nothingCommon
    }

    private var placed: Set<LIRLabel> = []
    private var sources: [LIRLabel: Sources] = [:]
    private var fenced: Set<LIRLabel> = []
    private var needingFence: Set<LIRLabel> = []
    /// The tables whose labels are among those that need a fence.
    private var knownTables: Set<UInt32> = []
    /// Labels that stand directly before the next instruction.
    private var open: [LIRLabel] = []

    var unplacedTarget: LIRLabel? {
        let targets = Set(sources.keys).union(needingFence).subtracting(placed)
        return targets.min { $0.identifier < $1.identifier }
    }

    // MARK: Checks

    func violation(placing label: LIRLabel, _ buffer: LIRBuffer) -> (LIRRule, String)? {
        unknown(label, buffer)
            ?? (placed.contains(label)
                ? (.labelPlacement, "label \(label.identifier) is placed twice") : nil)
    }

    func violation(jumpingForwards label: LIRLabel, _ buffer: LIRBuffer) -> (LIRRule, String)? {
        unknown(label, buffer)
            ?? violation(following: .j)
            ?? (placed.contains(label)
                ? (.direction, "label \(label.identifier) lies behind; use loop") : nil)
    }

    func violation(jumpingBackwards label: LIRLabel, _ buffer: LIRBuffer) -> (LIRRule, String)? {
        if let finding = unknown(label, buffer) ?? violation(following: .loop) { return finding }
        guard placed.contains(label) else {
            return (.direction, "label \(label.identifier) lies ahead; use j")
        }
        return unfenced(label)
    }

    func violation(table: UInt32, _ buffer: LIRBuffer) -> (LIRRule, String)? {
        if !knownTables.contains(table) {
            let labels = buffer.jumpTables[Int(table)]
            if labels.isEmpty { return (.range, "an empty jump table") }
            for label in labels {
                if let finding = unknown(label, buffer) { return finding }
                if placed.contains(label), let finding = unfenced(label) { return finding }
            }
        }
        return violation(following: .jtbl)
    }

    /// A label that a jump table leads to needs a fence behind it.
    func violation(following opcode: LIROpcode) -> (LIRRule, String)? {
        guard opcode != .regfence && opcode != .entry && opcode != .comment else { return nil }
        guard let label = open.first(where: needingFence.contains) else { return nil }
        return (.fencedTarget, "label \(label.identifier) needs a regfence or entry behind it")
    }

    private func unknown(_ label: LIRLabel, _ buffer: LIRBuffer) -> (LIRRule, String)? {
        Int(label.identifier) < buffer.labelCount
            ? nil : (.range, "no such label \(label.identifier)")
    }

    private func unfenced(_ label: LIRLabel) -> (LIRRule, String)? {
        fenced.contains(label)
            ? nil
            : (.fencedTarget, "label \(label.identifier) has no regfence or entry behind it")
    }

    // MARK: Changes

    /// Notes the label's place and gives what the jumps to it have in common, or nil without any.
    mutating func place(_ label: LIRLabel) -> Sources? {
        placed.insert(label)
        open.append(label)
        return sources[label]
    }

    mutating func jump(to label: LIRLabel, from blocks: BlockTree) {
        close()
        switch sources[label] {
        case nil: sources[label] = .block(blocks.current)
        case .nothingCommon: break
        case .block(let other):
            let common = blocks.common(other, blocks.current)
            sources[label] = common.map(Sources.block) ?? .nothingCommon
        }
    }

    mutating func needFences(table: UInt32, _ buffer: LIRBuffer) {
        close()
        guard knownTables.insert(table).inserted else { return }
        needingFence.formUnion(buffer.jumpTables[Int(table)])
    }

    /// A fence stands here: the labels right before it are fenced.
    mutating func fence() {
        fenced.formUnion(open)
        open.removeAll(keepingCapacity: true)
    }

    /// Something else stands here.
    mutating func close() {
        open.removeAll(keepingCapacity: true)
    }
}

/// Follows the machine's flags: which producer's carry they hold and whether it was used.
struct FlagWatch {
    private var producer: LIRReference?
    private var isConsumed = false
    private var everConsumed: Set<LIRReference> = []
    private var conditions: Set<LIRReference> = []
    private var pendingCondition: LIRReference?

    func violation(by instruction: LIRInstruction, buffer: LIRBuffer) -> (LIRRule, String)? {
        let row = instruction.opcode.row
        if let flag = Self.flag(of: instruction, row) {
            return instruction.opcode == .kval ? misread(flag) : misuse(flag)
        }
        guard row.a == .condition, instruction.a != 0, conditions.contains(instruction.referenceA),
            pendingCondition != instruction.referenceA
        else { return nil }
        return (
            .flagAdjacency, "the flags of condition \(instruction.a) may be gone, or were used"
        )
    }

    /// The carry or borrow that is used; nil too for one that a pass dropped with its code.
    private static func flag(of instruction: LIRInstruction, _ row: LIROpcodeRow) -> LIRReference? {
        let flag: LIRReference? =
            switch (row.a, row.c) {
            case (.flag, _): instruction.referenceA
            case (_, .carry), (_, .borrow): instruction.referenceC
            default: nil
            }
        return flag?.index == 0 ? nil : flag
    }

    private func misread(_ flag: LIRReference) -> (LIRRule, String)? {
        producer == flag && !isConsumed
            ? nil : (.carryValue, "kval is not right behind the producer \(flag.index)")
    }

    private func misuse(_ flag: LIRReference) -> (LIRRule, String)? {
        if everConsumed.contains(flag) {
            return (.singleFlagConsumer, "the carry of \(flag.index) has another consumer")
        }
        guard producer == flag else {
            return (.flagAdjacency, "the flags of \(flag.index) may be gone")
        }
        return nil
    }

    mutating func note(_ instruction: LIRInstruction, _ result: LIRResult) {
        let row = instruction.opcode.row
        if let flag = Self.flag(of: instruction, row), instruction.opcode != .kval {
            everConsumed.insert(flag)
            isConsumed = true
        }
        if instruction.opcode == .kc {
            conditions.insert(result.value)
            pendingCondition = result.value
        } else if row.carryOut != .void {
            producer = result.carry
            isConsumed = false
            pendingCondition = nil
        } else if !row.traits.contains(.transparent) {
            producer = nil
            pendingCondition = nil
        }
    }
}
