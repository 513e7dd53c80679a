import Primitives
package import VM

/// The `transaction` of a state test: one transaction for each choice of data, gas and value.
///
/// Where these are no lists, there is one choice, of index 0.
package struct TransactionReader {
    private var template = Transaction()
    private let data: JSONNode
    private let gasLimits: JSONNode
    private let values: JSONNode
    private let accessLists: JSONNode?
    private var dataCache: [Int: [UInt8]] = [:]

    /// - Parameters:
    ///   - node: the value of `transaction`.
    ///   - hasChoices: whether data, gas and value are lists.
    /// - Throws: what all choices need and cannot be read.
    package init(_ node: JSONNode, hasChoices: Bool = true) throws(FixtureError) {
        try node.require(.object)
        try node.requireKeys(Self.keys)
        data = try node.required("data")
        gasLimits = try node.required("gasLimit")
        values = try node.required("value")
        for list in [data, gasLimits, values] { try list.require(hasChoices ? .array : .string) }
        accessLists = node["accessLists"]
        try readParties(node)
        try readFees(node)
        if let blobs = node["blobVersionedHashes"] {
            for hash in blobs.elements { template.blobVersionedHashes.append(try hash.word()) }
        }
        if let list = node["authorizationList"] {
            for entry in list.elements {
                template.authorizations.append(try Self.authorization(entry))
            }
        }
        template.kind = Self.kind(node)
    }

    private static let keys: [StaticString] = [
        "data", "gasLimit", "value", "nonce", "secretKey", "sender", "to", "gasPrice",
        "maxFeePerGas", "maxPriorityFeePerGas", "accessLists", "maxFeePerBlobGas",
        "blobVersionedHashes", "authorizationList",
    ]

    /// The type of the transaction; an access list makes type 0 into type 1 later.
    private static func kind(_ node: JSONNode) -> Transaction.Kind {
        if node["authorizationList"] != nil { return .setCode }
        if node["blobVersionedHashes"] != nil || node["maxFeePerBlobGas"] != nil { return .blob }
        return node["maxFeePerGas"] != nil ? .dynamicFee : .legacy
    }

    private mutating func readParties(_ node: JSONNode) throws(FixtureError) {
        template.sender = try node.required("sender").address()
        let receiver = try node.required("to")
        if receiver.kind == .string, receiver.count == 0 {
            template.to = nil
        } else {
            template.to = try receiver.address()
        }
        let nonce = try node.required("nonce").wordOrNil()
        template.nonce = nonce?.asUInt64 ?? 0
        if nonce?.asUInt64 == nil { template.hasOversizedField = true }
    }

    private mutating func readFees(_ node: JSONNode) throws(FixtureError) {
        if let most = node["maxFeePerGas"] {
            template.maxFeePerGas = try read(most)
            template.maxPriorityFeePerGas = try read(try node.required("maxPriorityFeePerGas"))
        } else {
            template.maxFeePerGas = try read(try node.required("gasPrice"))
            template.maxPriorityFeePerGas = template.maxFeePerGas
        }
        if let most = node["maxFeePerBlobGas"] { template.maxFeePerBlobGas = try read(most) }
    }

    /// A number of at most 256 bits; a larger one has no encoding, which makes it the
    /// transaction's fault, not the file's.
    private mutating func read(_ node: JSONNode) throws(FixtureError) -> Word256 {
        if let word = try node.wordOrNil() { return word }
        template.hasOversizedField = true
        return .zero
    }

    /// The transaction for one choice.
    package mutating func transaction(
        data dataIndex: Int, gas gasIndex: Int, value valueIndex: Int, at node: JSONNode
    ) throws(FixtureError) -> Transaction {
        var transaction = template
        transaction.data = try bytes(dataIndex, at: node)
        let gas = try Self.element(gasLimits, gasIndex, "gasLimit", at: node)
        if let limit = try gas.wordOrNil()?.asUInt64 {
            transaction.gasLimit = limit
        } else {
            transaction.hasOversizedField = true
        }
        let value = try Self.element(values, valueIndex, "value", at: node)
        if let word = try value.wordOrNil() {
            transaction.value = word
        } else {
            transaction.hasOversizedField = true
        }
        if let accessLists, accessLists.kind == .array {
            let list = try Self.element(accessLists, dataIndex, "accessLists", at: node)
            if !list.isNull {
                transaction.accessList = try Self.accessList(list)
                if transaction.kind == .legacy { transaction.kind = .accessList }
            }
        }
        return transaction
    }

    private mutating func bytes(_ index: Int, at node: JSONNode) throws(FixtureError) -> [UInt8] {
        if let known = dataCache[index] { return known }
        let bytes = try Self.element(data, index, "data", at: node).bytes()
        dataCache[index] = bytes
        return bytes
    }

    private static func element(
        _ list: JSONNode, _ index: Int, _ name: String, at node: JSONNode
    ) throws(FixtureError) -> JSONNode {
        if list.kind == .string { return list }
        for (position, element) in list.elements.enumerated() where position == index {
            return element
        }
        throw node.failure(
            found: "the index \(index) into \(list.count) of \(name)",
            expected: "an index below \(list.count)")
    }

    private static func accessList(_ node: JSONNode) throws(FixtureError) -> [AccessListEntry] {
        try node.require(.array)
        var entries: [AccessListEntry] = []
        for entry in node.elements {
            var keys: [Word256] = []
            for key in try entry.required("storageKeys").elements { keys.append(try key.word()) }
            entries.append(
                AccessListEntry(address: try entry.required("address").address(), keys: keys))
        }
        return entries
    }

    private static func authorization(_ node: JSONNode) throws(FixtureError) -> Authorization {
        let parityNode: JSONNode
        if let node = node["yParity"] {
            parityNode = node
        } else {
            parityNode = try node.required("v")
        }
        let parity = try parityNode.word()
        return Authorization(
            chainIdentifier: try node.required("chainId").word(),
            target: try node.required("address").address(),
            nonce: try node.required("nonce").integer(),
            // Anything but 0 and 1 is invalid; how large it is tells nothing more.
            yParity: parity.asUInt64 ?? .max,
            r: try node.required("r").word(), s: try node.required("s").word())
    }
}
