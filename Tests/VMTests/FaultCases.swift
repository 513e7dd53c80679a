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
        /// Nothing is reported: the process dies.
        case death
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
    var gas: Int64
    /// Whether machine code alone is wrong, and the LIR that it is made from right.
    var isNativeOnly: Bool

    init(
        _ fault: Fault, _ program: String, _ wrongAt: Place, fork: Fork = .osaka,
        data: [Word256] = [], callee: String = "", forced: Schedule = Schedule(),
        gas: Int64 = 1_000_000, isNativeOnly: Bool = false
    ) {
        self.fault = fault
        self.program = program
        self.wrongAt = wrongAt
        self.fork = fork
        self.data = data
        self.callee = callee
        self.forced = forced
        self.gas = gas
        self.isNativeOnly = isNativeOnly
    }

    var testDescription: String { fault.rawValue }

    var item: LockstepCase {
        var item = LockstepCase(fork, code: assemble(program))
        item.data = data.flatMap { $0.bytes }
        item.gas = gas
        item.accounts[Address(number: 0xbbb)] = AccountContent(
            nonce: 1, balance: 5, code: Code(assemble(callee)))
        return item
    }
}

extension FaultCase {
    private static let twoWords = "0 CALLDATALOAD 32 CALLDATALOAD "
    private static let pushes = String(repeating: "0 ", count: 600)
    private static let call = "0 0 0 0 0 0xbbb 50000 CALL POP"
    /// Two words and sums of theirs, one above the other: more than any machine has registers for.
    private static func sums(_ count: Int) -> String {
        twoWords + String(repeating: "DUP2 DUP2 ADD ", count: count)
    }
    private static let wideWords: [Word256] = [number("2^255+2^130+2^70+3"), 5]

    /// One case for every fault of a compiler.
    static let all: [FaultCase] = arithmetic + gas + memory + stack + control + codeGenerator

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
            .shiftTakesSignedCount, "0 CALLDATALOAD 2^31 SHL a:", .head(frame: 0, pc: 9), data: [5]),
        FaultCase(.mulmodIndexesLimbs, "0 CALLDATALOAD 5 5 MULMOD a:", .death, data: [0]),
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
        // The interpreter pays 375 gas again that the block's head has paid.
        FaultCase(
            .logKeepsTopicGas, "0 0 0 LOG1 a:", .head(frame: 0, pc: 7),
            forced: Schedule(events: [
                ScheduleEvent(
                    transaction: 0, frame: 0, gas: 999_991,
                    action: .helperExit(pc: 6, helper: "log1", moment: .before))
            ])),
        // With 2300 gas left SSTORE must fail: the callee's frame, and so what its call answers.
        FaultCase(
            .sstoreSeesOtherGas, "0 0 0 0 0 0xbbb 2306 CALL POP", .head(frame: 0, pc: 17),
            callee: "0 0 SSTORE"),
        // Entered at a, its block costs nothing.
        FaultCase(.fallThroughIsPrepaid, "1 POP a: 2 POP b: 3 POP", .head(frame: 0, pc: 7)),
        // After 3 + 2100 gas there are 5 for the first PUSH behind, and none for the second.
        FaultCase(
            .sloadMissesGasAhead, "0 SLOAD 1 2 a:", .end("effects and accesses"), gas: 2108),
        FaultCase(.readsHaveNoBaseGas, "0 SLOAD a:", .head(frame: 0, pc: 3), fork: .byzantium),
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
        FaultCase(.helperDeclaresLess, "0 SLOAD a:", .head(frame: 0, pc: 3)),
        FaultCase(.codeCopyNarrowsOffset, "32 2^64 0 CODECOPY a:", .head(frame: 0, pc: 15)),
        FaultCase(
            .callDataNarrowsOffset, "2^64 CALLDATALOAD a:", .head(frame: 0, pc: 11), data: [7]),
        FaultCase(.mloadKeepsByteOrder, "7 0 MSTORE 0 MLOAD a:", .head(frame: 0, pc: 8)),
        FaultCase(.mstoreKeepsLimbOrder, "7 0 MSTORE a:", .head(frame: 0, pc: 5)),
        FaultCase(.memoryBoundIsShort, "7 0 MSTORE 7 1 MSTORE a:", .head(frame: 0, pc: 10)),
        FaultCase(.memorySizeIsStale, "MSIZE 32 100 KECCAK256 MSIZE a:", .head(frame: 0, pc: 7)),
    ]

    private static let stack: [FaultCase] = [
        // The callee must overflow: its caller's word for that is wrong.
        FaultCase(
            .heightIsUnchecked, call, .head(frame: 0, pc: 17),
            callee: pushes + "a: " + pushes + "b:"),
        // 5 is known the first time; the second time it is 6.
        FaultCase(
            .constantsOutliveBlock, "5 a: 1 ADD @a JUMP", .head(frame: 0, pc: 2), gas: 300),
        FaultCase(.marksOutliveWords, "0 SLOAD POP 7 a:", .head(frame: 0, pc: 6)),
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
        // The callee must fail: its caller's word for that is wrong.
        FaultCase(
            .pushDataIsTarget, call, .head(frame: 0, pc: 17), callee: "4 JUMP #605b 7 POP"),
        FaultCase(.rejectionIsFinal, call, .head(frame: 0, pc: 17), callee: "STOP"),
        FaultCase(.equalBlocksAreMerged, "a: 1 POP b: 1 POP c: 7 d:", .head(frame: 0, pc: 4)),
        FaultCase(.fusedJumpKeepsTarget, "@a JUMP b: a:", .head(frame: 0, pc: 5)),
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

    private static let codeGenerator: [FaultCase] = [
        // A borrow that is cleared, and on AArch64, whose borrow is a clear carry, one that is made:
        // while the sums are kept, zero is made where it is needed.
        FaultCase(
            .zeroClearsCarry, sums(6) + "DUP8 5 SUB DUP9 7 SUB a:", .head(frame: 0, pc: 32),
            data: [6, 1], isNativeOnly: true),
        // The product leaves 32 in the register of the high half, which is more than 3.
        FaultCase(
            .divisionKeepsHighHalf, "CALLDATASIZE CALLDATASIZE MUL 3 CALLDATASIZE DIV a:", .death,
            data: [0], isNativeOnly: true),
        // The number of the jump to a is read with that of b above it: no target has so high a one.
        FaultCase(
            .loadIsWidened, "0 CALLDATALOAD JUMP a: b:", .head(frame: 0, pc: 4), data: [4],
            isNativeOnly: true),
        FaultCase(
            .selectionIsHalved, "CALLDATASIZE 2^40 DIV a:", .head(frame: 0, pc: 9), data: [0],
            isNativeOnly: true),
        // Of the limbs that live across the helper some have no registers.
        FaultCase(
            .spillReadsWrongRegister, sums(3) + "0 SLOAD ADD ADD ADD a:", .head(frame: 0, pc: 21),
            data: wideWords, isNativeOnly: true),
        // The second MSTORE does not grow memory, and so jumps to where the words are stored.
        FaultCase(
            .labelKeepsRegisters, "0 0 MSTORE b: " + sums(3) + "0 MSTORE ADD ADD ADD a:",
            .head(frame: 0, pc: 27), data: wideWords, isNativeOnly: true),
        FaultCase(
            .exitValueIsOmitted, call, .head(frame: 0, pc: 17), callee: "CALLER NOT SELFDESTRUCT",
            isNativeOnly: true),
        // The table's first label is the code's start.
        FaultCase(
            .branchIsPatchedWrongly, "0 CALLDATALOAD JUMP a:", .head(frame: 0, pc: 4), data: [4],
            isNativeOnly: true),
        FaultCase(.stateReadsAreMerged, "0 SLOAD a:", .head(frame: 0, pc: 3)),
        FaultCase(
            .shiftsAreMerged, "0 CALLDATALOAD DUP1 1 SHL SWAP1 2 SHL a:", .head(frame: 0, pc: 11),
            data: [number("2^63")]),
    ]
}
