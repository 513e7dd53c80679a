import Conformance
import Primitives
import VM

/// Makes up transactions of every type that the fork has, one after the other.
struct TransactionGenerator {
    let fork: Fork
    let block: BlockEnvironment
    /// Call data that the contract reads operands from.
    let data: [UInt8]

    /// One to three transactions.
    func body(using generator: inout SeededGenerator) -> CaseBody {
        .transactions(
            (0..<generator.between(1...3)).map { _ in
                CaseTransaction(
                    transaction(using: &generator), takesCurrentNonce: !generator.oneIn(32),
                    reward: generator.oneIn(8) ? .ifExecuted : .never)
            })
    }

    private func transaction(using generator: inout SeededGenerator) -> Transaction {
        var transaction = Transaction()
        transaction.kind = kind(using: &generator)
        transaction.sender = CaseGenerator.caller
        transaction.to = generator.oneIn(8) ? CaseGenerator.delegating : CaseGenerator.contract
        transaction.data = CaseGenerator.data(data, using: &generator)
        transaction.gasLimit = 60_000 + UInt64(CaseGenerator.gas(using: &generator))
        transaction.maxFeePerGas = generator.oneIn(32) ? 6 : 1_000
        transaction.maxPriorityFeePerGas =
            transaction.hasDynamicFee
            ? Word256(generator.below(8)) : transaction.maxFeePerGas
        transaction.value = generator.oneIn(4) ? 7 : .zero
        if generator.oneIn(8) { makeCreation(&transaction, using: &generator) }
        switch transaction.kind {
        case .legacy: break
        case .accessList, .dynamicFee: addAccessList(&transaction, using: &generator)
        case .blob: addBlobs(&transaction, using: &generator)
        case .setCode: addAuthorizations(&transaction, using: &generator)
        }
        return transaction
    }

    private func kind(using generator: inout SeededGenerator) -> Transaction.Kind {
        var kinds: [Transaction.Kind] = [.legacy]
        if fork >= .berlin { kinds.append(.accessList) }
        if fork >= .london { kinds.append(.dynamicFee) }
        if fork >= .cancun { kinds.append(.blob) }
        if fork >= .prague { kinds += [.setCode, .setCode] }
        return generator.element(of: kinds) ?? .legacy
    }

    /// Initcode that is a program like any other; blobs and delegations need a recipient.
    private func makeCreation(
        _ transaction: inout Transaction, using generator: inout SeededGenerator
    ) {
        switch transaction.kind {
        case .blob, .setCode: return
        case .legacy, .accessList, .dynamicFee: break
        }
        var programs = ProgramGenerator(fork: fork)
        programs.callees = CaseGenerator.callees
        programs.sizeLimit = 16
        transaction.to = nil
        transaction.data = programs.program(using: &generator).code
        transaction.gasLimit += 60_000
    }

    private func addAccessList(
        _ transaction: inout Transaction, using generator: inout SeededGenerator
    ) {
        for address in [CaseGenerator.contract] + CaseGenerator.callees where generator.oneIn(2) {
            let keys = (0..<generator.below(3)).map { _ in Word256(generator.below(4)) }
            transaction.accessList.append(AccessListEntry(address: address, keys: keys))
            transaction.gasLimit += 2_400 + UInt64(keys.count) * 1_900
        }
    }

    private func addBlobs(
        _ transaction: inout Transaction, using generator: inout SeededGenerator
    ) {
        transaction.maxFeePerBlobGas = 100
        transaction.blobVersionedHashes = (0..<generator.between(1...3)).map {
            Word256.twoToThe(248) &+ Word256($0)
        }
        addAccessList(&transaction, using: &generator)
    }

    /// Delegations to programs, to nobody, to a precompiled contract, and back; some are invalid.
    private func addAuthorizations(
        _ transaction: inout Transaction, using generator: inout SeededGenerator
    ) {
        let targets =
            CaseGenerator.callees + [CaseGenerator.contract, .zero, Address(number: 4)]
        for _ in 0..<generator.between(1...2) {
            var authorization = Authorization(
                chainIdentifier: generator.oneIn(2) ? 0 : block.chainIdentifier,
                target: generator.element(of: targets) ?? .zero,
                nonce: UInt64(generator.below(3)), yParity: 0, r: 1, s: 1)
            authorization.knownAuthority =
                generator.oneIn(4) ? Address(number: 0xa117) : CaseGenerator.delegating
            transaction.authorizations.append(authorization)
            transaction.gasLimit += 25_000
        }
    }
}
