import Primitives
package import VM

/// Benchmarks in several subjects, side by side: measured, and compared.
///
/// In each round every benchmark has its turn, and in that every subject, in an order that rotates:
/// so what slows the machine down for a moment slows all subjects down, and what slows it for a
/// while shows in the spread of the rounds.
package struct BenchRun: Sendable {
    /// What one subject made of one benchmark.
    package struct Row: Sendable {
        package let subject: String
        package fileprivate(set) var rounds: [BenchRound] = []
        /// Why it did not run to its end.
        package fileprivate(set) var failure: String?
    }

    /// One benchmark.
    package struct Entry: Sendable {
        package let name: String
        package let fork: Fork
        /// Gas that senders pay for.
        package fileprivate(set) var gas: UInt64 = 0
        /// What of it frames use of their own: without intrinsic gas, and what calls cost.
        package fileprivate(set) var frameGas: UInt64 = 0
        /// Heads that the interpreter meets: a block goes from one to the next.
        package fileprivate(set) var blocks = 0
        /// How it ends, in a word.
        package fileprivate(set) var status = ""
        package fileprivate(set) var isSuccess = false
        /// An expectation of its fixture that the interpreter did not meet.
        package fileprivate(set) var unmet: String?
        /// One for each subject; none if it was not measured.
        package fileprivate(set) var rows: [Row] = []

        package var group: String { Benchmark.group(of: name) }
    }

    /// What is done next: a benchmark of a round, counted from 1; in round 0 it is looked at.
    package struct Progress: Sendable {
        package let round: Int
        package let benchmark: String
    }

    package let configuration: BenchConfiguration
    /// Names of the subjects; the first is what the others are compared with.
    package let subjects: [String]
    package private(set) var entries: [Entry] = []
    /// What was not as it has to be, the first thing of each benchmark and subject.
    package private(set) var differences: [String] = []
    /// What the reference made of each benchmark when it ran it first.
    private var references: [BenchMeter.Answer?] = []

    /// Runs everything.
    ///
    /// - Parameters:
    ///   - benchmarks: what is run, in order.
    ///   - subjects: who runs it; the first is what the others are compared with.
    ///   - configuration: how.
    ///   - progress: told before each benchmark what begins.
    /// - Throws: that this process has no room for a machine.
    package init(
        _ benchmarks: [Benchmark], in subjects: [BenchSubject],
        _ configuration: BenchConfiguration = BenchConfiguration(),
        progress: (Progress) -> Void = { _ in }
    ) throws(SubjectFailure) {
        self.configuration = configuration
        self.subjects = subjects.map(\.name)
        let inspector = try MachineSubject(.interpreter, largestWork: configuration.mostGas)
        for benchmark in benchmarks {
            progress(Progress(round: 0, benchmark: benchmark.name))
            var entry = try Self.inspect(benchmark, with: inspector)
            if entry.status != Self.limit { entry.rows = subjects.map { Row(subject: $0.name) } }
            entries.append(entry)
        }
        references = entries.map { _ in nil }
        for round in 0..<configuration.roundCount {
            for (place, benchmark) in benchmarks.enumerated() where !entries[place].rows.isEmpty {
                progress(Progress(round: round + 1, benchmark: benchmark.name))
                measure(benchmark, in: subjects, round: round, place)
            }
        }
        references = []
    }

    // MARK: Inspecting

    private static let limit = "\(MixResult.Status.limit)"

    /// Runs a benchmark once in the interpreter, holds it against its fixture, and counts blocks.
    private static func inspect(
        _ benchmark: Benchmark, with inspector: MachineSubject
    ) throws(SubjectFailure) -> Entry {
        var plan = RunPlan(for: benchmark.item)
        plan.watch = .counting
        let outcome = try inspector.run(benchmark.item, plan: plan)
        var entry = Entry(name: benchmark.name, fork: benchmark.item.fork)
        guard outcome.limit == nil else {
            entry.status = limit
            return entry
        }
        entry.gas = outcome.results.reduce(0) { $0 + $1.gasUsed }
        entry.frameGas = UInt64(clamping: outcome.conduct.work ?? 0)
        entry.blocks = outcome.conduct.headCount
        let worst = outcome.results.first { $0.halt?.isSuccess != true } ?? outcome.results.last
        entry.status = worst?.status ?? "no end"
        entry.isSuccess = worst?.halt?.isSuccess == true
        if !benchmark.hasOtherFork {
            entry.unmet = ExpectationCheck.firstFailure(of: benchmark.item, outcome: outcome)
        }
        return entry
    }

    // MARK: Measuring

    private mutating func measure(
        _ benchmark: Benchmark, in subjects: [BenchSubject], round: Int, _ entry: Int
    ) {
        var answers: [BenchMeter.Answer?] = subjects.map { _ in nil }
        for turn in subjects.indices {
            let place = (turn + round) % subjects.count
            guard entries[entry].rows[place].failure == nil else { continue }
            do throws(SubjectFailure) {
                let lane = try subjects[place].makeLane(benchmark)
                answers[place] = try BenchMeter.measure(lane, configuration)
            } catch {
                entries[entry].rows[place].failure = error.description
                differences.append("\(benchmark.name): \(subjects[place].name): \(error)")
            }
        }
        if references[entry] == nil { references[entry] = answers[0] }
        for (place, answer) in answers.enumerated() {
            guard let answer else { continue }
            entries[entry].rows[place].rounds.append(answer.round)
            compare(answer, subjects[place].name, entry, place)
        }
    }

    /// Notes the first difference of a subject, behind which it is measured no more.
    private mutating func compare(
        _ answer: BenchMeter.Answer, _ name: String, _ entry: Int, _ place: Int
    ) {
        let found =
            answer.breakdown.map { "\(name) broke down: \($0)" }
            ?? answer.otherResults.flatMap {
                Self.difference(answer.results, $0, ("the first call in \(name)", "a later one"))
            }
            ?? references[entry].flatMap {
                Self.difference($0.results, answer.results, (subjects[0], name))
                    ?? Self.difference($0.stateRoot, answer.stateRoot, (subjects[0], name))
            }
        guard let found else { return }
        entries[entry].rows[place].failure = found
        differences.append("\(entries[entry].name): \(found)")
    }

    private static func difference(
        _ one: [MixResult], _ other: [MixResult], _ names: (String, String)
    ) -> String? {
        guard one.count == other.count else {
            return "\(one.count) results in \(names.0), \(other.count) in \(names.1)"
        }
        return zip(one, other).lazy.compactMap { $0.difference(from: $1, names) }.first
    }

    private static func difference(
        _ one: Word256, _ other: Word256, _ names: (String, String)
    ) -> String? {
        one == other
            ? nil
            : "state root: \(one.hex64String) in \(names.0), \(other.hex64String) in \(names.1)"
    }
}

// MARK: Figures

extension BenchRun.Entry {
    /// The seconds of one execution in each round; none of a subject that failed.
    func seconds(_ row: BenchRun.Row) -> [Double] {
        row.failure == nil ? row.rounds.map(\.seconds) : []
    }

    /// Times that of the reference in the same round.
    func ratios(_ row: BenchRun.Row) -> [Double] {
        guard let first = rows.first else { return [] }
        return zip(seconds(row), seconds(first)).compactMap { $1 > 0 ? $0 / $1 : nil }
    }

    /// Gas of frames in a second of processor time.
    func gasPerSecond(_ row: BenchRun.Row) -> Double? {
        Quartiles(seconds(row)).flatMap { $0.median > 0 ? Double(frameGas) / $0.median : nil }
    }

    func exitsPerThousandBlocks(_ row: BenchRun.Row) -> Double? {
        guard blocks > 0, let exits = Quartiles(row.rounds.map(\.exits)) else { return nil }
        return 1000 * exits.median / Double(blocks)
    }

    /// Executions behind which compiling has paid; nil if it never does, or nothing was compiled.
    func breakEven(_ row: BenchRun.Row) -> Double? {
        guard let compiling = row.compileSeconds, compiling > 0, let saved = saving(row), saved > 0
        else { return nil }
        return (compiling / saved).rounded(.up)
    }

    /// Seconds by which one execution is shorter than the reference's.
    func saving(_ row: BenchRun.Row) -> Double? {
        guard let first = rows.first, let theirs = Quartiles(seconds(first)),
            let mine = Quartiles(seconds(row))
        else { return nil }
        return theirs.median - mine.median
    }
}

extension BenchRun.Row {
    /// The median of a figure over all rounds that have it.
    func median(_ figure: (BenchRound) -> Double?) -> Double? {
        Quartiles(rounds.compactMap(figure))?.median
    }

    var compileSeconds: Double? { median(\.effort.seconds) }

    /// Bytes of machine code for each byte of byte code that was compiled.
    var codeGrowth: Double? {
        guard let effort = rounds.last?.effort, effort.byteCount > 0 else { return nil }
        return Double(effort.machineCodeByteCount) / Double(effort.byteCount)
    }

    /// The share of gas that compiled code used, of a subject that changes between tiers.
    func compiledShare(_ usage: (BenchRound) -> TierUsage?) -> Double? {
        let all = rounds.compactMap(usage)
        let gas = all.reduce(0.0) { $0 + Double($1.gas) }
        guard gas > 0 else { return nil }
        return all.reduce(0.0) { $0 + Double($1.compiledGas) } / gas
    }
}
