import Codegen
import Fuzz
import Primitives
import Testing
import VM

/// The profile-guided tier on machines: what it compiles, where it changes over, and that nothing
/// of it shows.
@Suite(.enabled(if: MethodCompiler(.native).execution == .native)) struct TieredTierTests {
    /// Every call is hot, every head a place to look for code.
    private static var eager: TieringConfiguration {
        var configuration = TieringConfiguration()
        configuration.callThreshold = 0
        configuration.gasThreshold = 0
        configuration.minimumByteCount = 0
        configuration.pollGas = 1
        return configuration
    }

    private static let other = Address(number: 0xbbb)
    private static let callOther = "0 0 0 0 0 0xbbb 5000000 CALL POP "
    /// Runs 1,000 times through a block.
    private static let loop = "1000 top: 1 SWAP1 SUB DUP1 @top JUMPI"

    private static func item(
        _ program: String, other callee: String = "", fork: Fork = .osaka, gas: Int64 = 10_000_000
    ) -> LockstepCase {
        var item = LockstepCase(fork, code: assemble(program))
        item.gas = gas
        item.accounts[other] = AccountContent(
            nonce: 1, balance: 5, code: Code(assemble(callee)))
        return item
    }

    private func makeTier(
        _ configuration: TieringConfiguration = eager, _ execution: MethodExecution = .native
    ) throws -> TieredTier {
        TieredTier(try TieringService(configuration, execution: execution))
    }

    /// Runs a case by itself, without a trail, and gives its machine back.
    private func run(
        _ item: LockstepCase, in tier: TieredTier, messages: Int = 1
    ) throws -> (machine: VirtualMachine, result: MessageResult) {
        let machine = try item.makeMachine()
        machine.machine.pointee.heads = HeadWatch(tier: .tiered)
        machine.machine.pointee.compiledTier = tier
        machine.machine.pointee.frameObserver = tier
        var result = machine.run(item.message)
        for _ in 1..<max(1, messages) { result = machine.run(item.message) }
        return (machine, result)
    }

    private func statistics(_ tier: TieredTier) -> TieringStatistics {
        tier.service.scheduler.statistics
    }

    // MARK: R-16, identity

    @Test func `two addresses with the same code are one compilation`() throws {
        let tier = try makeTier()
        var item = Self.item(
            "0 0 0 0 0 0xbbb 50000 CALL 0 0 0 0 0 0xccc 50000 CALL", other: Self.loop)
        item.accounts[Address(number: 0xccc)] = AccountContent(
            nonce: 1, balance: 0, code: Code(assemble(Self.loop)))
        _ = try run(item, in: tier)
        #expect(statistics(tier).calls == 3)
        #expect(statistics(tier).compiled == 2)
    }

    @Test func `the same code under two forks is compiled for each`() throws {
        let tier = try makeTier()
        _ = try run(Self.item(Self.loop, fork: .berlin), in: tier)
        _ = try run(Self.item(Self.loop, fork: .osaka), in: tier)
        #expect(statistics(tier).compiled == 2)
    }

    @Test func `an address that has other code runs the other code`() throws {
        let tier = try makeTier()
        let first = try run(Self.item("7 0 MSTORE 32 0 RETURN"), in: tier).result
        let second = try run(Self.item("8 0 MSTORE 32 0 RETURN"), in: tier).result
        #expect(first.output.last == 7)
        #expect(second.output.last == 8)
        #expect(statistics(tier).compiled == 2)
    }

    @Test func `code that is made in another way is other code`() throws {
        let plain = try TieringService(Self.eager)
        let few = try TieringService(Self.eager, options: AssemblerOptions(registerCount: 6))
        #expect(plain.generation != few.generation)
        #expect(try plain.generation == TieringService(Self.eager).generation)
    }

    // MARK: R-17, transient code

    @Test func `initcode, and code that its own transaction created, are never compiled`() throws {
        let tier = try makeTier()
        // Initcode that returns ten JUMPDESTs: PUSH10 5b… PUSH0 MSTORE PUSH1 10 PUSH1 22 RETURN.
        let initcode = "0x695b5b5b5b5b5b5b5b5b5b5f52600a6016f3"
        let item = Self.item(
            "20 top: \(initcode) 0 MSTORE 18 14 0 CREATE"
                + " 0 0 0 0 0 DUP6 50000 CALL POP POP 1 SWAP1 SUB DUP1 @top JUMPI")
        let (machine, result) = try run(item, in: tier)
        #expect(result.isSuccess)
        // The factory alone: twenty frames of initcode and twenty of what it made are not recorded.
        #expect(machine.machine.pointee.nextFrameOrdinal == 41)
        #expect(statistics(tier).calls == 1)
        #expect(statistics(tier).triggers == 1)
    }

    @Test func `code that an earlier transaction created is like any other`() throws {
        let tier = try makeTier()
        let initcode = "0x695b5b5b5b5b5b5b5b5b5b5f52600a6016f3"
        // Keeps the address of what it creates in slot 0, and calls what it finds there.
        let item = Self.item(
            "0 SLOAD DUP1 @known JUMPI POP \(initcode) 0 MSTORE 18 14 0 CREATE 0 SSTORE STOP"
                + " known: 0 0 0 0 0 DUP6 50000 CALL")
        let (machine, result) = try run(item, in: tier, messages: 2)
        #expect(result.isSuccess)
        #expect(machine.machine.pointee.nextFrameOrdinal == 4)
        #expect(statistics(tier).calls == 3)
        #expect(statistics(tier).compiled == 2)
    }

    // MARK: R-20, self gas

    @Test func `a proxy is not hot because of its callee`() throws {
        var configuration = Self.eager
        configuration.callThreshold = 1
        configuration.gasThreshold = 10_000
        configuration.gasPerByte = 0
        let tier = try makeTier(configuration)
        let item = Self.item(Self.callOther, other: Self.loop)
        _ = try run(item, in: tier)
        let fork = item.fork
        func verdict(_ code: String) -> CompileVerdict {
            let code = Code(assemble(code))
            return tier.service.scheduler.verdict(
                on: CodeKey(
                    codeHash: code.hash, byteCount: code.count, fork: fork,
                    generation: tier.service.generation))
        }
        #expect(verdict(Self.callOther) == .unknown)
        #expect(verdict(Self.loop) == .suitable)
        let used = tier.takeUsage()
        // 1,000 rounds of 26 gas (JUMPDEST to JUMPI); the proxy's own pushes and POP beside it.
        #expect(used.gas > 26_000 && used.gas < 26_100)
    }

    // MARK: Changing over

    @Test func `a frame that is interpreted goes on in compiled code once it is hot`() throws {
        var configuration = Self.eager
        configuration.callThreshold = 1
        configuration.gasThreshold = 10_000
        configuration.gasPerByte = 0
        configuration.pollGas = 1000
        let tier = try makeTier(configuration)
        _ = try run(Self.item(Self.loop), in: tier)
        let used = tier.takeUsage()
        #expect(used.interpretedGas >= 10_000 && used.interpretedGas < 12_000)
        #expect(used.compiledGas > 10_000)
    }

    @Test func `cold code stays in the interpreter`() throws {
        var configuration = Self.eager
        configuration.callThreshold = 101
        configuration.gasPerByte = 0
        let tier = try makeTier(configuration)
        _ = try run(Self.item(Self.loop), in: tier)
        #expect(statistics(tier).compiled == 0)
        #expect(tier.takeUsage().compiledGas == 0)
    }

    @Test func `a frame keeps code that is evicted while it runs`() throws {
        let tier = try makeTier()
        let item = Self.item(Self.callOther + Self.loop, other: Self.loop)
        let reference = try Lockstep.reference(item)
        let code = Code(assemble(Self.callOther + Self.loop))
        // The second event is the callee's start, in the middle of the caller's frame.
        let schedule = Schedule(
            fork: item.fork,
            events: [],
            tiering: [TieringEvent(ordinal: 2, action: .evict, codeHash: code.hash)])
        let report = try Lockstep(tier).compare(reference, .none, forcing: schedule)
        #expect(report.agrees, "\(report.differences)")
        #expect(tier.eventCount == 1)
        #expect(statistics(tier).evicted == 1)
    }

    @Test func `withheld code is run from the event on at which it is published`() throws {
        let tier = try makeTier()
        let item = Self.item(Self.callOther + Self.loop, other: "")
        let code = Code(item.code)
        let reference = try Lockstep.reference(item)
        func share(publishedAt ordinal: Int) throws -> UInt64 {
            let schedule = Schedule(
                fork: item.fork, events: [],
                tiering: [TieringEvent(ordinal: ordinal, action: .publish, codeHash: code.hash)])
            let report = try Lockstep(tier).compare(reference, .none, forcing: schedule)
            #expect(report.agrees, "\(report.differences)")
            return report.compiledInstructions
        }
        let all = reference.trail.instructions
        #expect(try share(publishedAt: 1) == all)
        let behindCall = try share(publishedAt: 2)
        #expect(behindCall > 5000 && behindCall < all)
        #expect(try share(publishedAt: 1000) == 0)
    }

    // MARK: the same whatever is compiled

    private static let configurations: [(String, TieringConfiguration)] = {
        var failing = eager
        failing.compilation = .failing
        var tiny = eager
        tiny.cacheByteCount = 4096
        var slow = eager
        slow.pollGas = 500
        slow.gasThreshold = 2000
        slow.callThreshold = 1
        return [("eager", eager), ("failing", failing), ("tiny cache", tiny), ("by gas", slow)]
    }()

    @Test(arguments: CallChainTests.all, configurations.indices)
    func `chains of frames run the same with any profile`(
        _ chain: CallChainTests.Chain, _ index: Int
    ) throws {
        let (name, configuration) = Self.configurations[index]
        let reference = try Lockstep.reference(chain.item)
        let tier = try makeTier(configuration)
        let lockstep = Lockstep(tier)
        var generator = SeededGenerator(seed: 7)
        for policy in [SchedulePolicy.none, .everyHead, .alternate, .random(2)] {
            let report = try lockstep.check(reference, policy, using: &generator)
            #expect(report.agrees, "\(name), \(policy.name): \(report.differences)")
            if policy == .everyHead {
                #expect(report.switchCount == reference.trail.heads.count)
            }
        }
        let done = statistics(tier)
        switch configuration.compilation {
        case .failing: #expect(done.compiled == 0 && !done.failed.isEmpty)
        case .scheduled, .background: #expect(done.failed.isEmpty)
        }
    }

    @Test func `compilers in the background change nothing that shows`() throws {
        var configuration = Self.eager
        configuration.compilation = .background
        configuration.threads = 2
        let tier = try makeTier(configuration)
        let lockstep = Lockstep(tier)
        var compiled: UInt64 = 0
        for _ in 0..<20 {
            for chain in CallChainTests.all where chain.gas < 1_000_000_000 {
                let reference = try Lockstep.reference(chain.item)
                let report = try lockstep.compare(reference, .none)
                #expect(report.agrees, "\(chain): \(report.differences)")
                compiled += report.compiledInstructions
            }
        }
        #expect(compiled > 0)
        #expect(statistics(tier).published > 0)
    }

    @Test func `a compiler that breaks a rule is a breakdown, and the interpreter goes on`() throws
    {
        var options = AssemblerOptions()
        options.maximumInstructionCount = 10
        let tier = TieredTier(try TieringService(Self.eager, options: options))
        let (_, result) = try run(Self.item(Self.loop), in: tier)
        #expect(result.isSuccess)
        #expect(statistics(tier).failed.values.reduce(0, +) == 1)
        #expect(tier.takeBreakdown() == nil, "a limit is no mistake")
    }
}
