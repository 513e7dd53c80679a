package import Primitives

/// A window of memory that an instruction names with two words.
///
/// Sizes and offsets beyond `limit` are cut down to it: no gas that fits 63 bits pays for them.
/// A window of no bytes touches no memory, whatever its offset (yellow paper, section 9.1).
package struct MemoryWindow: Sendable {
    /// Beyond this many bytes, memory costs more than any gas counter can hold.
    package static let limit = 1 << 41

    package let offset: Int
    package let size: Int

    @inline(__always)
    package init(offset: Int, size: Int) {
        self.offset = offset
        self.size = size
    }

    @inline(__always)
    package init(offset: Word256, size: Word256) {
        let size = min(size.clampedToInt(), Self.limit)
        self.init(offset: size == 0 ? 0 : min(offset.clampedToInt(), Self.limit), size: size)
    }

    /// The offset after the last byte; zero if there is none.
    @inline(__always)
    package var end: Int { offset &+ size }

    /// How many words of 32 bytes it takes to hold the bytes.
    @inline(__always)
    package var wordCount: UInt64 { (UInt64(bitPattern: Int64(size)) &+ 31) >> 5 }
}

/// The part of an instruction's gas that depends on its operands or on the state.
///
/// Pure functions: they charge nothing and change nothing, so that a caller can compare the cost
/// with the gas left before it has any effect. Costs are `UInt64`; `unaffordable` stands for
/// whatever no gas counter can pay, and no cost below it overflows when a few are added.
package enum DynamicGas {
    /// More than any gas counter holds.
    package static let unaffordable = UInt64.max

    /// The cost of growing memory so that it ends at or after `end`; both in bytes.
    ///
    /// - Precondition: `size` is a multiple of 32.
    @inline(__always)
    package static func memoryExpansion(from size: Int, to end: Int) -> UInt64 {
        guard end > size else { return 0 }
        return growth(from: size, to: end)
    }

    @inline(never)  // cold: most accesses stay inside memory
    private static func growth(from size: Int, to end: Int) -> UInt64 {
        guard end <= MemoryWindow.limit else { return unaffordable }
        let before = UInt64(size) >> 5
        return memoryCost(words: (UInt64(end) + 31) >> 5) - memoryCost(words: before)
    }

    /// The whole price of so many words: linear, and the square by 512.
    ///
    /// - Precondition: at most 2³⁶ words, so that nothing overflows.
    package static func memoryCost(words: UInt64) -> UInt64 {
        let divisor = GasSchedule.memoryQuadraticDivisor
        let quadratic = words / divisor * words + words % divisor * words / divisor
        return GasSchedule.memoryWord * words + quadratic
    }

    /// Adds costs; `unaffordable` if the sum is.
    @inline(__always)
    package static func sum(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? unaffordable : sum
    }

    /// The cost of copying a window: CALLDATACOPY and its like.
    @inline(__always)
    package static func copy(_ window: MemoryWindow) -> UInt64 {
        GasSchedule.copyWord * window.wordCount
    }

    /// The cost of hashing a window, KECCAK256's static part apart.
    @inline(__always)
    package static func keccak(_ window: MemoryWindow) -> UInt64 {
        GasSchedule.keccakWord * window.wordCount
    }

    /// The cost of a log's data.
    package static func log(_ window: MemoryWindow) -> UInt64 {
        GasSchedule.logByte * UInt64(window.size)
    }

    /// The cost of an exponent's bytes.
    package static func exponentiation(exponent: Word256, _ schedule: GasSchedule) -> UInt64 {
        schedule.exponentByte * UInt64((256 - exponent.leadingZeroBitCount + 7) / 8)
    }

    /// The cost of initcode: EIP-3860's price a word, and for CREATE2 that of hashing it.
    package static func initcode(
        _ window: MemoryWindow, isHashed: Bool, _ schedule: GasSchedule
    ) -> UInt64 {
        window.wordCount * (schedule.initcodeWord + (isHashed ? GasSchedule.keccakWord : 0))
    }

    /// The cost of SELFDESTRUCT beyond its static part.
    ///
    /// `createsAccount` says whether the beneficiary comes to exist by it, as the fork has it.
    package static func selfDestruct(
        isCold: Bool, createsAccount: Bool, _ schedule: GasSchedule
    ) -> UInt64 {
        (isCold ? schedule.coldBeneficiary : 0)
            + (createsAccount ? schedule.selfDestructNewAccount : 0)
    }
}

/// The values that SSTORE's price depends on.
package struct StorageChange: Sendable {
    /// The slot's value when the transaction began.
    package var original: Word256
    /// The slot's value now.
    package var current: Word256
    /// The value to be stored.
    package var new: Word256

    package init(original: Word256, current: Word256, new: Word256) {
        self.original = original
        self.current = current
        self.new = new
    }
}

extension DynamicGas {
    /// The cost of SSTORE beyond its static part (EIP-1283, EIP-2200, EIP-2929).
    package static func storageStore(
        _ change: StorageChange, isCold: Bool, _ schedule: GasSchedule
    ) -> UInt64 {
        let cold = isCold ? schedule.coldStorageStore : 0
        return cold + storageTotal(change, schedule) - schedule.storageRepeat
    }

    private static func storageTotal(_ change: StorageChange, _ schedule: GasSchedule) -> UInt64 {
        switch schedule.storagePricing {
        case .plain:
            let sets = change.current.isZero && !change.new.isZero
            return sets ? schedule.storageSet : schedule.storageReset
        case .net:
            guard change.current != change.new, change.original == change.current else {
                return schedule.storageRepeat
            }
            return change.original.isZero ? schedule.storageSet : schedule.storageReset
        }
    }

    /// What SSTORE adds to the refund counter; negative if it takes back (EIP-2200, EIP-3529).
    package static func storageRefund(_ change: StorageChange, _ schedule: GasSchedule) -> Int64 {
        switch schedule.storagePricing {
        case .plain:
            return !change.current.isZero && change.new.isZero ? schedule.storageClearRefund : 0
        case .net:
            guard change.current != change.new else { return 0 }
            return clearRefund(change, schedule) + restoreRefund(change, schedule)
        }
    }

    /// The refund for a slot that becomes zero, or no longer is.
    private static func clearRefund(_ change: StorageChange, _ schedule: GasSchedule) -> Int64 {
        guard !change.original.isZero else { return 0 }
        if change.current.isZero { return -schedule.storageClearRefund }
        return change.new.isZero ? schedule.storageClearRefund : 0
    }

    /// The refund for a slot that gets back its first value.
    private static func restoreRefund(_ change: StorageChange, _ schedule: GasSchedule) -> Int64 {
        guard change.original == change.new else { return 0 }
        let paid = change.original.isZero ? schedule.storageSet : schedule.storageReset
        return Int64(paid) - Int64(schedule.storageRepeat)
    }
}

/// What a CALL, CALLCODE, DELEGATECALL or STATICCALL is charged, and what it hands on.
package struct CallCharge: Sendable {
    /// Everything that the caller pays, the gas handed on included.
    package var cost: UInt64
    /// What the callee begins with: the gas handed on and, with value, the stipend.
    package var calleeGas: UInt64
}

extension DynamicGas {
    /// The charge of a call.
    ///
    /// `requested` is the gas operand, `gas` all that the caller has, and `fixed` the cost of
    /// access, value, new account and memory together. With `keepsOneIn64`, what is requested in
    /// excess is cut down (EIP-150); before that rule, it must be there.
    package static func call(
        requested: Word256, gas: UInt64, fixed: UInt64, hasValue: Bool, keepsOneIn64: Bool
    ) -> CallCharge {
        let stipend = hasValue ? GasSchedule.callStipend : 0
        guard fixed <= gas else { return CallCharge(cost: unaffordable, calleeGas: 0) }
        let available = gas - fixed
        let most = keepsOneIn64 ? allButOneIn64(available) : available
        guard let handed = requested.asUInt64, handed <= most else {
            guard keepsOneIn64 else { return CallCharge(cost: unaffordable, calleeGas: 0) }
            return CallCharge(cost: fixed + most, calleeGas: most + stipend)
        }
        return CallCharge(cost: fixed + handed, calleeGas: handed + stipend)
    }

    /// All gas but one 64th part: the most that may be handed on (EIP-150).
    package static func allButOneIn64(_ gas: UInt64) -> UInt64 { gas - gas / 64 }
}
