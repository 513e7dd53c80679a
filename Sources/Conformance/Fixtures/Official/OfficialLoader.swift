import VM

/// Reads an official JSON file: an object of tests by name.
package struct OfficialLoader {
    /// The file's name in the names of cases.
    private let name: String
    private let consumer: CaseConsumer

    /// - Parameters:
    ///   - name: how the names of the file's cases begin.
    ///   - consumer: takes the cases.
    package init(name: String, consumer: CaseConsumer) {
        self.name = name
        self.consumer = consumer
    }

    /// Hands every case of the document to the consumer.
    ///
    /// A test that cannot be read is reported, and the next one goes on.
    package func load(_ document: JSONDocument) {
        let root = document.root
        guard root.kind == .object else {
            return consumer.report(root.failure(expected: "an object of tests"))
        }
        if case .unsupported(let kind) = FixtureKind.wholeFile(root) {
            return consumer.unsupported({ name }, kind: kind)
        }
        var names: Set<String> = []
        for (key, test) in root.members where !consumer.isStopped && !key.hasText("_info") {
            let testName = key.text
            guard names.insert(testName).inserted else {
                consumer.report(
                    key.failure(
                        found: "the test name \(FixtureError.quote(testName)) again",
                        expected: "each name once"))
                continue
            }
            do {
                try load(test, key: key, name: testName)
            } catch {
                consumer.report(error)
            }
        }
    }

    private func load(
        _ test: JSONNode, key: JSONNode, name testName: String
    ) throws(FixtureError) {
        try test.require(.object)
        let caseName = "\(name)::\(testName)"
        switch FixtureKind(of: test) {
        case .stateTest:
            var loader = try StateTestLoader(test, name: caseName)
            loader.load(into: consumer)
        case .vmTest:
            try VMTestLoader.load(test, name: caseName, into: consumer)
        case .benchmark:
            try BenchmarkLoader.load(test, key: key, name: caseName, into: consumer)
        case .unsupported(let kind):
            consumer.unsupported({ caseName }, kind: kind)
        case nil:
            let keys = test.members.prefix(6).map { "\"\($0.key.text)\"" }.joined(separator: ", ")
            throw key.failure(
                found: keys.isEmpty ? "an empty object" : "an object with \(keys)",
                expected: "a state test (pre, transaction, post) or a VM test (pre, exec)")
        }
    }
}
