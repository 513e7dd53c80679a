/// The times of one or more runs, as much as the gate compares.
package struct SavedBench: Equatable, Sendable {
    /// Seconds of each round, by subject.
    package typealias Times = [String: [Double]]

    package var machine: String
    /// The first is what the others are compared with.
    package var subjects: [String]
    /// Benchmarks in the order of the run.
    package var benchmarks: [(name: String, times: Times)]

    package init(
        machine: String, subjects: [String], benchmarks: [(name: String, times: Times)]
    ) {
        self.machine = machine
        self.subjects = subjects
        self.benchmarks = benchmarks
    }

    package init(_ run: BenchRun) {
        machine = BenchMachine.name
        subjects = run.subjects
        benchmarks = run.entries.map { entry in
            var times: Times = [:]
            for row in entry.rows where row.failure == nil {
                times[row.subject] = entry.seconds(row)
            }
            return (entry.name, times)
        }
    }

    package static func == (one: SavedBench, other: SavedBench) -> Bool {
        one.machine == other.machine && one.subjects == other.subjects
            && one.benchmarks.elementsEqual(other.benchmarks) { $0 == $1 }
    }

    package func times(of benchmark: String) -> Times? {
        benchmarks.first { $0.name == benchmark }?.times
    }

    /// Each round's ratio of a subject to the reference; none where either is missing.
    package func ratios(_ benchmark: String, _ subject: String) -> [Double] {
        guard let times = times(of: benchmark), let reference = subjects.first,
            let mine = times[subject], let theirs = times[reference]
        else { return [] }
        return zip(mine, theirs).compactMap { $1 > 0 ? $0 / $1 : nil }
    }

    /// Adds the rounds of another run of the same subjects.
    package mutating func add(_ other: SavedBench) {
        for (name, times) in other.benchmarks {
            guard let place = benchmarks.firstIndex(where: { $0.name == name }) else {
                benchmarks.append((name, times))
                continue
            }
            for (subject, seconds) in times {
                benchmarks[place].times[subject, default: []] += seconds
            }
        }
    }
}

// MARK: Reading

extension SavedBench {
    /// What a file says that it is.
    static let format = "synchromesh-bench"
    /// What files are written and read; it changes with the meaning of what is in them.
    static let version = 1

    private static let advice = "write one with 'synchromesh bench PATH --save FILE'"

    /// Reads a run that `--save` or `--json` wrote.
    ///
    /// - Throws: that the file cannot be read or is none of these, and what to do.
    package init(path: String) throws(FixtureError) {
        let root = try JSONDocument(try SourceText(path: path)).root
        guard root["format"]?.text == Self.format else {
            throw root.failure(
                found: root.kind == .object ? "an object without that format" : root.kind.phrase,
                expected: "a run of benchmarks, \"format\": \"\(Self.format)\"", hint: Self.advice)
        }
        let version = try root.required("version")
        guard version.text == "\(Self.version)" else {
            throw version.failure(
                found: "version \(FixtureError.quote(version.text))",
                expected: "version \(Self.version)",
                hint: "another release wrote it: \(Self.advice)")
        }
        machine = try root.required("machine").text
        subjects = try root.required("subjects").elements.map(\.text)
        guard !subjects.isEmpty else {
            throw root.failure(
                found: "no subjects", expected: "at least the reference", hint: Self.advice)
        }
        benchmarks = []
        for node in try root.required("benchmarks").elements {
            benchmarks.append((try node.required("name").text, try Self.times(node)))
        }
    }

    private static func times(_ benchmark: JSONNode) throws(FixtureError) -> Times {
        var times: Times = [:]
        for subject in try benchmark.required("subjects").elements
        where subject["failure"]?.isNull != false {
            var seconds: [Double] = []
            for round in try subject.required("rounds").elements {
                let node = try round.required("seconds")
                guard let value = Double(node.text), value >= 0 else {
                    throw node.failure(expected: "seconds")
                }
                seconds.append(value)
            }
            times[try subject.required("name").text] = seconds
        }
        return times
    }
}
