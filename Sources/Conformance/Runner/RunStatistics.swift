package import VM

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
        package var emulatedSeconds = 0.0
        package var exits = MethodExitCounts()
        /// What was compiled by a profile, and what frames used in either tier.
        package var tiering = TieringStatistics()
        package var usage = TierUsage()
        /// Runs by the share of their instructions that ran in compiled code, in whole thousandths.
        package var runsByShare: [Int: Int] = [:]
        /// Cases of which nothing ran in compiled code, by the reason.
        package var uncompiled: [String: [String]] = [:]

        /// The share of the median run that executed code and whose instructions were counted.
        package var medianShare: Double? {
            let all = runsByShare.values.reduce(0, +)
            var below = 0
            for (share, count) in runsByShare.sorted(by: { $0.key < $1.key }) {
                below += count
                if below * 2 >= all { return Double(share) / 1000 }
            }
            return nil
        }

        mutating func add(_ other: PerSubject) {
            runs += other.runs
            switches += other.switches
            instructions += other.instructions
            compiledInstructions += other.compiledInstructions
            compiledBytes += other.compiledBytes
            compileSeconds += other.compileSeconds
            emulatedSeconds += other.emulatedSeconds
            exits.add(other.exits)
            tiering += other.tiering
            usage.add(other.usage)
            runsByShare.merge(other.runsByShare, uniquingKeysWith: +)
            for (reason, names) in other.uncompiled {
                let last = uncompiled[reason]?.last
                // The runs of a case under several schedules come one after the other.
                uncompiled[reason, default: []] += names.filter { $0 != last }
            }
        }
    }

    package private(set) var subjects: [SubjectName: PerSubject] = [:]
    /// Amounts of gas with which gas sweeps ran cases again.
    package var sweptAmounts = 0
    /// Amounts that gas sweeps left out, as a case had too many.
    package var unsweptAmounts = 0

    package init() {}

    package var switches: Int { subjects.values.reduce(0) { $0 + $1.switches } }

    package mutating func add(_ conduct: Conduct, of name: SubjectName, case caseName: String) {
        var added = PerSubject()
        added.runs = 1
        added.switches = conduct.switches
        added.instructions = conduct.instructions
        added.compiledInstructions = conduct.compiledInstructions
        added.compiledBytes = conduct.compiledBytes
        added.compileSeconds = conduct.compileSeconds
        added.emulatedSeconds = conduct.emulatedSeconds
        added.exits = conduct.exits
        added.tiering = conduct.tiering
        added.usage = conduct.usage
        if conduct.instructions > 0 {
            added.runsByShare[1000 * conduct.compiledInstructions / conduct.instructions] = 1
        }
        if let reason = conduct.uncompiledBecause { added.uncompiled[reason] = [caseName] }
        subjects[name, default: PerSubject()].add(added)
    }

    package mutating func add(_ other: RunStatistics) {
        for (name, added) in other.subjects { subjects[name, default: PerSubject()].add(added) }
        sweptAmounts += other.sweptAmounts
        unsweptAmounts += other.unsweptAmounts
    }

    package func write(to writer: inout WireWriter) {
        writer.write(sweptAmounts)
        writer.write(unsweptAmounts)
        writer.write(list: subjects.sorted { $0.key.text < $1.key.text }) { writer, entry in
            writer.write(entry.key.text)
            writer.write(entry.value.runs)
            writer.write(entry.value.switches)
            writer.write(entry.value.instructions)
            writer.write(entry.value.compiledInstructions)
            writer.write(entry.value.compiledBytes)
            writer.write(entry.value.compileSeconds)
            writer.write(entry.value.emulatedSeconds)
            for kind in MethodExitKind.allCases { writer.write(entry.value.exits[kind]) }
            entry.value.tiering.write(to: &writer)
            entry.value.usage.write(to: &writer)
            writer.write(list: entry.value.runsByShare.sorted { $0.key < $1.key }) {
                $0.write($1.key)
                $0.write($1.value)
            }
            writer.write(list: entry.value.uncompiled.sorted { $0.key < $1.key }) {
                $0.write($1.key)
                $0.write(list: $1.value) { $0.write($1) }
            }
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        sweptAmounts = try reader.integer()
        unsweptAmounts = try reader.integer()
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
            entry.emulatedSeconds = try reader.number()
            for kind in MethodExitKind.allCases { entry.exits[kind] = try reader.integer() }
            entry.tiering = try TieringStatistics(from: &reader)
            entry.usage = try TierUsage(from: &reader)
            let shares = try reader.list { (reader) throws(WireError) in
                (try reader.integer(), try reader.integer())
            }
            entry.runsByShare = Dictionary(shares, uniquingKeysWith: +)
            let uncompiled = try reader.list { (reader) throws(WireError) in
                let reason = try reader.text()
                return (reason, try reader.list { (reader) throws(WireError) in try reader.text() })
            }
            entry.uncompiled = Dictionary(uncompiled, uniquingKeysWith: +)
            return (name, entry)
        }
        for (name, entry) in entries { subjects[name] = entry }
    }
}
