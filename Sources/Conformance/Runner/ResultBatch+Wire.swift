extension ResultBatch {
    package func write(to writer: inout WireWriter) {
        writer.write(nextOrdinal)
        writer.write(list: counts.sorted { $0.key.rawValue < $1.key.rawValue }) {
            $0.write($1.key.rawValue)
            $0.write($1.value)
        }
        writer.write(list: unsupportedKinds.sorted { $0.key < $1.key }) {
            $0.write($1.key)
            $0.write($1.value)
        }
        writer.write(list: results) { writer, entry in
            writer.write(entry.ordinal)
            entry.result.write(to: &writer)
        }
        writer.write(list: errors) { writer, entry in
            writer.write(entry.ordinal)
            entry.error.write(to: &writer)
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        nextOrdinal = try reader.integer()
        let counts = try reader.list { (reader) throws(WireError) in
            (try Verdict(from: &reader), try reader.integer())
        }
        self.counts = Dictionary(counts, uniquingKeysWith: +)
        let kinds = try reader.list { (reader) throws(WireError) in
            (try reader.text(), try reader.integer())
        }
        unsupportedKinds = Dictionary(kinds, uniquingKeysWith: +)
        results = try reader.list { (reader) throws(WireError) in
            (try reader.integer(), try CaseResult(from: &reader))
        }
        errors = try reader.list { (reader) throws(WireError) in
            (try reader.integer(), try FixtureError(from: &reader))
        }
    }
}

extension Verdict {
    fileprivate init(from reader: inout WireReader) throws(WireError) {
        guard let verdict = Verdict(rawValue: try reader.text()) else { throw WireError() }
        self = verdict
    }
}

extension CaseResult {
    fileprivate func write(to writer: inout WireWriter) {
        writer.write(name)
        writer.write(verdict.rawValue)
        writer.write(location)
        writer.write(list: findings) { writer, finding in
            writer.write(finding.verdict.rawValue)
            writer.write(finding.subject)
            writer.write(finding.schedule)
            writer.write(finding.what)
        }
    }

    fileprivate init(from reader: inout WireReader) throws(WireError) {
        self.init(
            name: try reader.text(), verdict: try Verdict(from: &reader),
            location: try reader.text())
        findings = try reader.list { (reader) throws(WireError) in
            Finding(
                verdict: try Verdict(from: &reader), subject: try reader.text(),
                schedule: try reader.text(), what: try reader.text())
        }
    }
}

extension FixtureError {
    fileprivate func write(to writer: inout WireWriter) {
        writer.write(file)
        writer.write(line)
        writer.write(column)
        writer.write(found)
        writer.write(expected)
        writer.write(hint ?? "")
    }

    fileprivate init(from reader: inout WireReader) throws(WireError) {
        self.init(
            file: try reader.text(), line: try reader.integer(), column: try reader.integer(),
            found: try reader.text(), expected: try reader.text())
        let hint = try reader.text()
        self.hint = hint.isEmpty ? nil : hint
    }
}
