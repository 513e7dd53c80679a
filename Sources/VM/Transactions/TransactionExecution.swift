import Precompiles
import Primitives

extension VirtualMachine {
    /// Checks a transaction by the rules of the machine's fork, and executes it.
    package func execute(_ transaction: Transaction) -> TransactionResult {
        let fork = machine.pointee.fork
        let intrinsicGas = IntrinsicGas(of: transaction, fork: fork)
        do throws(TransactionRejection) {
            try TransactionValidity.check(
                transaction, intrinsicGas: intrinsicGas, fork: fork,
                block: machine.pointee.block, world: machine.pointee.world)
        } catch {
            return .rejected(error)
        }
        let purchase = GasPurchase(
            transaction, intrinsicGas: intrinsicGas, block: machine.pointee.block,
            blobBaseFee: machine.pointee.blobBaseFee)
        machine.pointee.begin(transaction, purchase: purchase)
        let message = Message(
            transaction, gas: transaction.gasLimit - intrinsicGas.charge)
        let result = run(message)
        switch result.outcome {
        case .resourceLimit: return .resourceLimit
        case .ended(let halt):
            let gasUsed = machine.pointee.world.settle(
                purchase, gasLeft: UInt64(result.gasLeft), sender: transaction.sender,
                coinbase: machine.pointee.block.coinbase)
            machine.pointee.world.finishTransaction()
            return .executed(
                TransactionReceipt(
                    halt: halt, gasUsed: gasUsed, output: result.output,
                    createdAddress: transaction.to == nil ? message.recipient : nil))
        }
    }

    /// Runs one message as if it were a transaction, without price, nonce or intrinsic gas.
    ///
    /// This is how tests of a single code run (VM tests, and cases on the level of messages).
    package func execute(_ message: Message, context: TransactionContext) -> MessageResult {
        machine.pointee.transaction = context
        machine.pointee.world.beginTransaction(fork: machine.pointee.fork)
        let result = run(message)
        machine.pointee.world.finishTransaction()
        return result
    }
}

extension Machine {
    /// Does all that comes before the outermost message.
    fileprivate mutating func begin(_ transaction: Transaction, purchase: GasPurchase) {
        self.transaction = TransactionContext()
        self.transaction.origin = transaction.sender
        self.transaction.gasPrice = purchase.price
        self.transaction.blobVersionedHashes = transaction.blobVersionedHashes
        world.beginTransaction(fork: fork)
        world.subtractBalance(purchase.cost, from: transaction.sender)
        world.setNonce(transaction.nonce + 1, of: transaction.sender)
        if fork >= .berlin {
            world.warmUp(
                for: transaction, precompiles: precompileRules.precompiles,
                coinbase: fork >= .shanghai ? block.coinbase : nil)
        }
        world.apply(transaction.authorizations, chainIdentifier: block.chainIdentifier)
    }
}

extension Message {
    /// The outermost message of a transaction.
    fileprivate init(_ transaction: Transaction, gas: UInt64) {
        let recipient =
            transaction.to
            ?? ContractAddress.create(by: transaction.sender, nonce: transaction.nonce)
        self.init(caller: transaction.sender, recipient: recipient, gas: Int64(clamping: gas))
        kind = transaction.to == nil ? .create : .call
        value = transaction.value
        data = transaction.data
    }
}

extension WorldState {
    /// Makes warm what a transaction may touch at no further price.
    ///
    /// Sources: EIP-2929 (sender, recipient, precompiled contracts), EIP-2930 (the access list),
    /// EIP-3651 (the block's beneficiary).
    fileprivate mutating func warmUp(
        for transaction: Transaction, precompiles: [Precompile], coinbase: Address?
    ) {
        warm(transaction.sender)
        warm(
            transaction.to
                ?? ContractAddress.create(by: transaction.sender, nonce: transaction.nonce))
        for precompile in precompiles { warm(precompile.address) }
        if let coinbase { warm(coinbase) }
        for entry in transaction.accessList {
            warm(entry.address)
            for key in entry.keys { warm(entry.address, slot: key) }
        }
    }
}
