/// Where an instruction's static gas comes from.
///
/// The static part is the least that the instruction can cost in the fork; what depends on
/// operands or on the state is added by `DynamicGas`. No instruction but a terminator has a
/// static part below one, so gas strictly decreases from head to head.
package enum GasClass: Hashable, Sendable {
    case zero
    case jumpDestination
    case base
    case veryLow
    case low
    case middle
    case high
    case keccak
    case blockHash
    case log(topics: Int)
    case create
    case balance
    case externalCode
    case externalCodeHash
    case storageLoad
    case storageStore
    case transientStorage
    case call
    case selfDestruct
}

/// How SSTORE is priced.
package enum StoragePricing: Sendable {
    /// Frontier to Byzantium, and Petersburg: the value held now alone decides.
    case plain
    /// Net metering (EIP-1283, EIP-2200): the transaction's first value decides too.
    case net
}

/// The prices of one fork.
///
/// Forks are written as differences, each with the proposal it comes from. Names without a
/// number are those of EIP-2929 and of the yellow paper's appendix G.
package struct GasSchedule: Sendable {
    // What reading an account costs, warm where the fork distinguishes.
    package var balance: UInt64 = 20
    package var externalCode: UInt64 = 20
    package var externalCodeHash: UInt64 = 400
    package var call: UInt64 = 40

    /// Further gas for the first access to an account in a transaction.
    package var coldAccount: UInt64 = 0
    /// Further gas for the first SLOAD of a slot in a transaction.
    package var coldStorageLoad: UInt64 = 0
    /// Further gas for the first SSTORE to a slot in a transaction.
    package var coldStorageStore: UInt64 = 0
    /// Further gas of SELFDESTRUCT for the first access to its beneficiary.
    package var coldBeneficiary: UInt64 = 0
    /// Whether accounts and slots are warm or cold at all.
    package var hasAccessLists: Bool = false

    package var storageLoad: UInt64 = 50
    package var storagePricing: StoragePricing = .plain
    /// A store that changes nothing, or changes a slot that was already changed.
    package var storageRepeat: UInt64 = 5000
    /// A store that changes zero to another value.
    package var storageSet: UInt64 = 20000
    /// A store that changes a value other than zero.
    package var storageReset: UInt64 = 5000
    /// Given back when a slot becomes zero.
    package var storageClearRefund: Int64 = 15000
    /// SSTORE fails when no more gas than this is left.
    package var storageSentry: UInt64 = 0

    package var exponentByte: UInt64 = 10
    package var selfDestruct: UInt64 = 0
    package var selfDestructNewAccount: UInt64 = 0
    package var selfDestructRefund: Int64 = 24000
    package var initcodeWord: UInt64 = 0

    // The same in every fork.
    package static let keccak: UInt64 = 30
    package static let keccakWord: UInt64 = 6
    package static let copyWord: UInt64 = 3
    package static let memoryWord: UInt64 = 3
    package static let memoryQuadraticDivisor: UInt64 = 512
    package static let log: UInt64 = 375
    package static let logTopic: UInt64 = 375
    package static let logByte: UInt64 = 8
    package static let create: UInt64 = 32000
    package static let codeDepositByte: UInt64 = 200
    package static let callValue: UInt64 = 9000
    package static let callStipend: UInt64 = 2300
    package static let newAccount: UInt64 = 25000
    package static let coldAccountAccess: UInt64 = 2600
    package static let coldStorageAccess: UInt64 = 2100
    package static let warmAccess: UInt64 = 100

    /// The prices of a fork.
    package init(_ fork: Fork) {
        if fork >= .tangerineWhistle { applyEIP150() }
        if fork >= .spuriousDragon { exponentByte = 50 }  // EIP-160
        if fork == .constantinople { applyNetMetering(base: 200) }  // EIP-1283, withdrawn by 1716
        if fork >= .istanbul { applyEIP1884And2200() }
        if fork >= .berlin { applyEIP2929() }
        if fork >= .london { applyEIP3529() }
        if fork >= .shanghai { initcodeWord = 2 }  // EIP-3860
    }

    /// Tells the static gas of a class of instructions.
    package func staticGas(_ gasClass: GasClass) -> UInt64 {
        switch gasClass {
        case .zero: 0
        case .jumpDestination: 1
        case .base: 2
        case .veryLow: 3
        case .low: 5
        case .middle: 8
        case .high: 10
        case .keccak: Self.keccak
        case .blockHash: 20
        case .log(let topics): Self.log + Self.logTopic * UInt64(topics)
        case .create: Self.create
        case .balance: balance
        case .externalCode: externalCode
        case .externalCodeHash: externalCodeHash
        case .storageLoad: storageLoad
        case .storageStore: storageRepeat
        case .transientStorage: Self.warmAccess
        case .call: call
        case .selfDestruct: selfDestruct
        }
    }

    /// Gas cost changes for input-output-heavy operations.
    private mutating func applyEIP150() {
        storageLoad = 200
        externalCode = 700
        balance = 400
        call = 700
        selfDestruct = 5000
        selfDestructNewAccount = 25000
    }

    /// Net gas metering: a slot's further changes cost as much as reading it.
    private mutating func applyNetMetering(base: UInt64) {
        storagePricing = .net
        storageRepeat = base
    }

    /// Repricing of trie-size-dependent instructions, and net metering with a sentry.
    private mutating func applyEIP1884And2200() {
        storageLoad = 800
        balance = 700
        externalCodeHash = 700
        applyNetMetering(base: 800)
        storageSentry = Self.callStipend
    }

    /// Access lists: the first access in a transaction costs more than the later ones.
    private mutating func applyEIP2929() {
        hasAccessLists = true
        balance = Self.warmAccess
        externalCode = Self.warmAccess
        externalCodeHash = Self.warmAccess
        call = Self.warmAccess
        storageLoad = Self.warmAccess
        coldAccount = Self.coldAccountAccess - Self.warmAccess
        coldStorageLoad = Self.coldStorageAccess - Self.warmAccess
        coldStorageStore = Self.coldStorageAccess
        coldBeneficiary = Self.coldAccountAccess
        applyNetMetering(base: Self.warmAccess)
        storageReset = 5000 - Self.coldStorageAccess
    }

    /// Reduction in refunds.
    private mutating func applyEIP3529() {
        storageClearRefund = 4800
        selfDestructRefund = 0
    }
}
