/// Reads what stands between `.begin` and `.end`.
struct LIRBodyParser {
    let writer: any LIRWriter
    let functions: [String: UInt]
    private var descriptors: [String: CallDescriptor] = [:]
    private var values: [String: LIRResult] = [:]
    private var labels: [String: LIRLabel] = [:]
    /// Where each label that is not yet placed was first named.
    private var unplaced: [String: LIRParseError] = [:]
    /// The lines of each exit, the first of which has been read up to its colon.
    private var exits: [[LIRLine]] = []
    private var guardedExits: Set<Int> = []

    init(writer: any LIRWriter, functions: [String: UInt]) {
        self.writer = writer
        self.functions = functions
    }

    private var buffer: LIRBuffer { writer.buffer }

    mutating func parse(_ lines: [LIRLine]) throws(LIRParseError) {
        guard var last = lines.last else { return }
        let body = try collectExits(lines.dropLast())
        for line in body { try statement(line) }
        for index in exits.indices where !guardedExits.contains(index) {
            try defineExit(index)
        }
        let missing = unplaced.values.min { ($0.line, $0.column) < ($1.line, $1.column) }
        if let missing { throw missing }
        do {
            try writer.finish()
        } catch {
            throw LIRParseError(
                line: last.number, column: 1, found: error.description,
                expected: "LIR that keeps the rule \(error.rule.rawValue)")
        }
        last.advance()
        try last.end()
    }

    // MARK: Exits

    /// Puts the lines of exits aside, since guards name exits that are listed below them.
    private mutating func collectExits(
        _ lines: ArraySlice<LIRLine>
    ) throws(LIRParseError) -> ArraySlice<LIRLine> {
        let isExit: (LIRLine) -> Bool = { line in
            line.peek.map { Self.exitNumber($0.text) != nil } == true
                && line.token(ahead: 1)?.text == ":"
        }
        guard let start = lines.firstIndex(where: isExit) else { return lines }
        for var line in lines[start...] {
            if isExit(line) {
                let name = try line.word("an exit")
                guard Self.exitNumber(name.text) == exits.count else {
                    throw line.error(at: name, "\"exit\(exits.count)\"")
                }
                try line.expect(":")
                exits.append([line])
                _ = buffer.addExit(kind: 0, payload: 0)
            } else {
                guard line.next(is: "slot") else { throw line.unexpected("a slot or an exit") }
                exits[exits.count - 1].append(line)
            }
        }
        return lines[..<start]
    }

    private static func exitNumber(_ text: String) -> Int? {
        text.hasPrefix("exit") ? Int(text.dropFirst(4)) : nil
    }

    /// Reads an exit's lines once every name that its snapshot may use is known.
    private mutating func defineExit(_ index: Int) throws(LIRParseError) {
        var head = exits[index][0]
        try head.expect("kind")
        let kind = try head.number("a kind", upTo: UInt64(UInt8.max))
        try head.expect("payload")
        let payload = try head.number("a payload", upTo: UInt64(UInt32.max))
        try head.end()
        var slots: [ExitSlot] = []
        for line in exits[index].dropFirst() { slots.append(try slot(line)) }
        buffer.replaceExit(
            LIRExit(identifier: UInt32(index)), kind: UInt8(kind), payload: UInt32(payload),
            slots: slots)
    }

    private func slot(_ slot: LIRLine) throws(LIRParseError) -> ExitSlot {
        var line = slot
        try line.expect("slot")
        let isNegative = line.skip("-")
        let limit = UInt64(Int32.max) + (isNegative ? 1 : 0)
        let magnitude = Int64(try line.number("a slot's index", upTo: limit))
        try line.expect("=")
        let value = try slotValue(&line)
        try line.end()
        return ExitSlot(index: Int32(isNegative ? -magnitude : magnitude), value: value)
    }

    private func slotValue(_ line: inout LIRLine) throws(LIRParseError) -> SlotReference {
        if line.skip("zext") { return .zeroExtended(try reference(&line, .word)) }
        if line.skip("sext") { return .signExtended(try reference(&line, .word)) }
        if line.skip("limbs") {
            var limbs: [LIRReference] = []
            for index in 0..<4 {
                if index > 0 { try line.expect(",") }
                limbs.append(try reference(&line, .word))
            }
            return .limbs(limbs[0], limbs[1], limbs[2], limbs[3])
        }
        guard line.skip("const") else { throw line.unexpected("const, limbs, zext or sext") }
        var limbs: [UInt64] = []
        for index in 0..<4 {
            if index > 0 { try line.expect(",") }
            limbs.append(try line.number("a limb"))
        }
        return .constant(SlotLimbs(limbs[0], limbs[1], limbs[2], limbs[3]))
    }
}

// MARK: Statements

extension LIRBodyParser {
    private mutating func statement(_ original: LIRLine) throws(LIRParseError) {
        var line = original
        if line.skip(".call") { return try declaration(&line) }
        let first = try line.word("an instruction, a label or an exit")
        if line.skip(":") {
            try line.end()
            return try place(first, line)
        }
        var name: LIRToken?
        var mnemonic = first
        if line.skip("=") {
            name = first
            mnemonic = try line.word("a mnemonic")
        }
        guard let opcode = Self.opcodes[mnemonic.text], opcode != .label, opcode != .start else {
            throw line.error(at: mnemonic, "a mnemonic")
        }
        guard opcode.row.isNamed == (name != nil) else {
            throw line.error(
                at: first,
                name == nil ? "a name for the result of \(opcode.mnemonic)" : "no name")
        }
        if let name, values[name.text] != nil { throw line.error(at: name, "a new name") }
        let instruction = try operands(opcode, &line)
        try line.end()
        let result = try write(instruction, at: mnemonic, line)
        if let name { values[name.text] = result }
    }

    private static let opcodes = Dictionary(
        uniqueKeysWithValues: LIROpcode.allCases.map { ($0.mnemonic, $0) })

    private func write(
        _ instruction: LIRInstruction, at token: LIRToken, _ line: LIRLine
    ) throws(LIRParseError) -> LIRResult {
        let result = writer.write(instruction)
        guard let violation = buffer.violation else { return result }
        throw LIRParseError(
            line: line.number, column: token.column, found: violation.description,
            expected: "LIR that keeps the rule \(violation.rule.rawValue)")
    }

    private mutating func place(_ name: LIRToken, _ line: LIRLine) throws(LIRParseError) {
        let known = labels[name.text]
        if known != nil && unplaced[name.text] == nil {
            throw line.error(at: name, "a label that is not placed yet")
        }
        let label = known ?? buffer.newLabel()
        labels[name.text] = label
        unplaced[name.text] = nil
        _ = try write(LIRInstruction(.label, a: label.identifier), at: name, line)
    }

    private mutating func declaration(_ line: inout LIRLine) throws(LIRParseError) {
        let name = try line.word("a function's name")
        if descriptors[name.text] != nil { throw line.error(at: name, "a new name") }
        let count = try line.number(
            "an argument count", upTo: UInt64(CallDescriptor.maximumArgumentCount))
        let isPure = line.skip("pure")
        let classToken = try line.word("leaf, fence or noexit")
        guard let callClass = CallClass.allCases.first(where: { "\($0)" == classToken.text })
        else { throw line.error(at: classToken, "leaf, fence or noexit") }
        try line.expect("loads")
        let loads = try accessSet(&line)
        try line.expect("stores")
        let stores = try accessSet(&line)
        try line.end()
        let descriptor = CallDescriptor(
            name: name.text, address: functions[name.text] ?? 0, argumentCount: Int(count),
            isPure: isPure, loads: loads, stores: stores, callClass: callClass)
        descriptors[name.text] = descriptor
        _ = buffer.intern(descriptor)
    }
}

// MARK: Operands

extension LIRBodyParser {
    private mutating func operands(
        _ opcode: LIROpcode, _ line: inout LIRLine
    ) throws(LIRParseError) -> LIRInstruction {
        let row = opcode.row
        if row.c == .displacement || row.c == .indexedAddress { return try memory(opcode, &line) }
        if row.a == .descriptor { return try call(opcode, &line) }
        if row.a == .half { return LIRInstruction(immediate: try line.number("a constant")) }
        var instruction = LIRInstruction(opcode)
        instruction.a = try operand(row.a, &line)
        if row.a != .none && row.b != .none { try line.expect(",") }
        instruction.b = try operand(row.b, &line)
        if (row.a != .none || row.b != .none) && row.c != .none { try line.expect(",") }
        instruction.c = try operand(row.c, &line)
        return instruction
    }

    private mutating func operand(
        _ kind: OperandKind, _ line: inout LIRLine
    ) throws(LIRParseError) -> UInt32 {
        switch kind {
        case .none, .half, .displacement, .indexedAddress, .descriptor, .firstArgument,
            .argumentCount:
            return 0
        case .word, .condition, .carry, .borrow, .flag:
            return try reference(&line, kind).index
        case .number:
            return UInt32(try line.number("a number", upTo: UInt64(UInt32.max)))
        case .label:
            return try label(&line).identifier
        case .jumpTable:
            return buffer.addJumpTable(try jumpTable(&line))
        case .exit:
            return try exit(&line)
        case .text:
            return buffer.addComment(try line.string())
        }
    }

    private func reference(
        _ line: inout LIRLine, _ kind: OperandKind
    ) throws(LIRParseError) -> LIRReference {
        guard let token = line.peek, let result = values[token.text] else {
            throw line.unexpected("a value that is defined above")
        }
        line.advance()
        switch kind {
        case .carry, .borrow, .flag: return result.carry
        case .none, .word, .condition, .half, .number, .displacement, .indexedAddress, .label,
            .jumpTable, .exit, .descriptor, .firstArgument, .argumentCount, .text:
            return result.value
        }
    }

    private mutating func label(_ line: inout LIRLine) throws(LIRParseError) -> LIRLabel {
        let token = try line.word("a label")
        if let label = labels[token.text] { return label }
        let label = buffer.newLabel()
        labels[token.text] = label
        unplaced[token.text] = line.error(at: token, "a label that is placed somewhere")
        return label
    }

    private mutating func jumpTable(_ line: inout LIRLine) throws(LIRParseError) -> [LIRLabel] {
        try line.expect("[")
        var table = [try label(&line)]
        while line.skip(",") { table.append(try label(&line)) }
        try line.expect("]")
        return table
    }

    private mutating func exit(_ line: inout LIRLine) throws(LIRParseError) -> UInt32 {
        guard let token = line.peek, let number = Self.exitNumber(token.text),
            exits.indices.contains(number)
        else { throw line.unexpected("an exit that is listed below") }
        line.advance()
        guardedExits.insert(number)
        try defineExit(number)
        return UInt32(number)
    }

    private mutating func memory(
        _ opcode: LIROpcode, _ line: inout LIRLine
    ) throws(LIRParseError) -> LIRInstruction {
        var instruction = LIRInstruction(opcode)
        let isStore = opcode.row.traits.contains(.stores)
        if isStore {
            instruction.a = try reference(&line, .word).index
            try line.expect(",")
        }
        try line.expect("[")
        let base = try reference(&line, .word)
        if isStore { instruction.b = base.index } else { instruction.a = base.index }
        var index: LIRReference?
        if opcode == .ldqx || opcode == .stqx {
            try line.expect("+")
            index = try reference(&line, .word)
            try line.expect("*")
            instruction.scale = try scale(&line)
        }
        let displacement = try self.displacement(&line)
        try line.expect("]")
        instruction.access = try accessSet(&line)
        instruction.c = UInt32(bitPattern: displacement)
        if let index, opcode == .stqx {
            instruction.c = buffer.addIndexedAddress(
                IndexedAddress(index: index, displacement: displacement))
        } else if let index {
            instruction.b = index.index
        }
        if !isStore, let token = line.peek {
            guard let qualifier = LoadQualifier.allCases.first(where: { "\($0)" == token.text })
            else { throw line.unexpected("normal, constant, volatile or end of line") }
            line.advance()
            instruction.qualifier = qualifier
        }
        return instruction
    }

    private func scale(_ line: inout LIRLine) throws(LIRParseError) -> UInt8 {
        let token = line.peek
        let expected = "1, 2, 4 or 8"
        let factor = try line.number(expected)
        guard factor.nonzeroBitCount == 1, factor <= 8 else {
            throw line.error(at: token, expected)
        }
        return UInt8(factor.trailingZeroBitCount)
    }

    private func displacement(_ line: inout LIRLine) throws(LIRParseError) -> Int32 {
        let isNegative = line.next(is: "-")
        guard isNegative || line.next(is: "+") else { return 0 }
        line.advance()
        let limit = UInt64(Int32.max) + (isNegative ? 1 : 0)
        let magnitude = Int64(try line.number("an offset", upTo: limit))
        return Int32(isNegative ? -magnitude : magnitude)
    }

    private func accessSet(_ line: inout LIRLine) throws(LIRParseError) -> AccessSet {
        try line.expect("{")
        if line.skip("*") {
            try line.expect("}")
            return .all
        }
        var set: AccessSet = []
        if line.skip("}") { return set }
        repeat {
            set.insert(AccessSet(aliasClass: Int(try line.number("an alias class", upTo: 15))))
        } while line.skip(",")
        try line.expect("}")
        return set
    }

    private func call(
        _ opcode: LIROpcode, _ line: inout LIRLine
    ) throws(LIRParseError) -> LIRInstruction {
        guard let token = line.peek, let descriptor = descriptors[token.text] else {
            throw line.unexpected("a function that is declared above")
        }
        line.advance()
        try line.expect("(")
        var arguments: [LIRReference] = []
        if !line.skip(")") {
            repeat { arguments.append(try reference(&line, .word)) } while line.skip(",")
            try line.expect(")")
        }
        return LIRInstruction(
            opcode, a: buffer.intern(descriptor), b: buffer.addArguments(arguments),
            c: UInt32(arguments.count))
    }
}
