package import Conformance
package import VM

/// What decides, with the seed, which cases a campaign makes up and what they run on.
package struct CaseRecipe: Equatable, Sendable {
    package var options: FuzzOptions
    package var subjects: [SubjectName]
    package var faults: Faults
}

extension FuzzConfiguration {
    package var recipe: CaseRecipe {
        get { CaseRecipe(options: options, subjects: subjects, faults: faults) }
        set { (options, subjects, faults) = (newValue.options, newValue.subjects, newValue.faults) }
    }
}

// MARK: In a file

extension CaseRecipe {
    /// A JSON object.
    var text: String {
        "{\"forks\": \(Self.list(options.forks.map(\.name))), "
            + "\"without\": \(Self.list(options.without.map(\.rawValue).sorted())), "
            + "\"maxInstructions\": \(options.maximumInstructions), "
            + "\"subjects\": \(Self.list(subjects.map(\.text))), "
            + "\"plants\": \(Self.list(faults.map(\.rawValue).sorted()))}"
    }

    private static func list(_ names: [String]) -> String {
        "[\(names.map(JSONEscape.quote).joined(separator: ", "))]"
    }

    /// - Throws: what is no such object, with its place.
    init(_ node: JSONNode) throws(FixtureError) {
        options = FuzzOptions()
        options.forks = try Self.list(node.required("forks"), "a fork", Fork.init(named:))
        options.without = Set(
            try Self.list(
                node.required("without"), "a feature", FuzzOptions.Feature.init(rawValue:)))
        options.maximumInstructions = try node.required("maxInstructions").count(
            atMost: FuzzOptions.largestMaximumInstructions)
        subjects = try Self.list(node.required("subjects"), "a subject") {
            try? SubjectName(parsing: $0)
        }
        faults = Set(try Self.list(node.required("plants"), "a fault", Fault.init(rawValue:)))
        guard !options.forks.isEmpty, !subjects.isEmpty else {
            throw node.failure(expected: "forks and subjects")
        }
    }

    private static func list<Element>(
        _ node: JSONNode, _ what: String, _ make: (String) -> Element?
    ) throws(FixtureError) -> [Element] {
        var list: [Element] = []
        for name in node.elements {
            guard let element = make(name.text) else { throw name.failure(expected: what) }
            list.append(element)
        }
        return list
    }
}
