package import VM

/// What a run does, apart from where its cases come from.
package struct RunConfiguration: WireWritable, WireReadable, Sendable {
    /// The subjects, by name; the first run of each case is the reference's.
    package var subjects: [SubjectName] = [.interpreter]
    package var reference: SubjectName = .interpreter
    /// The command line's schedules, for cases that bring none.
    package var schedules: [SchedulePolicy] = [.none]
    package var selection = CaseSelection()
    /// With how many amounts of gas, at most, each case is run again; nil for no gas sweep.
    package var sweepLimit: Int?
    /// Of random schedules.
    package var seed: UInt64 = 0
    package var knownFailures = KnownFailures()
    /// Whether results of cases that passed are wanted one by one.
    package var keepsAll = false
    /// Seconds after which a case counts as hanging.
    package var caseTimeout = 600.0
    /// How many worker processes run cases; 0 runs them in this process.
    package var jobs = 0
    /// The program that is started for a worker, and the arguments that make it one.
    package var workerCommand: [String] = []
    /// Mistakes that the subjects' compilers make; none but to prove the comparison.
    package var faults: Faults = []
    /// Cases that a worker pretends to crash or hang in, for testing the runner itself.
    package var drill = Drill()
    package var stopsAtFirstFailure = false
    /// Whether time in each tier is measured, where a profile chooses between them.
    package var measuresTime = false
    /// Bytes that a worker may take besides what its machines reserve; nil for no limit.
    package var memory: Int?
    /// Seconds after which a worker ends, whatever it is doing and whoever watches; nil for never.
    package var lifetime: Int?

    package init() {}
}

/// A fire drill: worker processes that fail on purpose in cases of certain names.
package struct Drill: Sendable, Equatable {
    package var crash: Glob?
    package var hang: Glob?
    package var planted: PlantedFailure?

    package init() {}
}

// MARK: To a worker and back

extension RunConfiguration {
    /// What a worker must know.
    package func write(to writer: inout WireWriter) {
        writer.write(list: subjects) { $0.write($1.text) }
        writer.write(reference.text)
        writer.write(list: schedules) { writer, policy in
            switch policy {
            case .fixed(let schedule): writer.write(schedule.text)
            case .none, .everyHead, .alternate, .random, .sweep: writer.write(policy.name)
            }
        }
        writer.write(list: selection.forks.sorted()) { $0.write(Int($1.rawValue)) }
        writer.write(list: selection.filters) { $0.write($1.text) }
        writer.write(list: selection.exclusions) { $0.write($1.text) }
        writer.write(Int(bitPattern: UInt(selection.sampling)))
        writer.write(Int(bitPattern: UInt(selection.seed)))
        writer.write(Int(bitPattern: UInt(seed)))
        writer.write(list: knownFailures.entries) { writer, entry in
            writer.write(entry.pattern.text)
            writer.write(entry.reason)
        }
        writer.write(caseTimeout)
        writer.write(keepsAll)
        writer.write(measuresTime)
        writer.write(sweepLimit ?? -1)
        writer.write(list: faults.map(\.rawValue).sorted()) { $0.write($1) }
        writer.write(drill.crash?.text ?? "")
        writer.write(drill.hang?.text ?? "")
        writer.write(drill.planted?.text ?? "")
        writer.write(memory ?? 0)
        writer.write(lifetime ?? 0)
    }

    /// Reads what `write(to:)` writes.
    package init(from reader: inout WireReader) throws(WireError) {
        self.init()
        subjects = try reader.list { (reader) throws(WireError) in try Self.subject(&reader) }
        reference = try Self.subject(&reader)
        schedules = try reader.list { (reader) throws(WireError) in
            let text = try reader.text()
            if let policy = SchedulePolicy(named: text) { return policy }
            guard let schedule = try? Schedule(parsing: text) else { throw WireError() }
            return .fixed(schedule)
        }
        let forks = try reader.list { (reader) throws(WireError) in
            guard let fork = Fork(rawValue: UInt8(truncatingIfNeeded: try reader.integer())) else {
                throw WireError()
            }
            return fork
        }
        selection.forks = Set(forks)
        selection.filters = try reader.list { (reader) throws(WireError) in
            Glob(try reader.text())
        }
        selection.exclusions = try reader.list { (reader) throws(WireError) in
            Glob(try reader.text())
        }
        selection.sampling = UInt64(UInt(bitPattern: try reader.integer()))
        selection.seed = UInt64(UInt(bitPattern: try reader.integer()))
        seed = UInt64(UInt(bitPattern: try reader.integer()))
        knownFailures = KnownFailures(
            try reader.list { (reader) throws(WireError) in
                KnownFailure(pattern: Glob(try reader.text()), reason: try reader.text())
            })
        caseTimeout = try reader.number()
        keepsAll = try reader.boolean()
        measuresTime = try reader.boolean()
        let limit = try reader.integer()
        sweepLimit = limit < 0 ? nil : limit
        let faults = try reader.list { (reader) throws(WireError) in
            guard let fault = Fault(rawValue: try reader.text()) else { throw WireError() }
            return fault
        }
        self.faults = Set(faults)
        let crash = try reader.text()
        let hang = try reader.text()
        drill.crash = crash.isEmpty ? nil : Glob(crash)
        drill.hang = hang.isEmpty ? nil : Glob(hang)
        drill.planted = PlantedFailure(parsing: try reader.text())
        let (memory, lifetime) = (try reader.integer(), try reader.integer())
        self.memory = memory > 0 ? memory : nil
        self.lifetime = lifetime > 0 ? lifetime : nil
    }

    private static func subject(_ reader: inout WireReader) throws(WireError) -> SubjectName {
        guard let name = try? SubjectName(parsing: try reader.text()) else { throw WireError() }
        return name
    }
}
