package import VM

/// The forks that a suite names: one, a range, or a list of both.
package enum SuiteForks {
    /// The forks of a field, oldest first, each once.
    package static func parse(_ node: YAMLNode) throws(FixtureError) -> [Fork] {
        var chosen: Set<Fork> = []
        for item in node.elements ?? [node] { chosen.formUnion(try range(item)) }
        guard !chosen.isEmpty else { throw node.failure(expected: "a fork") }
        return Fork.allCases.filter(chosen.contains)
    }

    private static func range(_ node: YAMLNode) throws(FixtureError) -> [Fork] {
        let text = try node.requireText("a fork or a range of forks")
        guard let dots = text.firstRange(of: "..") else { return [try fork(text, node)] }
        let first = text[..<dots.lowerBound]
        let last = text[dots.upperBound...]
        let lower = first.isEmpty ? .frontier : try fork(first, node)
        let upper = last.isEmpty ? .bpo2 : try fork(last, node)
        guard lower <= upper else {
            throw node.failure(
                found: "the empty range \(FixtureError.quote(text))",
                expected: "an older fork before a newer one")
        }
        return Fork.allCases.filter { (lower...upper).contains($0) }
    }

    private static func fork(
        _ name: some StringProtocol, _ node: YAMLNode
    ) throws(FixtureError) -> Fork {
        guard let fork = Fork(named: String(name)) else {
            throw node.failure(
                found: "the unknown fork \(FixtureError.quote(name))",
                expected: "one of \(Fork.allCases.map(\.name).joined(separator: ", "))")
        }
        return fork
    }
}
