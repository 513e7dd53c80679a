/// One step of the interpreter: an instruction with its operands looked up.
///
/// `a`, `b` and `c` are places in the value file, or numbers, as in the instruction's row; a carry
/// stands in the upper half of the file.
struct InterpreterStep {
    var opcode: LIROpcode
    var scale: UInt8 = 0
    /// The opcode as it was decoded, when forcing has put another in its place.
    var original: LIROpcode
    var destination: UInt32 = 0
    var a: UInt32 = 0
    var b: UInt32 = 0
    var c: UInt32 = 0
    /// A displacement, a function's address, or a jump's target.
    var extra: Int = 0
    /// Where the instruction stands in the buffer.
    var position: UInt32 = 0
}

/// A fragment made ready for the interpreter: no labels, names or constants left to look up.
struct DecodedFragment {
    private(set) var steps: [InterpreterStep] = []
    /// Step of each entry.
    private(set) var entries: [Int] = []
    /// For each jump table, the steps it leads to.
    private(set) var tables: [[Int]] = []
    /// The values that are there before the code runs.
    private(set) var constants: [(place: Int, value: UInt64)] = []
    /// The values that are addresses in the frame, by their offset.
    private(set) var frameAddresses: [(place: Int, offset: Int)] = []
    private(set) var frameByteCount = 0
    /// Places in the value file: one for each instruction, and one for the carry of each.
    let valueCount: Int

    private let buffer: LIRBuffer
    private var stepOfPosition: [Int]

    init(_ buffer: LIRBuffer) {
        self.buffer = buffer
        valueCount = buffer.count * 2
        stepOfPosition = Array(repeating: 0, count: buffer.count + 1)
        for (position, instruction) in buffer.instructions.enumerated() {
            stepOfPosition[position] = steps.count
            decode(instruction, at: position)
        }
        // Running off the end is as bad as reaching an `unreachable`.
        stepOfPosition[buffer.count] = steps.count
        decodeStep(LIRInstruction(.unreachable), at: buffer.count)
        linkJumps()
    }

    private mutating func decode(_ instruction: LIRInstruction, at position: Int) {
        switch instruction.opcode {
        case .start, .label, .regfence, .comment, .live, .xbarrier:
            break
        case .entry:
            entries.append(steps.count)
        case .immq:
            constants.append((position, instruction.immediate))
        case .allocp:
            frameAddresses.append((position, frameByteCount))
            frameByteCount += (Int(instruction.a) + 15) & ~15
        case .unreachable, .state, .setstate, .ld8u, .ld32u, .ldq, .ldqx, .st8, .st32, .stq, .stqx,
            .add, .sub, .and, .or, .xor, .not, .neg, .shl, .shr, .sar, .mul, .mulhu, .shld, .shrd,
            .clz, .bswap, .udiv, .urem, .addk, .adc, .subk, .sbb, .kval, .kset, .bset, .kc, .eq,
            .ltu, .leu, .lts, .les, .cmov, .setc, .xt, .xf, .x, .xk, .xnk, .j, .jt, .jf, .jtbl,
            .loop, .ret, .callq, .callv:
            decodeStep(instruction, at: position)
        }
    }

    private mutating func decodeStep(_ instruction: LIRInstruction, at position: Int) {
        let row = instruction.opcode.row
        var step = InterpreterStep(
            opcode: instruction.opcode, original: instruction.opcode)
        step.scale = instruction.scale
        step.destination = UInt32(position)
        step.position = UInt32(position)
        step.a = place(instruction.a, row.a)
        step.b = place(instruction.b, row.b)
        step.c = place(instruction.c, row.c)
        switch row.c {
        case .displacement:
            step.extra = Int(instruction.displacement)
        case .indexedAddress:
            let address = buffer.indexedAddress(of: instruction)
            step.c = address.index.index
            step.extra = Int(address.displacement)
        case .argumentCount:
            step.extra = Int(bitPattern: buffer.descriptor(of: instruction).address)
        case .none, .word, .condition, .carry, .borrow, .flag, .half, .number, .label, .jumpTable,
            .exit, .descriptor, .firstArgument, .text:
            break
        }
        steps.append(step)
    }

    private func place(_ field: UInt32, _ kind: OperandKind) -> UInt32 {
        switch kind {
        case .carry, .borrow, .flag:
            field + UInt32(buffer.count)
        case .none, .word, .condition, .half, .number, .displacement, .indexedAddress, .label,
            .jumpTable, .exit, .descriptor, .firstArgument, .argumentCount, .text:
            field
        }
    }

    private mutating func linkJumps() {
        for index in steps.indices where steps[index].opcode.row.c == .label {
            steps[index].extra = step(of: LIRLabel(identifier: steps[index].c))
        }
        tables = buffer.jumpTables.map { table in table.map { step(of: $0) } }
    }

    /// The step a label stands before; the end for a label that was never placed.
    private func step(of label: LIRLabel) -> Int {
        stepOfPosition[buffer.position(of: label)?.position ?? buffer.count]
    }

    /// Makes guards of these exits unconditional and all others what they were.
    mutating func force(_ exits: Set<LIRExit>) {
        for index in steps.indices where steps[index].original.row.c == .exit {
            let isForced = exits.contains(LIRExit(identifier: steps[index].c))
            steps[index].opcode = isForced ? .x : steps[index].original
        }
    }
}
