import Primitives
import Testing
import VM

@Suite struct StateJournalTests {
    @Test(arguments: [Fork.frontier, .constantinople, .berlin, .cancun, .osaka], 0..<40)
    func `whatever is done, reverting restores what was`(fork: Fork, seed: UInt64) {
        var game = Game(fork: fork, seed: seed)
        for _ in 0..<12 {
            game.play(count: 1 + Int(game.random.next(below: 12)))
            let before = game.observe()
            let rootBefore = game.rootAfterFinish()
            let checkpoint = game.world.checkpoint()
            game.play(count: 1 + Int(game.random.next(below: 25)))
            game.world.revert(to: checkpoint)
            #expect(game.observe() == before)
            #expect(game.rootAfterFinish() == rootBefore)
        }
    }

    @Test(arguments: [Fork.frontier, .spuriousDragon, .cancun], 0..<40)
    func `inner checkpoints revert on their own and with outer ones`(fork: Fork, seed: UInt64) {
        var game = Game(fork: fork, seed: seed)
        var stack: [(Checkpoint, Observation)] = []
        for _ in 0..<60 {
            switch game.random.next(below: 5) {
            case 0: stack.append((game.world.checkpoint(), game.observe()))
            case 1:
                guard let (checkpoint, before) = stack.popLast() else { break }
                game.world.revert(to: checkpoint)
                #expect(game.observe() == before)
            case 2:
                // The inner ones are committed: only the outermost takes them back.
                guard stack.count > 1 else { break }
                stack.removeLast()
            default: game.play(count: 3)
            }
        }
    }

    @Test(arguments: [Fork.frontier, .spuriousDragon, .cancun], 0..<30)
    func `the root is that of a fresh world with the same content`(fork: Fork, seed: UInt64) {
        var game = Game(fork: fork, seed: seed)
        for _ in 0..<6 {
            let checkpoint = game.world.checkpoint()
            game.play(count: 20)
            if game.random.next(below: 3) == 0 { game.world.revert(to: checkpoint) }
            game.world.finishTransaction()
            var fresh = WorldState()
            for (address, content) in game.world.contents() {
                fresh.install(content, at: address)
            }
            #expect(game.world.stateRoot() == fresh.stateRoot())
            game.world.beginTransaction(fork: fork)
        }
    }

    @Test(arguments: 0..<20)
    func `copies go their own ways`(seed: UInt64) {
        var game = Game(fork: .cancun, seed: seed)
        game.play(count: 20)
        let before = game.observe()
        var other = Game(continuing: game.world.copy(), seed: seed &+ 1)
        other.play(count: 30)
        #expect(game.observe() == before)
    }

    @Test(arguments: 0..<20)
    func `the same effects have the same journal hash and others another`(seed: UInt64) {
        var first = Game(fork: .cancun, seed: seed)
        var second = Game(fork: .cancun, seed: seed)
        // Looking leaves no trace in it.
        _ = second.observe()
        first.play(count: 50)
        second.play(count: 50)
        #expect(first.world.journalHash == second.world.journalHash)
        _ = second.world.storage(of: Game.addresses[0], at: 0)
        #expect(first.world.journalHash != second.world.journalHash)
    }
}

/// All that one can see of a world in the middle of a transaction.
private struct Observation: Equatable {
    struct Slot: Equatable {
        var value: Word256
        var original: Word256
        var transient: Word256
        var isWarm: Bool
    }

    struct Account: Equatable {
        var exists: Bool
        var content: AccountContent?
        var codeHash: Word256
        var isWarm: Bool
        var isCreated: Bool
        var isSelfDestructed: Bool
        var isOccupied: Bool
        var slots: [Slot]
    }

    var accounts: [Account]
    var logs: [Log]
    var refund: Int64
}

/// A world and a source of random things to do to it.
private struct Game: ~Copyable {
    // Without 0x03, a touch of which survives reverting.
    static let addresses = (0..<6).map { Address(number: 0x10 + $0 * 0x1111) }
    static let keys: [Word256] = [0, 1, 2, 0xffff, Word256.max]

    var world: WorldState
    var random: Random
    let fork: Fork

    init(fork: Fork, seed: UInt64) {
        world = WorldState()
        random = Random(state: seed)
        self.fork = fork
        for address in Self.addresses.prefix(4) where random.next(below: 4) != 0 {
            world.install(
                AccountContent(
                    nonce: random.next(below: 2), balance: Word256(random.next(below: 3)),
                    code: random.next(below: 2) == 0 ? .empty : Code([0x5b, 0x00]),
                    storage: Self.keys.map {
                        StorageEntry(key: $0, value: Word256(random.next(below: 3)))
                    }),
                at: address)
        }
        _ = world.stateRoot()
        world.beginTransaction(fork: fork)
    }

    init(continuing world: consuming WorldState, seed: UInt64) {
        fork = world.fork
        self.world = world
        random = Random(state: seed)
    }

    mutating func play(count: Int) {
        for _ in 0..<count { playOnce() }
    }

    private mutating func playOnce() {
        let address = Self.addresses[Int(random.next(below: 6))]
        let other = Self.addresses[Int(random.next(below: 6))]
        let key = Self.keys[Int(random.next(below: 5))]
        let value = Word256(random.next(below: 3))
        switch random.next(below: 16) {
        case 0: world.touch(address)
        case 1: world.addBalance(value, to: address)
        case 2: world.subtractBalance(value, from: address)
        case 3: world.transfer(value, from: address, to: other)
        case 4: world.setNonce(random.next(below: 3), of: address)
        case 5: world.setCode(random.next(below: 2) == 0 ? .empty : Code([0x00]), of: address)
        case 6: world.createAccount(at: address)
        case 7: world.selfDestruct(address, beneficiary: other)
        case 8: world.warm(address)
        case 9: world.warm(address, slot: key)
        case 10: world.setTransientStorage(of: address, at: key, to: value)
        case 11: world.addRefund(Int64(random.next(below: 100)))
        case 12: world.addLog(Log(address: address, topics: [key], data: [UInt8(value.limb0)]))
        case 13: _ = world.storage(of: address, at: key)
        default: world.setStorage(of: address, at: key, to: value)
        }
    }

    func observe() -> Observation {
        Observation(
            accounts: Self.addresses.map { address in
                Observation.Account(
                    exists: world.exists(address), content: world.content(of: address),
                    codeHash: world.codeHash(of: address), isWarm: world.isWarm(address),
                    isCreated: world.isCreatedInTransaction(address),
                    isSelfDestructed: world.isSelfDestructed(address),
                    isOccupied: world.isOccupied(address),
                    slots: Self.keys.map { slot(of: address, at: $0) })
            },
            logs: world.logs, refund: world.refund)
    }

    /// What would be left if the transaction ended now: it depends on touches too.
    func rootAfterFinish() -> Word256 {
        var copy = world.copy()
        copy.finishTransaction()
        return copy.stateRoot()
    }

    private func slot(of address: Address, at key: Word256) -> Observation.Slot {
        var copy = world.copy()
        return Observation.Slot(
            value: world.peekStorage(of: address, at: key),
            original: world.originalStorage(of: address, at: key),
            transient: copy.transientStorage(of: address, at: key),
            isWarm: world.isWarm(address, slot: key))
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
private struct Random {
    var state: UInt64

    mutating func next(below bound: UInt64) -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return (mixed ^ (mixed >> 31)) % bound
    }
}
