import Codegen
import Primitives

/// What is lowered in the place of some opcodes while a fault is planted.
struct WrongLowering: Sendable {
    let opcodes: ClosedRange<UInt8>
    let lower: @Sendable (MethodLowering) -> Void

    init(_ opcode: Opcode, _ lower: @escaping @Sendable (MethodLowering) -> Void) {
        self.init(from: opcode, to: opcode, lower)
    }

    init(
        from first: Opcode, to last: Opcode, _ lower: @escaping @Sendable (MethodLowering) -> Void
    ) {
        opcodes = first.rawValue...last.rawValue
        self.lower = lower
    }
}

extension Fault {
    /// The fault's way with single instructions; nil for one that is planted where blocks, exits
    /// and helper calls are made.
    var wrongLowering: WrongLowering? {
        switch self {
        case .addDropsCarry: WrongLowering(.add) { $0.addDroppingCarry() }
        case .subSwapsOperands: WrongLowering(.sub) { $0.swappingOperands { $0.lowerSub() } }
        case .lessSwapsOperands: WrongLowering(.lt) { $0.swappingOperands { $0.lowerLess() } }
        case .byteNarrowsIndex: WrongLowering(.byte) { $0.narrowing(0) { $0.lowerByte() } }
        case .sarLosesSign: WrongLowering(.sar) { $0.shiftRightLosingSign() }
        case .smodByZeroGivesDividend: WrongLowering(.smod) { $0.smodWithoutZeroTest() }
        case .shlAddsCrossingBits: WrongLowering(.shl) { $0.shiftLeftCrossingLimbs() }
        case .shiftTakesSignedCount:
            WrongLowering(from: .shl, to: .sar) { $0.shiftTakingSignedCount() }
        case .mulmodIndexesLimbs: WrongLowering(.mulmod) { $0.mulmodIndexingLimbs() }
        case .shlWrapsCount: WrongLowering(.shl) { $0.shiftLeftWrappingCount() }
        case .callNarrowsValue: WrongLowering(.call) { $0.callNarrowingValue() }
        case .mulDropsHighLimbs:
            WrongLowering(.mul) { $0.narrowing(0) { $0.narrowing(1) { $0.lowerMul() } } }
        case .sstoreSeesOtherGas:
            WrongLowering(.sstore) { $0.callHelper(.sstore, ahead: $0.gasBehind + 2300) }
        case .gasIsPrecharged: WrongLowering(.gas) { $0.pushGas(ahead: 0, bias: $0.gasBias()) }
        case .gasIsBiased:
            WrongLowering(.gas) { $0.pushGas(ahead: $0.gasBehind, bias: $0.out.immediate(0)) }
        case .expBytesAreFree: WrongLowering(.exp) { $0.expGivingBack() }
        case .jumpIsFree: WrongLowering(.jump) { $0.jumpGivingBack() }
        case .codeCopyNarrowsOffset:
            WrongLowering(.codecopy) { $0.narrowing(1) { $0.callHelper(.codecopy) } }
        case .callDataNarrowsOffset:
            WrongLowering(.calldataload) { $0.narrowing(0) { $0.callHelper(.calldataload) } }
        case .mloadKeepsByteOrder: WrongLowering(.mload) { $0.loadKeepingByteOrder() }
        case .mstoreKeepsLimbOrder: WrongLowering(.mstore) { $0.storeKeepingLimbOrder() }
        case .memorySizeIsStale: WrongLowering(.msize) { $0.pushStaleMemorySize() }
        case .dupIsShallow:
            WrongLowering(from: .dup2, to: .dup16) { $0.stack.duplicate($0.distance(from: .dup1)) }
        case .swapIsShallow:
            WrongLowering(from: .swap2, to: .swap16) { $0.stack.swap($0.distance(from: .swap1)) }
        case .truncatedPushIsZero:
            WrongLowering(from: .push1, to: .push32) { $0.pushUnlessTruncated() }
        case .branchChecksTargetFirst: WrongLowering(.jumpi) { $0.branchCheckingTarget() }
        case .fusedJumpKeepsTarget: WrongLowering(.jump) { $0.jumpKeepingTarget() }
        case .jumpGoesAstray: WrongLowering(.jump) { $0.jumpAstray() }
        case .branchIsInverted: WrongLowering(.jumpi) { $0.branchInverted() }
        case .blockCostsMore, .blockCostsLess, .blockGasOverflows, .helperGasIsLost,
            .forkBeforeSetsGas, .memoryBoundIsShort, .headWithoutFlush, .helperWithoutFlush,
            .callWithoutFlush, .snapshotIsShort, .snapshotSwapsSlots, .pcIsNotSaved,
            .helperStatusIsIgnored, .helperExitRepeats, .logKeepsTopicGas, .fallThroughIsPrepaid,
            .sloadMissesGasAhead, .readsHaveNoBaseGas, .helperDeclaresLess, .heightIsUnchecked,
            .constantsOutliveBlock, .marksOutliveWords, .pushDataIsTarget, .rejectionIsFinal,
            .equalBlocksAreMerged, .zeroClearsCarry, .divisionKeepsHighHalf, .loadIsWidened,
            .selectionIsHalved, .spillReadsWrongRegister, .labelKeepsRegisters,
            .exitValueIsOmitted, .branchIsPatchedWrongly, .stateReadsAreMerged, .shiftsAreMerged:
            nil
        case .callGasIsSigned, .balanceBeforeInitcodeSize, .selfDestructIsStaticFirst,
            .failedDepositKeepsRefund, .identityReturnsView, .outputOverwritesReturnData,
            .creatorReadsCode, .transferAfterDestruction, .failedInitcodeKeepsStorage,
            .callsUseNativeStack, .callReusesMemory, .nativeFaultIsHalt:
            nil
        }
    }
}
