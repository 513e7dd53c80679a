package import Primitives
import VM

/// Reads `expect`, of a case and of a transaction.
package enum SuiteExpectationReader {
    /// The names of halts that a suite can expect.
    private static let halts: [String: Halt] = [
        "out-of-gas": .outOfGas, "stack-underflow": .stackUnderflow,
        "stack-overflow": .stackOverflow, "undefined-opcode": .undefinedOpcode,
        "invalid-opcode": .invalidOpcode, "invalid-jump": .invalidJump,
        "write-protection": .writeProtection,
        "return-data-out-of-bounds": .returnDataOutOfBounds,
        "create-collision": .createCollision, "code-too-large": .codeTooLarge,
        "initcode-too-large": .initcodeTooLarge,
        "invalid-code-prefix": .invalidCodePrefix,
    ]

    /// What is compared with one result.
    private static let resultKeys = ["status", "gas-used", "output", "logs"]
    private static let messageKeys = ["operation-gas", "refund", "stack", "memory"]
    private static let stateKeys = ["storage", "accounts"]

    /// A case's expectation of its state, and of its one result if it has but one.
    ///
    /// - Parameters:
    ///   - node: the value of `expect`.
    ///   - address: the account that `storage` is about.
    ///   - hasOneResult: whether it is about a message or a single transaction.
    ///   - operation: the operation that `operation-gas` is about.
    /// - Returns: the expectation.
    /// - Throws: the first thing that cannot be expected.
    package static func expectation(
        _ node: YAMLNode, address: Address, hasOneResult: Bool, operation: SuiteOperation?
    ) throws(FixtureError) -> Expectation {
        try refuseBlanks(node)
        try node.requireKeys(
            stateKeys + (hasOneResult ? resultKeys + messageKeys : []), of: "this expect")
        var expectation = Expectation()
        if hasOneResult {
            expectation.results = [try result(node, address: address, operation: operation)]
        }
        if let storage = node["storage"] {
            var own = AccountExpectation(address: address)
            own.storage = try SuiteWorldReader.storage(storage)
            expectation.accounts.append(own)
        }
        if let accounts = node["accounts"], !accounts.isNull {
            for member in try accounts.requireMembers("a mapping of accounts by address") {
                expectation.accounts.append(try SuiteWorldReader.expectation(member))
            }
        }
        return expectation
    }

    /// The expectation of one of several transactions.
    package static func transaction(
        _ node: YAMLNode, address: Address
    ) throws(FixtureError) -> ResultExpectation {
        try refuseBlanks(node)
        try node.requireKeys(resultKeys, of: "a transaction's expect")
        return try result(node, address: address, operation: nil)
    }

    private static func result(
        _ node: YAMLNode, address: Address, operation: SuiteOperation?
    ) throws(FixtureError) -> ResultExpectation {
        var result = ResultExpectation(status: try status(node["status"]))
        result.gasUsed = try node["gas-used"]?.integer()
        if let gas = node["operation-gas"] {
            guard let operation else {
                throw gas.failure(found: "it without 'operation'", expected: "'gas-used'")
            }
            let (sum, overflow) = try gas.integer().addingReportingOverflow(operation.scaffoldGas)
            guard !overflow else { throw gas.failure(expected: "a smaller number") }
            result.gasUsed = sum
        }
        if let refund = node["refund"] {
            guard let value = Int64(exactly: try refund.integer()) else {
                throw refund.failure(expected: "a number from 0 to 2^63-1")
            }
            result.refund = value
        }
        result.output = try node["output"]?.bytes()
        result.memory = try node["memory"]?.bytes()
        if let stack = node["stack"] { result.stack = try SuiteWorldReader.words(stack) }
        if let logs = node["logs"] { result.logs = try Self.logs(logs, address: address) }
        return result
    }

    /// Nil where any end will do.
    private static func status(_ node: YAMLNode?) throws(FixtureError) -> StatusExpectation? {
        guard let node else { return .success }
        switch node.text {
        case "any": return nil
        case "success": return .success
        case "revert": return .revert
        case "failure": return .failure
        case "rejected": return .rejected(nil)
        default: break
        }
        guard let halt = halts[node.text ?? ""] else {
            let names = ["success", "revert", "failure", "rejected", "any"] + halts.keys.sorted()
            throw node.failure(expected: "one of \(names.joined(separator: ", "))")
        }
        return .halted(halt)
    }

    private static func logs(_ node: YAMLNode, address: Address) throws(FixtureError) -> [Log] {
        var logs: [Log] = []
        if node.isNull { return logs }
        for entry in try node.requireElements("a list of logs") {
            try entry.requireKeys(["address", "topics", "data"], of: "a log")
            logs.append(
                Log(
                    address: try entry["address"]?.address() ?? address,
                    topics: try SuiteWorldReader.words(entry["topics"]),
                    data: try entry["data"]?.bytes() ?? []))
        }
        return logs
    }

    /// A blank is the checker's to fill in; a suite that still has one says nothing there.
    private static func refuseBlanks(_ node: YAMLNode) throws(FixtureError) {
        switch node.content {
        case .scalar(let scalar):
            guard !(scalar.isPlain && scalar.text == "_") else {
                throw node.failure(
                    found: "a blank", expected: "a value",
                    hint: "Tools/check_suites.py --fill asks the specification")
            }
        case .sequence(let elements):
            for element in elements { try refuseBlanks(element) }
        case .mapping(let members):
            for member in members { try refuseBlanks(member.value) }
        }
    }
}
