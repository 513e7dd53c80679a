import Primitives
import Testing
import VM

/// SSTORE's net gas metering, by the test tables printed in the proposals.
///
/// The slot and the account are warm beforehand, as the tables assume.
@Suite struct StorageGasTests {
    /// One row: the slot's first value, the values stored one after the other, gas and refund.
    struct Row: Sendable {
        let original: Word256
        let stores: [Word256]
        let gas: Int64
        let refund: Int64

        init(_ original: Word256, _ stores: [Word256], gas: Int64, refund: Int64) {
            self.original = original
            self.stores = stores
            self.gas = gas
            self.refund = refund
        }
    }

    private func check(_ row: Row, _ fork: Fork) throws {
        let code = row.stores.flatMap { push($0) + push(.zero) + [Opcode.sstore.rawValue] }
        let machine = try TestMachine(fork, code: code, storage: [.zero: row.original])
        machine.machine.pointee.world.warm(TestMachine.contract, slot: .zero)
        let result = machine.call(gas: 100_000)
        #expect(100_000 - result.gasLeft == row.gas)
        #expect(machine.machine.pointee.world.refund == row.refund)
        let held = machine.machine.pointee.world.peekStorage(of: TestMachine.contract, at: .zero)
        #expect(held == row.stores.last)
    }

    @Test(arguments: [
        Row(0, [0, 0], gas: 412, refund: 0), Row(0, [0, 1], gas: 20212, refund: 0),
        Row(0, [1, 0], gas: 20212, refund: 19800), Row(0, [1, 2], gas: 20212, refund: 0),
        Row(0, [1, 1], gas: 20212, refund: 0), Row(1, [0, 0], gas: 5212, refund: 15000),
        Row(1, [0, 1], gas: 5212, refund: 4800), Row(1, [0, 2], gas: 5212, refund: 0),
        Row(1, [2, 0], gas: 5212, refund: 15000), Row(1, [2, 3], gas: 5212, refund: 0),
        Row(1, [2, 1], gas: 5212, refund: 4800), Row(1, [2, 2], gas: 5212, refund: 0),
        Row(1, [1, 0], gas: 5212, refund: 15000), Row(1, [1, 2], gas: 5212, refund: 0),
        Row(1, [1, 1], gas: 412, refund: 0), Row(0, [1, 0, 1], gas: 40218, refund: 19800),
        Row(1, [0, 1, 0], gas: 10218, refund: 19800),
    ])
    func `Constantinople follows EIP-1283`(row: Row) throws { try check(row, .constantinople) }

    @Test(arguments: [
        Row(0, [0, 0], gas: 1612, refund: 0), Row(0, [0, 1], gas: 20812, refund: 0),
        Row(0, [1, 0], gas: 20812, refund: 19200), Row(0, [1, 2], gas: 20812, refund: 0),
        Row(0, [1, 1], gas: 20812, refund: 0), Row(1, [0, 0], gas: 5812, refund: 15000),
        Row(1, [0, 1], gas: 5812, refund: 4200), Row(1, [0, 2], gas: 5812, refund: 0),
        Row(1, [2, 0], gas: 5812, refund: 15000), Row(1, [2, 3], gas: 5812, refund: 0),
        Row(1, [2, 1], gas: 5812, refund: 4200), Row(1, [2, 2], gas: 5812, refund: 0),
        Row(1, [1, 0], gas: 5812, refund: 15000), Row(1, [1, 2], gas: 5812, refund: 0),
        Row(1, [1, 1], gas: 1612, refund: 0), Row(0, [1, 0, 1], gas: 40818, refund: 19200),
        Row(1, [0, 1, 0], gas: 10818, refund: 19200),
    ])
    func `Istanbul follows EIP-2200`(row: Row) throws { try check(row, .istanbul) }

    @Test(arguments: [
        Row(0, [0, 0], gas: 212, refund: 0), Row(0, [0, 1], gas: 20112, refund: 0),
        Row(0, [1, 0], gas: 20112, refund: 19900), Row(0, [1, 2], gas: 20112, refund: 0),
        Row(0, [1, 1], gas: 20112, refund: 0), Row(1, [0, 0], gas: 3012, refund: 4800),
        Row(1, [0, 1], gas: 3012, refund: 2800), Row(1, [0, 2], gas: 3012, refund: 0),
        Row(1, [2, 0], gas: 3012, refund: 4800), Row(1, [2, 3], gas: 3012, refund: 0),
        Row(1, [2, 1], gas: 3012, refund: 2800), Row(1, [2, 2], gas: 3012, refund: 0),
        Row(1, [1, 0], gas: 3012, refund: 4800), Row(1, [1, 2], gas: 3012, refund: 0),
        Row(1, [1, 1], gas: 212, refund: 0), Row(0, [1, 0, 1], gas: 40118, refund: 19900),
        Row(1, [0, 1, 0], gas: 5918, refund: 7600),
    ])
    func `London follows EIP-3529`(row: Row) throws { try check(row, .london) }

    @Test(arguments: [Fork.frontier, .byzantium, .petersburg])
    func `without net metering only the value held now counts`(fork: Fork) throws {
        try check(Row(0, [1, 0], gas: 25012, refund: 15000), fork)
        try check(Row(1, [0, 1], gas: 25012, refund: 15000), fork)
        try check(Row(1, [1, 1], gas: 10012, refund: 0), fork)
    }
}
