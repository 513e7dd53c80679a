import Conformance
import Primitives
import VM

/// Makes up one case after the other, a pure function of the seed and of what it is told of them.
package struct CaseSource {
    private let options: FuzzOptions
    private var generator: SeededGenerator
    private var programs: LockstepCaseGenerator
    private var count = 0

    package init(_ options: FuzzOptions = FuzzOptions(), seed: UInt64) {
        self.options = options
        generator = SeededGenerator(seed: seed)
        programs = LockstepCaseGenerator(seed: generator.next())
        programs.sizeLimit = options.maximumInstructions
    }

    /// The next case.
    package mutating func next() -> FuzzCase {
        let fork = options.forks[count % options.forks.count]
        count += 1
        var item = FuzzCase(programs.program(fork))
        if !options.uses(.schedules) { item.schedule = .none }
        return item
    }

    /// Is told what came of a case: one that reached something new is a base for others.
    package mutating func learn(_ item: FuzzCase, _ trial: Trial) {}
}

extension FuzzCase {
    /// A case of one message to a small world.
    package init(_ item: LockstepCase) {
        var accounts = [
            FuzzAccount(
                LockstepCase.caller,
                AccountContent(nonce: 1, balance: Word256(limb0: 0, limb1: 0, limb2: 1, limb3: 0))),
            FuzzAccount(
                LockstepCase.contract,
                AccountContent(
                    nonce: 1, balance: 1000, code: Code(item.code), storage: item.storage)),
        ]
        accounts += item.accounts.map { FuzzAccount($0.key, $0.value) }
        var context = TransactionContext()
        context.origin = LockstepCase.caller
        self.init(
            fork: item.fork, block: item.block, accounts: accounts,
            body: .message(CaseMessage(message: item.message, context: context)))
    }
}
