import Primitives
import Testing
import VM

@Suite struct TransactionAuthorizationTests {
    private let authority: Address
    private let target: Address
    private let official: Authorization

    /// execution-spec-tests, test_set_code_to_log, Osaka, LOG1: signature and signer.
    init() throws {
        authority = try #require(Address(hex: "0xccd5e2b26c27e1e18ee3543e652968e0228adbaa"))
        target = try #require(Address(hex: "0x3ddbf6bfb176a67b4152acea868bd9f3474129c3"))
        official = Authorization(
            chainIdentifier: 0, target: target, nonce: 1, yParity: 1,
            r: try #require(
                Word256(hex: "0x29c64c86b0cb7f7ba2bf431881b1a439e5892d80c453e5d895f1121cca23916f")),
            s: try #require(
                Word256(hex: "0x250b52c982b9f41478504a58afd0a921211c4b14e0c2785266456add67b34bde")))
    }

    private func world(_ content: AccountContent?) -> WorldState {
        var world = WorldState()
        if let content { world.install(content, at: authority) }
        world.beginTransaction(fork: .prague)
        return world
    }

    @Test func `the signer of an official authorization is recovered`() {
        #expect(official.authority == authority)
    }

    /// The order of the group less s, with the other parity, is a signature of the same key.
    @Test func `a high s or another parity signs nothing`() throws {
        let order = try #require(
            Word256(hex: "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"))
        var changed = official
        changed.s = order &- official.s
        changed.yParity = 0
        #expect(changed.authority == nil)
        changed = official
        changed.yParity = 2
        #expect(changed.authority == nil)
        changed = official
        changed.r = 0
        #expect(changed.authority == nil)
        changed = official
        changed.s = 0
        #expect(changed.authority == nil)
    }

    @Test func `a valid authorization delegates, counts and warms`() {
        var world = world(AccountContent(nonce: 1, balance: 5))
        world.apply([official], chainIdentifier: 1)
        #expect(world.code(of: authority).delegation == target)
        #expect(world.nonce(of: authority) == 2)
        #expect(world.refund == 12_500)
        #expect(world.isWarm(authority) == true)
        #expect(world.isWarm(target) == false)
    }

    @Test func `a second one of the same nonce is passed over`() {
        var world = world(AccountContent(nonce: 1))
        world.apply([official, official], chainIdentifier: 1)
        #expect(world.nonce(of: authority) == 2)
        #expect(world.refund == 12_500)
    }

    @Test func `code that does not delegate stays`() {
        var world = world(AccountContent(nonce: 1, code: Code([0x00])))
        world.apply([official], chainIdentifier: 1)
        #expect(world.code(of: authority).delegation == nil)
        #expect(world.nonce(of: authority) == 1)
        #expect(world.refund == 0)
        #expect(world.isWarm(authority) == true)
    }

    @Test func `a delegation is replaced`() {
        var world = world(
            AccountContent(nonce: 1, code: Code(delegatingTo: Address(number: 0x99))))
        world.apply([official], chainIdentifier: 1)
        #expect(world.code(of: authority).delegation == target)
    }

    @Test func `another nonce or chain is passed over`() {
        var world = world(AccountContent(nonce: 0))
        world.apply([official], chainIdentifier: 1)
        #expect(world.code(of: authority).isEmpty)
        #expect(world.isWarm(authority) == true)
        var foreign = official
        foreign.chainIdentifier = 2
        var other = self.world(AccountContent(nonce: 1))
        other.apply([foreign], chainIdentifier: 1)
        #expect(other.code(of: authority).isEmpty)
        #expect(other.isWarm(authority) == false)
    }
}
