import Testing

/// A program that leaves one word, what the word is, and the gas of all of it.
///
/// The gas includes storing and returning the word. Values: the Python execution specification,
/// Osaka rules, in the surroundings of `SemanticsTests`.
struct ValueVector: CustomTestStringConvertible, Sendable {
    let program: String
    let word: String
    let gas: Int64

    init(_ program: String, _ word: String, gas: Int64) {
        self.program = program
        self.word = word
        self.gas = gas
    }

    var testDescription: String { program }
}

/// Vectors of all families of instructions.
enum ValueVectors {
    static let all =
        arithmetic + comparison + bitwise + stack + memory + environment + block + keccak + storage
        + controlFlow
}

extension ValueVectors {
    static let arithmetic: [ValueVector] = [
        ValueVector("3 2 ADD", "0x5", gas: 24),
        ValueVector("1 2^256-1 ADD", "0x0", gas: 24),
        ValueVector(
            "2^64-1 2^192-1 ADD",
            "0x100000000000000000000000000000000fffffffffffffffe", gas: 24),
        ValueVector("7 2^128-1 MUL", "0x6fffffffffffffffffffffffffffffff9", gas: 26),
        ValueVector(
            "2^255 2^255+1 MUL",
            "0x8000000000000000000000000000000000000000000000000000000000000000", gas: 26),
        ValueVector("2^256-1 2^256-1 MUL", "0x1", gas: 26),
        ValueVector("2 3 SUB", "0x1", gas: 24),
        ValueVector("3 2^128 SUB", "0xfffffffffffffffffffffffffffffffd", gas: 24),
        ValueVector(
            "3 2^256-1 DIV",
            "0x5555555555555555555555555555555555555555555555555555555555555555", gas: 26),
        ValueVector("0 5 DIV", "0x0", gas: 26),
        ValueVector("2^128+1 2^255+12345 DIV", "0x7fffffffffffffffffffffffffffffff", gas: 26),
        ValueVector("2^64 2^192+5 DIV", "0x100000000000000000000000000000000", gas: 26),
        ValueVector(
            "2^256-1 2^255 SDIV",
            "0x8000000000000000000000000000000000000000000000000000000000000000", gas: 26),
        ValueVector(
            "3 2^256-7 SDIV",
            "0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe", gas: 26),
        ValueVector("0 2^256-7 SDIV", "0x0", gas: 26),
        ValueVector(
            "2^256-3 7 SDIV",
            "0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe", gas: 26),
        ValueVector("5 2^256-1 MOD", "0x0", gas: 26),
        ValueVector("0 9 MOD", "0x0", gas: 26),
        ValueVector("2^130+3 2^255+9 MOD", "0x3a000000000000000000000000000000c", gas: 26),
        ValueVector(
            "3 2^256-8 SMOD",
            "0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe", gas: 26),
        ValueVector("2^256-3 8 SMOD", "0x2", gas: 26),
        ValueVector("2^256-1 2^255 SMOD", "0x0", gas: 26),
        ValueVector("0 2^256-8 SMOD", "0x0", gas: 26),
        ValueVector("7 2^256-1 2^256-1 ADDMOD", "0x2", gas: 32),
        ValueVector("0 1 2 ADDMOD", "0x0", gas: 32),
        ValueVector(
            "2^256-1 2^256-1 2^256-2 ADDMOD",
            "0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe", gas: 32),
        ValueVector("2^256-5 2^256-1 2^256-1 MULMOD", "0x10", gas: 32),
        ValueVector("0 3 4 MULMOD", "0x0", gas: 32),
        ValueVector("12345 2^200 2^255+1 MULMOD", "0x24a8", gas: 32),
        ValueVector("10 2 EXP", "0x400", gas: 81),
        ValueVector("256 2 EXP", "0x0", gas: 131),
        ValueVector("0 0 EXP", "0x1", gas: 31),
        ValueVector(
            "2^256-1 3 EXP",
            "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", gas: 1631),
        ValueVector(
            "2^248 3 EXP",
            "0xf400000000000000000000000000000000000000000000000000000000000001", gas: 1631),
        ValueVector("65536 2^255 EXP", "0x0", gas: 181),
        ValueVector(
            "255 0 SIGNEXTEND",
            "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", gas: 26),
        ValueVector("127 0 SIGNEXTEND", "0x7f", gas: 26),
        ValueVector(
            "0x8000 1 SIGNEXTEND",
            "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8000", gas: 26),
        ValueVector(
            "2^255 31 SIGNEXTEND",
            "0x8000000000000000000000000000000000000000000000000000000000000000", gas: 26),
        ValueVector("255 2^64 SIGNEXTEND", "0xff", gas: 26),
        ValueVector(
            "2^247+5 30 SIGNEXTEND",
            "0xff80000000000000000000000000000000000000000000000000000000000005", gas: 26),
    ]
}

extension ValueVectors {
    static let comparison: [ValueVector] = [
        ValueVector("2 1 LT", "0x1", gas: 24),
        ValueVector("1 2 LT", "0x0", gas: 24),
        ValueVector("2^192 2^64 LT", "0x1", gas: 24),
        ValueVector("5 5 LT", "0x0", gas: 24),
        ValueVector("1 2 GT", "0x1", gas: 24),
        ValueVector("2 1 GT", "0x0", gas: 24),
        ValueVector("2^64 2^192 GT", "0x1", gas: 24),
        ValueVector("0 2^256-1 SLT", "0x1", gas: 24),
        ValueVector("2^256-1 0 SLT", "0x0", gas: 24),
        ValueVector("2^255 2^255-1 SLT", "0x0", gas: 24),
        ValueVector("2^256-1 0 SGT", "0x1", gas: 24),
        ValueVector("0 2^256-1 SGT", "0x0", gas: 24),
        ValueVector("2^255-1 2^255 SGT", "0x0", gas: 24),
        ValueVector("7 7 EQ", "0x1", gas: 24),
        ValueVector("2^200 2^201 EQ", "0x0", gas: 24),
        ValueVector("2^255 2^255 EQ", "0x1", gas: 24),
        ValueVector("0 ISZERO", "0x1", gas: 21),
        ValueVector("2^192 ISZERO", "0x0", gas: 21),
        ValueVector("2^64 ISZERO", "0x0", gas: 21),
    ]
}

extension ValueVectors {
    static let bitwise: [ValueVector] = [
        ValueVector("2^256-1 2^130+7 AND", "0x400000000000000000000000000000007", gas: 24),
        ValueVector("2^256-256 0xabcd AND", "0xab00", gas: 24),
        ValueVector("2^128 1 OR", "0x100000000000000000000000000000001", gas: 24),
        ValueVector(
            "2^256-1 2^255 XOR",
            "0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", gas: 24),
        ValueVector(
            "0 NOT",
            "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", gas: 21),
        ValueVector("2^256-1 NOT", "0x0", gas: 21),
        ValueVector(
            "2^128 NOT",
            "0xfffffffffffffffffffffffffffffffeffffffffffffffffffffffffffffffff", gas: 21),
        ValueVector("0x0102030405060708 31 BYTE", "0x8", gas: 24),
        ValueVector("2^255 0 BYTE", "0x80", gas: 24),
        ValueVector("0x0102030405060708 25 BYTE", "0x2", gas: 24),
        ValueVector("2^256-1 32 BYTE", "0x0", gas: 24),
        ValueVector("2^256-1 2^64 BYTE", "0x0", gas: 24),
        ValueVector("1 0 SHL", "0x1", gas: 24),
        ValueVector(
            "1 255 SHL",
            "0x8000000000000000000000000000000000000000000000000000000000000000", gas: 24),
        ValueVector("1 256 SHL", "0x0", gas: 24),
        ValueVector(
            "2^256-1 65 SHL",
            "0xfffffffffffffffffffffffffffffffffffffffffffffffe0000000000000000", gas: 24),
        ValueVector("1 2^64 SHL", "0x0", gas: 24),
        ValueVector(
            "2^256-1 1 SHR",
            "0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", gas: 24),
        ValueVector("2^255 255 SHR", "0x1", gas: 24),
        ValueVector("2^255 256 SHR", "0x0", gas: 24),
        ValueVector(
            "0x100000000000000000000000000000000400000000000000000 64 SHR",
            "0x10000000000000000000000000000000040", gas: 24),
        ValueVector("2^200 2^128 SHR", "0x0", gas: 24),
        ValueVector(
            "2^255 255 SAR",
            "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", gas: 24),
        ValueVector(
            "2^255 256 SAR",
            "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", gas: 24),
        ValueVector(
            "2^255 1 SAR",
            "0xc000000000000000000000000000000000000000000000000000000000000000", gas: 24),
        ValueVector("2^254 254 SAR", "0x1", gas: 24),
        ValueVector(
            "2^256-1 2^64 SAR",
            "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", gas: 24),
        ValueVector("2^255-1 2^64 SAR", "0x0", gas: 24),
        ValueVector("2^200 130 SAR", "0x400000000000000000", gas: 24),
        ValueVector("0 CLZ", "0x100", gas: 23),
        ValueVector("1 CLZ", "0xff", gas: 23),
        ValueVector("2^255 CLZ", "0x0", gas: 23),
        ValueVector("2^128-1 CLZ", "0x80", gas: 23),
    ]
}

extension ValueVectors {
    static let stack: [ValueVector] = [
        ValueVector("PUSH0", "0x0", gas: 17),
        ValueVector("#61ff00", "0xff00", gas: 18),
        ValueVector("#63deadbeef", "0xdeadbeef", gas: 18),
        ValueVector("#670102030405060708", "0x102030405060708", gas: 18),
        ValueVector("#68010203040506070809", "0x10203040506070809", gas: 18),
        ValueVector(
            "#6f0102030405060708090a0b0c0d0e0f10",
            "0x102030405060708090a0b0c0d0e0f10", gas: 18),
        ValueVector(
            "#700102030405060708090a0b0c0d0e0f1011",
            "0x102030405060708090a0b0c0d0e0f1011", gas: 18),
        ValueVector(
            "#770102030405060708090a0b0c0d0e0f101112131415161718",
            "0x102030405060708090a0b0c0d0e0f101112131415161718", gas: 18),
        ValueVector(
            "#780102030405060708090a0b0c0d0e0f10111213141516171819",
            "0x102030405060708090a0b0c0d0e0f10111213141516171819", gas: 18),
        ValueVector(
            "#7e0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "0x102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", gas: 18),
        ValueVector(
            "#7f0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
            "0x102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20", gas: 18),
        ValueVector("1 2 3 DUP3", "0x1", gas: 27),
        ValueVector("1 2 POP", "0x1", gas: 23),
        ValueVector("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 DUP16", "0x1", gas: 66),
        ValueVector("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 SWAP16", "0x1", gas: 69),
        ValueVector("1 2 SWAP1", "0x1", gas: 24),
        ValueVector("1 2 3 SWAP2", "0x1", gas: 27),
    ]
}

extension ValueVectors {
    static let memory: [ValueVector] = [
        ValueVector(
            "2^256-2 5 MSTORE 5 MLOAD",
            "0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe", gas: 33),
        ValueVector(
            "2^256-2 5 MSTORE 6 MLOAD",
            "0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe00", gas: 33),
        ValueVector(
            "0x1234 3 MSTORE8 0 MLOAD",
            "0x3400000000000000000000000000000000000000000000000000000000", gas: 30),
        ValueVector("MSIZE", "0x0", gas: 17),
        ValueVector("0 1 MSTORE MSIZE", "0x40", gas: 29),
        ValueVector("1 31 MSTORE8 MSIZE", "0x20", gas: 26),
        ValueVector("1 32 MSTORE8 MSIZE", "0x40", gas: 29),
        ValueVector("5000 MLOAD MSIZE ADD", "0x13c0", gas: 545),
        ValueVector(
            "2^256-2 0 MSTORE 32 0 7 MCOPY 7 MLOAD",
            "0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe", gas: 48),
        ValueVector(
            "2^255+99 0 MSTORE 32 0 8 MCOPY 0 MLOAD",
            "0x8000000000000000800000000000000000000000000000000000000000000000", gas: 48),
        ValueVector(
            "2^256-2 32 MSTORE 40 32 0 MCOPY 8 MLOAD",
            "0xfffffffffffffffffffffffffffffffffffffffffffffffe0000000000000000", gas: 54),
        ValueVector("0 2^255 2^200 MCOPY MSIZE", "0x0", gas: 29),
        ValueVector("0 0 2^200 RETURNDATACOPY MSIZE", "0x0", gas: 29),
    ]
}

extension ValueVectors {
    static let environment: [ValueVector] = [
        ValueVector("ADDRESS", "0xc0de", gas: 17),
        ValueVector("CALLER", "0xca11e4", gas: 17),
        ValueVector("ORIGIN", "0xabc", gas: 17),
        ValueVector("CALLVALUE", "0x3", gas: 17),
        ValueVector("CALLDATASIZE", "0x5", gas: 17),
        ValueVector(
            "0 CALLDATALOAD",
            "0x102030405000000000000000000000000000000000000000000000000000000", gas: 21),
        ValueVector(
            "3 CALLDATALOAD",
            "0x405000000000000000000000000000000000000000000000000000000000000", gas: 21),
        ValueVector("5 CALLDATALOAD", "0x0", gas: 21),
        ValueVector("2^64 CALLDATALOAD", "0x0", gas: 21),
        ValueVector("CODESIZE", "0x9", gas: 17),
        ValueVector("GASPRICE", "0x9", gas: 17),
        ValueVector("RETURNDATASIZE", "0x0", gas: 17),
        ValueVector(
            "32 0 0 CALLDATACOPY 0 MLOAD",
            "0x102030405000000000000000000000000000000000000000000000000000000", gas: 36),
        ValueVector(
            "2^256-1 0 MSTORE 8 3 1 CALLDATACOPY 0 MLOAD",
            "0xff0405000000000000ffffffffffffffffffffffffffffffffffffffffffffff", gas: 45),
        ValueVector(
            "2^256-1 0 MSTORE 9 2^200 1 CALLDATACOPY 0 MLOAD",
            "0xff000000000000000000ffffffffffffffffffffffffffffffffffffffffffff", gas: 45),
        ValueVector(
            "7 0 0 CODECOPY 0 MLOAD",
            "0x6007600060003900000000000000000000000000000000000000000000000000", gas: 36),
        ValueVector("SELFBALANCE", "0x3eb", gas: 20),
        ValueVector("ADDRESS BALANCE", "0x3eb", gas: 117),
        ValueVector("CALLER BALANCE", "0xfffffffffffffffffffffffffffffffd", gas: 117),
        ValueVector("0x1234 BALANCE", "0x0", gas: 2618),
        ValueVector("ADDRESS EXTCODESIZE", "0xa", gas: 117),
        ValueVector(
            "CALLER EXTCODEHASH",
            "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470", gas: 117),
        ValueVector("0x1234 EXTCODEHASH", "0x0", gas: 2618),
        ValueVector(
            "5 0 0 ADDRESS EXTCODECOPY 0 MLOAD",
            "0x6005600060000000000000000000000000000000000000000000000000000000", gas: 135),
        ValueVector("0 BLOBHASH", "0x0", gas: 21),
    ]
}

extension ValueVectors {
    static let block: [ValueVector] = [
        ValueVector("NUMBER", "0x3e8", gas: 17),
        ValueVector("TIMESTAMP", "0x6553f100", gas: 17),
        ValueVector("COINBASE", "0xcb", gas: 17),
        ValueVector("GASLIMIT", "0x1c9c380", gas: 17),
        ValueVector("CHAINID", "0x1", gas: 17),
        ValueVector("BASEFEE", "0x7", gas: 17),
        ValueVector(
            "PREVRANDAO",
            "0x1111111111111111111111111111111111111111111111111111111111111111", gas: 17),
        ValueVector("BLOBBASEFEE", "0x1", gas: 17),
        ValueVector(
            "999 BLOCKHASH",
            "0xf0222e4555f079f2fdbf570707db75ee508caa46321baeff622a993218303d10", gas: 38),
        ValueVector("1000 BLOCKHASH", "0x0", gas: 38),
        ValueVector(
            "744 BLOCKHASH",
            "0x7468eddb0720a03646876d25045fa535478c57a57b912a197efd90e8d667279c", gas: 38),
        ValueVector("743 BLOCKHASH", "0x0", gas: 38),
        ValueVector("2^64+999 BLOCKHASH", "0x0", gas: 38),
    ]
}

extension ValueVectors {
    static let keccak: [ValueVector] = [
        ValueVector(
            "0 0 KECCAK256",
            "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470", gas: 51),
        ValueVector(
            "2^256-1 0 MSTORE 32 0 KECCAK256",
            "0xa9c584056064687e149968cbab758a3376d22aedc6a55823d1b3ecbee81b8fb9", gas: 66),
        ValueVector(
            "1 0 MSTORE 136 0 KECCAK256",
            "0xc1c9c759c3237a0ccf372d305220f44c7e67dcd9f01615b10b2e97903832c469", gas: 102),
        ValueVector(
            "1 0 MSTORE 137 5 KECCAK256",
            "0x6a4cb540dab35d4f40e820e9a8a01a3d2106c0142a2f4f627a9eb86a6d15e93b", gas: 102),
        ValueVector(
            "0 2^255 KECCAK256",
            "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470", gas: 51),
    ]
}

extension ValueVectors {
    static let storage: [ValueVector] = [
        ValueVector("1 SLOAD", "0x2a", gas: 2118),
        ValueVector("2 SLOAD", "0x0", gas: 2118),
        ValueVector("9 1 SSTORE 1 SLOAD", "0x9", gas: 5124),
        ValueVector("5 7 TSTORE 7 TLOAD", "0x5", gas: 224),
        ValueVector("7 TLOAD", "0x0", gas: 118),
        ValueVector("1 SLOAD 1 SLOAD ADD", "0x54", gas: 2224),
    ]
}

extension ValueVectors {
    static let controlFlow: [ValueVector] = [
        ValueVector("PC", "0x0", gas: 17),
        ValueVector("1 PC", "0x2", gas: 20),
        ValueVector("GAS", "0x1869e", gas: 17),
        ValueVector("@a JUMP INVALID a: 7", "0x7", gas: 30),
        ValueVector("1 @a JUMPI INVALID a: 7", "0x7", gas: 35),
        ValueVector("0 @a JUMPI 3 a: PC", "0x9", gas: 37),
        ValueVector("2^64 @a JUMPI INVALID a: 5", "0x5", gas: 35),
        ValueVector("7 a: 1 SWAP1 SUB DUP1 @a JUMPI GAS", "0x185e5", gas: 202),
    ]
}
