import Primitives
import VM

/// Runs a contract's calls, each on the state of its fixture, to see whether a mix can have them.
struct MixProbe {
    private let arenas: MachineArenas
    private let configuration: MixConfiguration

    /// - Throws: that this process has no room for a machine.
    init(_ configuration: MixConfiguration) throws(SystemFailure) {
        arenas = try MachineArenas()
        self.configuration = configuration
    }

    /// The contract with the calls that run, and the gas that they use.
    ///
    /// - Parameters:
    ///   - contract: what is to run.
    ///   - address: where else it is to run the same.
    ///   - tail: bytes behind its code with which it is to run the same.
    /// - Returns: the contract as it was, without calls that are not for a mix.
    /// - Throws: why the mix goes without the contract.
    func checked(
        _ contract: MixContract, at address: Address, tail: [UInt8]
    ) throws(MixObstacle) -> MixContract {
        var checked = contract
        var obstacle: MixObstacle?
        checked.calls = []
        for call in contract.calls {
            do throws(MixObstacle) {
                checked.calls.append(try measured(call, of: contract))
            } catch {
                obstacle = obstacle ?? error
            }
        }
        if let obstacle, checked.calls.isEmpty { throw obstacle }
        let copy = checked.copy(at: address, tail: tail)
        for (call, moved) in zip(checked.calls, copy.calls) {
            let (result, other) = (run(call, of: checked), run(moved, of: copy))
            guard result.status == other.status, result.gasUsed == other.gasUsed,
                result.outputDigest == other.outputDigest
            else {
                throw MixObstacle(
                    reason: "it runs otherwise with other bytes behind its code, or elsewhere")
            }
        }
        return checked
    }

    private func measured(
        _ call: MixCall, of contract: MixContract
    ) throws(MixObstacle) -> MixCall {
        let result = run(call, of: contract)
        switch result.status {
        case .limit: throw tooHeavy
        case .rejected(let reason):
            throw MixObstacle(reason: "a transaction is rejected: \(reason)")
        case .ended(.unsupportedPrecompile):
            throw MixObstacle(reason: "it calls a precompiled contract that is missing")
        case .ended: break
        }
        guard result.gasUsed <= configuration.mostGas else { throw tooHeavy }
        var measured = call
        measured.gasUsed = result.gasUsed
        return measured
    }

    private var tooHeavy: MixObstacle {
        MixObstacle(reason: "it uses more than \(configuration.mostGas) gas")
    }

    private func run(_ call: MixCall, of contract: MixContract) -> MixResult {
        var world = WorldState()
        for (address, content) in contract.accounts { world.install(content, at: address) }
        let machine = VirtualMachine(
            world: world, block: call.block, fork: configuration.fork, arenas: arenas)
        machine.machine.pointee.remainingWork = Int64(clamping: configuration.mostGas)
        return machine.run(call)
    }
}

/// Why a mix goes without a contract.
struct MixObstacle: Error {
    let reason: String
}

extension VirtualMachine {
    /// Runs a call in its block, whatever nonce its sender has come to.
    func run(_ call: MixCall) -> MixResult {
        machine.pointee.block = call.block
        var transaction = call.transaction
        transaction.nonce = machine.pointee.world.nonce(of: transaction.sender)
        let result = execute(transaction)
        return MixResult(result, effectDigest: machine.pointee.world.journalHash)
    }
}
