package import VM

// What profile-guided tiering did, between a worker and its run.

extension TieringStatistics: WireWritable, WireReadable {
    package func write(to writer: inout WireWriter) {
        for counter in Self.counters { writer.write(self[keyPath: counter.path]) }
        writer.write(largestQueueDepth)
        writer.write(list: rejected.sorted { $0.key.rawValue < $1.key.rawValue }) {
            $0.write($1.key.rawValue)
            $0.write($1.value)
        }
        writer.write(list: failed.sorted { $0.key < $1.key }) {
            $0.write($1.key)
            $0.write($1.value)
        }
        writer.write(list: compileTimes.counts) { $0.write($1) }
        writer.write(compileTimes.seconds)
    }

    package init(from reader: inout WireReader) throws(WireError) {
        self.init()
        for counter in Self.counters { self[keyPath: counter.path] = try reader.integer() }
        largestQueueDepth = try reader.integer()
        let rejected = try reader.list { (reader) throws(WireError) in
            guard let reason = RejectionReason(rawValue: try reader.text()) else {
                throw WireError()
            }
            return (reason, try reader.integer())
        }
        for (reason, count) in rejected { reject(reason, count: count) }
        let failed = try reader.list { (reader) throws(WireError) in
            (try reader.text(), try reader.integer())
        }
        for (reason, count) in failed { fail(reason, count: count) }
        let counts = try reader.list { (reader) throws(WireError) in try reader.integer() }
        compileTimes = TimeHistogram(counts: counts, seconds: try reader.number())
    }
}

extension TierUsage: WireWritable, WireReadable {
    package func write(to writer: inout WireWriter) {
        writer.write(Int(interpretedGas))
        writer.write(Int(compiledGas))
        writer.write(interpretedSeconds)
        writer.write(compiledSeconds)
    }

    package init(from reader: inout WireReader) throws(WireError) {
        self.init()
        interpretedGas = Int64(try reader.integer())
        compiledGas = Int64(try reader.integer())
        interpretedSeconds = try reader.number()
        compiledSeconds = try reader.number()
    }
}
