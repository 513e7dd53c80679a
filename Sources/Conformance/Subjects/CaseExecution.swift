import Precompiles
import Primitives
import VM

/// Runs what a case says on a machine of ours, whoever executes its frames.
struct CaseExecution {
    let machine: VirtualMachine
    let fork: Fork

    /// Why a run ends of which nothing is known.
    static let limit = "a limit of this program ended the run"

    private var pointer: UnsafeMutablePointer<Machine> { machine.machine }

    /// Runs the message, or one transaction after the other.
    ///
    /// - Parameters:
    ///   - body: what runs.
    ///   - outcome: takes results and effects.
    ///   - willBegin: is told of each transaction, by its index.
    ///   - didEnd: is shown each result.
    func run(
        _ body: CaseBody, into outcome: inout Outcome, willBegin: (Int) -> Void,
        didEnd: (inout RunResult) -> Void = { _ in }
    ) {
        switch body {
        case .message(let message):
            run(message, into: &outcome, didEnd)
            outcome.effects.append(pointer.pointee.world.journalHash)
        case .transactions(let transactions):
            for (index, transaction) in transactions.enumerated() where outcome.limit == nil {
                willBegin(index)
                run(transaction, into: &outcome, didEnd)
                outcome.effects.append(pointer.pointee.world.journalHash)
            }
        }
    }

    private func run(
        _ item: CaseMessage, into outcome: inout Outcome, _ didEnd: (inout RunResult) -> Void
    ) {
        pointer.pointee.world.beginTransaction(fork: fork)
        pointer.pointee.transaction = item.context
        if fork >= .berlin { warm(item) }
        let result = machine.run(item.message)
        guard case .ended(let halt) = result.outcome else {
            outcome.limit = Self.limit
            return
        }
        var run = RunResult()
        run.halt = halt
        run.gasLeft = result.gasLeft
        run.gasUsed = UInt64(max(0, item.message.gas - result.gasLeft))
        run.refund = result.isSuccess ? pointer.pointee.world.refund : 0
        run.output = result.output
        run.logs = pointer.pointee.world.logs
        run.stack = pointer.pointee.finalFrame?.stack
        run.memory = pointer.pointee.finalFrame?.memory
        didEnd(&run)
        outcome.results.append(run)
        if item.clearsDestroyed { pointer.pointee.world.finishTransaction() }
    }

    /// Warms up what every message of the fork finds warm (EIP-2929, EIP-3651), and what the case
    /// names besides.
    private func warm(_ item: CaseMessage) {
        pointer.pointee.world.warm(item.message.caller)
        pointer.pointee.world.warm(item.context.origin)
        pointer.pointee.world.warm(item.message.recipient)
        for precompile in pointer.pointee.precompileRules.precompiles {
            pointer.pointee.world.warm(precompile.address)
        }
        if fork >= .shanghai { pointer.pointee.world.warm(pointer.pointee.block.coinbase) }
        for entry in item.accessList {
            pointer.pointee.world.warm(entry.address)
            for key in entry.keys { pointer.pointee.world.warm(entry.address, slot: key) }
        }
    }

    private func run(
        _ item: CaseTransaction, into outcome: inout Outcome, _ didEnd: (inout RunResult) -> Void
    ) {
        var transaction = item.transaction
        if item.takesCurrentNonce {
            transaction.nonce = pointer.pointee.world.nonce(of: transaction.sender)
        }
        var run = RunResult()
        switch machine.execute(transaction) {
        case .resourceLimit:
            outcome.limit = Self.limit
            return
        case .rejected(let reason):
            run.rejection = reason
        case .executed(let receipt):
            run.halt = receipt.halt
            run.gasUsed = receipt.gasUsed
            run.gasLeft = Int64(clamping: transaction.gasLimit) - Int64(clamping: run.gasUsed)
            run.refund = pointer.pointee.world.refund
            run.output = receipt.output
            run.createdAddress = receipt.createdAddress
            run.logs = pointer.pointee.world.logs
            run.stack = pointer.pointee.finalFrame?.stack
            run.memory = pointer.pointee.finalFrame?.memory
        }
        didEnd(&run)
        outcome.results.append(run)
        let isRewarded =
            switch item.reward {
            case .never: false
            case .ifExecuted: run.rejection == nil
            case .always: true
            }
        if isRewarded {
            pointer.pointee.world.rewardNothing(
                to: pointer.pointee.block.coinbase, fork: fork)
        }
    }
}

/// Worlds for cases to run in: cases of one test come together, and share what is made of their
/// accounts.
struct PreparedWorlds: ~Copyable {
    private struct Prepared: ~Copyable {
        let source: PreState
        let world: WorldState
    }

    private var last: Prepared?

    /// A world with a case's accounts, of which all roots that can be known are known.
    mutating func world(of source: PreState) -> WorldState {
        if last?.source !== source {
            var world = source.makeWorld()
            _ = world.stateRoot()
            last = Prepared(source: source, world: world)
        }
        return last?.world.copy() ?? source.makeWorld()
    }
}
