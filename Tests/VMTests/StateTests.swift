import Primitives
import Testing
import VM

@Suite struct StateTests {
    private let first = Address(number: 0xa1)
    private let second = Address(number: 0xa2)
    private let ripemd160 = Address(number: 3)

    private func world(_ fork: Fork) -> WorldState {
        var world = WorldState()
        world.beginTransaction(fork: fork)
        return world
    }

    // MARK: Existence

    @Test func `a touch brings an account into existence before EIP-161 only`() {
        var old = world(.tangerineWhistle)
        old.touch(first)
        #expect(old.exists(first) == true)
        old.finishTransaction()
        #expect(old.exists(first) == true)
        var new = world(.spuriousDragon)
        new.touch(first)
        #expect(new.exists(first) == false)
    }

    @Test func `a touched empty account goes when the transaction ends`() {
        var world = WorldState()
        world.install(AccountContent(storage: [StorageEntry(key: 1, value: 1)]), at: first)
        world.install(AccountContent(), at: second)
        world.beginTransaction(fork: .spuriousDragon)
        world.touch(first)
        #expect(world.exists(first) == true)
        world.finishTransaction()
        #expect(world.exists(first) == false)
        #expect(world.peekStorage(of: first, at: 1).isZero)
        #expect(world.exists(second) == true, "an empty account that nothing touched stays")
    }

    @Test func `a touched account that is no longer empty stays`() {
        var world = WorldState()
        world.install(AccountContent(), at: first)
        world.beginTransaction(fork: .spuriousDragon)
        world.touch(first)
        world.addBalance(1, to: first)
        world.finishTransaction()
        #expect(world.exists(first) == true)
    }

    @Test func `of touches in a failed frame only that of RIPEMD-160 survives`() {
        var world = WorldState()
        world.install(AccountContent(), at: ripemd160)
        world.install(AccountContent(), at: first)
        world.beginTransaction(fork: .spuriousDragon)
        let start = world.checkpoint()
        world.touch(ripemd160)
        world.touch(first)
        world.revert(to: start)
        world.finishTransaction()
        #expect(world.exists(ripemd160) == false)
        #expect(world.exists(first) == true)
    }

    @Test func `EXTCODEHASH is zero of missing and empty accounts`() {
        var world = WorldState()
        world.install(AccountContent(), at: first)
        world.install(AccountContent(balance: 1), at: second)
        #expect(world.codeHash(of: ripemd160) == .zero)
        #expect(world.codeHash(of: first) == .zero)
        #expect(world.codeHash(of: second) == Keccak256.emptyHash)
    }

    // MARK: Creation

    @Test func `a created account keeps its balance and loses its storage`() {
        var world = WorldState()
        world.install(
            AccountContent(balance: 7, storage: [StorageEntry(key: 1, value: 9)]), at: first)
        world.beginTransaction(fork: .byzantium)
        #expect(world.isOccupied(first) == true, "EIP-7610: storage alone is enough")
        let start = world.checkpoint()
        world.createAccount(at: first)
        #expect(world.balance(of: first) == 7)
        #expect(world.nonce(of: first) == 1)
        #expect(world.storage(of: first, at: 1).isZero)
        #expect(world.hasStorage(first) == false)
        #expect(world.isCreatedInTransaction(first) == true)
        world.revert(to: start)
        #expect(world.storage(of: first, at: 1) == 9)
        #expect(world.nonce(of: first) == 0)
        #expect(world.isCreatedInTransaction(first) == false)
    }

    @Test func `the nonce of a contract begins at zero before EIP-161`() {
        var world = world(.homestead)
        world.createAccount(at: first)
        #expect(world.exists(first) == true)
        #expect(world.nonce(of: first) == 0)
    }

    // MARK: Storage

    @Test func `the original value is that before the transaction`() {
        var world = WorldState()
        world.install(
            AccountContent(nonce: 1, storage: [StorageEntry(key: 1, value: 5)]), at: first)
        world.beginTransaction(fork: .istanbul)
        #expect(world.originalStorage(of: first, at: 1) == 5)
        world.setStorage(of: first, at: 1, to: 6)
        world.setStorage(of: first, at: 1, to: 7)
        #expect(world.storage(of: first, at: 1) == 7)
        #expect(world.originalStorage(of: first, at: 1) == 5)
        world.finishTransaction()
        #expect(world.originalStorage(of: first, at: 1) == 7)
    }

    @Test func `transient storage lasts until the transaction ends`() {
        var world = world(.cancun)
        world.setTransientStorage(of: first, at: 1, to: 5)
        #expect(world.transientStorage(of: first, at: 1) == 5)
        #expect(world.transientStorage(of: second, at: 1).isZero)
        world.finishTransaction()
        #expect(world.transientStorage(of: first, at: 1).isZero)
    }

    @Test func `many slots of many accounts are told apart`() {
        var world = world(.berlin)
        for account in 0..<20 {
            for key in 0..<100 {
                world.setStorage(
                    of: Address(number: UInt64(account)), at: Word256(key) &* Word256.max,
                    to: Word256(account * 1000 + key + 1))
            }
        }
        for account in 0..<20 {
            for key in 0..<100 {
                #expect(
                    world.storage(
                        of: Address(number: UInt64(account)), at: Word256(key) &* Word256.max)
                        == Word256(account * 1000 + key + 1))
            }
        }
    }

    // MARK: Warmth

    @Test func `the second access is warm until the transaction ends`() {
        var world = world(.berlin)
        #expect(world.warm(first) == true)
        #expect(world.warm(first) == false)
        #expect(world.warm(first, slot: 1) == true)
        #expect(world.warm(first, slot: 1) == false)
        #expect(world.isWarm(second) == false)
        #expect(world.isWarm(first, slot: 2) == false)
        world.finishTransaction()
        #expect(world.isWarm(first) == false)
        #expect(world.isWarm(first, slot: 1) == false)
    }

    // MARK: Destruction

    @Test func `a destroyed account stays in place until the transaction ends`() {
        var world = WorldState()
        world.install(
            AccountContent(
                nonce: 1, balance: 3, code: Code([0xff]), storage: [StorageEntry(key: 1, value: 1)]),
            at: first)
        world.beginTransaction(fork: .london)
        #expect(world.selfDestruct(first, beneficiary: second) == true)
        #expect(world.selfDestruct(first, beneficiary: second) == false, "only the first counts")
        #expect(world.balance(of: second) == 3)
        #expect(world.code(of: first).count == 1)
        #expect(world.storage(of: first, at: 1) == 1)
        world.finishTransaction()
        #expect(world.exists(first) == false)
        #expect(world.peekStorage(of: first, at: 1).isZero)
        #expect(world.code(of: first).isEmpty)
    }

    @Test func `an account that is its own beneficiary burns its balance`() {
        var world = WorldState()
        world.install(AccountContent(nonce: 1, balance: 3), at: first)
        world.beginTransaction(fork: .london)
        world.selfDestruct(first, beneficiary: first)
        #expect(world.balance(of: first).isZero)
    }

    @Test func `since EIP-6780 only an account of the same transaction goes`() {
        var world = WorldState()
        world.install(AccountContent(nonce: 1, balance: 3), at: first)
        world.beginTransaction(fork: .cancun)
        #expect(world.selfDestruct(first, beneficiary: first) == false)
        #expect(world.balance(of: first) == 3)
        #expect(world.selfDestruct(first, beneficiary: ripemd160) == false)
        #expect(world.balance(of: first).isZero)
        world.createAccount(at: second)
        world.addBalance(4, to: second)
        #expect(world.selfDestruct(second, beneficiary: second) == true)
        world.finishTransaction()
        #expect(world.exists(first) == true)
        #expect(world.exists(second) == false)
        #expect(world.balance(of: ripemd160) == 3)
    }

    // MARK: Balances

    @Test func `no one spends more than he has`() {
        var world = WorldState()
        world.install(AccountContent(balance: 3), at: first)
        world.beginTransaction(fork: .london)
        #expect(world.transfer(4, from: first, to: second) == false)
        #expect(world.balance(of: first) == 3)
        #expect(world.exists(second) == false)
        #expect(world.transfer(3, from: first, to: second) == true)
        #expect(world.balance(of: second) == 3)
    }
}

@Suite struct StateCodeTests {
    @Test func `a JUMPDEST inside an immediate is no destination`() {
        let code = Code([0x60, 0x5b, 0x5b, 0x7f] + [UInt8](repeating: 0x5b, count: 33))
        let destinations = (0..<40).filter { code.isJumpDestination($0) }
        #expect(destinations == [2, 36])
    }

    @Test func `an immediate may run over the end of the code`() {
        let code = Code([0x5b, 0x7f, 0x5b])
        #expect((0..<64).filter { code.isJumpDestination($0) } == [0])
        for offset in 3..<36 {
            #expect(code.bytes.baseAddress?.load(fromByteOffset: offset, as: UInt8.self) == 0)
        }
    }

    @Test(arguments: [0, 1, 63, 64, 65, 127, 128, 1000])
    func `every byte of a run of JUMPDESTs is a destination`(count: Int) {
        let code = Code([UInt8](repeating: 0x5b, count: count))
        #expect((0..<count + 70).filter { code.isJumpDestination($0) } == Array(0..<count))
    }

    @Test func `only a designator of 23 bytes delegates`() {
        let target = Address(number: 0x1234)
        let code = Code(delegatingTo: target)
        #expect(code.count == 23)
        #expect(code.delegation == target)
        #expect(Code([0xef, 0x01, 0x00] + [UInt8](repeating: 0, count: 19)).delegation == nil)
        #expect(Code([0xef, 0x01, 0x01] + target.bytes).delegation == nil)
        #expect(Code([0xef, 0x01, 0x00, 0x00] + target.bytes).delegation == nil)
    }

    @Test func `the hash is that of the bytes without padding`() {
        #expect(Code.empty.hash == Keccak256.emptyHash)
        #expect(Code([1, 2, 3]).hash == Keccak256.hash([1, 2, 3]))
    }
}
