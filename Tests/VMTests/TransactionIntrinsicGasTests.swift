import Primitives
import Testing
import VM

@Suite struct TransactionIntrinsicGasTests {
    private func transaction(
        _ kind: Transaction.Kind = .legacy, data: [UInt8] = [], creates: Bool = false
    ) -> Transaction {
        var transaction = Transaction()
        transaction.kind = kind
        transaction.data = data
        transaction.to = creates ? nil : Address(number: 1)
        return transaction
    }

    /// Yellow Paper, appendix G; EIP-2028.
    @Test(arguments: [Fork.frontier, .petersburg, .istanbul, .osaka])
    func `data is paid by the byte`(fork: Fork) {
        let gas = IntrinsicGas(of: transaction(data: [0, 1, 2, 0, 255]), fork: fork)
        #expect(gas.charge == (fork < .istanbul ? 21_212 : 21_056))
    }

    private struct Creation: Sendable {
        var fork: Fork
        var charge: UInt64
    }

    /// Of 33 zero bytes, which are two words (EIP-2, EIP-3860).
    private static let creations = [
        Creation(fork: .frontier, charge: 21_132), Creation(fork: .homestead, charge: 53_132),
        Creation(fork: .paris, charge: 53_132), Creation(fork: .shanghai, charge: 53_136),
    ]

    @Test(arguments: creations)
    private func `creating costs more since Homestead and by the word since Shanghai`(
        creation: Creation
    ) {
        let data = [UInt8](repeating: 0, count: 33)
        let gas = IntrinsicGas(of: transaction(data: data, creates: true), fork: creation.fork)
        #expect(gas.charge == creation.charge)
    }

    /// EIP-2930.
    @Test func `an access list is paid by address and key`() {
        var listed = transaction(.accessList)
        listed.accessList = [
            AccessListEntry(address: Address(number: 1), keys: [1, 2]),
            AccessListEntry(address: Address(number: 1), keys: []),
        ]
        #expect(IntrinsicGas(of: listed, fork: .berlin).charge == 21_000 + 2 * 2400 + 2 * 1900)
    }

    /// EIP-7702.
    @Test func `every authorization is paid as if it made an account`() {
        var authorizing = transaction(.setCode)
        authorizing.authorizations = [Authorization](
            repeating: Authorization(
                chainIdentifier: 1, target: .zero, nonce: 0, yParity: 0, r: 1, s: 1),
            count: 3)
        #expect(IntrinsicGas(of: authorizing, fork: .prague).charge == 21_000 + 3 * 25_000)
    }

    /// EIP-7623: ten gas a token, four tokens a byte that is not zero.
    @Test func `data has a floor since Prague`() {
        let data: [UInt8] = [0, 1, 2, 0, 255]
        #expect(IntrinsicGas(of: transaction(data: data), fork: .cancun).floor == 0)
        let gas = IntrinsicGas(of: transaction(data: data), fork: .prague)
        #expect(gas.floor == 21_000 + 10 * (2 + 3 * 4))
    }
}
