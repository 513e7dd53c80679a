import Conformance
import Fuzz
import Primitives
import Testing
import VM

/// Where cases come from, and what they find.
@Suite struct CaseSourceTests {
    /// Everything that a case says, code included.
    private func text(_ item: FuzzCase) -> String {
        let code = item.accounts.map { Hex.encode(Array($0.content.code.bytes)) }
        return "\(item) \(code)"
    }

    /// The first cases of a seed, each learnt from.
    private func cases(_ count: Int, seed: UInt64) throws -> [FuzzCase] {
        let runner = try DifferentialRunner()
        var source = CaseSource(seed: seed)
        return try (0..<count).map { _ in
            let item = source.next()
            source.learn(item, try runner.run(item))
            return item
        }
    }

    @Test func `a seed stands for its cases`() throws {
        let first = try cases(300, seed: 9).map { text($0) }
        #expect(try cases(300, seed: 9).map { text($0) } == first)
        #expect(try cases(10, seed: 10).map { text($0) } != Array(first.prefix(10)))
    }

    @Test func `what it is told changes what comes next`() throws {
        let taught = try cases(300, seed: 9).map { text($0) }
        var source = CaseSource(seed: 9)
        #expect((0..<300).map { _ in text(source.next()) } != taught)
    }

    @Test(arguments: Mutators.list.indices)
    func `cases that a mutator changed run, and the tiers agree on them`(_ index: Int) throws {
        let mutator = Mutators.list[index]
        var source = CaseSource(seed: 20)
        let runner = try DifferentialRunner()
        var material = MutationMaterial(
            SeededGenerator(seed: 1), FuzzOptions(), other: source.next())
        var (changed, compared) = (0, 0)
        for _ in 0..<40 {
            let base = source.next()
            var item = base
            mutator.mutate(&item, using: &material)
            mutator.mutate(&item, using: &material)
            changed += text(item) == text(base) ? 0 : 1
            let trial = try runner.run(item)
            compared += trial.isCompared ? 1 : 0
            #expect(trial.divergence == nil, "\(trial.divergence?.description ?? "")")
        }
        #expect(changed > 10)
        #expect(compared > 35)
    }

    /// Seeds go to other accounts than what is made up does.
    @Test func `who sends and who is called stays when accounts change`() throws {
        var source = CaseSource(seed: 23)
        var material = MutationMaterial(
            SeededGenerator(seed: 3), FuzzOptions(), other: source.next())
        let (sender, recipient) = (Address(number: 0x5e), Address(number: 0x4e))
        let (rich, poor) = (AccountContent(balance: 100_000), AccountContent(balance: 1))
        var transaction = Transaction()
        (transaction.sender, transaction.to) = (sender, recipient)
        let bodies: [CaseBody] = [
            .message(
                CaseMessage(
                    message: Message(caller: sender, recipient: recipient, gas: 1_000),
                    context: TransactionContext())),
            .transactions([CaseTransaction(transaction)]),
        ]
        for body in bodies {
            var removed = 0
            for _ in 0..<200 {
                var item = FuzzCase(
                    fork: .osaka, block: source.next().block,
                    accounts: [
                        FuzzAccount(sender, rich), FuzzAccount(recipient, poor),
                        FuzzAccount(Address(number: 0x6e), poor),
                    ], body: body)
                StateChange.mutate(&item, using: &material)
                let accounts = item.accounts.map(\.address)
                #expect(accounts.contains(sender) && accounts.contains(recipient))
                #expect(item.accounts.contains { $0.content.balance == 100_000 })
                removed += accounts.count < 3 ? 1 : 0
            }
            #expect(removed > 0)
        }
    }

    @Test func `mutators take cases with all the gas that there is`() throws {
        var source = CaseSource(seed: 22)
        var material = MutationMaterial(
            SeededGenerator(seed: 2), FuzzOptions(), other: source.next())
        var lowered = 0
        for _ in 0..<40 {
            var item = source.next()
            item.body.setGas(.max, of: 0)
            for mutator in Mutators.list { mutator.mutate(&item, using: &material) }
            #expect(item.body.gas(of: 0) >= 0)
            lowered += item.body.gas(of: 0) < .max ? 1 : 0
        }
        #expect(lowered > 10)
    }

    @Test func `code is the same after it was read and written`() {
        var source = CaseSource(seed: 21)
        for _ in 0..<300 {
            for account in source.next().accounts {
                let code = Array(account.content.code.bytes)
                #expect(Listing(code).code == code)
            }
        }
    }

    @Test func `jumps land where they did when code before them is taken out`() throws {
        // PUSH1 1, POP, PUSH1 7, JUMP, INVALID, JUMPDEST, STOP.
        var listing = Listing(try Hex.decode("600150600756fe5b00"))
        listing.lines.removeFirst(2)
        #expect(Hex.encode(listing.code) == "0x600456fe5b00")
    }
}
