package import Conformance
import VM

/// Chooses few cases that together reach what many do, by coverage.
package final class CorpusMinimiser {
    private let command: [String]
    private let configuration: FuzzConfiguration
    private var worker: WorkerProcess<WorkUnit>?
    private var taskCount = 0
    private var candidates: [CorpusAnswer] = []
    private var reached = [Bool](repeating: false, count: Coverage.size)
    /// Cases that were left out: they came to no end, the subject differs on them, suites have no
    /// words for them, or a worker died of them.
    package private(set) var refused = 0
    /// Features that all cases reach together.
    package private(set) var featureCount = 0
    /// Those of them that the chosen ones reach.
    package private(set) var reachedCount = 0

    /// - Parameters:
    ///   - command: starts a process that runs cases, and may die of them.
    ///   - configuration: what a case may take.
    package init(command: [String], configuration: FuzzConfiguration = FuzzConfiguration()) {
        self.command = command
        self.configuration = configuration
    }

    deinit { worker?.finish() }

    package var caseCount: Int { candidates.count + refused }

    /// Runs a case, left and entered again at every head if it brings no schedule.
    ///
    /// - Returns: how a worker died of it, in a sentence; nil if none did.
    /// - Throws: that no worker can run it at all.
    package func add(_ item: Case) throws(SubjectFailure) -> String? {
        guard let text = Self.text(of: item) else {
            refused += 1
            return nil
        }
        taskCount += 1
        let unit = WorkUnit(number: taskCount, suite: text)
        let isReused = worker != nil
        var (answer, death) = try run(unit)
        // A worker that never came to the case died while it waited for one.
        if isReused, let first = death, first.ordinal == nil { (answer, death) = try run(unit) }
        if death == nil, let answer {
            candidates.append(answer)
        } else {
            refused += 1
        }
        return death?.description
    }

    private func run(
        _ unit: WorkUnit
    ) throws(SubjectFailure) -> (answer: CorpusAnswer?, death: WorkerDeath?) {
        let worker = try startedWorker()
        var answer: CorpusAnswer?
        let death = try worker.carryOut(unit, timeout: configuration.caseTimeout) {
            (message) throws(WireError) in answer = try CorpusAnswer(from: &message)
        }
        if death != nil { self.worker = nil }
        return (answer, death)
    }

    private func startedWorker() throws(SubjectFailure) -> WorkerProcess<WorkUnit> {
        if let worker { return worker }
        let worker = try WorkerProcess<WorkUnit>(command: command, configuration: configuration)
        self.worker = worker
        return worker
    }

    private static func text(of item: Case) -> String? {
        var item = item
        item.directives.tiers = nil
        return try? SuiteWriter.text(of: item, suite: "seed", name: "seed", about: "A seed.")
    }

    /// Chooses cases, those that reach most first.
    ///
    /// - Parameters:
    ///   - limit: the most of them.
    ///   - largestSize: bytes that all of them may have.
    /// - Returns: whole files.
    package func choose(limit: Int, largestSize: Int) -> [String] {
        featureCount = Set(candidates.flatMap(\.features)).count
        var texts: [String] = []
        var size = 0
        var open = candidates.indices.map { (index: $0, gain: candidates[$0].features.count) }
        open.sort(by: precedes)
        while texts.count < limit, let best = best(among: &open) {
            let candidate = candidates[best]
            let text = CaseWriter.renamed(candidate.text, to: "seed-\(texts.count + 1)")
            guard size + text.utf8.count <= largestSize else { continue }
            texts.append(text)
            size += text.utf8.count
            for feature in candidate.features where !reached[feature] {
                reached[feature] = true
                reachedCount += 1
            }
        }
        return texts
    }

    /// The case that reaches most of what is missing, of equals the one of less code; taken out.
    ///
    /// What a case would add only ever becomes less, so that old numbers bound new ones: with the
    /// largest first, only those are counted again that could still be the best.
    private func best(among open: inout [(index: Int, gain: Int)]) -> Int? {
        while let first = open.popLast() {
            let now = gain(first.index)
            if now == 0 { continue }
            guard let next = open.last, precedes((first.index, now), next) else {
                return first.index
            }
            let place = open.partition(above: (first.index, now), by: precedes)
            open.insert((first.index, now), at: place)
        }
        return nil
    }

    private func precedes(
        _ left: (index: Int, gain: Int), _ right: (index: Int, gain: Int)
    ) -> Bool {
        let size = { [candidates] in candidates[$0].codeByteCount }
        return (left.gain, -size(left.index), -left.index)
            < (right.gain, -size(right.index), -right.index)
    }

    private func gain(_ index: Int) -> Int { candidates[index].features.count { !reached[$0] } }
}

extension [(index: Int, gain: Int)] {
    /// Where an element belongs among those in order.
    fileprivate func partition(
        above element: Element, by precedes: (Element, Element) -> Bool
    ) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if precedes(self[middle], element) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
