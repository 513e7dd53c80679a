package import CEVMC
package import EVMCHost
import VM

/// Runs cases on an EVMC machine in this process, our state behind its host's interface.
///
/// What the machine does to memory, it does to this process: `OutsideSubject` has it in another.
package final class EVMCSubject: Subject {
    package let name: SubjectName
    package let mask = ComparisonMask.evmc
    package let tier: OutsideTier
    private let arenas: MachineArenas
    private var worlds = PreparedWorlds()

    /// Memory of frames, of which a machine of others needs none but for what it returns.
    private static let memoryByteCount = 256 << 20

    /// - Parameters:
    ///   - name: for reports.
    ///   - machine: destroyed by whoever made it, after this object.
    ///   - isAlone: whether it has the process for itself.
    /// - Throws: that this process has no room for a machine of ours.
    package init(
        _ name: SubjectName, _ machine: UnsafeMutablePointer<evmc_vm>, isAlone: Bool = false
    ) throws(SubjectFailure) {
        self.name = name
        do {
            tier = try OutsideTier(machine, isAlone: isAlone)
            arenas = try MachineArenas(memoryByteCount: Self.memoryByteCount)
        } catch {
            throw SubjectFailure("no room for a machine: \(error)")
        }
    }

    /// Runs a case, on a thread with `OutsideTier.nativeStackByteCount`.
    package func run(_ item: Case, plan: RunPlan) throws(SubjectFailure) -> Outcome {
        var outcome = Outcome()
        if let untold = Self.untold(of: item.block) {
            outcome.unsupported = untold
            return outcome
        }
        let machine = VirtualMachine(
            world: worlds.world(of: item.world), block: item.block, fork: item.fork,
            arenas: arenas)
        let pointer = machine.machine
        pointer.pointee.compiledTier = tier
        // The driver asks the compiled tier for every frame, whose code never comes back to it.
        pointer.pointee.heads = HeadWatch(tier: .method)
        tier.begin(pointer)
        CaseExecution(machine: machine, fork: item.fork).run(item.body, into: &outcome) { _ in
        } didEnd: { [tier] result in
            result.hasUnnamedHalt = tier.takeUnnamedFailure()
        }
        outcome.missingPrecompile = pointer.pointee.unsupportedPrecompile.map { "\($0)" }
        switch tier.end() {
        case .misdeed(let misdeed):
            outcome.misconduct = Misconduct(fields: [misdeed.name], text: misdeed.text)
        case .unsupported(let reason):
            outcome.unsupported = reason
        case nil:
            outcome.unsupported = outcome.limit
            guard outcome.limit == nil else { break }
            outcome.stateRoot = pointer.pointee.world.stateRoot()
            if plan.wantsAccounts { outcome.accounts = pointer.pointee.world.contents() }
        }
        outcome.limit = nil
        return outcome
    }

    /// What of a block the interface has no numbers for; nil if it can be told.
    private static func untold(of block: BlockEnvironment) -> String? {
        let numbers = [
            ("number", block.number), ("timestamp", block.timestamp),
            ("gas limit", block.gasLimit),
        ]
        return numbers.first { Int64(exactly: $0.1) == nil }.map {
            "EVMC has signed numbers of 64 bits, and the block's \($0.0) is \($0.1)"
        }
    }
}
