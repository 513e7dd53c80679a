import Conformance
import Fuzz
import Primitives
import TestSupport
import Testing
import VM

/// Cases that are written as official state tests.
@Suite struct StateTestExportTests {
    /// The cases that the loader of official files finds in a text.
    private static func load(_ text: String) throws -> [Case] {
        let loaded = try Loaded.official(text)
        #expect(loaded.errors.isEmpty, "\(loaded.errors)")
        return loaded.cases
    }

    @Test func `made-up cases that can be exported pass when they are read again`() throws {
        var source = CaseSource(seed: 51)
        let runner = CaseRunner.self
        let evaluator = try runner.init(
            subjects: ["interpreter", "method"], schedule: "every-head")
        var exported = 0
        for _ in 0..<300 {
            let item = source.next().unscheduled(name: "made up")
            let test: StateTestCase
            do {
                test = try StateTestCase(item)
            } catch {
                let reasons = ["static", "blobs", "transactions", "authorizations"]
                #expect(reasons.contains { error.description.contains($0) }, "\(error)")
                continue
            }
            let read = try #require(try Self.load(StateTestExport.text(of: test)).first)
            #expect(read.fork == item.fork)
            let result = evaluator.run(read)
            #expect(result.verdict == .pass, "\(result.explanation)")
            exported += 1
        }
        #expect(exported > 150)
    }

    @Test func `the frame of an exported message has the gas that the message had`() throws {
        // GAS PUSH1 0 SSTORE
        let code = Code([0x5a, 0x60, 0x00, 0x55])
        let target = Address(number: 0xc0de)
        var message = Message(caller: Address(number: 0xcafe), recipient: target, gas: 50_000)
        message.data = [0, 1, 2]
        message.value = 5
        var block = BlockEnvironment()
        block.gasLimit = 30_000_000
        block.baseFee = 7
        let item = FuzzCase(
            fork: .osaka, block: block,
            accounts: [
                FuzzAccount(target, AccountContent(code: code)),
                FuzzAccount(message.caller, AccountContent(balance: 5)),
            ],
            body: .message(CaseMessage(message: message, context: TransactionContext())))
        let test = try StateTestCase(item.unscheduled(name: "gas"))
        #expect(test.changes.contains("the gas price is the base fee"))
        let read = try #require(try Self.load(StateTestExport.text(of: test)).first)
        var plan = RunPlan()
        plan.wantsAccounts = true
        let outcome = try MachineSubject(.interpreter).run(read, plan: plan)
        let account = outcome.accounts?.first { $0.address == target }
        #expect(account?.content.storage == [StorageEntry(key: .zero, value: 49_998)])
        #expect(account?.content.balance == 5)
        let sender = outcome.accounts?.first { $0.address == StateTestCase.sender }
        #expect(sender?.content.nonce == 1)
    }

    @Test func `transactions keep their type, and an access list its gas`() throws {
        for kind in [Transaction.Kind.legacy, .accessList, .dynamicFee, .blob] {
            var transaction = Transaction()
            transaction.kind = kind
            transaction.sender = Address(number: 0xcafe)
            transaction.to = Address(number: 0xc0de)
            transaction.gasLimit = 100_000
            transaction.maxFeePerGas = 20
            transaction.maxPriorityFeePerGas = transaction.hasDynamicFee ? 1 : 20
            transaction.maxFeePerBlobGas = 3
            if kind != .legacy {
                transaction.accessList = [AccessListEntry(address: Address(number: 9), keys: [1])]
            }
            if kind == .blob {
                transaction.blobVersionedHashes = [Word256.one.shiftedLeft(by: 248)]
            }
            var block = BlockEnvironment()
            block.gasLimit = 30_000_000
            let item = FuzzCase(
                fork: .prague, block: block,
                accounts: [
                    FuzzAccount(
                        transaction.sender, AccountContent(balance: Word256(1 << 60 as UInt64)))
                ],
                body: .transactions([CaseTransaction(transaction, takesCurrentNonce: true)]))
            let test = try StateTestCase(item.unscheduled(name: "types"))
            let read = try #require(try Self.load(StateTestExport.text(of: test)).first)
            guard case .transactions(let list) = read.body else { continue }
            var wanted = transaction
            wanted.sender = StateTestCase.sender
            if kind != .blob { wanted.maxFeePerBlobGas = list[0].transaction.maxFeePerBlobGas }
            #expect(list.map(\.transaction) == [wanted])
            #expect(try CaseRunner().run(read).verdict == .pass)
        }
    }

    @Test func `what no transaction can send is refused`() throws {
        var message = Message(
            caller: Address(number: 0xcafe), recipient: Address(number: 0xc0de), gas: 1)
        message.isStatic = true
        let item = FuzzCase(
            fork: .osaka, block: BlockEnvironment(), accounts: [],
            body: .message(CaseMessage(message: message, context: TransactionContext())))
        let error = #expect(throws: InexpressibleCase.self) {
            try StateTestCase(item.unscheduled(name: "static"))
        }
        #expect(error?.description.contains("static") == true)
    }
}
