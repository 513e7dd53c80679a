/// The fields of a case, its suite's defaults filled in.
package struct SuiteFields {
    /// Every field that a case can have.
    package static let keys = [
        "name", "about", "fork", "operation", "operands", "code", "hex", "data", "value", "caller",
        "origin", "address", "gas", "gas-price", "static", "access-list", "blob-hashes", "block",
        "pre", "transaction", "transactions", "parameters", "expect", "tiers", "schedule",
        "conditions", "must-reach", "oracle", "source",
    ]

    /// Fields of which a case gives one at most.
    private static let groups = [["operation", "code", "hex"], ["transaction", "transactions"]]

    /// Fields that defaults and case share key by key.
    private static let merged: Set<String> = ["pre", "block", "expect"]

    /// Fields in which `$name` is text like any other.
    private static let literal: Set<String> = ["name", "about", "source", "parameters"]

    package let nameNode: YAMLNode
    package let name: String
    private var members: [YAMLMember]

    /// - Parameters:
    ///   - node: a case's mapping.
    ///   - defaults: the suite's, whose keys are checked already.
    /// - Throws: what is wrong with the case as a whole.
    package init(_ node: YAMLNode, defaults: YAMLNode?) throws(FixtureError) {
        try node.requireKeys(Self.keys, of: "a case")
        guard let nameNode = node["name"] else {
            throw node.failure(found: "a case without it", expected: "the key 'name'")
        }
        self.nameNode = nameNode
        name = try nameNode.requireText("the case's name")
        members = node.members ?? []
        for group in Self.groups {
            let given = members.filter { group.contains($0.name) }
            if given.count > 1 {
                throw given[1].key.failure(expected: "only one of \(group.joined(separator: ", "))")
            }
        }
        let own = Set(members.map(\.name))
        for member in defaults?.members ?? [] { merge(member, own: own) }
        for key in ["fork", "expect"] { _ = try required(key) }
        if self["oracle"]?.text == "none", self["source"] == nil {
            throw nameNode.failure(
                found: "'oracle: none' without a source", expected: "the key 'source'")
        }
    }

    private mutating func merge(_ member: YAMLMember, own: Set<String>) {
        if let index = members.firstIndex(where: { $0.name == member.name }) {
            guard Self.merged.contains(member.name), let base = member.value.members,
                let given = members[index].value.members
            else { return }
            let added = base.filter { entry in
                !given.contains { Self.isSame($0.name, entry.name, in: member.name) }
            }
            members[index].value.content = .mapping(added + given)
        } else if !Self.groups.contains(where: {
            $0.contains(member.name) && !own.isDisjoint(with: $0)
        }) {
            members.append(member)
        }
    }

    /// Whether two keys of a mapping mean the same: addresses may be padded differently.
    private static func isSame(_ left: String, _ right: String, in field: String) -> Bool {
        guard field == "pre" else { return left == right }
        func digits(_ text: String) -> Substring {
            text.lowercased().dropFirst(2).drop { $0 == "0" }
        }
        return digits(left) == digits(right)
    }

    package subscript(_ key: String) -> YAMLNode? {
        members.first { $0.name == key }?.value
    }

    /// The key of a field, where its fault is that it is there.
    package func key(_ name: String) -> YAMLNode? {
        members.first { $0.name == name }?.key
    }

    package func required(_ key: String) throws(FixtureError) -> YAMLNode {
        guard let value = self[key] else {
            throw nameNode.failure(
                found: "a case without it", expected: "the key '\(key)', here or in the defaults")
        }
        return value
    }

    /// The same fields with another value for each in which `$name` can stand.
    package func mapping(
        _ transform: (YAMLNode) throws(FixtureError) -> YAMLNode
    ) throws(FixtureError) -> SuiteFields {
        var result = self
        for index in members.indices where !Self.literal.contains(members[index].name) {
            result.members[index].value = try transform(members[index].value)
        }
        return result
    }
}
