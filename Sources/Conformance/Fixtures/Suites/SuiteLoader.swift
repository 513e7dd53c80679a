import VM

/// Reads a suite: docs/suites.md.
package struct SuiteLoader {
    private let consumer: CaseConsumer

    /// - Parameter consumer: takes the cases.
    package init(consumer: CaseConsumer) { self.consumer = consumer }

    /// Hands every run of the suite to the consumer; a case that cannot be read is reported.
    package func load(_ source: SourceText) {
        do {
            try load(try YAMLParser.parse(source), fileName: source.file)
        } catch {
            consumer.report(error)
        }
    }

    private func load(_ root: YAMLNode, fileName: String) throws(FixtureError) {
        try root.requireKeys(["suite", "about", "defaults", "cases"], of: "a suite")
        let suite = try root["suite"]?.requireText("the suite's name") ?? Self.stem(of: fileName)
        if let defaults = root["defaults"], !defaults.isNull {
            try defaults.requireKeys(SuiteFields.keys.filter { $0 != "name" }, of: "defaults")
        }
        guard let list = root["cases"] else {
            throw root.failure(found: "a suite without it", expected: "the key 'cases'")
        }
        var names: Set<String> = []
        for node in try list.requireElements("a list of cases") where !consumer.isStopped {
            do throws(FixtureError) {
                let fields = try SuiteFields(node, defaults: root["defaults"])
                guard names.insert(fields.name).inserted else {
                    throw fields.nameNode.failure(
                        found: "the case name \(FixtureError.quote(fields.name)) again",
                        expected: "each name once")
                }
                try SuiteCaseLoader(suite: suite, fields: fields, consumer: consumer).load()
            } catch {
                consumer.report(error)
            }
        }
    }

    /// The file's name without folders and `.yaml`.
    private static func stem(of file: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return name.split(separator: ".").first.map(String.init) ?? name
    }
}

/// One case of a suite, multiplied by its table, its forks and its operand variants.
private final class SuiteCaseLoader {
    private let suite: String
    private let fields: SuiteFields
    private let consumer: CaseConsumer
    /// A fault is told once, not for each fork again.
    private var lastError: FixtureError?

    init(suite: String, fields: SuiteFields, consumer: CaseConsumer) {
        self.suite = suite
        self.fields = fields
        self.consumer = consumer
    }

    func load() throws(FixtureError) {
        for row in try SuiteTable(fields).rows {
            guard !consumer.isStopped else { return }
            let substituted = try row.substitute(in: fields)
            let builder = try SuiteCaseBuilder(substituted)
            for fork in try SuiteForks.parse(try substituted.required("fork")) {
                for variant in try variants(substituted) {
                    emit(builder, fork: fork, row: row.label, variant: variant)
                }
            }
        }
    }

    private func emit(
        _ builder: SuiteCaseBuilder, fork: Fork, row: String?, variant: OperandVariant?
    ) {
        let parts = [fork.name, row, variant?.rawValue].compactMap(\.self)
        let name = { [self] in
            "\(suite)/\(fields.name) [\(parts.joined(separator: ", "))]"
        }
        guard let ordinal = consumer.begin(name: name, fork: fork) else { return }
        do {
            var item = try builder.makeCase(name: name(), fork: fork, variant: variant)
            item.label = [fields.name, row].compactMap(\.self).joined(separator: ", ")
            consumer.consume(.run(item), ordinal: ordinal)
        } catch {
            if error != lastError { consumer.consume(.error(error), ordinal: ordinal) }
            lastError = error
        }
    }

    private func variants(_ fields: SuiteFields) throws(FixtureError) -> [OperandVariant?] {
        guard fields["operation"] != nil else { return [nil] }
        guard let node = fields["operands"] else { return [.constant, .dynamic] }
        if node.text == "both" { return [.constant, .dynamic] }
        guard let text = node.text, let variant = OperandVariant(rawValue: text) else {
            throw node.failure(expected: "constant, dynamic or both")
        }
        return [variant]
    }
}

/// How an operation gets its operands.
package enum OperandVariant: String, Sendable {
    /// Pushed as constants.
    case constant
    /// Read from call data.
    case dynamic
}
