package import Conformance
import VM

/// Chooses few cases that together reach what many do, by coverage.
package final class CorpusMinimiser {
    /// A case that could be kept.
    private struct Candidate {
        var item: FuzzCase
        var recording: Recording
        var features: [Int]
    }

    private let runner: DifferentialRunner
    private var candidates: [Candidate] = []
    private var reached = [Bool](repeating: false, count: Coverage.size)
    /// Cases that were left out: they came to no end, or the subject differs on them.
    package private(set) var refused = 0
    /// Features that all cases reach together.
    package private(set) var featureCount = 0
    /// Those of them that the chosen ones reach.
    package private(set) var reachedCount = 0

    /// - Throws: that this process has no room for a machine.
    package init() throws(SubjectFailure) { runner = try DifferentialRunner() }

    package var caseCount: Int { candidates.count + refused }

    /// Runs a case, left and entered again at every head if it brings no schedule.
    ///
    /// - Throws: that it cannot be run here at all.
    package func add(_ item: Case) throws(SubjectFailure) {
        guard let item = try SavedCase(item).cases(runner).last else {
            refused += 1
            return
        }
        let trial = try runner.run(item)
        guard trial.isCompared, trial.divergence == nil else {
            refused += 1
            return
        }
        var coverage = Coverage()
        let features = coverage.add(trial)
        candidates.append(
            Candidate(item: item, recording: trial.recording, features: features))
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
            let name = "seed-\(texts.count + 1)"
            guard let text = CaseWriter.seed(candidate.item, candidate.recording, named: name),
                size + text.utf8.count <= largestSize
            else { continue }
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
        let size = { [candidates] in candidates[$0].item.codeByteCount }
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
