package import Conformance
package import VM

/// What a worker of a campaign must know.
package struct FuzzConfiguration: WireWritable, WireReadable, Sendable {
    package var options = FuzzOptions()
    /// What is compared with the interpreter.
    package var subjects = [SubjectName(tier: .method, execution: .native)]
    /// Mistakes that the subjects' compilers make; none but to prove the comparison.
    package var faults: Faults = []
    /// Bytes that a worker may take besides what its machines reserve.
    package var memory = 2 << 30
    /// What becomes of every worker in the hundredth case of the first batch.
    package var drill: WorkerFailure?
    /// What becomes of every worker in any case with a certain instruction.
    package var planted: PlantedFailure?
    /// The program that is started to replay a saved case, and the arguments that make it do so.
    package var replayCommand: [String] = []
    /// Cases to start from, as suites.
    package var seeds: [String] = []
    /// Seconds after which a case counts as hanging.
    package var caseTimeout = 10.0
    /// Seconds that making small a case of which workers die may take.
    package var probingSeconds = 180.0

    package init() {}

    /// What machines of others may take.
    var limits: OutsideLimits {
        var limits = OutsideLimits(caseTimeout: caseTimeout)
        limits.memory = memory
        return limits
    }

    /// The options, with what follows from the subjects.
    var optionsForSubjects: FuzzOptions {
        var result = options
        result.isTiered = subjects.contains { $0.tier == .tiered }
        return result
    }

    package func write(to writer: inout WireWriter) {
        writer.write(list: options.forks) { $0.write(Int($1.rawValue)) }
        writer.write(list: options.without.map(\.rawValue).sorted()) { $0.write($1) }
        writer.write(options.maximumInstructions)
        writer.write(list: subjects) { $0.write($1.text) }
        writer.write(list: faults.map(\.rawValue).sorted()) { $0.write($1) }
        writer.write(memory)
        writer.write(drill?.rawValue ?? "")
        writer.write(planted?.text ?? "")
        writer.write(list: replayCommand) { $0.write($1) }
        writer.write(caseTimeout)
        writer.write(probingSeconds)
        writer.write(list: seeds) { $0.write($1) }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        options.forks = try reader.list { (reader) throws(WireError) in
            guard let fork = Fork(rawValue: UInt8(truncatingIfNeeded: try reader.integer())) else {
                throw WireError()
            }
            return fork
        }
        options.without = try reader.names(FuzzOptions.Feature.init(rawValue:))
        options.maximumInstructions = try reader.integer()
        subjects = try reader.list { (reader) throws(WireError) in
            guard let name = try? SubjectName(parsing: try reader.text()) else { throw WireError() }
            return name
        }
        faults = try reader.names(Fault.init(rawValue:))
        memory = try reader.integer()
        drill = WorkerFailure(rawValue: try reader.text())
        planted = PlantedFailure(parsing: try reader.text())
        replayCommand = try reader.list { (reader) throws(WireError) in try reader.text() }
        caseTimeout = try reader.number()
        probingSeconds = try reader.number()
        seeds = try reader.list { (reader) throws(WireError) in try reader.text() }
    }
}

extension WireReader {
    /// A list of names, each of which must mean something.
    mutating func names<Named: Hashable>(
        _ make: (String) -> Named?
    ) throws(WireError) -> Set<Named> {
        Set(
            try list { (reader) throws(WireError) in
                guard let named = make(try reader.text()) else { throw WireError() }
                return named
            })
    }

    mutating func seed() throws(WireError) -> UInt64 {
        UInt64(UInt(bitPattern: try integer()))
    }
}

extension WireWriter {
    mutating func write(seed: UInt64) { write(Int(bitPattern: UInt(seed))) }
}
