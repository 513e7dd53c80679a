package import Conformance
package import Primitives
package import VM

/// A case as it is made up, changed and made small: every choice that a run depends on.
///
/// Places of the schedule are indices into what the reference run meets, so that they keep a
/// meaning when code or gas change; saved, they become frame and gas (`Schedule`).
package struct FuzzCase: Sendable {
    package var fork: Fork
    /// Of which a run sees what its fork has.
    package var block: BlockEnvironment
    /// The accounts before the run, in order of addresses.
    package var accounts: [FuzzAccount]
    package var body: CaseBody
    package var schedule: FuzzSchedule
    package var conditions: Conditions

    package init(
        fork: Fork, block: BlockEnvironment, accounts: [FuzzAccount], body: CaseBody,
        schedule: FuzzSchedule = .everyHead, conditions: Conditions = .usual
    ) {
        self.fork = fork
        self.block = block
        self.accounts = accounts.sorted { $0.address < $1.address }
        self.body = body
        self.schedule = schedule
        self.conditions = conditions
    }

    /// A case with everything but the schedule.
    package func unscheduled(name: String) -> Case {
        var directives = Directives()
        directives.conditions = conditions
        return Case(
            name: name, place: .generated, fork: fork,
            world: PreState(accounts.map { ($0.address, $0.content) }),
            block: block.adapted(to: fork), body: body,
            expectation: Expectation(results: []), directives: directives)
    }
}

/// An account of a case that is made up.
package struct FuzzAccount: Equatable, Sendable {
    package var address: Address
    package var content: AccountContent

    package init(_ address: Address, _ content: AccountContent) {
        self.address = address
        self.content = content
    }
}
