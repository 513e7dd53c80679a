/// What the subjects did in a run, added up.
package struct RunStatistics: Sendable, Equatable {
    /// Of one subject.
    package struct PerSubject: Sendable, Equatable {
        package var runs = 0
        package var switches = 0
        package var instructions = 0
        package var compiledInstructions = 0
        package var compiledBytes = 0
        package var compileSeconds = 0.0

        mutating func add(_ other: PerSubject) {
            runs += other.runs
            switches += other.switches
            instructions += other.instructions
            compiledInstructions += other.compiledInstructions
            compiledBytes += other.compiledBytes
            compileSeconds += other.compileSeconds
        }
    }

    package private(set) var subjects: [SubjectName: PerSubject] = [:]

    package init() {}

    package var switches: Int { subjects.values.reduce(0) { $0 + $1.switches } }

    package mutating func add(_ conduct: Conduct, of name: SubjectName) {
        var added = PerSubject()
        added.runs = 1
        added.switches = conduct.switches
        added.instructions = conduct.instructions
        added.compiledInstructions = conduct.compiledInstructions
        added.compiledBytes = conduct.compiledBytes
        added.compileSeconds = conduct.compileSeconds
        subjects[name, default: PerSubject()].add(added)
    }

    package mutating func add(_ other: RunStatistics) {
        for (name, added) in other.subjects { subjects[name, default: PerSubject()].add(added) }
    }

    package func write(to writer: inout WireWriter) {
        writer.write(list: subjects.sorted { $0.key.text < $1.key.text }) { writer, entry in
            writer.write(entry.key.text)
            writer.write(entry.value.runs)
            writer.write(entry.value.switches)
            writer.write(entry.value.instructions)
            writer.write(entry.value.compiledInstructions)
            writer.write(entry.value.compiledBytes)
            writer.write(entry.value.compileSeconds)
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        let entries = try reader.list { (reader) throws(WireError) in
            guard let name = try? SubjectName(parsing: try reader.text()) else {
                throw WireError()
            }
            var entry = PerSubject()
            entry.runs = try reader.integer()
            entry.switches = try reader.integer()
            entry.instructions = try reader.integer()
            entry.compiledInstructions = try reader.integer()
            entry.compiledBytes = try reader.integer()
            entry.compileSeconds = try reader.number()
            return (name, entry)
        }
        for (name, entry) in entries { subjects[name] = entry }
    }
}
