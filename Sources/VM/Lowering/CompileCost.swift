/// What an instruction of byte code costs a compiler, at most.
///
/// Sums of it are bounds on what the lowering makes of code, wherever an instruction stands and
/// whatever it is given; tests hold each number against the lowering, from both sides.
package struct CompileCost: Sendable {
    /// Instructions of the code generator's language: loads of the operands, the work, and stores
    /// of the words that it leaves.
    package let instructions: Int
    /// Words that it leaves for others to write to memory; until then, exits restore them.
    var words = 0
    /// Whether code can be left in front of it while words wait to be written.
    var canLeave = false
    /// Whether no word waits to be written behind it: a function reads and leaves them in memory.
    var writesAll = false
    /// What becomes of the block.
    var end = End.none

    /// Whether a block of straight code goes on behind an instruction.
    enum End: Sendable {
        case none
        /// It ends, and another begins.
        case head
        /// It ends; what follows cannot be reached, up to a place where jumps land.
        case final
    }
}

extension CompileCost {
    /// A block's beginning: a place to enter, and the check of its gas.
    static let head = 14
    /// The check of the stack's height and the change of it, in blocks that do anything at all.
    static let height = 13
    /// The start of code and its end, once.
    static let fixed = 10
    /// The most words that an exit restores.
    static let largestExit = 32

    /// A byte that no fork defines, which ends what can be reached.
    static let undefined = CompileCost(instructions: 2, canLeave: true, end: .final)

    /// A function does the work.
    private static let helper = CompileCost(instructions: 16, writesAll: true)

    /// Leaves a word that is made in place.
    private static func word(_ instructions: Int) -> CompileCost {
        CompileCost(instructions: instructions, words: 1)
    }

    package init(_ opcode: Opcode) {
        self =
            switch opcode {
            case .add, .sub, .and, .or, .xor: .word(18)
            // In place or by a function, as the operands are.
            case .mul, .div, .mod, .shl, .shr, .sar: .word(24)
            case .byte: .word(20)
            case .lt, .gt: .word(20)
            case .slt, .sgt, .eq: .word(24)
            case .iszero: .word(16)
            case .not, .address, .caller: .word(14)
            case .callvalue: .word(11)
            case .gas: .word(10)
            case .calldatasize, .codesize, .returndatasize, .msize, .pc: .word(8)
            case .sdiv, .smod, .addmod, .mulmod, .exp, .signextend, .clz, .keccak256, .balance,
                .origin, .calldataload, .calldatacopy, .codecopy, .gasprice, .extcodesize,
                .extcodecopy, .returndatacopy, .extcodehash, .blockhash, .coinbase, .timestamp,
                .number, .prevrandao, .gaslimit, .chainid, .selfbalance, .basefee, .blobhash,
                .blobbasefee, .sload, .sstore, .tload, .tstore, .mcopy, .log0, .log1, .log2,
                .log3, .log4:
                .helper
            case .pop: CompileCost(instructions: 0)
            case .mload: CompileCost(instructions: 42, words: 1, canLeave: true)
            case .mstore: CompileCost(instructions: 46, canLeave: true)
            case .mstore8: CompileCost(instructions: 40, canLeave: true)
            case .push0, .push1, .push2, .push3, .push4, .push5, .push6, .push7, .push8, .push9,
                .push10, .push11, .push12, .push13, .push14, .push15, .push16, .push17, .push18,
                .push19, .push20, .push21, .push22, .push23, .push24, .push25, .push26, .push27,
                .push28, .push29, .push30, .push31, .push32, .dup1, .dup2, .dup3, .dup4, .dup5,
                .dup6, .dup7, .dup8, .dup9, .dup10, .dup11, .dup12, .dup13, .dup14, .dup15, .dup16:
                .word(8)
            case .swap1, .swap2, .swap3, .swap4, .swap5, .swap6, .swap7, .swap8, .swap9, .swap10,
                .swap11, .swap12, .swap13, .swap14, .swap15, .swap16:
                CompileCost(instructions: 16, words: 2)
            case .jumpdest: CompileCost(instructions: Self.head, end: .head)
            case .jumpi: CompileCost(instructions: 44 + Self.head, canLeave: true, end: .head)
            case .create, .call, .callcode, .delegatecall, .create2, .staticcall:
                CompileCost(instructions: 14 + Self.head, end: .head)
            case .jump: CompileCost(instructions: 26, canLeave: true, end: .final)
            case .stop: CompileCost(instructions: 8, end: .final)
            case .return, .revert: CompileCost(instructions: 24, end: .final)
            case .selfdestruct, .invalid:
                CompileCost(instructions: 6, canLeave: true, end: .final)
            }
    }
}
