import Primitives
import Testing
import VM

/// The instruction table against what the yellow paper and the proposals say.
@Suite struct OpcodeTableTests {
    @Test func `every instruction has one row`() {
        #expect(OpcodeTable.rows.map(\.opcode.rawValue).sorted() == Opcode.allCases.map(\.rawValue))
    }

    @Test(arguments: Fork.allCases)
    func `gas strictly decreases: only terminators may cost nothing`(fork: Fork) {
        let table = InstructionTable.table(for: fork)
        for byte in UInt8.min...UInt8.max {
            let row = table[byte]
            #expect(row.isDefined == (OpcodeTable.row(byte, in: fork) != nil))
            if row.isDefined, !row.isTerminator { #expect(row.staticGas >= 1) }
            #expect(row.canBeHead == (row.isDefined && row.staticGas > 0))
        }
    }

    @Test func `what a fork adds is what its proposals list`() {
        let added: [Fork: [Opcode]] = [
            .homestead: [.delegatecall],  // EIP-7
            .byzantium: [.returndatasize, .returndatacopy, .staticcall, .revert],  // 211, 214, 140
            .constantinople: [.shl, .shr, .sar, .extcodehash, .create2],  // 145, 1052, 1014
            .istanbul: [.chainid, .selfbalance],  // 1344, 1884
            .london: [.basefee],  // 3198
            .shanghai: [.push0],  // 3855
            .cancun: [.blobhash, .blobbasefee, .tload, .tstore, .mcopy],  // 4844, 7516, 1153, 5656
            .osaka: [.clz],  // 7939
        ]
        for fork in Fork.allCases where fork > .frontier {
            let rows = OpcodeTable.rows.filter { $0.since == fork }
            #expect(Set(rows.map(\.opcode)) == Set(added[fork] ?? []))
        }
    }

    /// Words taken and left, by the yellow paper's appendix H and the proposals since.
    @Test(arguments: [
        (0, 0, "STOP JUMPDEST INVALID"),
        (
            0, 1,
            """
            ADDRESS ORIGIN CALLER CALLVALUE CALLDATASIZE CODESIZE GASPRICE RETURNDATASIZE COINBASE \
            TIMESTAMP NUMBER PREVRANDAO GASLIMIT CHAINID SELFBALANCE BASEFEE BLOBBASEFEE PC MSIZE \
            GAS PUSH0 PUSH1 PUSH16 PUSH32
            """
        ),
        (1, 0, "POP JUMP SELFDESTRUCT"),
        (
            1, 1,
            """
            ISZERO NOT CLZ BALANCE CALLDATALOAD EXTCODESIZE EXTCODEHASH BLOCKHASH BLOBHASH MLOAD \
            SLOAD TLOAD
            """
        ),
        (2, 0, "MSTORE MSTORE8 SSTORE TSTORE JUMPI RETURN REVERT LOG0"),
        (
            2, 1,
            """
            ADD MUL SUB DIV SDIV MOD SMOD EXP SIGNEXTEND LT GT SLT SGT EQ AND OR XOR BYTE SHL SHR \
            SAR KECCAK256
            """
        ),
        (3, 0, "CALLDATACOPY CODECOPY RETURNDATACOPY MCOPY LOG1"),
        (3, 1, "ADDMOD MULMOD CREATE"), (4, 0, "EXTCODECOPY LOG2"), (4, 1, "CREATE2"),
        (5, 0, "LOG3"), (6, 0, "LOG4"), (6, 1, "DELEGATECALL STATICCALL"),
        (7, 1, "CALL CALLCODE"), (1, 2, "DUP1"), (16, 17, "DUP16"), (2, 2, "SWAP1"),
        (17, 17, "SWAP16"),
    ])
    func `an instruction takes and leaves so many words`(
        pops: Int, pushes: Int, mnemonics: String
    ) throws {
        for mnemonic in mnemonics.split(separator: " ") {
            let row = try #require(OpcodeTable.rows.first { $0.opcode.mnemonic == mnemonic })
            #expect(row.pops == pops, "\(mnemonic)")
            #expect(row.pushes == pushes, "\(mnemonic)")
        }
    }

    @Test func `PUSH has as many bytes of data as its name says`() {
        for row in OpcodeTable.rows where row.opcode.mnemonic.hasPrefix("PUSH") {
            #expect(row.opcode.mnemonic == "PUSH\(row.immediate)")
        }
        for row in OpcodeTable.rows where !row.opcode.mnemonic.hasPrefix("PUSH") {
            #expect(row.immediate == 0)
        }
    }

    @Test func `frames are laid out where compiled code can find their fields`() {
        #expect(MemoryLayout<Frame>.offset(of: \Frame.gas) != nil)
        #expect(MemoryLayout<Frame>.offset(of: \Frame.stackTop) != nil)
        #expect(MemoryLayout<Frame>.offset(of: \Frame.memorySize) != nil)
        #expect(MemoryLayout<Frame>.offset(of: \Frame.headTrap) != nil)
        #expect(MemoryLayout<InstructionRow>.size == 8)
    }
}
