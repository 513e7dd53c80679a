import Primitives
import Testing
import VM

@Suite struct TransactionExecutionTests {
    private static let sender = Address(number: 0x5e)
    private static let contract = Address(number: 0xc0)
    private static let coinbase = Address(number: 0xcb)
    private static let funds = Word256(1_000_000_000_000 as UInt64)

    /// Runs one transaction at a price of 10, of which a base fee of 7 is burnt since London.
    private func run(
        fork: Fork, code: [UInt8] = [], storage: [StorageEntry] = [],
        others: [(Address, AccountContent)] = [],
        change: (inout Transaction) -> Void = { _ in }
    ) throws -> (result: TransactionResult, machine: VirtualMachine) {
        var world = WorldState()
        world.install(AccountContent(nonce: 3, balance: Self.funds), at: Self.sender)
        world.install(
            AccountContent(nonce: 1, code: Code(code), storage: storage), at: Self.contract)
        for (address, content) in others { world.install(content, at: address) }
        var block = BlockEnvironment()
        block.gasLimit = 30_000_000
        block.coinbase = Self.coinbase
        block.baseFee = fork >= .london ? 7 : 0
        block.blobSchedule = .standard(for: fork)
        block.excessBlobGas = 10_485_760  // EELS: 23 wei in Cancun, 8 in Prague
        var transaction = Transaction()
        transaction.nonce = 3
        transaction.maxFeePerGas = 10
        transaction.maxPriorityFeePerGas = 10
        transaction.gasLimit = 100_000
        transaction.sender = Self.sender
        transaction.to = Self.contract
        change(&transaction)
        let machine = VirtualMachine(
            world: world, block: block, fork: fork,
            arenas: try MachineArenas(memoryByteCount: 1 << 20))
        return (machine.execute(transaction), machine)
    }

    private func receipt(_ result: TransactionResult) throws -> TransactionReceipt {
        guard case .executed(let receipt) = result else {
            Issue.record("not executed: \(result)")
            throw Failure.notExecuted
        }
        return receipt
    }

    private enum Failure: Error {
        case notExecuted
    }

    // MARK: Gas and money

    @Test func `the sender pays, the beneficiary gets the priority fee, the base fee is burnt`()
        throws
    {
        let (result, machine) = try run(fork: .london) { $0.value = 5 }
        #expect(try receipt(result).gasUsed == 21_000)
        let world = machine.machine.pointee.world.contents()
        let balances: [Word256] = [Self.funds &- 210_005, 5, 63_000]
        #expect(world.map(\.content.balance) == balances)
        #expect(world.map(\.address) == [Self.sender, Self.contract, Self.coinbase])
        #expect(world[0].content.nonce == 4)
    }

    /// Each of n SSTOREs clears a cold slot for 5,000 gas and two pushes for 6 (EIP-2929).
    ///
    /// Berlin gives 15,000 back for each, at most a half; London 4,800, at most a fifth (EIP-3529).
    @Test(arguments: [
        RefundCase(fork: .berlin, count: 2, gasUsed: 15_506),
        RefundCase(fork: .london, count: 2, gasUsed: 24_810),
        RefundCase(fork: .london, count: 1, gasUsed: 21_206),
    ])
    private func `refunds are capped`(refund: RefundCase) throws {
        var code: [UInt8] = []
        for key in 0..<refund.count { code += [0x60, 0, 0x60, key, 0x55] }
        let storage = (0..<refund.count).map { StorageEntry(key: Word256(UInt64($0)), value: 1) }
        let (result, _) = try run(fork: refund.fork, code: code, storage: storage)
        #expect(try receipt(result).gasUsed == refund.gasUsed)
    }

    struct RefundCase: Sendable {
        var fork: Fork
        var count: UInt8
        var gasUsed: UInt64
    }

    /// 1,000 bytes that are not zero: 16 gas each in Cancun, 40 at least since EIP-7623.
    @Test func `data has its floor price since Prague`() throws {
        let data = [UInt8](repeating: 1, count: 1000)
        let before = try run(fork: .cancun) { $0.data = data }
        #expect(try receipt(before.result).gasUsed == 37_000)
        let since = try run(fork: .prague) { $0.data = data }
        #expect(try receipt(since.result).gasUsed == 61_000)
        #expect(
            since.machine.machine.pointee.world.balance(of: Self.sender) == Self.funds &- 610_000)
    }

    @Test func `blob gas is paid at the blob base fee and burnt`() throws {
        let (result, machine) = try run(fork: .cancun) {
            $0.kind = .blob
            $0.maxFeePerBlobGas = 100
            $0.blobVersionedHashes = [Word256(1).shiftedLeft(by: 248 as UInt64)]
        }
        #expect(try receipt(result).gasUsed == 21_000)
        let paid = Word256(21_000 * 10 + 131_072 * 23 as UInt64)
        #expect(machine.machine.pointee.world.balance(of: Self.sender) == Self.funds &- paid)
        #expect(machine.machine.pointee.world.balance(of: Self.coinbase) == 63_000)
    }

    // MARK: Failure

    @Test func `an exceptional halt takes all gas and leaves nonce and fee`() throws {
        let (result, machine) = try run(fork: .shanghai, code: [0xfe]) { $0.value = 5 }
        let receipt = try receipt(result)
        #expect(receipt.halt == .invalidOpcode)
        #expect(receipt.gasUsed == 100_000)
        #expect(machine.machine.pointee.world.nonce(of: Self.sender) == 4)
        #expect(machine.machine.pointee.world.balance(of: Self.contract) == 0)
        #expect(
            machine.machine.pointee.world.balance(of: Self.sender) == Self.funds &- 1_000_000)
    }

    @Test func `a rejected transaction changes nothing`() throws {
        let (result, machine) = try run(fork: .shanghai) { $0.nonce = 4 }
        #expect(result == .rejected(.nonceTooHigh))
        let contents = machine.machine.pointee.world.contents()
        #expect(contents.map(\.address) == [Self.sender, Self.contract])
        #expect(contents[0].content == AccountContent(nonce: 3, balance: Self.funds))
    }

    // MARK: Creation

    /// The initcode returns five zero bytes.
    @Test func `a transaction without recipient makes a contract`() throws {
        let initcode: [UInt8] = [0x60, 5, 0x60, 0, 0xf3]
        let (result, machine) = try run(fork: .shanghai) {
            $0.to = nil
            $0.data = initcode
            $0.value = 9
        }
        let created = try #require(try receipt(result).createdAddress)
        #expect(created == ContractAddress.create(by: Self.sender, nonce: 3))
        // 53,000, four bytes of 16 and one of 4, a word of initcode, two pushes, a word of memory,
        // five bytes of code.
        #expect(try receipt(result).gasUsed == 53_000 + 4 * 16 + 4 + 2 + 2 * 3 + 3 + 5 * 200)
        #expect(
            machine.machine.pointee.world.content(of: created)
                == AccountContent(nonce: 1, balance: 9, code: Code([0, 0, 0, 0, 0])))
    }

    @Test func `a creation where there is storage fails and takes all gas`() throws {
        let taken = ContractAddress.create(by: Self.sender, nonce: 3)
        let (result, _) = try run(
            fork: .cancun,
            others: [(taken, AccountContent(storage: [StorageEntry(key: 0, value: 1)]))]
        ) { $0.to = nil }
        #expect(try receipt(result).halt == .createCollision)
        #expect(try receipt(result).gasUsed == 100_000)
    }

    // MARK: What is warm

    /// BALANCE of the address that the code pushes costs 100 warm and 2,600 cold (EIP-2929).
    @Test(arguments: [
        WarmthCase(address: sender, fork: .berlin, isWarm: true),
        WarmthCase(address: contract, fork: .berlin, isWarm: true),
        WarmthCase(address: Address(number: 9), fork: .berlin, isWarm: true),
        WarmthCase(address: Address(number: 10), fork: .berlin, isWarm: false),
        WarmthCase(address: Address(number: 10), fork: .cancun, isWarm: true),
        WarmthCase(address: Address(number: 0x11), fork: .prague, isWarm: true),
        WarmthCase(address: Address(number: 0x12), fork: .prague, isWarm: false),
        WarmthCase(address: Address(number: 0x100), fork: .osaka, isWarm: true),
        WarmthCase(address: Address(number: 0x100), fork: .prague, isWarm: false),
        WarmthCase(address: coinbase, fork: .london, isWarm: false),
        WarmthCase(address: coinbase, fork: .shanghai, isWarm: true),
    ])
    private func `what a transaction names is warm`(warmth: WarmthCase) throws {
        let code = [0x73] + warmth.address.bytes + [0x31, 0x00]
        let (result, _) = try run(fork: warmth.fork, code: code)
        #expect(try receipt(result).gasUsed == 21_003 + (warmth.isWarm ? 100 : 2600))
    }

    struct WarmthCase: Sendable {
        var address: Address
        var fork: Fork
        var isWarm: Bool
    }

    /// SLOAD of slot 7 costs 100 warm and 2,100 cold; the list itself 2,400 and 1,900.
    @Test func `an access list warms its slots`() throws {
        let code: [UInt8] = [0x60, 7, 0x54, 0x00]
        let cold = try run(fork: .berlin, code: code)
        #expect(try receipt(cold.result).gasUsed == 21_000 + 3 + 2100)
        let warm = try run(fork: .berlin, code: code) {
            $0.kind = .accessList
            $0.accessList = [AccessListEntry(address: Self.contract, keys: [7])]
        }
        #expect(try receipt(warm.result).gasUsed == 21_000 + 2400 + 1900 + 3 + 100)
    }

    // MARK: Delegation

    /// The authorization is that of execution-spec-tests' test_set_code_to_log, Osaka, LOG1.
    ///
    /// The delegate's code reverts for 6 gas; what comes back for the existing account (12,500, capped
    /// at a fifth of 46,006) comes back all the same, and the delegation stays.
    @Test func `a delegation of the same transaction runs, and outlives its failure`() throws {
        let authority = try #require(Address(hex: "0xccd5e2b26c27e1e18ee3543e652968e0228adbaa"))
        let target = try #require(Address(hex: "0x3ddbf6bfb176a67b4152acea868bd9f3474129c3"))
        let authorization = Authorization(
            chainIdentifier: 0, target: target, nonce: 1, yParity: 1,
            r: try #require(
                Word256(hex: "0x29c64c86b0cb7f7ba2bf431881b1a439e5892d80c453e5d895f1121cca23916f")),
            s: try #require(
                Word256(hex: "0x250b52c982b9f41478504a58afd0a921211c4b14e0c2785266456add67b34bde")))
        let (result, machine) = try run(
            fork: .prague,
            others: [
                (authority, AccountContent(nonce: 1)),
                (target, AccountContent(code: Code([0x60, 0, 0x60, 0, 0xfd]))),
            ]
        ) {
            $0.kind = .setCode
            $0.to = authority
            $0.authorizations = [authorization]
        }
        #expect(try receipt(result).halt == .revert)
        #expect(try receipt(result).gasUsed == 46_006 - 9201)
        #expect(machine.machine.pointee.world.code(of: authority).delegation == target)
        #expect(machine.machine.pointee.world.nonce(of: authority) == 2)
    }

    // MARK: Messages

    @Test func `a message alone moves no value and no nonce when told so`() throws {
        let (_, machine) = try run(fork: .frontier)
        machine.machine.pointee.world.install(
            AccountContent(nonce: 1, code: Code([0x34, 0x60, 0, 0x55])), at: Self.contract)
        let before = machine.machine.pointee.world.content(of: Self.sender)
        var message = Message(caller: Self.sender, recipient: Self.contract, gas: 50_000)
        message.value = 77
        message.transfersValue = false
        let result = machine.execute(message, context: TransactionContext())
        #expect(result.isSuccess)
        // CALLVALUE 2, PUSH1 3, SSTORE 20,000.
        #expect(result.gasLeft == 50_000 - 20_005)
        #expect(machine.machine.pointee.world.content(of: Self.sender) == before)
        #expect(machine.machine.pointee.world.peekStorage(of: Self.contract, at: 0) == 77)
    }
}
