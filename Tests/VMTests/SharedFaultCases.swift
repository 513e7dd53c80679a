import Conformance
import Fuzz
import Primitives
import Testing
import VM

/// A case that a fault planted in what the tiers share makes go wrong, and where that is reported.
///
/// `pc` values are counted by hand, as in `FaultCase`.
struct SharedFaultCase: Sendable, CustomTestStringConvertible {
    /// Where the subject first differs, whatever tier it runs in.
    enum Place: Equatable, Sendable {
        case head(frame: Int, pc: Int)
        /// No head: the first observable that differs at the end.
        case end(String)
    }

    let fault: Fault
    let item: FuzzCase
    let wrongAt: Place

    var testDescription: String { fault.rawValue }

    private init(_ fault: Fault, _ item: FuzzCase, _ wrongAt: Place) {
        self.fault = fault
        self.item = item
        self.wrongAt = wrongAt
    }

    /// A message to a program; the code at 0xbbb is `callee`.
    private init(
        _ fault: Fault, _ program: String, _ wrongAt: Place, callee: String = "",
        gas: Int64 = 1_000_000, isStatic: Bool = false
    ) {
        var item = LockstepCase(.osaka, code: assemble(program))
        item.gas = gas
        item.isStatic = isStatic
        item.accounts[Address(number: 0xbbb)] = AccountContent(
            nonce: 1, code: Code(assemble(callee)))
        self.init(fault, FuzzCase(item), wrongAt)
    }
}

extension SharedFaultCase {
    static let all: [SharedFaultCase] = messages + [transferAfterDestruction]

    private static let messages: [SharedFaultCase] = [
        SharedFaultCase(
            .callGasIsSigned, "0 0 0 0 0 0xbbb 2^63 CALL POP", .head(frame: 0, pc: 23),
            callee: "5 POP"),
        // 49,152 bytes are allowed, and the contract has 1000 wei.
        SharedFaultCase(
            .balanceBeforeInitcodeSize, "49153 0 1001 CREATE a:",
            .end("status")),
        SharedFaultCase(
            .selfDestructIsStaticFirst, "0 SELFDESTRUCT", .end("status"),
            gas: 5_002, isStatic: true),
        // 1 0 SSTORE 0 0 SSTORE earns a refund; code that begins with 0xef is not deposited.
        SharedFaultCase(
            .failedDepositKeepsRefund,
            "0x6001600055600060005560ef60005360016000f3 0 MSTORE 20 12 0 CREATE a:",
            .head(frame: 0, pc: 31)),
        SharedFaultCase(
            .identityReturnsView, "7 0 MSTORE 0 0 32 0 0 4 GAS CALL 8 0 MSTORE a:",
            .head(frame: 0, pc: 24)),
        SharedFaultCase(
            .outputOverwritesReturnData, "7 0 MSTORE 31 1 32 0 0 4 GAS CALL a:",
            .head(frame: 0, pc: 19)),
        // 1 0 RETURN deploys one byte.
        SharedFaultCase(
            .creatorReadsCode, "0x60016000f3 0 MSTORE 5 27 0 CREATE a:",
            .head(frame: 0, pc: 16)),
        // 1 0 SSTORE 0 0 REVERT: the second of the same finds the slot when it begins.
        SharedFaultCase(
            .failedInitcodeKeepsStorage,
            "0x600160005560006000fd 0 MSTORE 0 10 22 0 CREATE2 0 10 22 0 CREATE2 a:",
            .head(frame: 2, pc: 0)),
        SharedFaultCase(
            .callReusesMemory,
            "CALLDATASIZE @b JUMPI 7 0 MSTORE 0 0 1 0 0 ADDRESS GAS CALL a: STOP b: 8 0 MSTORE",
            .head(frame: 0, pc: 23)),
        // The native stack is said to hold 64 calls of calls.
        SharedFaultCase(
            .nativeFaultIsHalt, "0 0 0 0 ADDRESS GAS DELEGATECALL POP",
            .head(frame: 65, pc: 0)),
    ]

    /// Destroyed by the first transaction, paid by the second; before EIP-6780.
    private static var transferAfterDestruction: SharedFaultCase {
        let (sender, contract) = (Address(number: 0xcafe), Address(number: 0xc0de))
        var block = BlockEnvironment()
        block.gasLimit = 30_000_000
        let transactions = [Word256.zero, 7].map { value in
            var transaction = Transaction()
            transaction.sender = sender
            transaction.to = contract
            transaction.gasLimit = 100_000
            transaction.maxFeePerGas = 10
            transaction.maxPriorityFeePerGas = 10
            transaction.value = value
            return CaseTransaction(transaction, takesCurrentNonce: true)
        }
        let accounts = [
            FuzzAccount(sender, AccountContent(balance: number("2^128"))),
            FuzzAccount(
                contract, AccountContent(nonce: 1, code: Code(assemble("CALLER SELFDESTRUCT")))),
        ]
        return SharedFaultCase(
            .transferAfterDestruction,
            FuzzCase(
                fork: .shanghai, block: block, accounts: accounts,
                body: .transactions(transactions)),
            .end("state root"))
    }
}
