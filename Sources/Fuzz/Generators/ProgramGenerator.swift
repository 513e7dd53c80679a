package import Primitives
package import VM

/// Makes random programs that mostly run: operands are there, jumps land, loops end.
///
/// Straight code of every family, counted loops hot enough to matter, branches both ways, calls to
/// self and to known accounts, creates, memory at small and at absurd offsets, gas at the edge.
/// One program is a pure function of the generator's state.
package struct ProgramGenerator {
    /// Rules that the program runs under; opcodes of later forks appear rarely, as undefined bytes.
    package let fork: Fork
    /// Instructions after which no new part is begun.
    package var sizeLimit = 64
    /// Accounts that calls go to, besides the program's own address and the precompiles.
    package var callees: [Address] = []

    private let plain: [OpcodeRow]
    private let calls: [Opcode]

    package init(fork: Fork) {
        self.fork = fork
        plain = OpcodeTable.rows.filter { $0.since <= fork && Self.isPlain($0) }
        calls = [.call, .callcode, .delegatecall, .staticcall].filter {
            OpcodeTable.row($0.rawValue, in: fork) != nil
        }
    }

    /// Makes one program.
    package func program(using generator: inout some RandomNumberGenerator) -> [UInt8] {
        var code = CodeWriter()
        for _ in 0..<Int.random(in: 0..<4, using: &generator) { pushOperand(&code, &generator) }
        while code.instructionCount < sizeLimit {
            part(&code, depth: 0, &generator)
        }
        ending(&code, &generator)
        return code.finish()
    }

    /// Opcodes that need nothing but operands: control flow, calls and creates have their own parts.
    private static func isPlain(_ row: OpcodeRow) -> Bool {
        switch row.family {
        case .arithmetic, .bitwise, .comparison, .environment, .block, .keccak, .memory, .storage,
            .log:
            true
        case .stack:
            row.opcode == .pop
        case .controlFlow:
            row.opcode == .gas || row.opcode == .pc
        case .system:
            false
        }
    }

    private func part(
        _ code: inout CodeWriter, depth: Int, _ generator: inout some RandomNumberGenerator
    ) {
        switch UInt8.random(in: 0..<64, using: &generator) {
        case 0..<36: instruction(&code, &generator)
        case 36..<48: shuffle(&code, &generator)
        case 48..<52: branch(&code, depth: depth, &generator)
        case 52..<55: loop(&code, depth: depth, &generator)
        case 55..<58: computedJump(&code, &generator)
        case 58..<61: call(&code, &generator)
        case 61: create(&code, &generator)
        case 62: pushOperand(&code, &generator)
        default: rarity(&code, &generator)
        }
    }

    private func instruction(
        _ code: inout CodeWriter, _ generator: inout some RandomNumberGenerator
    ) {
        guard let row = plain.randomElement(using: &generator) else { return }
        while code.height < row.pops { pushOperand(&code, &generator) }
        if Self.touchesMemory(row) {
            for _ in 0..<row.pops { pushOffset(&code, &generator) }
        } else if row.family == .storage, Bool.random(using: &generator) {
            code.push(Int.random(in: 0..<4, using: &generator))
        } else if row.pops > 0, UInt8.random(in: 0..<4, using: &generator) == 0 {
            pushOperand(&code, &generator)
        }
        code.emit(row.opcode)
    }

    /// Whether operands are offsets and lengths of memory, where any word would nearly always be
    /// more than gas can pay for.
    private static func touchesMemory(_ row: OpcodeRow) -> Bool {
        switch row.family {
        case .memory, .keccak, .log: true
        case .environment: row.pops >= 3
        case .arithmetic, .bitwise, .comparison, .stack, .storage, .block, .controlFlow, .system:
            false
        }
    }

    private func shuffle(_ code: inout CodeWriter, _ generator: inout some RandomNumberGenerator) {
        let reach = min(code.height, 16)
        if reach >= 2, Bool.random(using: &generator) {
            code.swap(Int.random(in: 1..<reach, using: &generator))
        } else if reach >= 1 {
            code.duplicate(Int.random(in: 1...reach, using: &generator))
        } else {
            pushOperand(&code, &generator)
        }
    }

    /// Skips some code, or not; what is skipped leaves the stack as it was.
    private func branch(
        _ code: inout CodeWriter, depth: Int, _ generator: inout some RandomNumberGenerator
    ) {
        let end = code.makeLabel()
        if code.height == 0 || Bool.random(using: &generator) { pushOperand(&code, &generator) }
        code.push(end)
        code.emit(.jumpi)
        neutral(&code, depth: depth, &generator)
        code.place(end)
    }

    /// A loop that counts down from a small or a hot number.
    private func loop(
        _ code: inout CodeWriter, depth: Int, _ generator: inout some RandomNumberGenerator
    ) {
        let hot = depth == 0 && UInt8.random(in: 0..<4, using: &generator) == 0
        code.push(Int.random(in: 1...(hot ? 200 : 8), using: &generator))
        let top = code.makeLabel()
        code.place(top)
        neutral(&code, depth: depth, &generator)
        code.push(1)
        code.swap(1)
        code.emit(.sub)
        code.duplicate(1)
        code.push(top)
        code.emit(.jumpi)
        code.emit(.pop)
    }

    /// Parts after which the stack has the height that it had before.
    private func neutral(
        _ code: inout CodeWriter, depth: Int, _ generator: inout some RandomNumberGenerator
    ) {
        let height = code.height
        for _ in 0..<Int.random(in: 0..<6, using: &generator) where depth < 2 {
            // A guard word keeps a part from taking what the surrounding code counts on.
            code.push(LimbConstants.draw(using: &generator))
            part(&code, depth: depth + 1, &generator)
            while code.height > height { code.emit(.pop) }
            while code.height < height { pushOperand(&code, &generator) }
        }
    }

    /// A jump whose destination is not a constant where the jump stands.
    private func computedJump(
        _ code: inout CodeWriter, _ generator: inout some RandomNumberGenerator
    ) {
        let target = code.makeLabel()
        code.push(target)
        pushOperand(&code, &generator)
        code.emit(.pop)
        if Bool.random(using: &generator) {
            code.push(LimbConstants.draw(using: &generator))
            code.duplicate(1)
            code.emit(.xor)
            code.emit(.add)
        }
        code.emit(.jump)
        code.emit(raw: UInt8.random(in: 0...255, using: &generator))
        code.place(target)
    }

    private func call(_ code: inout CodeWriter, _ generator: inout some RandomNumberGenerator) {
        guard let kind = calls.randomElement(using: &generator) else { return }
        for _ in 0..<4 { code.push(Int.random(in: 0..<96, using: &generator)) }
        if kind == .call || kind == .callcode {
            code.push(Int.random(in: 0..<3, using: &generator) / 2)
        }
        switch UInt8.random(in: 0..<8, using: &generator) {
        case 0: code.emit(.address)
        case 1..<4: code.push(Int.random(in: 1...10, using: &generator))
        default:
            code.push((callees.randomElement(using: &generator) ?? Address(number: 4)).asWord)
        }
        if Bool.random(using: &generator) {
            code.emit(.gas)
        } else {
            code.push(Int.random(in: 0..<30_000, using: &generator))
        }
        code.emit(kind)
    }

    /// Creates a contract from a few bytes that were stored in memory just before.
    private func create(_ code: inout CodeWriter, _ generator: inout some RandomNumberGenerator) {
        // Initcode of seven bytes: stores a word and returns up to 32 bytes of it as code.
        code.push(Word256(UInt64(0x6001_6000_5360_20) << 8 | 0), size: 8)
        code.push(0)
        code.emit(.mstore)
        let salted = fork >= .constantinople && Bool.random(using: &generator)
        if salted { code.push(Int.random(in: 0..<2, using: &generator)) }
        code.push(Int.random(in: 0...8, using: &generator))
        code.push(24)
        code.push(Int.random(in: 0..<2, using: &generator))
        code.emit(salted ? .create2 : .create)
    }

    /// Things that go wrong: undefined bytes, bad jumps, data on the path, later forks' opcodes.
    private func rarity(_ code: inout CodeWriter, _ generator: inout some RandomNumberGenerator) {
        switch UInt8.random(in: 0..<6, using: &generator) {
        case 0: code.emit(raw: UInt8.random(in: 0...255, using: &generator))
        case 1:
            code.push(Int.random(in: 0..<300, using: &generator))
            code.emit(.jump)
        case 2:
            let top = max(0, min(16, code.height + 1))
            if top > 0 { code.duplicate(top) }
        case 3: code.emit(.pop)
        case 4:
            for _ in 0..<Int.random(in: 1..<40, using: &generator) {
                pushOperand(&code, &generator)
            }
        default: code.emit(.jumpdest)
        }
        code.assume(height: max(0, code.height))
    }

    private func pushOperand(
        _ code: inout CodeWriter, _ generator: inout some RandomNumberGenerator
    ) {
        switch UInt8.random(in: 0..<6, using: &generator) {
        case 0 where code.height > 0:
            code.duplicate(Int.random(in: 1...min(16, code.height), using: &generator))
        case 1:
            code.push(Int.random(in: 0..<128, using: &generator))
            code.emit(.calldataload)
        default:
            code.push(LimbConstants.draw(using: &generator))
        }
    }

    /// An offset or a length: small nearly always, else anything.
    private func pushOffset(
        _ code: inout CodeWriter, _ generator: inout some RandomNumberGenerator
    ) {
        switch UInt8.random(in: 0..<32, using: &generator) {
        case 0: code.push(LimbConstants.draw(using: &generator))
        case 1..<4: code.push(Int.random(in: 0..<2_048, using: &generator))
        default: code.push(Int.random(in: 0..<130, using: &generator))
        }
    }

    /// Lets the stack's top be seen: in storage, in memory, or as output.
    private func ending(_ code: inout CodeWriter, _ generator: inout some RandomNumberGenerator) {
        for slot in 0..<min(code.height, 3) {
            code.push(slot)
            code.emit(Bool.random(using: &generator) ? .sstore : .mstore)
        }
        code.push(64)
        code.push(0)
        switch UInt8.random(in: 0..<8, using: &generator) {
        case 0 where fork >= .byzantium: code.emit(.revert)
        case 1: code.emit(.selfdestruct)
        case 2: code.emit(.stop)
        default: code.emit(.return)
        }
    }
}
