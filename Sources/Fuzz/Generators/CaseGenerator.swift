import Conformance
package import Primitives
package import VM

/// Makes up whole cases: a small world of programs that call each other, and a message or some
/// transactions to it.
package struct CaseGenerator {
    /// Whose code the case is about.
    package static let contract = Address(number: 0xc0de)
    /// Who sends messages and transactions.
    package static let caller = Address(number: 0xcafe)
    /// Accounts that the contract calls: two programs, one without code, one that delegates.
    package static let callees = [
        Address(number: 0xadd1), Address(number: 0xadd2), Address(number: 0xadd3), delegating,
    ]
    static let delegating = Address(number: 0xde1e)

    private let options: FuzzOptions

    package init(_ options: FuzzOptions) {
        self.options = options
    }

    /// Makes up a case.
    package func next(_ fork: Fork, using generator: inout SeededGenerator) -> FuzzCase {
        if generator.oneIn(16) { return randomBytes(fork, using: &generator) }
        var programs = ProgramGenerator(fork: fork)
        programs.callees = Self.callees
        programs.features = ProgramFeatures(using: &generator)
        programs.usesLimbs = options.uses(.limbs)
        programs.sizeLimit = generator.between(4...max(4, options.maximumInstructions))
        let main = programs.program(using: &generator)
        programs.sizeLimit = max(4, programs.sizeLimit / 4)
        let accounts = self.accounts(main.code, programs, using: &generator)
        let block = Self.block(fork, using: &generator)
        let body: CaseBody =
            generator.oneIn(4)
            ? TransactionGenerator(fork: fork, block: block, data: main.data)
                .body(using: &generator)
            : .message(message(main.data, fork: fork, using: &generator))
        var item = FuzzCase(fork: fork, block: block, accounts: accounts, body: body)
        item.schedule =
            options.uses(.schedules)
            ? ScheduleGenerator.schedule(isTiered: options.isTiered, using: &generator) : .none
        item.conditions.poison = ScheduleGenerator.poison(using: &generator)
        return item
    }

    /// A case whose code is no program at all.
    private func randomBytes(_ fork: Fork, using generator: inout SeededGenerator) -> FuzzCase {
        var cases = LockstepCaseGenerator(seed: generator.next())
        var item = FuzzCase(cases.bytes(fork))
        if !options.uses(.schedules) { item.schedule = .none }
        return item
    }

    // MARK: The world

    private func accounts(
        _ code: [UInt8], _ programs: ProgramGenerator, using generator: inout SeededGenerator
    ) -> [FuzzAccount] {
        var accounts = [
            FuzzAccount(
                Self.caller, AccountContent(nonce: 1, balance: .twoToThe(128))),
            FuzzAccount(
                Self.contract,
                AccountContent(
                    nonce: 1, balance: 1000, code: Code(code), storage: storage(&generator))),
        ]
        for callee in Self.callees.prefix(2) {
            let program = programs.program(using: &generator)
            accounts.append(
                FuzzAccount(
                    callee,
                    AccountContent(
                        nonce: 1, balance: 5, code: Code(program.code),
                        storage: storage(&generator))))
        }
        if generator.oneIn(2) {
            accounts.append(FuzzAccount(Self.callees[2], AccountContent(balance: 5)))
        }
        if programs.fork >= .prague {
            let target = generator.element(of: Self.callees) ?? Self.contract
            accounts.append(
                FuzzAccount(
                    Self.delegating, AccountContent(nonce: 1, code: Code(delegatingTo: target))))
        }
        return accounts
    }

    private func storage(_ generator: inout SeededGenerator) -> [StorageEntry] {
        (0..<generator.below(4)).map {
            StorageEntry(
                key: Word256(UInt64($0)),
                value: generator.oneIn(2) ? 1 : LimbConstants.draw(using: &generator))
        }
    }

    static func block(
        _ fork: Fork, using generator: inout SeededGenerator
    ) -> BlockEnvironment {
        var block = BlockEnvironment()
        block.number = 300
        block.timestamp = 1_700_000_000
        block.gasLimit = 30_000_000
        block.coinbase = Address(number: 0xc01b)
        block.difficulty = Word256(0x20000)
        if fork >= .london { block.baseFee = 7 }
        if fork >= .paris { block.prevRandao = LimbConstants.draw(using: &generator) }
        if fork >= .cancun {
            block.excessBlobGas = 0
            block.blobSchedule = BlobSchedule.standard(for: fork)
        }
        return block
    }

    // MARK: The message

    private func message(
        _ data: [UInt8], fork: Fork, using generator: inout SeededGenerator
    ) -> CaseMessage {
        var message = Message(
            caller: Self.caller, recipient: Self.contract, gas: Self.gas(using: &generator))
        message.data = Self.data(data, using: &generator)
        message.value = generator.oneIn(4) ? 7 : .zero
        message.isStatic = fork >= .byzantium && message.value.isZero && generator.oneIn(8)
        var context = TransactionContext()
        context.origin = Self.caller
        context.gasPrice = 10
        if fork >= .cancun, generator.oneIn(4) { context.blobVersionedHashes = [.twoToThe(248)] }
        return CaseMessage(message: message, context: context)
    }

    /// Gas for most programs, and for few calls of self.
    static func gas(using generator: inout SeededGenerator) -> Int64 {
        switch generator.below(16) {
        case 0: 1_000_000
        case 1..<6: 200_000
        case 6: Int64(generator.below(8_000))
        default: 60_000
        }
    }

    /// The words that the program reads, with any bytes behind, or not quite those.
    static func data(_ data: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        if generator.oneIn(16) { return Array(data.prefix(generator.below(data.count + 1))) }
        return data + (0..<generator.below(48)).map { _ in UInt8(generator.below(256)) }
    }
}
