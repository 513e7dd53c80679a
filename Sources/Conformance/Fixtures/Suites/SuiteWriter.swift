import Primitives
import VM

/// Writes a case as a suite that `SuiteLoader` reads back as the same case: docs/suites.md.
///
/// What must come out is not written: a saved case asks that the tiers agree.
package struct SuiteWriter {
    private let item: Case
    private var lines: [String] = []

    /// The text of a suite with one case.
    ///
    /// - Parameters:
    ///   - item: the case; its own name and expectation are left out.
    ///   - suite: the suite's name.
    ///   - name: the case's.
    ///   - about: a sentence for the reader.
    /// - Returns: the whole file.
    /// - Throws: what of the case the format has no words for.
    package static func text(
        of item: Case, suite: String, name: String, about: String
    ) throws(InexpressibleCase) -> String {
        var writer = SuiteWriter(item)
        try writer.write(suite: suite, name: name, about: about)
        return writer.lines.joined(separator: "\n") + "\n"
    }

    private init(_ item: Case) { self.item = item }

    private mutating func write(
        suite: String, name: String, about: String
    ) throws(InexpressibleCase) {
        lines += [
            "suite: \(JSONEscape.quote(suite))", "about: \(JSONEscape.quote(about))", "", "cases:",
            "  - name: \(JSONEscape.quote(name))", "    fork: [\(item.fork.name)]",
        ]
        let block = try SuiteBlockWriter.text(of: item.block, fork: item.fork)
        if let block { lines.append("    block: \(block)") }
        switch item.body {
        case .message(let message): try write(message)
        case .transactions(let transactions):
            write(accounts: item.world.accounts)
            lines.append("    transactions:")
            for transaction in transactions {
                let text = try SuiteTransactionWriter.text(of: transaction)
                lines.append("      - \(text)")
            }
        }
        writeDirectives()
    }

    // MARK: Messages

    private mutating func write(_ body: CaseMessage) throws(InexpressibleCase) {
        let message = body.message
        try require(message.kind == .call, "a message that creates a contract")
        try require(message.code == nil, "a message that brings its code")
        try require(message.depth == 0, "a message below others")
        try require(message.transfersValue, "a value that is shown but not sent")
        try require(!body.clearsDestroyed, "a message behind which destroyed accounts go")
        try require(message.gas >= 0, "negative gas")
        var accounts = item.world.accounts
        guard let own = accounts.first(where: { $0.address == message.recipient }) else {
            throw InexpressibleCase("a message to an account that does not exist")
        }
        if !message.value.isZero {
            guard let sender = accounts.firstIndex(where: { $0.address == message.caller }) else {
                throw InexpressibleCase("a value from an account that does not exist")
            }
            // The loader gives the caller what it sends, so that `pre` shows what is left.
            accounts[sender].content.balance = accounts[sender].content.balance &- message.value
            lines.append("    value: \(message.value.hexString)")
        }
        write(code: Array(own.content.code.bytes), indent: "    ")
        if !message.data.isEmpty { lines.append("    data: \(Hex.encode(message.data))") }
        if message.caller != SuiteWorldReader.defaultCaller {
            lines.append("    caller: \(message.caller.hexString)")
        }
        if message.recipient != SuiteWorldReader.defaultAddress {
            lines.append("    address: \(message.recipient.hexString)")
        }
        lines.append("    gas: \(message.gas)")
        if message.isStatic { lines.append("    static: true") }
        write(body.context, caller: message.caller)
        if !body.accessList.isEmpty {
            lines.append("    access-list: \(SuiteValues.text(of: body.accessList))")
        }
        write(accounts: accounts, without: message.recipient)
    }

    private mutating func write(_ context: TransactionContext, caller: Address) {
        if context.origin != caller { lines.append("    origin: \(context.origin.hexString)") }
        if context.gasPrice != Word256(10 as UInt64) {
            lines.append("    gas-price: \(context.gasPrice.hexString)")
        }
        if !context.blobVersionedHashes.isEmpty {
            lines.append("    blob-hashes: \(SuiteValues.text(of: context.blobVersionedHashes))")
        }
    }

    private func require(_ condition: Bool, _ what: String) throws(InexpressibleCase) {
        guard condition else { throw InexpressibleCase(what) }
    }

    // MARK: Accounts

    /// Writes `pre`; the code of `owner`, the case's own, is given elsewhere.
    private mutating func write(
        accounts: [(address: Address, content: AccountContent)], without owner: Address? = nil
    ) {
        if accounts.isEmpty { return }
        lines.append("    pre:")
        for (address, content) in accounts {
            lines.append("      \(SuiteValues.text(of: address)):")
            lines.append("        balance: \(SuiteValues.text(of: content.balance))")
            if content.nonce != 0 { lines.append("        nonce: \(content.nonce)") }
            if address != owner, !content.code.isEmpty {
                write(code: Array(content.code.bytes), indent: "        ")
            }
            let slots = content.storage.filter { !$0.value.isZero }.map {
                "\($0.key.hexString): \($0.value.hexString)"
            }
            if !slots.isEmpty {
                lines.append("        storage: {\(slots.joined(separator: ", "))}")
            }
        }
    }

    private mutating func write(code: [UInt8], indent: String) {
        guard let assembly = LabelledAssembly.lines(of: code) else {
            lines.append("\(indent)hex: \(Hex.encode(code))")
            return
        }
        lines.append("\(indent)code: |")
        lines += assembly.map { "\(indent)  \($0)" }
    }

    // MARK: Directives

    private mutating func writeDirectives() {
        let directives = item.directives
        if let tiers = directives.tiers {
            let names = tiers.map { $0.contains(",") ? JSONEscape.quote($0) : $0 }
            lines.append("    tiers: [\(names.joined(separator: ", "))]")
        }
        switch directives.schedule {
        case nil: break
        case .fixed(let schedule):
            lines.append("    schedule: |")
            lines += schedule.text.split(separator: "\n").map { "      \($0)" }
        case .some(let policy): lines.append("    schedule: \(policy.name)")
        }
        if directives.conditions != .usual {
            let parts = [
                directives.conditions.registerCount.map { "registers: \($0)" },
                directives.conditions.noiseSeed.map { "noise: \($0)" },
                directives.conditions.poison.map { "poison: \($0)" },
            ]
            let text = parts.compactMap(\.self).joined(separator: ", ")
            lines.append("    conditions: {\(text)}")
        }
        lines += [
            "    oracle: none", "    source: nothing is expected but that the tiers agree",
        ]
        if case .transactions = item.body {
            lines.append("    expect: {}")
        } else {
            lines.append("    expect: {status: any}")
        }
    }
}

/// A case that suites have no words for.
package struct InexpressibleCase: Error, Equatable, CustomStringConvertible {
    /// What there are no words for.
    package let description: String

    package init(_ description: String) { self.description = description }
}
