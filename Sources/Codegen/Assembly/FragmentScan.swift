/// What must be known of a fragment before it is assembled backwards: one pass forwards.
struct FragmentScan {
    /// The exits of all guards, in the order of the guards.
    private(set) var guardedExits: [LIRExit] = []
    /// The instructions that can find a promise of the embedder broken.
    private(set) var trapInstructions: [UInt32] = []
    /// The jump tables that an instruction names, each once.
    private(set) var jumpTables: [UInt32] = []
    /// Whether anything jumps to a label, by identifier.
    private(set) var isJumpTarget: [Bool]

    private let buffer: LIRBuffer
    /// Which jump tables are in the list.
    private var isNamed: [Bool]
    /// How often each state register was written so far.
    private var epochs: [UInt32] = [0, 0, 0]
    /// The epoch in which a candidate for an alias was made.
    private var madeIn: [UInt32]

    /// Scans a fragment; use counts and aliases go to the table.
    init(_ buffer: LIRBuffer, _ values: borrowing ValueTable) {
        self.buffer = buffer
        isJumpTarget = Array(repeating: false, count: buffer.labelCount)
        isNamed = Array(repeating: false, count: buffer.jumpTables.count)
        madeIn = Array(repeating: 0, count: buffer.count)
        for index in 0..<UInt32(buffer.count) {
            visit(index, buffer[LIRReference(index: index)], values)
        }
    }

    private mutating func visit(
        _ index: UInt32, _ instruction: LIRInstruction, _ values: borrowing ValueTable
    ) {
        countUses(by: instruction, values)
        switch instruction.opcode {
        case .state:
            values[index].alias = UInt8(instruction.a)
            madeIn[Int(index)] = epochs[Int(instruction.a)]
        case .setstate:
            epochs[Int(instruction.a)] += 1
            bind(instruction, before: index, values)
        case .x, .xt, .xf, .xk, .xnk:
            guardedExits.append(instruction.exit)
        case .j, .jt, .jf, .loop:
            isJumpTarget[Int(instruction.target.identifier)] = true
        case .jtbl:
            trapInstructions.append(index)
            note(jumpTable: instruction.c)
        case .udiv, .urem, .unreachable:
            trapInstructions.append(index)
        case .callq, .callv:
            if buffer.descriptor(of: instruction).address == 0 { trapInstructions.append(index) }
        case .start, .label, .entry, .regfence, .comment, .immq, .allocp, .live, .ld8u, .ld32u,
            .ldq, .ldqx, .st8, .st32, .stq, .stqx, .add, .sub, .and, .or, .xor, .not, .neg, .shl,
            .shr, .sar, .mul, .mulhu, .shld, .shrd, .clz, .bswap, .addk, .adc, .subk, .sbb, .kval,
            .kset, .bset, .kc, .eq, .ltu, .leu, .lts, .les, .cmov, .setc, .xbarrier, .ret:
            break
        }
    }

    /// Many instructions may share a table: its labels are looked at once.
    private mutating func note(jumpTable table: UInt32) {
        guard !isNamed[Int(table)] else { return }
        isNamed[Int(table)] = true
        jumpTables.append(table)
        for label in buffer.jumpTables[Int(table)] { isJumpTarget[Int(label.identifier)] = true }
    }

    // MARK: Uses

    /// Counts operands where code for them is emitted: those of a condition at its consumers.
    private func countUses(by instruction: LIRInstruction, _ values: borrowing ValueTable) {
        let row = instruction.opcode.row
        if row.result == .condition { return }
        if row.a == .condition {
            let condition = buffer[instruction.referenceA]
            let operands = condition.opcode.row
            if operands.a == .word { use(condition.a, values) }
            if operands.b == .word { use(condition.b, values) }
        }
        if row.a == .word { use(instruction.a, values) }
        if row.b == .word { use(instruction.b, values) }
        switch row.c {
        case .word: use(instruction.c, values)
        case .indexedAddress: use(buffer.indexedAddress(of: instruction).index.index, values)
        case .argumentCount:
            for argument in buffer.arguments(of: instruction) { use(argument.index, values) }
        case .exit: useSnapshot(instruction.exit, values)
        case .none, .condition, .carry, .borrow, .flag, .half, .number, .displacement, .label,
            .jumpTable, .descriptor, .firstArgument, .text:
            break
        }
    }

    private func useSnapshot(_ exit: LIRExit, _ values: borrowing ValueTable) {
        for slot in buffer.slots(of: exit) {
            switch slot.value {
            case .constant: break
            case .zeroExtended(let limb), .signExtended(let limb): use(limb.index, values)
            case .limbs(let limb0, let limb1, let limb2, let limb3):
                use(limb0.index, values)
                use(limb1.index, values)
                use(limb2.index, values)
                use(limb3.index, values)
            }
        }
    }

    private func use(_ value: UInt32, _ values: borrowing ValueTable) {
        var entry = values[value]
        if entry.useCount < .max { entry.useCount += 1 }
        if entry.alias != ValueTable.Entry.noRegister,
            madeIn[Int(value)] != epochs[Int(entry.alias)]
        {
            entry.alias = ValueTable.Entry.noRegister
        }
        values[value] = entry
    }

    // MARK: Aliases

    /// Lets a value be computed in the state register that the next instruction writes it to.
    ///
    /// Jumps lead forwards or to a fence, so the instructions between a value and its use are
    /// among those that stand between them, whatever path is taken: a value is the state register
    /// as long as no `setstate` stands between.
    private mutating func bind(
        _ instruction: LIRInstruction, before index: UInt32, _ values: borrowing ValueTable
    ) {
        let value = instruction.b
        let register = UInt8(instruction.a)
        guard value + 1 == index, values[value].alias == ValueTable.Entry.noRegister else { return }
        let definition = buffer[LIRReference(index: value)]
        switch definition.opcode {
        case .ldq, .ld8u, .ld32u, .add, .and, .or, .xor:
            break
        case .sub:
            // The difference would overwrite its own subtrahend.
            if values[definition.b].alias == register { return }
        case .start, .label, .entry, .regfence, .comment, .unreachable, .immq, .allocp, .live,
            .state, .setstate, .ldqx, .st8, .st32, .stq, .stqx, .not, .neg, .shl, .shr, .sar, .mul,
            .mulhu, .shld, .shrd, .clz, .bswap, .udiv, .urem, .addk, .adc, .subk, .sbb, .kval,
            .kset, .bset, .kc, .eq, .ltu, .leu, .lts, .les, .cmov, .setc, .xt, .xf, .x, .xk, .xnk,
            .xbarrier, .j, .jt, .jf, .jtbl, .loop, .ret, .callq, .callv:
            return
        }
        values[value].alias = register
        madeIn[Int(value)] = epochs[Int(register)]
    }
}
