import Primitives
import Testing
import VM

/// CREATE and CREATE2; expected gas is the Python specification's.
@Suite struct CreateTests {
    @Test func `what is kept of a watched run does not grow with its creations`() throws {
        // Initcode of one JUMPDEST, a hundred times.
        let machine = try TestMachine(
            .osaka,
            code: assemble("0x5b 0 MSTORE 100 a: 1 31 0 CREATE POP 1 SWAP1 SUB DUP1 @a JUMPI"))
        machine.machine.pointee.heads = HeadWatch(recordingWithSeed: 0)
        #expect(machine.call(gas: 10_000_000).isSuccess)
        let trail = machine.machine.pointee.heads.takeTrail()
        #expect(trail.frames.count == 101)
        #expect(Set(trail.frames.map { ObjectIdentifier($0.code) }).count == 2)
    }

    /// Where the contract of `TestMachine`, whose nonce is 1, makes its first account.
    private static let created = ContractAddress.create(by: TestMachine.contract, nonce: 1)

    /// A program that runs CREATE with initcode of at most 32 bytes, and returns the address.
    private static func program(_ initcode: String, value: Int = 0, after: String = "") -> String {
        let count = initcode.count / 2
        return """
            0x\(initcode) 0 MSTORE \(count) \(32 - count) \(value) CREATE \(after) \
            0 MSTORE 32 0 RETURN
            """
    }

    private func run(
        _ program: String, _ fork: Fork, gas: Int64 = 200_000,
        others: [Address: AccountContent] = [:]
    ) throws -> (result: MessageResult, word: Word256, machine: TestMachine) {
        let machine = try TestMachine(fork, code: assemble(program), others: others)
        let result = machine.call(gas: gas)
        return (result, Word256(bigEndian: result.output), machine)
    }

    private func nonce(_ machine: TestMachine) -> UInt64 {
        machine.machine.pointee.world.nonce(of: TestMachine.contract)
    }

    @Test func `CREATE's addresses depend on creator and nonce`() throws {
        let creator = try #require(Address(hex: "0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0"))
        let expected = [
            "0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8d",
            "0x343c43a37d37dff08ae8c4a11544c718abb4fcf8",
            "0xf778b86fa74e846c4f0a1fbd1335fe81c00a0c91",
            "0xfffd933a0bc612844eaf0c6fe3e5b8e9b6c1d19c",
        ]
        for (nonce, address) in expected.enumerated() {
            let made = ContractAddress.create(by: creator, nonce: UInt64(nonce))
            #expect(made.hexString == address)
        }
    }

    /// The examples that EIP-1014 prints.
    @Test(arguments: [
        (
            "0x0000000000000000000000000000000000000000", "0x0", "00",
            "0x4d1a2e2bb4f88f0250f26ffff098b0b30b26bf38"
        ),
        (
            "0xdeadbeef00000000000000000000000000000000", "0x0", "00",
            "0xb928f69bb1d91cd65274e3c79d8986362984fda3"
        ),
        (
            "0x00000000000000000000000000000000deadbeef", "0xcafebabe", "deadbeef",
            "0x60f3f640a8508fc6a86d45df051962668e1e8ac7"
        ),
        (
            "0x0000000000000000000000000000000000000000", "0x0", "",
            "0xe33c0c7f7df4809055c3eba6c09cfe4baf1bd9e0"
        ),
    ])
    func `CREATE2's addresses depend on creator, salt and initcode`(
        creator: String, salt: String, initcode: String, address: String
    ) throws {
        let made = ContractAddress.create2(
            by: try #require(Address(hex: creator)), salt: number(salt),
            initcodeHash: Keccak256.hash(try Hex.decode(initcode)))
        #expect(made.hexString == address)
    }

    @Test(
        arguments: [(.frontier, 167_749), (.london, 167_749), (.osaka, 167_747)] as [(Fork, Int64)])
    func `initcode's output becomes the account's code`(fork: Fork, gasLeft: Int64) throws {
        let run = try run(Self.program("600160005360016000f3"), fork)
        #expect(run.word == Self.created.asWord)
        #expect(run.result.gasLeft == gasLeft)
        #expect(nonce(run.machine) == 2)
        let world = run.machine.machine
        #expect(Array(world.pointee.world.code(of: Self.created).bytes) == [1])
        let newNonce: UInt64 = fork >= .spuriousDragon ? 1 : 0
        #expect(world.pointee.world.nonce(of: Self.created) == newNonce)
    }

    @Test func `a creation's code cannot be read back, but the reason of its revert can`() throws {
        let made = try run(
            Self.program("600160005360016000f3", after: "POP RETURNDATASIZE"), .osaka)
        #expect(made.word == 0)
        let reverted = try run(
            Self.program("60aa60005260206000fd", after: "RETURNDATASIZE ADD"), .osaka)
        #expect(reverted.word == 32)
        #expect(reverted.result.gasLeft == 167_942)
    }

    @Test func `code must not begin with 0xef since London`() throws {
        let before = try run(Self.program("60ef60005360016000f3"), .berlin)
        #expect(before.word == Self.created.asWord)
        let since = try run(Self.program("60ef60005360016000f3"), .london)
        #expect(since.word == 0)
        #expect(since.result.gasLeft == 2612)
        #expect(nonce(since.machine) == 2)
    }

    @Test func `too little gas for the code leaves an account without code in Frontier`() throws {
        let program = Self.program("6110006000f3")
        let frontier = try run(program, .frontier, gas: 100_000)
        #expect(frontier.word == Self.created.asWord)
        #expect(frontier.result.gasLeft == 67545)
        #expect(frontier.machine.exists(Self.created))
        #expect(frontier.machine.machine.pointee.world.code(of: Self.created).isEmpty)
        let homestead = try run(program, .homestead, gas: 100_000)
        #expect(homestead.result.outcome == .ended(.outOfGas))
        let osaka = try run(program, .osaka, gas: 100_000)
        #expect(osaka.word == 0)
        #expect(osaka.result.gasLeft == 1050)
        #expect(!osaka.machine.exists(Self.created))
    }

    @Test(
        arguments: [
            (.homestead, "600060", true, 5_049_305), (.spuriousDragon, "600060", true, 5_049_305),
            (.osaka, "600060", true, 5_049_303), (.homestead, "600160", true, 5_049_099),
            (.spuriousDragon, "600160", false, 155_737), (.osaka, "600160", false, 155_737),
        ] as [(Fork, String, Bool, Int64)])
    func `code is at most 24576 bytes long since EIP-170`(
        fork: Fork, size: String, fits: Bool, gasLeft: Int64
    ) throws {
        let run = try run(Self.program("61\(size)00f3"), fork, gas: 10_000_000)
        #expect(run.word == (fits ? Self.created.asWord : 0))
        #expect(run.result.gasLeft == gasLeft)
    }

    @Test(
        arguments: [
            (.london, 49152, 958_763), (.london, 49153, 958_754), (.shanghai, 49152, 955_691),
        ] as [(Fork, Int, Int64)])
    func `initcode costs by the word since Shanghai`(
        fork: Fork, size: Int, gasLeft: Int64
    ) throws {
        let run = try run("\(size) 0 0 CREATE 0 MSTORE 32 0 RETURN", fork, gas: 1_000_000)
        #expect(run.word == Self.created.asWord)
        #expect(run.result.gasLeft == gasLeft)
    }

    @Test func `initcode is at most 49152 bytes long since Shanghai`() throws {
        let run = try run("49153 0 0 CREATE", .shanghai, gas: 1_000_000)
        #expect(run.result.outcome == .ended(.initcodeTooLarge))
    }

    @Test(arguments: [(.frontier, 167_967), (.osaka, 167_965)] as [(Fork, Int64)])
    func `a creation beyond the balance does not happen`(fork: Fork, gasLeft: Int64) throws {
        let run = try run(Self.program("600160005360016000f3", value: 5000), fork)
        #expect(run.word == 0)
        #expect(run.result.gasLeft == gasLeft)
        #expect(nonce(run.machine) == 1)
    }

    /// EIP-684 and EIP-7610: code, a nonce or storage each take an address.
    @Test(arguments: [
        AccountContent(code: Code([0])), AccountContent(nonce: 1),
        AccountContent(storage: [StorageEntry(key: 1, value: 1)]),
    ])
    func `a taken address uses up the gas, and the nonce`(content: AccountContent) throws {
        let run = try run(
            Self.program("600160005360016000f3"), .osaka, others: [Self.created: content])
        #expect(run.word == 0)
        #expect(nonce(run.machine) == 2)
        #expect(run.machine.isWarm(Self.created))
        // PUSH10, PUSH1, MSTORE, three PUSH1: 3 each and 3 for memory; CREATE 32000 and 2.
        let before: Int64 = 200_000 - 7 * 3 - 32002
        #expect(run.result.gasLeft == before / 64 - 3 - 3 - 3 - 3)
        #expect(run.machine.machine.pointee.world.content(of: Self.created) == content)
    }

    @Test func `a balance alone does not take an address`() throws {
        let run = try run(
            Self.program("600160005360016000f3", value: 5), .osaka,
            others: [Self.created: AccountContent(balance: 7)])
        #expect(run.word == Self.created.asWord)
        #expect(run.machine.machine.pointee.world.balance(of: Self.created) == 12)
    }

    @Test func `a nonce that cannot grow makes nothing`() throws {
        let machine = try TestMachine(.osaka, code: assemble(Self.program("600160005360016000f3")))
        machine.machine.pointee.world.setNonce(.max, of: TestMachine.contract)
        let result = machine.call(gas: 200_000)
        #expect(result.output == Word256.zero.bytes)
        #expect(result.gasLeft == 167_965)
        #expect(nonce(machine) == .max)
    }

    @Test func `a message can create`() throws {
        let machine = try TestMachine(.osaka)
        var message = Message(
            caller: TestMachine.caller, recipient: Self.created, gas: 100_000)
        message.kind = .create
        message.data = assemble("7 0 MSTORE8 1 0 RETURN")
        message.value = 11
        let result = machine.virtualMachine.run(message)
        #expect(result.outcome == .ended(.return))
        #expect(result.output == [7])
        #expect(result.gasLeft == 100_000 - 3 * 5 - 3 - 200)
        let content = machine.machine.pointee.world.content(of: Self.created)
        #expect(content == AccountContent(nonce: 1, balance: 11, code: Code([7])))
    }
}

/// SELFDESTRUCT as the world shows it.
@Suite struct SelfDestructTests {
    @Test func `the balance moves, and before Cancun the account goes`() throws {
        for fork in [Fork.frontier, .london, .shanghai, .cancun] {
            let machine = try TestMachine(fork, code: assemble("0x1234 SELFDESTRUCT"))
            #expect(machine.call().outcome == .ended(.selfDestruct))
            let world = machine.machine
            #expect(world.pointee.world.balance(of: Address(number: 0x1234)) == 1000)
            world.pointee.world.finishTransaction()
            #expect(machine.exists(TestMachine.contract) == (fork >= .cancun))
        }
    }

    @Test func `an account made in the same transaction goes, balance and all`() throws {
        // The initcode is ADDRESS SELFDESTRUCT: the account is its own beneficiary.
        let machine = try TestMachine(
            .cancun, code: assemble("0x30ff 0 MSTORE 2 30 9 CREATE"))
        #expect(machine.call().outcome == .ended(.stop))
        let created = ContractAddress.create(by: TestMachine.contract, nonce: 1)
        machine.machine.pointee.world.finishTransaction()
        #expect(!machine.exists(created))
        #expect(machine.machine.pointee.world.balance(of: TestMachine.contract) == 991)
    }

    @Test func `a destruction earns a refund once, before London`() throws {
        let twice = "0 0 0 0 0 0xbbb 50000 CALL 0 0 0 0 0 0xbbb 50000 CALL"
        let other = [
            Address(number: 0xbbb): AccountContent(
                nonce: 1, code: Code(assemble("CALLER SELFDESTRUCT")))
        ]
        let berlin = try TestMachine(.berlin, code: assemble(twice), others: other)
        #expect(berlin.call().isSuccess)
        #expect(berlin.machine.pointee.world.refund == 24000)
        let london = try TestMachine(.london, code: assemble(twice), others: other)
        #expect(london.call().isSuccess)
        #expect(london.machine.pointee.world.refund == 0)
    }
}
