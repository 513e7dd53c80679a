import VM

/// Byte code as instructions that can be dropped and changed, jump targets mended.
package struct EditableCode: Equatable, Sendable {
    /// One instruction.
    package struct Instruction: Equatable, Sendable {
        /// Which of the original instructions it is; negative for one that came later.
        package let identity: Int
        package var byte: UInt8
        package var immediate: [UInt8]
        /// The JUMPDEST, or the byte of push data that looks like one, whose place the immediate is.
        package var target: Target?

        package var byteCount: Int { 1 + immediate.count }
    }

    /// A byte of an instruction.
    package struct Target: Equatable, Sendable {
        let identity: Int
        let offset: Int
    }

    package var instructions: [Instruction]

    /// Takes code apart.
    ///
    /// - Parameters:
    ///   - code: the bytes.
    ///   - mendsTargets: whether every PUSH of a JUMPDEST's place follows that place.
    package init(_ code: [UInt8], mendsTargets: Bool) {
        instructions = []
        var targets: [Int: Target] = [:]
        var pc = 0
        while pc < code.count {
            let byte = code[pc]
            let isPush = (0x60...0x7f).contains(byte)
            let end = min(code.count, pc + 1 + (isPush ? Int(byte) - 0x5f : 0))
            for place in pc..<end where code[place] == Opcode.jumpdest.rawValue {
                targets[place] = Target(identity: instructions.count, offset: place - pc)
            }
            instructions.append(
                Instruction(
                    identity: instructions.count, byte: byte,
                    immediate: Array(code[pc + 1..<end]), target: nil))
            pc = end
        }
        guard mendsTargets else { return }
        for index in instructions.indices {
            let immediate = instructions[index].immediate
            guard (1...4).contains(immediate.count) else { continue }
            let place = immediate.reduce(0) { $0 << 8 | Int($1) }
            instructions[index].target = targets[place]
        }
    }

    /// The bytes; nil where a place does not fit its PUSH.
    package var bytes: [UInt8]? {
        var places: [Int: Int] = [:]
        var pc = 0
        for instruction in instructions {
            places[instruction.identity] = pc
            pc += instruction.byteCount
        }
        var code: [UInt8] = []
        for instruction in instructions {
            code.append(instruction.byte)
            // A JUMPDEST that is gone leaves a constant behind.
            guard let target = instruction.target, let start = places[target.identity] else {
                code += instruction.immediate
                continue
            }
            let place = start + target.offset
            let size = instruction.immediate.count
            guard place >> (8 * size) == 0 else { return nil }
            code += (0..<size).map { UInt8(truncatingIfNeeded: place >> (8 * (size - 1 - $0))) }
        }
        return code
    }

    /// Runs of instructions that are entered at their first alone: what begins with a JUMPDEST or
    /// behind a jump or an end.
    package var blocks: [ArraySlice<Instruction>] {
        var blocks: [ArraySlice<Instruction>] = []
        var start = 0
        for (index, instruction) in instructions.enumerated() {
            let isHead = instruction.byte == Opcode.jumpdest.rawValue
            let isBehindEnd = index > 0 && Self.endsBlock(instructions[index - 1].byte)
            if index > start, isHead || isBehindEnd {
                blocks.append(instructions[start..<index])
                start = index
            }
        }
        if start < instructions.count { blocks.append(instructions[start...]) }
        return blocks
    }

    private static func endsBlock(_ byte: UInt8) -> Bool {
        switch Opcode(rawValue: byte) {
        case .jump, .jumpi, .stop, .return, .revert, .selfdestruct, .invalid: true
        case nil: true
        case .some: false
        }
    }
}

extension EditableCode.Instruction {
    /// A PUSH of these bytes; of none, PUSH0.
    package static func push(_ immediate: [UInt8]) -> EditableCode.Instruction {
        EditableCode.Instruction(
            identity: -1, byte: Opcode.push0.rawValue + UInt8(immediate.count),
            immediate: immediate, target: nil)
    }

    /// An instruction without immediate.
    static func plain(_ opcode: Opcode) -> EditableCode.Instruction {
        EditableCode.Instruction(identity: -1, byte: opcode.rawValue, immediate: [], target: nil)
    }

    /// Whether it is a PUSH with all its data.
    package var isWholePush: Bool {
        (0x60...0x7f).contains(byte) && immediate.count == Int(byte) - 0x5f
    }
}
