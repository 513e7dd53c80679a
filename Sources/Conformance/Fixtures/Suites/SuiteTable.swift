/// The table that multiplies a case.
package struct SuiteTable {
    /// One for each row; one without columns where there is no table.
    package let rows: [SuiteRow]

    package init(_ fields: SuiteFields) throws(FixtureError) {
        guard let table = fields["parameters"] else {
            rows = [SuiteRow(label: nil, cells: [:])]
            return
        }
        let lines = try table.requireElements("a table: a list of rows")
        guard let head = lines.first, lines.count > 1 else {
            throw table.failure(
                found: "\(lines.count) rows", expected: "the names of the columns and some rows")
        }
        let columns = try Self.columns(head)
        var rows: [SuiteRow] = []
        for (number, line) in lines.dropFirst().enumerated() {
            let cells = try line.requireElements("a row: a list of cells")
            guard cells.count == columns.count else {
                throw line.failure(
                    found: "\(cells.count) cells", expected: "\(columns.count), one a column")
            }
            let row = Dictionary(uniqueKeysWithValues: zip(columns, cells))
            rows.append(SuiteRow(label: row["label"]?.text ?? "#\(number + 1)", cells: row))
        }
        self.rows = rows
        try Self.requireUse(of: columns, head: head, in: fields)
    }

    private static func columns(_ head: YAMLNode) throws(FixtureError) -> [String] {
        var columns: [String] = []
        for node in try head.requireElements("the names of the columns") {
            let name = try node.requireText("the name of a column")
            guard name.utf8.allSatisfy(SuiteRow.isNameByte) else {
                throw node.failure(expected: "a name of letters, digits and underscores")
            }
            guard !columns.contains(name) else {
                throw node.failure(
                    found: "the column \(FixtureError.quote(name)) again",
                    expected: "each column once")
            }
            columns.append(name)
        }
        return columns
    }

    private static func requireUse(
        of columns: [String], head: YAMLNode, in fields: SuiteFields
    ) throws(FixtureError) {
        var used: Set<String> = ["label"]
        _ = try fields.mapping { (node) throws(FixtureError) in
            SuiteRow.gatherNames(in: node, into: &used)
            return node
        }
        for (column, node) in zip(columns, head.elements ?? []) where !used.contains(column) {
            throw node.failure(
                found: "the column \(FixtureError.quote(column)), which nothing uses",
                expected: "columns that occur as '$\(column)'")
        }
    }
}

/// One row of a table.
package struct SuiteRow {
    /// What the row adds to the run's name.
    package let label: String?
    fileprivate let cells: [String: YAMLNode]

    fileprivate init(label: String?, cells: [String: YAMLNode]) {
        self.label = label
        self.cells = cells
    }

    /// The fields with every `$name` replaced by the row's cell.
    package func substitute(in fields: SuiteFields) throws(FixtureError) -> SuiteFields {
        try fields.mapping(substitute)
    }

    private func substitute(_ node: YAMLNode) throws(FixtureError) -> YAMLNode {
        var result = node
        switch node.content {
        case .scalar(let scalar):
            guard scalar.text.contains("$") else { return node }
            return try substitute(scalar, in: node)
        case .sequence(let elements):
            var copies: [YAMLNode] = []
            for element in elements { copies.append(try substitute(element)) }
            result.content = .sequence(copies)
        case .mapping(let members):
            var copies: [YAMLMember] = []
            for member in members {
                copies.append(
                    YAMLMember(
                        key: try substitute(member.key), value: try substitute(member.value)))
            }
            result.content = .mapping(copies)
        }
        return result
    }

    /// A scalar that is nothing but a name becomes the cell itself, whatever its kind.
    private func substitute(
        _ scalar: YAMLScalar, in node: YAMLNode
    ) throws(FixtureError) -> YAMLNode {
        var text = ""
        var rest = scalar.text[...]
        while let dollar = rest.firstIndex(of: "$") {
            text += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            let name = Self.leadingName(of: rest)
            guard let cell = cells[String(name)] else {
                throw node.failure(
                    found: "the unknown name \(FixtureError.quote("$" + name))",
                    expected: cells.isEmpty
                        ? "no '$' in a case without parameters"
                        : "one of \(cells.keys.sorted().map { "$" + $0 }.joined(separator: ", "))")
            }
            rest = rest[name.endIndex...]
            if text.isEmpty, rest.isEmpty { return cell }
            guard let content = cell.text else {
                throw cell.failure(expected: "text, as it is put into other text")
            }
            text += content
        }
        var result = node
        result.content = .scalar(
            YAMLScalar(text: text + rest, isPlain: scalar.isPlain, lineStarts: nil))
        return result
    }

    fileprivate static func gatherNames(in node: YAMLNode, into names: inout Set<String>) {
        switch node.content {
        case .scalar(let scalar):
            for part in scalar.text.split(separator: "$", omittingEmptySubsequences: false)
                .dropFirst()
            {
                names.insert(String(leadingName(of: part)))
            }
        case .sequence(let elements):
            for element in elements { gatherNames(in: element, into: &names) }
        case .mapping(let members):
            for member in members {
                gatherNames(in: member.key, into: &names)
                gatherNames(in: member.value, into: &names)
            }
        }
    }

    private static func leadingName(of text: Substring) -> Substring {
        text.prefix { character in character.utf8.allSatisfy(isNameByte) }
    }

    fileprivate static func isNameByte(_ byte: UInt8) -> Bool {
        HexDigit.value(byte) < 10 || byte == UInt8(ascii: "_")
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
