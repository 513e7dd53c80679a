/// A mistake that compilers can be told to make, to prove that a comparison finds it.
///
/// Planted in one tier's compiler, or in what the tiers of one machine share; the reference's
/// machine stays right. Raw values are names: a letter and a number where the mistake comes from a
/// real virtual machine's bug, words where it is our own.
package enum Fault: String, CaseIterable, Sendable {
    // MARK: Arithmetic and the width of operands

    /// ADD loses the carry out of the lowest limb.
    case addDropsCarry = "add-carry"
    /// SUB takes its operands the wrong way round.
    case subSwapsOperands = "sub-operands"
    /// LT takes its operands the wrong way round.
    case lessSwapsOperands = "lt-operands"
    /// BYTE looks at the low 64 bits of the index alone.
    case byteNarrowsIndex = "A1"
    /// SAR of a negative word by 256 and more gives 0.
    case sarLosesSign = "A4"
    /// SMOD by 0 gives the dividend.
    case smodByZeroGivesDividend = "A6"
    /// SHL by a multiple of 64 still adds the bits that cross limbs.
    case shlAddsCrossingBits = "A7"
    /// SHL, SHR and SAR take a count from 2^31 to 2^32 for a negative number, and so for a small one.
    case shiftTakesSignedCount = "A2"
    /// MULMOD looks at the highest limb of its modulus, also where that has none: a crash.
    case mulmodIndexesLimbs = "A3"
    /// SHL looks at the low 8 bits of its count alone.
    case shlWrapsCount = "shl-count"
    /// The value of a CALL is truncated to 128 bits.
    case callNarrowsValue = "A10"
    /// MUL takes words for 64 bits wide that are not.
    case mulDropsHighLimbs = "A12"

    // MARK: Gas

    /// A block's head charges one too much.
    case blockCostsMore = "block-gas-more"
    /// A block's head charges one too little.
    case blockCostsLess = "block-gas-less"
    /// What a LOG's topics cost is not given back where it leaves before anything is done.
    case logKeepsTopicGas = "B4"
    /// SSTORE's sentry looks at gas that the block did not keep back.
    ///
    /// The bug as it was seen counts too little; here the interpreter would then run the
    /// instruction, rightly, so this one counts too much.
    case sstoreSeesOtherGas = "B5"
    /// The gas of a block that another one falls into is charged by that one, though jumps lead
    /// there too.
    case fallThroughIsPrepaid = "B6"
    /// SLOAD leaves for want of gas that is meant for the instructions behind it, and fails.
    case sloadMissesGasAhead = "B7"
    /// Before Berlin SLOAD and what reads other accounts' code have no static gas.
    case readsHaveNoBaseGas = "B10"
    /// A block's static gas is kept in 16 bits.
    case blockGasOverflows = "B11"
    /// GAS does not add what its block has charged ahead.
    case gasIsPrecharged = "B12"
    /// EXP's price by the bytes of its exponent is given back.
    case expBytesAreFree = "B15"
    /// A jump to a constant target gives its own gas back.
    case jumpIsFree = "B16"
    /// What a helper charges is not taken over into the counter.
    case helperGasIsLost = "B17"
    /// Static gas is the fork's before.
    case forkBeforeSetsGas = "B18"
    /// GAS does not add the bias that the counter was entered with.
    case gasIsBiased = "gas-bias"

    // MARK: Memory and call data

    /// Helpers are said not to write the frame: its gas is taken from before them.
    case helperDeclaresLess = "C6"
    /// CODECOPY looks at the low 64 bits of the source's offset alone.
    case codeCopyNarrowsOffset = "C7"
    /// CALLDATALOAD past the end looks at the low 64 bits of the offset alone.
    case callDataNarrowsOffset = "calldata-offset"
    /// MLOAD does not turn the bytes round.
    case mloadKeepsByteOrder = "mload-order"
    /// MSTORE writes the limbs in the order of the stack.
    case mstoreKeepsLimbOrder = "mstore-order"
    /// MSTORE and MLOAD take memory for large enough that lacks a byte.
    case memoryBoundIsShort = "memory-bound"
    /// MSIZE keeps the size that it read before memory grew.
    case memorySizeIsStale = "memory-stale"

    // MARK: The stack and places

    /// The height of the stack is not checked.
    case heightIsUnchecked = "stack-height"
    /// The constants that one block leaves on the stack are known to the block that it falls into,
    /// though jumps lead there too.
    case constantsOutliveBlock = "F8"
    /// A slot that was written stays marked when another word comes to stand there.
    case marksOutliveWords = "F10"
    /// DUP2 to DUP16 copy the word above the right one.
    case dupIsShallow = "dup-depth"
    /// SWAP2 to SWAP16 reach for the word above the right one.
    case swapIsShallow = "swap-depth"
    /// A head is gone to with the words of the block before not written to memory.
    case headWithoutFlush = "head-flush"
    /// A helper is called with its operands not written to memory.
    case helperWithoutFlush = "helper-flush"
    /// A call or create is left to the driver with its operands not written to memory.
    case callWithoutFlush = "F9"
    /// The top slot is missing in snapshots.
    case snapshotIsShort = "F12"
    /// The two top slots of snapshots are exchanged.
    case snapshotSwapsSlots = "snapshot-slots"
    /// The pc is not noted where code ends for a call or create.
    case pcIsNotSaved = "G1"

    // MARK: Control

    /// What a truncated PUSH at the end of the code lacks makes it 0.
    case truncatedPushIsZero = "E1"
    /// Each byte 0x5b that no instruction before it runs into is a target, push data or not.
    case pushDataIsTarget = "E2"
    /// JUMPI to a constant that is no target fails although it is not taken.
    case branchChecksTargetFirst = "E3"
    /// A contract that the compiler does not take is not interpreted either.
    case rejectionIsFinal = "E6"
    /// A block with the bytes of an earlier one is that block, whatever comes behind them.
    case equalBlocksAreMerged = "F7"
    /// A jump that is made one with the PUSH before it leaves the target on the stack.
    case fusedJumpKeepsTarget = "G3"
    /// A jump to a constant target goes to the block behind it.
    case jumpGoesAstray = "jump-target"
    /// JUMPI jumps where it must not, and does not where it must.
    case branchIsInverted = "jumpi-sense"
    /// Code goes on behind a helper that asked to leave.
    case helperStatusIsIgnored = "helper-status"
    /// An exit behind a helper's effect leads before the instruction.
    case helperExitRepeats = "helper-exit"

    // MARK: The code generator

    /// A zero that is made between the links of a carry chain clears the carry.
    case zeroClearsCarry = "A8"
    /// A division takes for its dividend's high half whatever is there: a wrong quotient, or a
    /// crash.
    case divisionKeepsHighHalf = "A13"
    /// A load of four bytes reads eight.
    case loadIsWidened = "C8"
    /// A conditional move takes the low 32 bits of its operand.
    case selectionIsHalved = "F1"
    /// A spilled value is read again from the register that holds the frame's address.
    case spillReadsWrongRegister = "F4"
    /// Values are not in their slots where two ways meet.
    case labelKeepsRegisters = "F5"
    /// A value that only an exit needs is left out, and read as zero.
    case exitValueIsOmitted = "G4"
    /// A jump backwards, or through a table, goes where the one before it goes.
    case branchIsPatchedWrongly = "G12"
    /// The reads of a state register are one, whatever was written to it between them.
    case stateReadsAreMerged = "state-merge"
    /// Shifts of the same words by other counts are one.
    case shiftsAreMerged = "shift-merge"

    // MARK: What the tiers share

    /// A CALL's gas is signed: a caller that hands on 2^63 or more pays for nothing else.
    case callGasIsSigned = "B1"
    /// Initcode that is too long counts only for a creator who has the value.
    case balanceBeforeInitcodeSize = "B2"
    /// SELFDESTRUCT in a static call fails for that before its gas is charged.
    case selfDestructIsStaticFirst = "B3"
    /// A creation that dies in code deposit keeps its refunds.
    case failedDepositKeepsRefund = "B14"
    /// The identity contract's return data lies in the caller's memory, and changes with it.
    case identityReturnsView = "C1"
    /// The output of the identity contract is copied over its input before it is return data.
    case outputOverwritesReturnData = "C2"
    /// After a creation, return data is the code that was deployed.
    case creatorReadsCode = "C3"
    /// What is sent to an account that an earlier transaction destroyed is lost.
    case transferAfterDestruction = "D1"
    /// What failed initcode stored is there when an account is made at the same address again.
    case failedInitcodeKeepsStorage = "D2"
    /// Every call takes 128 KiB of the native stack, which calls of calls overflow.
    case callsUseNativeStack = "D5"
    /// A call of the code that runs uses its caller's memory.
    case callReusesMemory = "D6"
    /// Calls too deep for the native stack end out of gas, as if the EVM had it so.
    case nativeFaultIsHalt = "H1"
}

extension Fault {
    /// The mistakes of what all tiers share: those of the last section.
    package static let shared: Faults = [
        .callGasIsSigned, .balanceBeforeInitcodeSize, .selfDestructIsStaticFirst,
        .failedDepositKeepsRefund, .identityReturnsView, .outputOverwritesReturnData,
        .creatorReadsCode, .transferAfterDestruction, .failedInitcodeKeepsStorage,
        .callsUseNativeStack, .callReusesMemory, .nativeFaultIsHalt,
    ]

    /// Whether wrong code may touch memory that is not its own, and end the process.
    ///
    /// To be planted in processes that may die.
    package var mayCrash: Bool { Self.crashing.contains(self) }

    private static let crashing: Set<Fault> = [
        .mulmodIndexesLimbs, .heightIsUnchecked, .divisionKeepsHighHalf, .spillReadsWrongRegister,
        .labelKeepsRegisters, .callsUseNativeStack,
    ]
}

/// The faults that one compiler, or one machine, was made with; none but in tests of the comparison.
package typealias Faults = Set<Fault>
