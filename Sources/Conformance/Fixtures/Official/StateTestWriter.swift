import Primitives
import VM

/// Writes an official state test: what `StateTestLoader` and other clients read.
package enum StateTestWriter {
    /// The text of a file with one test.
    ///
    /// - Parameters:
    ///   - test: the case.
    ///   - name: the test's name.
    ///   - outcome: what a run with its accounts kept made of the case: what must come out.
    /// - Returns: the whole file.
    package static func text(
        of test: StateTestCase, name: String, outcome: Outcome
    ) -> String {
        let item = test.item
        var members = [
            ("env", env(item.block, fork: item.fork)), ("config", config(item.fork)),
            ("pre", accounts(item.world.accounts)),
        ]
        if let transaction = test.transaction {
            members.append(("transaction", Self.transaction(transaction)))
        }
        members.append(("post", post(item.fork, outcome)))
        return object([(name, object(members))]) + "\n"
    }

    // MARK: Parts

    private static func env(_ block: BlockEnvironment, fork: Fork) -> String {
        var members = [
            ("currentCoinbase", quote(block.coinbase.hexString)),
            ("currentGasLimit", number(block.gasLimit)),
            ("currentNumber", number(block.number)),
            ("currentTimestamp", number(block.timestamp)),
            ("currentDifficulty", number(fork >= .paris ? .zero : block.difficulty)),
        ]
        if fork >= .london { members.append(("currentBaseFee", number(block.baseFee))) }
        if fork >= .paris {
            members.append(("currentRandom", quote(block.prevRandao.hex64String)))
        }
        if fork >= .cancun {
            members.append(("currentExcessBlobGas", number(block.excessBlobGas ?? 0)))
        }
        return object(members)
    }

    private static func config(_ fork: Fork) -> String {
        var members = [("chainid", number(1 as UInt64))]
        if let schedule = BlobSchedule.standard(for: fork) {
            let fields = object([
                ("target", number(schedule.target)), ("max", number(schedule.maximum)),
                ("baseFeeUpdateFraction", number(schedule.baseFeeUpdateFraction)),
            ])
            members.append(("blobSchedule", object([(fork.name, fields)])))
        }
        return object(members)
    }

    private static func accounts(
        _ accounts: [(address: Address, content: AccountContent)]
    ) -> String {
        object(accounts.map { ($0.address.hexString, account($0.content)) })
    }

    private static func account(_ content: AccountContent) -> String {
        let slots = content.storage.filter { !$0.value.isZero }.sorted { $0.key < $1.key }
        return object([
            ("nonce", number(content.nonce)), ("balance", number(content.balance)),
            ("code", quote(Hex.encode(Array(content.code.bytes)))),
            ("storage", object(slots.map { (evenHex($0.key), number($0.value)) })),
        ])
    }

    private static func transaction(_ transaction: Transaction) -> String {
        var members = [
            ("nonce", number(transaction.nonce)), ("sender", quote(transaction.sender.hexString)),
            ("secretKey", quote(StateTestCase.secretKey)),
            ("to", quote(transaction.to?.hexString ?? "")),
            ("data", "[\(quote(Hex.encode(transaction.data)))]"),
            ("gasLimit", "[\(number(transaction.gasLimit))]"),
            ("value", "[\(number(transaction.value))]"),
        ]
        if transaction.hasDynamicFee {
            members.append(("maxFeePerGas", number(transaction.maxFeePerGas)))
            members.append(("maxPriorityFeePerGas", number(transaction.maxPriorityFeePerGas)))
        } else {
            members.append(("gasPrice", number(transaction.maxFeePerGas)))
        }
        if transaction.kind != .legacy {
            members.append(("accessLists", "[\(accessList(transaction.accessList))]"))
        }
        if transaction.kind == .blob {
            members.append(("maxFeePerBlobGas", number(transaction.maxFeePerBlobGas)))
            let hashes = transaction.blobVersionedHashes.map { quote($0.hex64String) }
            members.append(("blobVersionedHashes", "[\(hashes.joined(separator: ", "))]"))
        }
        return object(members)
    }

    private static func accessList(_ list: [AccessListEntry]) -> String {
        let entries = list.map { entry in
            let keys = entry.keys.map { quote($0.hex64String) }.joined(separator: ", ")
            return object([
                ("address", quote(entry.address.hexString)), ("storageKeys", "[\(keys)]"),
            ])
        }
        return "[\(entries.joined(separator: ", "))]"
    }

    private static func post(_ fork: Fork, _ outcome: Outcome) -> String {
        let result = outcome.results.first
        var members = [
            ("indexes", #"{"data": 0, "gas": 0, "value": 0}"#),
            ("hash", quote(outcome.stateRoot.hex64String)),
            ("logs", quote(WorldLogs.hash(result?.logs ?? []).hex64String)),
        ]
        if let rejection = result?.rejection, let name = rejection.fixtureNames.first {
            members.append(("expectException", quote("TransactionException.\(name)")))
        }
        if let accounts = outcome.accounts { members.append(("state", Self.accounts(accounts))) }
        return object([(fork.name, "[\(object(members))]")])
    }

    // MARK: JSON

    private static func object(_ members: [(String, String)]) -> String {
        if members.isEmpty { return "{}" }
        let lines = members.map { name, value in
            "  \(quote(name)): \(value.replacing("\n", with: "\n  "))"
        }
        return "{\n\(lines.joined(separator: ",\n"))\n}"
    }

    private static func quote(_ text: String) -> String { JSONEscape.quote(text) }

    private static func number(_ value: UInt64) -> String { number(Word256(value)) }

    private static func number(_ value: Word256) -> String { quote(evenHex(value)) }

    /// Whole bytes, at least one, as official files write numbers.
    private static func evenHex(_ value: Word256) -> String {
        Hex.encode(Array(value.bytes.suffix(max(1, value.significantByteCount))))
    }
}
