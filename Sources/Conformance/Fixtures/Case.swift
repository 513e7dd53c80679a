import Primitives
package import VM

/// One thing to run: a world, a block, and one message or some transactions, with what must come
/// of it.
///
/// Official fixtures, suites and saved findings all become cases. Cases of one test share their
/// world; a case is cheap to copy.
public struct Case: Sendable, CustomStringConvertible {
    /// The name by which reports, filters and lists of known failures know the case.
    public let name: String

    /// What the fixture calls this one of a test's inputs, if it has a word for it.
    package var label: String?

    /// Where it is written.
    package var place: CaseLocation

    package var fork: Fork
    package var world: PreState
    package var block: BlockEnvironment
    package var body: CaseBody
    package var expectation: Expectation
    package var directives: Directives

    package init(
        name: String, place: CaseLocation, fork: Fork, world: PreState,
        block: BlockEnvironment, body: CaseBody, expectation: Expectation,
        directives: Directives = Directives()
    ) {
        self.name = name
        self.place = place
        self.fork = fork
        self.world = world
        self.block = block
        self.body = body
        self.expectation = expectation
        self.directives = directives
    }

    /// The fork's name, as fixtures write it.
    public var forkName: String { fork.name }

    /// Where the case is written: `file:line:column`.
    public var location: String {
        let position = place.position
        return "\(place.file):\(position.line):\(position.column)"
    }

    /// The name.
    public var description: String { name }
}

/// What a case runs.
package enum CaseBody: Sendable {
    /// One message, without a transaction around it.
    case message(CaseMessage)
    /// Transactions, one after the other in one block.
    case transactions([CaseTransaction])
}

/// A message and what its frame can see of a transaction that is not there.
package struct CaseMessage: Sendable {
    package var message: Message
    package var context: TransactionContext
    /// What is warm besides what every message of the fork finds warm (EIP-2929).
    package var accessList: [AccessListEntry]
    /// Whether accounts marked for destruction go at the end, as they do after a transaction.
    package var clearsDestroyed: Bool

    package init(
        message: Message, context: TransactionContext, accessList: [AccessListEntry] = [],
        clearsDestroyed: Bool = false
    ) {
        self.message = message
        self.context = context
        self.accessList = accessList
        self.clearsDestroyed = clearsDestroyed
    }
}

/// A transaction of a case.
package struct CaseTransaction: Sendable {
    package var transaction: Transaction
    /// Whether the nonce is to be the sender's at that moment.
    package var takesCurrentNonce: Bool
    package var reward: CoinbaseReward

    package init(
        _ transaction: Transaction, takesCurrentNonce: Bool = false,
        reward: CoinbaseReward = .never
    ) {
        self.transaction = transaction
        self.takesCurrentNonce = takesCurrentNonce
        self.reward = reward
    }
}

/// When the block's beneficiary is given 0 wei behind a transaction.
///
/// Official state tests are filled so, in place of a block reward: it makes the account exist
/// before EIP-161, and takes it away if it is empty since.
package enum CoinbaseReward: Int, Sendable {
    case never
    /// As execution-spec-tests do.
    case ifExecuted
    /// As ethereum/tests do.
    case always
}

/// What a case says about how it is run.
package struct Directives: Sendable {
    /// The subjects that the case is for; nil for all.
    package var tiers: [String]?
    /// What takes the place of the command line's schedules.
    package var schedule: SchedulePolicy?
    package var mustReach: [Demand] = []
    /// How compiled code is made for the case.
    package var conditions = Conditions.usual

    package init() {}
}

/// Something that a run must have done to count.
package enum Demand: Equatable, Sendable, CustomStringConvertible {
    /// This tier executed part of the case.
    case tier(Tier)
    /// Every event of the schedule took place.
    case everySwitch
    /// Compiled code was left by a side exit of this kind.
    case exit(MethodExitKind)

    package var description: String {
        switch self {
        case .tier(let tier): "tier \(tier.name)"
        case .everySwitch: "every switch of the schedule"
        case .exit(let kind): "exit \(kind.name)"
        }
    }
}
