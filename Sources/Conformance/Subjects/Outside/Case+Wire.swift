import Primitives
import VM

// A case in the form in which it goes to another process of this program: what it runs, and nothing
// of what must come of it.

extension Case {
    /// - Parameter withWorld: whether the accounts are written, too.
    package func write(to writer: inout WireWriter, withWorld: Bool) {
        writer.write(Int(fork.rawValue))
        if withWorld {
            writer.write(list: world.accounts) { writer, account in
                writer.write(account.address)
                account.content.write(to: &writer)
            }
        }
        block.write(to: &writer)
        switch body {
        case .message(let message):
            writer.write(true)
            message.write(to: &writer)
        case .transactions(let transactions):
            writer.write(false)
            writer.write(list: transactions) { $1.write(to: &$0) }
        }
    }

    package init(from reader: inout WireReader, withWorld: Bool) throws(WireError) {
        guard let fork = Fork(rawValue: UInt8(truncatingIfNeeded: try reader.integer())) else {
            throw WireError()
        }
        var accounts: [(address: Address, content: AccountContent)] = []
        if withWorld {
            accounts = try reader.list { (reader) throws(WireError) in
                (try reader.address(), try AccountContent(from: &reader))
            }
        }
        let block = try BlockEnvironment(from: &reader)
        let body: CaseBody =
            if try reader.boolean() {
                .message(try CaseMessage(from: &reader))
            } else {
                .transactions(
                    try reader.list { (reader) throws(WireError) in
                        try CaseTransaction(from: &reader)
                    })
            }
        self.init(
            name: "", place: .generated, fork: fork, world: PreState(accounts), block: block,
            body: body, expectation: Expectation())
    }
}

extension AccountContent {
    func write(to writer: inout WireWriter) {
        writer.write(number: nonce)
        writer.write(balance)
        writer.write(code.bytes)
        writer.write(list: storage) {
            $0.write($1.key)
            $0.write($1.value)
        }
    }

    init(from reader: inout WireReader) throws(WireError) {
        self.init(
            nonce: try reader.number64(), balance: try reader.word(),
            code: Code(Array(try reader.raw())),
            storage: try reader.list { (reader) throws(WireError) in
                StorageEntry(key: try reader.word(), value: try reader.word())
            })
    }
}

extension BlockEnvironment {
    fileprivate func write(to writer: inout WireWriter) {
        for value in [number, timestamp, gasLimit] { writer.write(number: value) }
        writer.write(coinbase)
        for word in [difficulty, prevRandao, baseFee, chainIdentifier] { writer.write(word) }
        writer.write(optional: excessBlobGas) { $0.write(number: $1) }
        writer.write(optional: blobSchedule) {
            $0.write(number: $1.target)
            $0.write(number: $1.maximum)
            $0.write(number: $1.baseFeeUpdateFraction)
        }
        switch blockHashes {
        case .keccakOfDecimal: writer.write(false)
        case .table(let table):
            writer.write(true)
            writer.write(list: table.sorted { $0.key < $1.key }) {
                $0.write(number: $1.key)
                $0.write($1.value)
            }
        }
    }

    fileprivate init(from reader: inout WireReader) throws(WireError) {
        self.init()
        number = try reader.number64()
        timestamp = try reader.number64()
        gasLimit = try reader.number64()
        coinbase = try reader.address()
        difficulty = try reader.word()
        prevRandao = try reader.word()
        baseFee = try reader.word()
        chainIdentifier = try reader.word()
        excessBlobGas = try reader.optional { (reader) throws(WireError) in
            try reader.number64()
        }
        blobSchedule = try reader.optional { (reader) throws(WireError) in
            BlobSchedule(
                target: try reader.number64(), maximum: try reader.number64(),
                baseFeeUpdateFraction: try reader.number64())
        }
        guard try reader.boolean() else { return }
        let hashes = try reader.list { (reader) throws(WireError) in
            (try reader.number64(), try reader.word())
        }
        blockHashes = .table(Dictionary(hashes, uniquingKeysWith: { $1 }))
    }
}

extension CaseMessage {
    fileprivate func write(to writer: inout WireWriter) {
        writer.write(Int(message.kind.rawValue))
        writer.write(message.caller)
        writer.write(message.recipient)
        writer.write(message.value)
        writer.write(bytes: message.data)
        writer.write(Int(message.gas))
        writer.write(message.isStatic)
        writer.write(message.depth)
        writer.write(optional: message.code) { $0.write($1.bytes) }
        writer.write(message.transfersValue)
        writer.write(context.origin)
        writer.write(context.gasPrice)
        writer.write(list: context.blobVersionedHashes) { $0.write($1) }
        writer.write(list: accessList) { $1.write(to: &$0) }
        writer.write(clearsDestroyed)
    }

    fileprivate init(from reader: inout WireReader) throws(WireError) {
        let kind = MessageKind(rawValue: UInt8(truncatingIfNeeded: try reader.integer()))
        var message = Message(
            caller: try reader.address(), recipient: try reader.address(), gas: 0)
        guard let kind else { throw WireError() }
        message.kind = kind
        message.value = try reader.word()
        message.data = Array(try reader.raw())
        message.gas = Int64(try reader.integer())
        message.isStatic = try reader.boolean()
        message.depth = try reader.integer()
        message.code = try reader.optional { (reader) throws(WireError) in
            Code(Array(try reader.raw()))
        }
        message.transfersValue = try reader.boolean()
        var context = TransactionContext()
        context.origin = try reader.address()
        context.gasPrice = try reader.word()
        context.blobVersionedHashes = try reader.words()
        self.init(
            message: message, context: context,
            accessList: try reader.list { (reader) throws(WireError) in
                try AccessListEntry(from: &reader)
            }, clearsDestroyed: try reader.boolean())
    }
}

extension AccessListEntry {
    fileprivate func write(to writer: inout WireWriter) {
        writer.write(address)
        writer.write(list: keys) { $0.write($1) }
    }

    fileprivate init(from reader: inout WireReader) throws(WireError) {
        self.init(address: try reader.address(), keys: try reader.words())
    }
}

extension CaseTransaction {
    fileprivate func write(to writer: inout WireWriter) {
        transaction.write(to: &writer)
        writer.write(takesCurrentNonce)
        writer.write(reward.rawValue)
    }

    fileprivate init(from reader: inout WireReader) throws(WireError) {
        let transaction = try Transaction(from: &reader)
        let takesCurrentNonce = try reader.boolean()
        guard let reward = CoinbaseReward(rawValue: try reader.integer()) else {
            throw WireError()
        }
        self.init(transaction, takesCurrentNonce: takesCurrentNonce, reward: reward)
    }
}

extension Transaction {
    fileprivate func write(to writer: inout WireWriter) {
        writer.write(Int(kind.rawValue))
        writer.write(optional: chainIdentifier) { $0.write($1) }
        writer.write(number: nonce)
        writer.write(number: gasLimit)
        writer.write(sender)
        writer.write(optional: to) { $0.write($1) }
        for word in [maxFeePerGas, maxPriorityFeePerGas, value, maxFeePerBlobGas] {
            writer.write(word)
        }
        writer.write(bytes: data)
        writer.write(list: accessList) { $1.write(to: &$0) }
        writer.write(list: blobVersionedHashes) { $0.write($1) }
        writer.write(list: authorizations) { $1.write(to: &$0) }
        writer.write(hasOversizedField)
    }

    fileprivate init(from reader: inout WireReader) throws(WireError) {
        self.init()
        let kind = Transaction.Kind(rawValue: UInt8(truncatingIfNeeded: try reader.integer()))
        guard let kind else { throw WireError() }
        self.kind = kind
        chainIdentifier = try reader.optional { (reader) throws(WireError) in try reader.word() }
        nonce = try reader.number64()
        gasLimit = try reader.number64()
        sender = try reader.address()
        to = try reader.optional { (reader) throws(WireError) in try reader.address() }
        maxFeePerGas = try reader.word()
        maxPriorityFeePerGas = try reader.word()
        value = try reader.word()
        maxFeePerBlobGas = try reader.word()
        data = Array(try reader.raw())
        accessList = try reader.list { (reader) throws(WireError) in
            try AccessListEntry(from: &reader)
        }
        blobVersionedHashes = try reader.words()
        authorizations = try reader.list { (reader) throws(WireError) in
            try Authorization(from: &reader)
        }
        hasOversizedField = try reader.boolean()
    }
}

extension Authorization {
    fileprivate func write(to writer: inout WireWriter) {
        writer.write(chainIdentifier)
        writer.write(target)
        writer.write(number: nonce)
        writer.write(number: yParity)
        writer.write(r)
        writer.write(s)
        writer.write(optional: knownAuthority) { $0.write($1) }
    }

    fileprivate init(from reader: inout WireReader) throws(WireError) {
        self.init(
            chainIdentifier: try reader.word(), target: try reader.address(),
            nonce: try reader.number64(), yParity: try reader.number64(), r: try reader.word(),
            s: try reader.word())
        knownAuthority = try reader.optional { (reader) throws(WireError) in
            try reader.address()
        }
    }
}
