package import Conformance
package import VM

/// Cases that are made up from one seed, each after those before it.
package struct Batch: Equatable, Sendable {
    /// How many cases a batch has in a campaign: enough to learn from, few enough to make again.
    package static let size = 2_000

    package var index: Int
    package var seed: UInt64
    package var count = Batch.size
    /// Cases below this have been counted: a worker that died had told of them.
    package var firstOrdinal = 0
    /// Whether the cases that the campaign started from take part.
    package var isSeeded = true
    /// Cases in which workers died, in order.
    package var passedOver: [Int] = []
    /// Workers that died of it, whatever they were at; not for workers to know.
    var deathCount = 0

    package init(index: Int, seed: UInt64) {
        self.index = index
        self.seed = seed
    }

    /// Cases that have not been counted and in which no worker has died.
    var openCount: Int { count - firstOrdinal - passedOver.count { $0 >= firstOrdinal } }
}

/// Something for a worker of a campaign to do.
package struct FuzzTask: WorkerTask, WireReadable {
    package enum Kind: Equatable, Sendable {
        /// Shows that the worker finds what there is, and nothing else.
        case selfTest
        case batch(Batch)
        case investigation(Investigation)
        case replay(Replay)
        case detection(Detection)
        case autopsy(Autopsy)
    }

    /// A case to be made again, looked at and made small.
    package struct Investigation: Equatable, Sendable {
        package var batch: Batch
        package var ordinal: Int
        package var bucket: Bucket
        package var way: Way

        /// Where the case may be run.
        package enum Way: Int, Sendable {
            /// In the worker itself.
            case here
            /// In processes of its own, as a worker died of it.
            case apart
            /// Nowhere: it is saved as it was made.
            case nowhere
        }
    }

    /// A saved case to be run as whoever reads it would.
    package struct Replay: Equatable, Sendable {
        package var text: String
        package var bucket: Bucket

        package init(text: String, bucket: Bucket) {
            self.text = text
            self.bucket = bucket
        }
    }

    /// A fault to be planted and found.
    package struct Detection: Equatable, Sendable {
        package var fault: Fault
        package var seed: UInt64
        package var limits: DetectionLimits
        /// Whether the case that is found is made small.
        package var isMinimised: Bool

        package init(
            fault: Fault, seed: UInt64, limits: DetectionLimits, isMinimised: Bool = true
        ) {
            self.fault = fault
            self.seed = seed
            self.limits = limits
            self.isMinimised = isMinimised
        }
    }

    /// A case of which a worker died that looked for a fault, to be made small.
    package struct Autopsy: Equatable, Sendable {
        package var detection: Detection
        /// The case, counted from the first of the search.
        package var ordinal: Int
        package var bucket: Bucket

        /// The case as one of a campaign's.
        var investigation: Investigation {
            let index = ordinal / Batch.size
            let seed = Campaign.seed(ofBatch: index, campaign: detection.seed)
            return Investigation(
                batch: Batch(index: index, seed: seed), ordinal: ordinal % Batch.size,
                bucket: bucket, way: .apart)
        }
    }

    package var number: Int
    package var kind: Kind

    package init(number: Int, _ kind: Kind) {
        self.number = number
        self.kind = kind
    }

    /// Whether the worker must have done nothing before.
    var needsFreshProcess: Bool {
        switch kind {
        case .selfTest, .batch: false
        case .investigation, .replay, .detection, .autopsy: true
        }
    }
}

/// What findings are gathered by: how they show, and on which subject.
package struct Bucket: Hashable, Sendable {
    package var signature: Signature
    package var subject: SubjectName

    package init(_ signature: Signature, _ subject: SubjectName) {
        self.signature = signature
        self.subject = subject
    }

    /// In one word that can be a folder's name.
    package var name: String {
        let plain = "\(signature.description)-\(subject.textWithoutFolders)".map {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+" || $0 == "-") ? $0 : "-"
        }
        return String(plain)
    }
}

// MARK: To a worker and back

extension Batch {
    fileprivate func write(to writer: inout WireWriter) {
        writer.write(index)
        writer.write(seed: seed)
        writer.write(count)
        writer.write(firstOrdinal)
        writer.write(isSeeded)
        writer.write(list: passedOver) { $0.write($1) }
    }

    fileprivate init(from reader: inout WireReader) throws(WireError) {
        index = try reader.integer()
        seed = try reader.seed()
        count = try reader.integer()
        firstOrdinal = try reader.integer()
        isSeeded = try reader.boolean()
        passedOver = try reader.list { (reader) throws(WireError) in try reader.integer() }
    }
}

extension Bucket {
    func write(to writer: inout WireWriter) {
        writer.write(signature.place)
        writer.write(list: signature.fields) { $0.write($1) }
        writer.write(subject.text)
    }

    init(from reader: inout WireReader) throws(WireError) {
        let place = try reader.text()
        let fields = try reader.list { (reader) throws(WireError) in try reader.text() }
        signature = Signature(place: place, fields: fields)
        guard let name = try? SubjectName(parsing: try reader.text()) else { throw WireError() }
        subject = name
    }
}

extension FuzzTask.Investigation {
    fileprivate init(from reader: inout WireReader) throws(WireError) {
        batch = try Batch(from: &reader)
        ordinal = try reader.integer()
        bucket = try Bucket(from: &reader)
        guard let way = Way(rawValue: try reader.integer()) else { throw WireError() }
        self.way = way
    }
}

extension FuzzTask.Detection {
    fileprivate func write(to writer: inout WireWriter) {
        writer.write(fault.rawValue)
        writer.write(seed: seed)
        writer.write(limits.seconds)
        writer.write(limits.cases)
        writer.write(isMinimised)
    }

    fileprivate init(from reader: inout WireReader) throws(WireError) {
        guard let fault = Fault(rawValue: try reader.text()) else { throw WireError() }
        self.init(
            fault: fault, seed: try reader.seed(),
            limits: DetectionLimits(seconds: try reader.number(), cases: try reader.integer()),
            isMinimised: try reader.boolean())
    }
}

extension FuzzTask {
    package func write(to writer: inout WireWriter) {
        writer.write(number)
        switch kind {
        case .selfTest:
            writer.write(0)
        case .batch(let batch):
            writer.write(1)
            batch.write(to: &writer)
        case .investigation(let item):
            writer.write(2)
            item.batch.write(to: &writer)
            writer.write(item.ordinal)
            item.bucket.write(to: &writer)
            writer.write(item.way.rawValue)
        case .detection(let item):
            writer.write(3)
            item.write(to: &writer)
        case .autopsy(let item):
            writer.write(4)
            item.detection.write(to: &writer)
            writer.write(item.ordinal)
            item.bucket.write(to: &writer)
        case .replay(let item):
            writer.write(5)
            writer.write(item.text)
            item.bucket.write(to: &writer)
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        number = try reader.integer()
        switch try reader.integer() {
        case 0: kind = .selfTest
        case 1: kind = .batch(try Batch(from: &reader))
        case 2:
            kind = .investigation(try Investigation(from: &reader))
        case 3: kind = .detection(try Detection(from: &reader))
        case 4:
            kind = .autopsy(
                Autopsy(
                    detection: try Detection(from: &reader), ordinal: try reader.integer(),
                    bucket: try Bucket(from: &reader)))
        case 5:
            kind = .replay(Replay(text: try reader.text(), bucket: try Bucket(from: &reader)))
        default: throw WireError()
        }
    }
}
