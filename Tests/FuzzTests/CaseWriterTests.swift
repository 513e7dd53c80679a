import Conformance
import Fuzz
import Primitives
import TestSupport
import Testing
import VM

/// Cases that are written as suites and read again.
@Suite struct CaseWriterTests {
    private static let method = SubjectName(tier: .method, execution: .native)

    /// The case that the loader makes of a text.
    private static func load(_ text: String) throws -> Case {
        let loaded = try Loaded.suite(text)
        #expect(loaded.errors.isEmpty, "\(loaded.errors)\n\(text)")
        return try #require(loaded.cases.first)
    }

    /// Writes and reads a case, and expects to find it unchanged.
    @discardableResult
    private static func roundTrip(_ item: FuzzCase, _ runner: DifferentialRunner) throws -> Case {
        let wanted = try CaseWriter.scheduled(item, subject: method, runner: runner)
        let text = try CaseWriter.suite(
            of: item, named: "it is \"the same\"", about: "", subject: method, runner: runner)
        let read = try load(text)
        #expect(read.fork == wanted.fork)
        #expect(read.block == wanted.block)
        #expect(read.directives.schedule == wanted.directives.schedule)
        #expect(read.directives.tiers == ["method"])
        #expect(read.directives.conditions == wanted.directives.conditions)
        let accounts = read.world.accounts.map { FuzzAccount($0.address, $0.content) }
        let known = item.accounts.map { account in
            var account = account
            account.content.storage.removeAll { $0.value.isZero }
            return account
        }
        #expect(accounts == known, "\(text)")
        expectSame(read.body, wanted.body)
        return read
    }

    private static func expectSame(_ read: CaseBody, _ wanted: CaseBody) {
        switch (read, wanted) {
        case (.message(let read), .message(let wanted)):
            #expect(read.message.caller == wanted.message.caller)
            #expect(read.message.recipient == wanted.message.recipient)
            #expect(read.message.value == wanted.message.value)
            #expect(read.message.data == wanted.message.data)
            #expect(read.message.gas == wanted.message.gas)
            #expect(read.message.isStatic == wanted.message.isStatic)
            #expect(read.context == wanted.context)
            #expect(read.accessList == wanted.accessList)
        case (.transactions(let read), .transactions(let wanted)):
            #expect(read.map(\.reward) == wanted.map(\.reward))
            #expect(read.map(\.takesCurrentNonce) == wanted.map(\.takesCurrentNonce))
            #expect(read.map(\.transaction) == wanted.map(\.transaction))
        case (.message, .transactions), (.transactions, .message):
            Issue.record("a message and transactions are not the same")
        }
    }

    @Test func `made-up cases come back as they were, with the same outcome`() throws {
        var source = CaseSource(seed: 31)
        var generator = SeededGenerator(seed: 32)
        let runner = try DifferentialRunner()
        let reference = try MachineSubject(.interpreter)
        for index in 0..<400 {
            var item = source.next()
            if index.isMultiple(of: 3) {
                item.conditions = Conditions(
                    registerCount: 7, noiseSeed: generator.next(), poison: 0x5b)
            }
            guard let trail = try runner.record(item).outcome.trail else { continue }
            item.schedule = Self.schedule(index, trail, &generator)
            let read = try Self.roundTrip(item, runner)
            let wanted = try reference.run(item.unscheduled(name: ""), plan: RunPlan())
            let found = try reference.run(read, plan: RunPlan())
            #expect(found.results == wanted.results)
            #expect(found.stateRoot == wanted.stateRoot)
            #expect(found.effects == wanted.effects)
        }
    }

    private static func schedule(
        _ index: Int, _ trail: Trail, _ generator: inout SeededGenerator
    ) -> FuzzSchedule {
        if index.isMultiple(of: 4) { return .none }
        if index % 4 == 1 { return .everyHead }
        var schedule = FuzzSchedule()
        schedule.switches =
            SwitchPlan.random(over: trail, tiers: [.interpreter, .method], using: &generator)
            .switches
        if index % 4 == 3 {
            schedule.helperExits = [FuzzSchedule.HelperExit(step: 1, moment: .after)]
        }
        return schedule
    }

    @Test func `a saved case becomes the made-up case that it was`() throws {
        var source = CaseSource(seed: 33)
        var generator = SeededGenerator(seed: 34)
        let runner = try DifferentialRunner()
        for _ in 0..<100 {
            var item = source.next()
            item.schedule.helperExits = [FuzzSchedule.HelperExit(step: 2, moment: .before)]
            let recording = try runner.record(item)
            guard let trail = recording.outcome.trail, recording.steps.count > 2 else { continue }
            item.schedule.isEveryHead = false
            item.schedule.switches =
                SwitchPlan.random(over: trail, tiers: [.interpreter, .method], using: &generator)
                .switches
            guard Opcode(rawValue: recording.steps[2].byte) != nil else { continue }
            let read = try Self.load(
                CaseWriter.suite(
                    of: item, named: "a", about: "", subject: Self.method, runner: runner))
            let found = try #require(try SavedCase(read).cases(runner).first)
            #expect(found.schedule == item.schedule)
            #expect(found.accounts.map(\.address) == item.accounts.map(\.address))
        }
    }

    @Test func `transactions of every type come back as they were`() throws {
        let runner = try DifferentialRunner()
        let sender = Address(number: 0xcafe)
        let target = Address(number: 0xc0de)
        var transactions: [CaseTransaction] = []
        for kind in Transaction.Kind.allCases {
            var transaction = Transaction()
            transaction.kind = kind
            transaction.sender = sender
            transaction.to = kind == .legacy ? nil : target
            transaction.data = [0x60, 0x00, UInt8(kind.rawValue)]
            transaction.value = 3
            transaction.gasLimit = 123_456
            transaction.maxFeePerGas = 12
            transaction.maxPriorityFeePerGas = transaction.hasDynamicFee ? 2 : 12
            transaction.maxFeePerBlobGas = .one
            transaction.nonce = kind == .legacy ? 9 : 0
            if kind != .legacy {
                transaction.accessList = [AccessListEntry(address: target, keys: [1, 2])]
            }
            if kind == .blob { transaction.blobVersionedHashes = [Word256(1).shiftedLeft(by: 248)] }
            if kind == .setCode {
                var authorization = Authorization(
                    chainIdentifier: 1, target: target, nonce: 4, yParity: 0, r: .one, s: .one)
                authorization.knownAuthority = Address(number: 7)
                transaction.authorizations = [authorization]
            }
            transactions.append(
                CaseTransaction(
                    transaction, takesCurrentNonce: kind != .legacy,
                    reward: kind == .legacy ? .always : .ifExecuted))
        }
        var block = BlockEnvironment()
        block.gasLimit = 30_000_000
        let item = FuzzCase(
            fork: .osaka, block: block,
            accounts: [
                FuzzAccount(sender, AccountContent(balance: Word256(1 << 60 as UInt64))),
                FuzzAccount(target, AccountContent(code: Code([0x5b, 0x60, 0x00, 0x56]))),
            ], body: .transactions(transactions))
        try Self.roundTrip(item, runner)
    }

    @Test func `what suites have no words for is refused by name`() throws {
        let runner = try DifferentialRunner()
        let target = Address(number: 0xc0de)
        var message = Message(caller: Address(number: 0xcafe), recipient: target, gas: 1)
        message.depth = 3
        let item = FuzzCase(
            fork: .osaka, block: BlockEnvironment(),
            accounts: [FuzzAccount(target, AccountContent())],
            body: .message(CaseMessage(message: message, context: TransactionContext())))
        let error = #expect(throws: InexpressibleCase.self) {
            try CaseWriter.suite(
                of: item, named: "a", about: "", subject: Self.method, runner: runner)
        }
        #expect(error?.description == "a message below others")
    }

    @Test(arguments: [
        ("{registers: 0}", "a number from 1 to 64"), ("{registers: 65}", "a number from 1 to 64"),
        ("{noise: -1}", "a number from 0 to 2^64-1"), ("{poison: 256}", "a byte"),
        ("{colour: 1}", "registers"),
    ])
    func `conditions that mean nothing are refused with their place`(
        text: String, expected: String
    ) throws {
        let suite = "cases: [{name: a, fork: Osaka, code: STOP, expect: {}, conditions: \(text)}]"
        let errors = try Loaded.suite(suite).errors
        #expect(errors.first?.contains(expected) == true, "\(errors)")
    }
}
