import Primitives
import Testing
import VM

@Suite struct StateRootTests {
    @Test func `a world without accounts has the root of the empty trie`() throws {
        var world = WorldState()
        let expected = try #require(
            Word256(hex: "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"))
        #expect(world.stateRoot() == expected)
    }

    @Test(arguments: StateRootVector.all)
    func `official allocations have their official roots`(vector: StateRootVector) throws {
        var world = try vector.world()
        #expect(world.stateRoot() == Word256(hex: vector.root))
        // Once more, from what the first computation kept.
        #expect(world.stateRoot() == Word256(hex: vector.root))
    }

    @Test(arguments: StateRootVector.all)
    func `the order of installation does not matter`(vector: StateRootVector) throws {
        var reversed = vector
        reversed.accounts.reverse()
        for index in reversed.accounts.indices { reversed.accounts[index].storage.reverse() }
        var world = try reversed.world()
        #expect(world.stateRoot() == Word256(hex: vector.root))
    }

    @Test(arguments: StateRootVector.all)
    func `a change changes the root and undoing it restores the root`(
        vector: StateRootVector
    ) throws {
        var world = try vector.world()
        let address = try #require(Address(hex: vector.accounts[0].address))
        let root = world.stateRoot()
        world.beginTransaction(fork: .cancun)
        let start = world.checkpoint()
        world.setStorage(of: address, at: 0x1234, to: 1)
        world.addBalance(1, to: Address(number: 0xabcdef))
        #expect(world.stateRoot() != root)
        world.revert(to: start)
        #expect(world.stateRoot() == root)
    }

    @Test func `zero values do not enter the trie`() throws {
        let content = AccountContent(nonce: 1, balance: 5)
        var plain = WorldState()
        plain.install(content, at: Address(number: 7))
        var zeros = WorldState()
        zeros.install(
            AccountContent(
                nonce: 1, balance: 5, storage: [StorageEntry(key: 1, value: 0)]),
            at: Address(number: 7))
        #expect(plain.stateRoot() == zeros.stateRoot())
        #expect(zeros.hasStorage(Address(number: 7)) == false)
    }

    /// ethereum/tests, stTransactionTest/NoSrcAccountCreate, EIP150: the transaction is rejected,
    /// and the block's beneficiary is an empty account in the root all the same.
    @Test func `an empty account counts before EIP-161`() throws {
        var world = WorldState()
        let occupied = try #require(Address(hex: "0xd0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0"))
        let coinbase = try #require(Address(hex: "0x2adc25665018aa1fe0e6bc666dac8fc2697ff9ba"))
        world.install(AccountContent(code: Code([0])), at: occupied)
        world.rewardNothing(to: coinbase, fork: .tangerineWhistle)
        #expect(world.exists(coinbase) == true)
        #expect(
            world.stateRoot()
                == Word256(
                    hex: "0xa511d2fb090b111e2a9e1459c648060322ebb545c0a89a8edf5cebf11e4f1eb2"))
        world.rewardNothing(to: coinbase, fork: .spuriousDragon)
        #expect(world.exists(coinbase) == false)
    }

    @Test func `no logs have the hash of an empty list`() {
        let world = WorldState()
        #expect(
            world.logsHash()
                == Word256(
                    hex: "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347"))
    }

    /// execution-spec-tests, test_set_code_to_log, Osaka, LOG1.
    @Test func `an official log has its official hash`() throws {
        var world = WorldState()
        let address = try #require(Address(hex: "0xccd5e2b26c27e1e18ee3543e652968e0228adbaa"))
        world.beginTransaction(fork: .osaka)
        world.addLog(
            Log(address: address, topics: [1], data: (0x1234 as Word256).bytes))
        #expect(
            world.logsHash()
                == Word256(
                    hex: "0x8572b353bf6629760fe71e573bf77122d056cb7e4115cd3bcaefed122cc3bbd3"))
    }
}

extension StateRootVector {
    func world() throws -> WorldState {
        var world = WorldState()
        for account in accounts {
            let storage = try account.storage.map {
                StorageEntry(
                    key: try #require(Word256(hex: $0.key)),
                    value: try #require(Word256(hex: $0.value)))
            }
            world.install(
                account: try #require(Address(hex: account.address)), nonce: account.nonce,
                balance: try #require(Word256(hex: account.balance)),
                code: Code(try Hex.decode(account.code)), storage: storage)
        }
        return world
    }
}
