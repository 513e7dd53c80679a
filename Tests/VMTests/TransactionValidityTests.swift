import Primitives
import Testing
import VM

@Suite struct TransactionValidityTests {
    /// A transaction that is wrong in one way, and the reason to reject it for that.
    struct Fault: Sendable, CustomTestStringConvertible {
        var reason: TransactionRejection
        var fork = Fork.osaka
        var kind = Transaction.Kind.dynamicFee
        var change: @Sendable (inout Transaction, inout BlockEnvironment) -> Void

        var testDescription: String { "\(reason), \(fork), type \(kind.rawValue)" }
    }

    private static let sender = Address(number: 0x5e)

    @Test(arguments: Transaction.Kind.allCases, [Fork.prague, .osaka, .bpo2])
    func `the transactions that the faults start from are valid`(
        kind: Transaction.Kind, fork: Fork
    ) {
        #expect(Self.rejection(of: kind, fork: fork) == nil)
    }

    @Test(arguments: faults)
    func `each fault is rejected for its own reason`(fault: Fault) {
        let rejection = Self.rejection(of: fault.kind, fork: fault.fork) {
            fault.change(&$0, &$1)
        }
        #expect(rejection == fault.reason)
    }

    @Test func `there is a fault for every reason`() {
        #expect(Set(Self.faults.map(\.reason)) == Set(TransactionRejection.allCases))
    }

    @Test(arguments: [
        (Transaction.Kind.accessList, Fork.istanbul, Fork.berlin),
        (.dynamicFee, .berlin, .london), (.blob, .shanghai, .cancun),
        (.setCode, .cancun, .prague),
    ])
    func `a type is unknown before its fork`(kind: Transaction.Kind, before: Fork, first: Fork) {
        #expect(Self.rejection(of: kind, fork: before) == .typeNotSupported)
        #expect(Self.rejection(of: kind, fork: first) == nil)
    }

    @Test func `the balance must cover the highest price, the blobs and the value`() {
        // 100,000 gas at 20, 2 blobs of 2¹⁷ at 5, and 7.
        let cost = Word256(2_000_000 + 1_310_720 + 7 as UInt64)
        #expect(Self.rejection(of: .blob, fork: .prague, balance: cost) == nil)
        #expect(
            Self.rejection(of: .blob, fork: .prague, balance: cost &- 1) == .insufficientFunds)
    }

    @Test func `a price that overflows 256 bits is more than any balance`() {
        let rejection = Self.rejection(of: .legacy, fork: .london, balance: .max) { it, _ in
            it.maxFeePerGas = .max
            it.maxPriorityFeePerGas = .max
        }
        #expect(rejection == .insufficientFunds)
    }

    @Test func `a sender may have delegated its code since Prague`() {
        let delegated = Code(delegatingTo: Address(number: 0x77))
        #expect(Self.rejection(of: .legacy, fork: .prague, code: delegated) == nil)
        #expect(Self.rejection(of: .legacy, fork: .cancun, code: delegated) == .senderHasCode)
    }

    @Test func `the limits themselves are allowed`() {
        let initcode = [UInt8](repeating: 1, count: 49_152)
        #expect(
            Self.rejection(of: .legacy, fork: .osaka) { it, block in
                it.to = nil
                it.data = initcode
                it.gasLimit = 1 << 24
                block.gasLimit = 1 << 24
            } == nil)
        #expect(
            Self.rejection(of: .blob, fork: .osaka) { it, _ in
                it.blobVersionedHashes = Array(repeating: Self.blobHash, count: 6)
            } == nil)
        #expect(
            Self.rejection(of: .blob, fork: .prague) { it, _ in
                it.blobVersionedHashes = Array(repeating: Self.blobHash, count: 9)
            } == nil)
    }

    @Test func `longer initcode and more gas were allowed before`() {
        #expect(
            Self.rejection(of: .legacy, fork: .paris) { it, _ in
                it.to = nil
                it.data = [UInt8](repeating: 1, count: 49_153)
                it.gasLimit = 20_000_000
            } == nil)
    }

    /// Spellings found in the official fixtures.
    @Test(arguments: [
        (TransactionRejection.insufficientFunds, "TransactionException.INSUFFICIENT_ACCOUNT_FUNDS"),
        (.insufficientFunds, "TR_NoFunds"), (.insufficientFunds, "TR_NoFundsOrGas"),
        (.intrinsicGasTooLow, "TR_NoFundsOrGas"), (.intrinsicGasTooLow, "IntrinsicGas"),
        (
            .intrinsicGasTooLow,
            "TransactionException.INSUFFICIENT_ACCOUNT_FUNDS|TransactionException.INTRINSIC_GAS_TOO_LOW"
        ),
        (.tooManyBlobs, "TR_BLOBLIST_OVERSIZE"), (.blobCreation, "TR_BLOBCREATE"),
        (.typeNotSupported, "TransactionException.TYPE_2_TX_PRE_FORK"),
    ])
    func `a reason answers to the names in fixtures`(
        reason: TransactionRejection, expectation: String
    ) {
        #expect(reason.answers(to: expectation))
        #expect(!TransactionRejection.nonceTooLow.answers(to: expectation))
    }
}

extension TransactionValidityTests {
    private static let blobHash = Word256(1).shiftedLeft(by: 248 as UInt64)

    private static let faults: [Fault] = [
        Fault(reason: .typeNotSupported, fork: .cancun, kind: .setCode) { _, _ in },
        Fault(reason: .fieldTooLarge) { it, _ in it.hasOversizedField = true },
        Fault(reason: .wrongChain) { it, _ in it.chainIdentifier = 2 },
        Fault(reason: .intrinsicGasTooLow) { it, _ in it.gasLimit = 20_999 },
        Fault(reason: .gasBelowFloor) { it, _ in
            it.data = [UInt8](repeating: 1, count: 100)
            it.gasLimit = 24_999
        },
        Fault(reason: .nonceAtMaximum) { it, _ in it.nonce = .max },
        Fault(reason: .initcodeTooLarge, fork: .shanghai) { it, _ in
            it.to = nil
            it.data = [UInt8](repeating: 1, count: 49_153)
            it.gasLimit = 20_000_000
        },
        Fault(reason: .gasLimitAboveMaximum) { it, _ in it.gasLimit = 1 << 24 + 1 },
        Fault(reason: .gasLimitAboveBlock, fork: .prague) { it, block in
            it.gasLimit = block.gasLimit + 1
        },
        Fault(reason: .priorityFeeAboveMaximumFee) { it, _ in it.maxPriorityFeePerGas = 21 },
        Fault(reason: .maximumFeeBelowBaseFee) { _, block in block.baseFee = 21 },
        Fault(reason: .maximumFeeBelowBaseFee, kind: .legacy) { _, block in block.baseFee = 21 },
        Fault(reason: .noBlobs, kind: .blob) { it, _ in it.blobVersionedHashes = [] },
        Fault(reason: .tooManyBlobs, kind: .blob) { it, _ in
            it.blobVersionedHashes = Array(repeating: blobHash, count: 7)
        },
        Fault(reason: .tooManyBlobs, fork: .prague, kind: .blob) { it, _ in
            it.blobVersionedHashes = Array(repeating: blobHash, count: 10)
        },
        Fault(reason: .wrongBlobVersion, kind: .blob) { it, _ in
            it.blobVersionedHashes[1] = 1
        },
        Fault(reason: .maximumFeeBelowBlobBaseFee, kind: .blob) { _, block in
            block.excessBlobGas = 10_485_760  // EELS: 8 wei with Prague's fraction
        },
        Fault(reason: .blobCreation, kind: .blob) { it, _ in
            it.to = nil; it.gasLimit = 60_000
        },
        Fault(reason: .emptyAuthorizationList, kind: .setCode) { it, _ in it.authorizations = [] },
        Fault(reason: .setCodeCreation, kind: .setCode) { it, _ in it.to = nil },
        Fault(reason: .nonceTooLow) { it, _ in it.nonce = 2 },
        Fault(reason: .nonceTooHigh) { it, _ in it.nonce = 4 },
        Fault(reason: .insufficientFunds) { it, _ in it.value = .max },
        Fault(reason: .senderHasCode) { it, _ in it.sender = Address(number: 0xc0de) },
    ]

    /// Checks a valid transaction of the type after `change`.
    private static func rejection(
        of kind: Transaction.Kind, fork: Fork, balance: Word256 = Word256(UInt64.max),
        code: Code = .empty,
        change: (inout Transaction, inout BlockEnvironment) -> Void = { _, _ in }
    ) -> TransactionRejection? {
        var world = WorldState()
        world.install(AccountContent(nonce: 3, balance: balance, code: code), at: sender)
        world.install(
            AccountContent(nonce: 3, balance: balance, code: Code([0])),
            at: Address(number: 0xc0de))
        var block = BlockEnvironment()
        block.gasLimit = 30_000_000
        block.baseFee = 10
        block.excessBlobGas = 0
        block.blobSchedule = .standard(for: fork)
        var transaction = valid(kind)
        change(&transaction, &block)
        do throws(TransactionRejection) {
            try TransactionValidity.check(
                transaction, intrinsicGas: IntrinsicGas(of: transaction, fork: fork), fork: fork,
                block: block, world: world)
            return nil
        } catch {
            return error
        }
    }

    private static func valid(_ kind: Transaction.Kind) -> Transaction {
        var transaction = Transaction()
        transaction.kind = kind
        transaction.chainIdentifier = 1
        transaction.nonce = 3
        transaction.sender = sender
        transaction.to = Address(number: 0x70)
        transaction.gasLimit = 100_000
        transaction.value = 7
        transaction.maxFeePerGas = 20
        transaction.maxPriorityFeePerGas = transaction.hasDynamicFee ? 2 : 20
        if kind == .blob {
            transaction.maxFeePerBlobGas = 5
            transaction.blobVersionedHashes = [blobHash, blobHash]
        }
        if kind == .setCode {
            transaction.authorizations = [
                Authorization(
                    chainIdentifier: 1, target: .zero, nonce: 0, yParity: 0, r: 1, s: 1)
            ]
        }
        return transaction
    }
}
