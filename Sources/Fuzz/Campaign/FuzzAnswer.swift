package import Conformance
import VM

/// What a worker of a campaign has to say about its task.
package enum FuzzAnswer: Equatable, Sendable {
    /// The self-test's fault of this campaign's own, in words; empty if there is none.
    case selfTest(String)
    case progress(BatchProgress)
    case inquiry(Inquiry)
    case detected(DetectionResult)
}

/// What came out of some cases of a batch.
package struct BatchProgress: Equatable, Sendable {
    /// Every case below this is in this report or in one before.
    package var nextOrdinal = 0
    package var cases = 0
    package var comparisons = 0
    package var noVerdict = 0
    /// In how many comparisons a tier ran, and a side exit of a kind was taken.
    package var tiers: [String: Int] = [:]
    package var exits: [String: Int] = [:]
    /// The first of each bucket.
    package var sightings: [Sighting] = []
    /// The cases that reached something first in their batch.
    package var novelties: [Novelty] = []

    package init() {}

    /// - Returns: whether the case can be written.
    mutating func add(
        _ news: [Int], of item: FuzzCase, _ trial: Trial, _ name: String, ordinal: Int
    ) -> Bool {
        guard let text = CaseWriter.seed(item, trial, named: name) else { return false }
        novelties.append(Novelty(ordinal: ordinal, name: name, features: news, text: text))
        return true
    }

    mutating func add(_ trial: Trial) {
        guard trial.isCompared else {
            noVerdict += 1
            return
        }
        comparisons += 1
        for tier in trial.conduct.tiers { tiers[tier.name, default: 0] += 1 }
        for kind in MethodExitKind.allCases where trial.conduct.exits[kind] > 0 {
            exits[kind.name, default: 0] += 1
        }
    }

    mutating func add(_ divergence: Divergence, of subject: SubjectName, ordinal: Int) {
        let bucket = Bucket(Signature(divergence), subject)
        if let known = sightings.firstIndex(where: { $0.bucket == bucket }) {
            sightings[known].count += 1
        } else {
            sightings.append(
                Sighting(
                    bucket: bucket, ordinal: ordinal, count: 1,
                    description: divergence.description.shortened))
        }
    }
}

/// A bucket's first case in a report.
package struct Sighting: Equatable, Sendable {
    package var bucket: Bucket
    package var ordinal: Int
    /// How many cases of the report belong to the bucket.
    package var count: Int
    package var description: String

    package init(bucket: Bucket, ordinal: Int, count: Int, description: String) {
        self.bucket = bucket
        self.ordinal = ordinal
        self.count = count
        self.description = description
    }
}

/// A case that reached what none of its batch before it did.
package struct Novelty: Equatable, Sendable {
    package var ordinal: Int
    /// In one word, for a file.
    package var name: String
    /// Features as `Coverage` has them.
    package var features: [Int]
    /// The case as a suite.
    package var text: String
}

/// A case that was made again and looked at.
package struct Inquiry: Equatable, Sendable {
    /// The case as text, small if it could be made so.
    package var text = ""
    /// Bytes of code in it, and switches that its schedule names.
    package var bytes = 0
    package var switches = 0
    /// What the case does when nothing was run before it; empty if it agrees, or was not run.
    package var again = ""
    /// Whether that has the signature that was looked for.
    package var isSame = false
    /// Whether nothing more can be left out of the case.
    package var isSmall = false
    /// What findings of one cause share (`Explanation.key`); empty if it is not known.
    package var cause = ""
    /// Whether findings with that cause are one.
    package var isCauseShared = false

    package init() {}
}

extension String {
    /// So much of a description as people read.
    var shortened: String {
        let most = 400
        return count > most ? prefix(most) + "…" : self
    }
}

// MARK: From a worker and back

extension BatchProgress {
    fileprivate func write(to writer: inout WireWriter) {
        for count in [nextOrdinal, cases, comparisons, noVerdict] { writer.write(count) }
        for table in [tiers, exits] {
            writer.write(list: table.sorted { $0.key < $1.key }) {
                $0.write($1.key)
                $0.write($1.value)
            }
        }
        writer.write(list: sightings) { writer, sighting in
            sighting.bucket.write(to: &writer)
            writer.write(sighting.ordinal)
            writer.write(sighting.count)
            writer.write(sighting.description)
        }
        writer.write(list: novelties) { writer, novelty in
            writer.write(novelty.ordinal)
            writer.write(novelty.name)
            writer.write(list: novelty.features) { $0.write($1) }
            writer.write(novelty.text)
        }
    }

    fileprivate init(from reader: inout WireReader) throws(WireError) {
        nextOrdinal = try reader.integer()
        cases = try reader.integer()
        comparisons = try reader.integer()
        noVerdict = try reader.integer()
        tiers = try Self.table(from: &reader)
        exits = try Self.table(from: &reader)
        sightings = try reader.list { (reader) throws(WireError) in
            Sighting(
                bucket: try Bucket(from: &reader), ordinal: try reader.integer(),
                count: try reader.integer(), description: try reader.text())
        }
        novelties = try reader.list { (reader) throws(WireError) in
            Novelty(
                ordinal: try reader.integer(), name: try reader.text(),
                features: try reader.list { (reader) throws(WireError) in try reader.integer() },
                text: try reader.text())
        }
    }

    private static func table(from reader: inout WireReader) throws(WireError) -> [String: Int] {
        let entries = try reader.list { (reader) throws(WireError) in
            (try reader.text(), try reader.integer())
        }
        return Dictionary(entries, uniquingKeysWith: +)
    }
}

extension FuzzAnswer {
    package func write(to writer: inout WireWriter) {
        switch self {
        case .selfTest(let problem):
            writer.write(0)
            writer.write(problem)
        case .progress(let progress):
            writer.write(1)
            progress.write(to: &writer)
        case .inquiry(let inquiry):
            writer.write(2)
            writer.write(inquiry.text)
            writer.write(inquiry.bytes)
            writer.write(inquiry.switches)
            writer.write(inquiry.again)
            writer.write(inquiry.isSame)
            writer.write(inquiry.isSmall)
            writer.write(inquiry.cause)
            writer.write(inquiry.isCauseShared)
        case .detected(let result):
            writer.write(3)
            writer.write(result.isFound)
            writer.write(result.cases)
            writer.write(result.seconds)
            writer.write(result.bytes ?? -1)
            writer.write(result.switches ?? -1)
            writer.write(result.signature)
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        switch try reader.integer() {
        case 0: self = .selfTest(try reader.text())
        case 1: self = .progress(try BatchProgress(from: &reader))
        case 2:
            var inquiry = Inquiry()
            inquiry.text = try reader.text()
            inquiry.bytes = try reader.integer()
            inquiry.switches = try reader.integer()
            inquiry.again = try reader.text()
            inquiry.isSame = try reader.boolean()
            inquiry.isSmall = try reader.boolean()
            inquiry.cause = try reader.text()
            inquiry.isCauseShared = try reader.boolean()
            self = .inquiry(inquiry)
        case 3:
            var result = DetectionResult()
            result.isFound = try reader.boolean()
            result.cases = try reader.integer()
            result.seconds = try reader.number()
            let (bytes, switches) = (try reader.integer(), try reader.integer())
            result.bytes = bytes < 0 ? nil : bytes
            result.switches = switches < 0 ? nil : switches
            result.signature = try reader.text()
            self = .detected(result)
        default: throw WireError()
        }
    }
}
