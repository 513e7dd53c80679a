import Fuzz
import Primitives
import Testing
import VM

/// A program that a planted fault makes go wrong, and where that must be reported.
///
/// `pc` values are counted by hand: PUSHn has n + 1 bytes, everything else one.
struct FaultCase: Sendable, CustomTestStringConvertible {
    /// Where a comparison has to say that the tiers part.
    enum Place: Equatable, Sendable {
        /// The first head whose state is wrong, or that is never met.
        case head(frame: Int, pc: Int)
        /// No head: something that is compared at the end.
        case end(String)
    }

    let fault: Fault
    let program: String
    let wrongAt: Place
    var fork = Fork.osaka
    /// Call data.
    var data: [Word256] = []
    /// The code at 0xbbb.
    var callee = ""
    /// Forced besides the switch at every head.
    var forced = Schedule()

    init(
        _ fault: Fault, _ program: String, _ wrongAt: Place, fork: Fork = .osaka,
        data: [Word256] = [], callee: String = "", forced: Schedule = Schedule()
    ) {
        self.fault = fault
        self.program = program
        self.wrongAt = wrongAt
        self.fork = fork
        self.data = data
        self.callee = callee
        self.forced = forced
    }

    var testDescription: String { fault.rawValue }

    var item: LockstepCase {
        var item = LockstepCase(fork, code: assemble(program))
        item.data = data.flatMap { $0.bytes }
        item.accounts[Address(number: 0xbbb)] = AccountContent(
            nonce: 1, balance: 5, code: Code(assemble(callee)))
        return item
    }
}

extension FaultCase {
    private static let twoWords = "0 CALLDATALOAD 32 CALLDATALOAD "
    private static let call = "0 0 0 0 0 0xbbb 50000 CALL POP"

    /// One case for every fault of a compiler.
    static let all: [FaultCase] = arithmetic + gas + memory + stack + control

    private static let arithmetic: [FaultCase] = [
        FaultCase(
            .addDropsCarry, twoWords + "ADD a:", .head(frame: 0, pc: 7),
            data: [number("2^64-1"), 1]),
        FaultCase(
            .subSwapsOperands, twoWords + "SUB a:", .head(frame: 0, pc: 7), data: [1, 2]),
        FaultCase(
            .lessSwapsOperands, twoWords + "LT a:", .head(frame: 0, pc: 7), data: [1, 2]),
        FaultCase(
            .byteNarrowsIndex, twoWords + "BYTE a:", .head(frame: 0, pc: 7),
            data: [number("2^255"), number("2^64")]),
        FaultCase(
            .sarLosesSign, "0 CALLDATALOAD 256 SAR a:", .head(frame: 0, pc: 7),
            data: [number("2^255")]),
        FaultCase(
            .smodByZeroGivesDividend, twoWords + "SMOD a:", .head(frame: 0, pc: 7), data: [0, 5]),
        FaultCase(
            .shlAddsCrossingBits, "0 CALLDATALOAD 64 SHL a:", .head(frame: 0, pc: 6),
            data: [number("2^64+1")]),
        FaultCase(
            .shlWrapsCount, "0 CALLDATALOAD 256 SHL a:", .head(frame: 0, pc: 7), data: [5]),
        FaultCase(
            .callNarrowsValue, "0 0 0 0 2^128+1 0xbbb 0 CALL POP", .head(frame: 0, pc: 32)),
        FaultCase(
            .mulDropsHighLimbs, twoWords + "MUL a:", .head(frame: 0, pc: 7),
            data: [number("2^64+3"), 5]),
    ]

    private static let gas: [FaultCase] = [
        // A trapped head charges and its exit gives back: what is off is off at the block's own head.
        FaultCase(.blockCostsMore, "1 2 a:", .head(frame: 0, pc: 0)),
        FaultCase(.blockCostsLess, "1 2 a:", .head(frame: 0, pc: 0)),
        // With 2300 gas left SSTORE must fail: the callee's frame, and so what its call answers.
        FaultCase(
            .sstoreSeesOtherGas, "0 0 0 0 0 0xbbb 2306 CALL POP", .head(frame: 0, pc: 17),
            callee: "0 0 SSTORE"),
        // 35 times 18 + 1875 gas, which is more than 65,535.
        FaultCase(
            .blockGasOverflows,
            "0 a: " + String(repeating: "DUP1 DUP1 DUP1 DUP1 DUP1 DUP1 LOG4 ", count: 35),
            .head(frame: 0, pc: 2)),
        FaultCase(.gasIsPrecharged, "GAS 1 POP a:", .head(frame: 0, pc: 4)),
        FaultCase(.gasIsBiased, "GAS a:", .head(frame: 0, pc: 1)),
        FaultCase(.expBytesAreFree, "256 3 EXP a:", .head(frame: 0, pc: 6)),
        FaultCase(.jumpIsFree, "@a JUMP b: a:", .head(frame: 0, pc: 5)),
        FaultCase(.helperGasIsLost, "0 SLOAD a:", .head(frame: 0, pc: 3)),
        FaultCase(
            .forkBeforeSetsGas, "0 SLOAD a:", .head(frame: 0, pc: 3), fork: .tangerineWhistle),
    ]

    private static let memory: [FaultCase] = [
        FaultCase(.codeCopyNarrowsOffset, "32 2^64 0 CODECOPY a:", .head(frame: 0, pc: 15)),
        FaultCase(
            .callDataNarrowsOffset, "2^64 CALLDATALOAD a:", .head(frame: 0, pc: 11), data: [7]),
        FaultCase(.mloadKeepsByteOrder, "7 0 MSTORE 0 MLOAD a:", .head(frame: 0, pc: 8)),
        FaultCase(.mstoreKeepsLimbOrder, "7 0 MSTORE a:", .head(frame: 0, pc: 5)),
        FaultCase(.memoryBoundIsShort, "7 0 MSTORE 7 1 MSTORE a:", .head(frame: 0, pc: 10)),
        FaultCase(.memorySizeIsStale, "MSIZE 32 100 KECCAK256 MSIZE a:", .head(frame: 0, pc: 7)),
    ]

    private static let stack: [FaultCase] = [
        FaultCase(.dupIsShallow, "1 2 3 DUP3 a:", .head(frame: 0, pc: 7)),
        FaultCase(.swapIsShallow, "1 2 3 SWAP2 a:", .head(frame: 0, pc: 7)),
        // Memory that nothing was written to must not pass for zeros.
        FaultCase(.headWithoutFlush, "0 a:", .head(frame: 0, pc: 2)),
        FaultCase(.helperWithoutFlush, "0 0 SDIV a:", .head(frame: 0, pc: 5)),
        // The callee is not called: its first head is missing.
        FaultCase(.callWithoutFlush, call, .head(frame: 1, pc: 0), callee: "5 POP"),
        // What a wrong beneficiary was given shows behind the call.
        FaultCase(.snapshotIsShort, call, .head(frame: 0, pc: 17), callee: "0xbeef SELFDESTRUCT"),
        FaultCase(
            .snapshotSwapsSlots, call, .head(frame: 0, pc: 17),
            callee: "0xaaa 0xbeef SELFDESTRUCT"),
        FaultCase(.pcIsNotSaved, "5 POP " + call, .head(frame: 0, pc: 20), callee: "5 POP"),
    ]

    private static let control: [FaultCase] = [
        // Nothing reads the word but a look at the stack on which the code ended.
        FaultCase(.truncatedPushIsZero, "1 #61ff", .end("final stack")),
        FaultCase(
            .branchChecksTargetFirst, "0 CALLDATALOAD 3 JUMPI a:", .head(frame: 0, pc: 6),
            data: [0]),
        FaultCase(.jumpGoesAstray, "@a JUMP b: 7 a: 8 c:", .head(frame: 0, pc: 7)),
        FaultCase(.branchIsInverted, "1 @a JUMPI b: 7 a:", .head(frame: 0, pc: 9)),
        // The callee must run out of gas: its caller's word for that is wrong.
        FaultCase(
            .helperStatusIsIgnored, call, .head(frame: 0, pc: 17), callee: "2^40 0 KECCAK256"),
        FaultCase(
            .helperExitRepeats, "0 0 LOG0 a:", .head(frame: 0, pc: 5),
            forced: Schedule(events: [
                ScheduleEvent(
                    transaction: 0, frame: 0, gas: 999_994,
                    action: .helperExit(pc: 4, helper: "log0", moment: .after))
            ])),
    ]
}
