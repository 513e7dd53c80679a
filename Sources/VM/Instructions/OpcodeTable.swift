/// What is told about one instruction: a row of `OpcodeTable`.
package struct OpcodeRow: Sendable {
    /// The instruction that the row describes.
    package let opcode: Opcode
    /// How many words it takes from the stack; for DUP and SWAP, how many must be there.
    package let pops: Int
    /// How many words it leaves in the place of those it took.
    package let pushes: Int
    /// Where its static gas comes from.
    package let gas: GasClass
    /// The first fork that defines it; none was ever withdrawn.
    package let since: Fork
    /// The group of instructions that names the files in which it is implemented.
    package let family: OpcodeFamily
    /// How many bytes of code follow it as data.
    package let immediate: Int
    /// Whether the frame never goes on with the instruction after it.
    package let isTerminator: Bool

    package init(
        _ opcode: Opcode, pops: Int, pushes: Int, gas: GasClass, since: Fork,
        family: OpcodeFamily, immediate: Int = 0, isTerminator: Bool = false
    ) {
        self.opcode = opcode
        self.pops = pops
        self.pushes = pushes
        self.gas = gas
        self.since = since
        self.family = family
        self.immediate = immediate
        self.isTerminator = isTerminator
    }

    /// By how many words the instruction changes the stack's height.
    package var heightChange: Int { pushes - pops }
}

/// The twelve groups of instructions; the word is in the name of every file about the group.
package enum OpcodeFamily: String, CaseIterable, Sendable {
    case arithmetic
    case bitwise
    case comparison
    case stack
    case memory
    case storage
    case environment
    case block
    case log
    case keccak
    case controlFlow
    case system
}

/// All instructions, one labelled row each.
///
/// To add an instruction: a case in `Opcode`, a row here, its semantics in the family's file under
/// `Semantics`, its case in `Interpreter`, its lowering, its suite.
package enum OpcodeTable {
    /// Every row, in the order of the families below.
    package static let rows: [OpcodeRow] =
        arithmetic + comparisonAndBitwise + keccak + environment + block + stack + memory
        + storage + controlFlow + log + system

    /// The row of each byte, or nil where no fork defines an instruction.
    package static let byByte: [OpcodeRow?] = {
        var table = [OpcodeRow?](repeating: nil, count: 256)
        for row in rows { table[Int(row.opcode.rawValue)] = row }
        return table
    }()

    /// Tells the row of a byte in a fork, or nil where the fork does not define it.
    package static func row(_ byte: UInt8, in fork: Fork) -> OpcodeRow? {
        guard let row = byByte[Int(byte)], fork >= row.since else { return nil }
        return row
    }
}

extension OpcodeTable {
    /// How many words the instruction takes from the stack, and how many it leaves.
    package static func effect(of opcode: Opcode) -> (pops: Int, pushes: Int) {
        byByte[Int(opcode.rawValue)].map { ($0.pops, $0.pushes) } ?? (0, 0)
    }

    /// By how many words the instruction changes the stack's height.
    package static func heightChange(of opcode: Opcode) -> Int {
        let (pops, pushes) = effect(of: opcode)
        return pushes - pops
    }
}

extension OpcodeTable {
    private static let arithmetic: [OpcodeRow] = [
        OpcodeRow(.add, pops: 2, pushes: 1, gas: .veryLow, since: .frontier, family: .arithmetic),
        OpcodeRow(.mul, pops: 2, pushes: 1, gas: .low, since: .frontier, family: .arithmetic),
        OpcodeRow(.sub, pops: 2, pushes: 1, gas: .veryLow, since: .frontier, family: .arithmetic),
        OpcodeRow(.div, pops: 2, pushes: 1, gas: .low, since: .frontier, family: .arithmetic),
        OpcodeRow(.sdiv, pops: 2, pushes: 1, gas: .low, since: .frontier, family: .arithmetic),
        OpcodeRow(.mod, pops: 2, pushes: 1, gas: .low, since: .frontier, family: .arithmetic),
        OpcodeRow(.smod, pops: 2, pushes: 1, gas: .low, since: .frontier, family: .arithmetic),
        OpcodeRow(.addmod, pops: 3, pushes: 1, gas: .middle, since: .frontier, family: .arithmetic),
        OpcodeRow(.mulmod, pops: 3, pushes: 1, gas: .middle, since: .frontier, family: .arithmetic),
        OpcodeRow(.exp, pops: 2, pushes: 1, gas: .high, since: .frontier, family: .arithmetic),
        OpcodeRow(
            .signextend, pops: 2, pushes: 1, gas: .low, since: .frontier, family: .arithmetic),
    ]

    private static let comparisonAndBitwise: [OpcodeRow] = [
        OpcodeRow(.lt, pops: 2, pushes: 1, gas: .veryLow, since: .frontier, family: .comparison),
        OpcodeRow(.gt, pops: 2, pushes: 1, gas: .veryLow, since: .frontier, family: .comparison),
        OpcodeRow(.slt, pops: 2, pushes: 1, gas: .veryLow, since: .frontier, family: .comparison),
        OpcodeRow(.sgt, pops: 2, pushes: 1, gas: .veryLow, since: .frontier, family: .comparison),
        OpcodeRow(.eq, pops: 2, pushes: 1, gas: .veryLow, since: .frontier, family: .comparison),
        OpcodeRow(
            .iszero, pops: 1, pushes: 1, gas: .veryLow, since: .frontier, family: .comparison),
        OpcodeRow(.and, pops: 2, pushes: 1, gas: .veryLow, since: .frontier, family: .bitwise),
        OpcodeRow(.or, pops: 2, pushes: 1, gas: .veryLow, since: .frontier, family: .bitwise),
        OpcodeRow(.xor, pops: 2, pushes: 1, gas: .veryLow, since: .frontier, family: .bitwise),
        OpcodeRow(.not, pops: 1, pushes: 1, gas: .veryLow, since: .frontier, family: .bitwise),
        OpcodeRow(.byte, pops: 2, pushes: 1, gas: .veryLow, since: .frontier, family: .bitwise),
        OpcodeRow(
            .shl, pops: 2, pushes: 1, gas: .veryLow, since: .constantinople, family: .bitwise),
        OpcodeRow(
            .shr, pops: 2, pushes: 1, gas: .veryLow, since: .constantinople, family: .bitwise),
        OpcodeRow(
            .sar, pops: 2, pushes: 1, gas: .veryLow, since: .constantinople, family: .bitwise),
        OpcodeRow(.clz, pops: 1, pushes: 1, gas: .low, since: .osaka, family: .bitwise),
    ]

    private static let keccak: [OpcodeRow] = [
        OpcodeRow(.keccak256, pops: 2, pushes: 1, gas: .keccak, since: .frontier, family: .keccak)
    ]

    private static let environment: [OpcodeRow] = [
        OpcodeRow(.address, pops: 0, pushes: 1, gas: .base, since: .frontier, family: .environment),
        OpcodeRow(
            .balance, pops: 1, pushes: 1, gas: .balance, since: .frontier, family: .environment),
        OpcodeRow(.origin, pops: 0, pushes: 1, gas: .base, since: .frontier, family: .environment),
        OpcodeRow(.caller, pops: 0, pushes: 1, gas: .base, since: .frontier, family: .environment),
        OpcodeRow(
            .callvalue, pops: 0, pushes: 1, gas: .base, since: .frontier, family: .environment),
        OpcodeRow(
            .calldataload, pops: 1, pushes: 1, gas: .veryLow, since: .frontier,
            family: .environment),
        OpcodeRow(
            .calldatasize, pops: 0, pushes: 1, gas: .base, since: .frontier, family: .environment),
        OpcodeRow(
            .calldatacopy, pops: 3, pushes: 0, gas: .veryLow, since: .frontier,
            family: .environment),
        OpcodeRow(
            .codesize, pops: 0, pushes: 1, gas: .base, since: .frontier, family: .environment),
        OpcodeRow(
            .codecopy, pops: 3, pushes: 0, gas: .veryLow, since: .frontier, family: .environment),
        OpcodeRow(
            .gasprice, pops: 0, pushes: 1, gas: .base, since: .frontier, family: .environment),
        OpcodeRow(
            .extcodesize, pops: 1, pushes: 1, gas: .externalCode, since: .frontier,
            family: .environment),
        OpcodeRow(
            .extcodecopy, pops: 4, pushes: 0, gas: .externalCode, since: .frontier,
            family: .environment),
        OpcodeRow(
            .returndatasize, pops: 0, pushes: 1, gas: .base, since: .byzantium,
            family: .environment),
        OpcodeRow(
            .returndatacopy, pops: 3, pushes: 0, gas: .veryLow, since: .byzantium,
            family: .environment),
        OpcodeRow(
            .extcodehash, pops: 1, pushes: 1, gas: .externalCodeHash, since: .constantinople,
            family: .environment),
        OpcodeRow(
            .selfbalance, pops: 0, pushes: 1, gas: .low, since: .istanbul, family: .environment),
        OpcodeRow(
            .blobhash, pops: 1, pushes: 1, gas: .veryLow, since: .cancun, family: .environment),
    ]

    private static let block: [OpcodeRow] = [
        OpcodeRow(
            .blockhash, pops: 1, pushes: 1, gas: .blockHash, since: .frontier, family: .block),
        OpcodeRow(.coinbase, pops: 0, pushes: 1, gas: .base, since: .frontier, family: .block),
        OpcodeRow(.timestamp, pops: 0, pushes: 1, gas: .base, since: .frontier, family: .block),
        OpcodeRow(.number, pops: 0, pushes: 1, gas: .base, since: .frontier, family: .block),
        OpcodeRow(.prevrandao, pops: 0, pushes: 1, gas: .base, since: .frontier, family: .block),
        OpcodeRow(.gaslimit, pops: 0, pushes: 1, gas: .base, since: .frontier, family: .block),
        OpcodeRow(.chainid, pops: 0, pushes: 1, gas: .base, since: .istanbul, family: .block),
        OpcodeRow(.basefee, pops: 0, pushes: 1, gas: .base, since: .london, family: .block),
        OpcodeRow(.blobbasefee, pops: 0, pushes: 1, gas: .base, since: .cancun, family: .block),
    ]

    private static let memory: [OpcodeRow] = [
        OpcodeRow(.mload, pops: 1, pushes: 1, gas: .veryLow, since: .frontier, family: .memory),
        OpcodeRow(.mstore, pops: 2, pushes: 0, gas: .veryLow, since: .frontier, family: .memory),
        OpcodeRow(.mstore8, pops: 2, pushes: 0, gas: .veryLow, since: .frontier, family: .memory),
        OpcodeRow(.msize, pops: 0, pushes: 1, gas: .base, since: .frontier, family: .memory),
        OpcodeRow(.mcopy, pops: 3, pushes: 0, gas: .veryLow, since: .cancun, family: .memory),
    ]

    private static let storage: [OpcodeRow] = [
        OpcodeRow(
            .sload, pops: 1, pushes: 1, gas: .storageLoad, since: .frontier, family: .storage),
        OpcodeRow(
            .sstore, pops: 2, pushes: 0, gas: .storageStore, since: .frontier, family: .storage),
        OpcodeRow(
            .tload, pops: 1, pushes: 1, gas: .transientStorage, since: .cancun, family: .storage),
        OpcodeRow(
            .tstore, pops: 2, pushes: 0, gas: .transientStorage, since: .cancun, family: .storage),
    ]

    private static let controlFlow: [OpcodeRow] = [
        OpcodeRow(
            .stop, pops: 0, pushes: 0, gas: .zero, since: .frontier, family: .controlFlow,
            isTerminator: true),
        OpcodeRow(
            .jump, pops: 1, pushes: 0, gas: .middle, since: .frontier, family: .controlFlow,
            isTerminator: true),
        OpcodeRow(.jumpi, pops: 2, pushes: 0, gas: .high, since: .frontier, family: .controlFlow),
        OpcodeRow(.pc, pops: 0, pushes: 1, gas: .base, since: .frontier, family: .controlFlow),
        OpcodeRow(.gas, pops: 0, pushes: 1, gas: .base, since: .frontier, family: .controlFlow),
        OpcodeRow(
            .jumpdest, pops: 0, pushes: 0, gas: .jumpDestination, since: .frontier,
            family: .controlFlow),
    ]

    private static let system: [OpcodeRow] = [
        OpcodeRow(.create, pops: 3, pushes: 1, gas: .create, since: .frontier, family: .system),
        OpcodeRow(.call, pops: 7, pushes: 1, gas: .call, since: .frontier, family: .system),
        OpcodeRow(.callcode, pops: 7, pushes: 1, gas: .call, since: .frontier, family: .system),
        OpcodeRow(
            .return, pops: 2, pushes: 0, gas: .zero, since: .frontier, family: .system,
            isTerminator: true),
        OpcodeRow(
            .delegatecall, pops: 6, pushes: 1, gas: .call, since: .homestead, family: .system),
        OpcodeRow(
            .create2, pops: 4, pushes: 1, gas: .create, since: .constantinople, family: .system),
        OpcodeRow(.staticcall, pops: 6, pushes: 1, gas: .call, since: .byzantium, family: .system),
        OpcodeRow(
            .revert, pops: 2, pushes: 0, gas: .zero, since: .byzantium, family: .system,
            isTerminator: true),
        OpcodeRow(
            .invalid, pops: 0, pushes: 0, gas: .zero, since: .frontier, family: .system,
            isTerminator: true),
        OpcodeRow(
            .selfdestruct, pops: 1, pushes: 0, gas: .selfDestruct, since: .frontier,
            family: .system, isTerminator: true),
    ]
}

extension OpcodeTable {
    /// POP, and the instructions numbered in their names: their rows differ by that number only.
    private static let stack: [OpcodeRow] =
        [
            OpcodeRow(.pop, pops: 1, pushes: 0, gas: .base, since: .frontier, family: .stack),
            OpcodeRow(.push0, pops: 0, pushes: 1, gas: .base, since: .shanghai, family: .stack),
        ]
        + numbered(from: .push1, 1...32) { opcode, count in
            OpcodeRow(
                opcode, pops: 0, pushes: 1, gas: .veryLow, since: .frontier, family: .stack,
                immediate: count)
        }
        + numbered(from: .dup1, 1...16) { opcode, depth in
            OpcodeRow(
                opcode, pops: depth, pushes: depth + 1, gas: .veryLow, since: .frontier,
                family: .stack)
        }
        + numbered(from: .swap1, 1...16) { opcode, depth in
            OpcodeRow(
                opcode, pops: depth + 1, pushes: depth + 1, gas: .veryLow, since: .frontier,
                family: .stack)
        }

    private static let log: [OpcodeRow] = numbered(from: .log0, 0...4) { opcode, topics in
        OpcodeRow(
            opcode, pops: 2 + topics, pushes: 0, gas: .log(topics: topics), since: .frontier,
            family: .log)
    }

    private static func numbered(
        from first: Opcode, _ numbers: ClosedRange<Int>, row: (Opcode, Int) -> OpcodeRow
    ) -> [OpcodeRow] {
        numbers.compactMap { number in
            let byte = first.rawValue + UInt8(number - numbers.lowerBound)
            return Opcode(rawValue: byte).map { row($0, number) }
        }
    }
}
